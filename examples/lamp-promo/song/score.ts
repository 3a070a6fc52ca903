import type { SongScore } from 'beatcut/testing';

// C minor house: four on the floor, off-beat bass, stabs that leave room for words.

const stab = 'r:.5 *!:.5 r:1 r:.5 *:.5 r:1|r:.5 *!:.5 r:1 *:.5 r:.5 *?:.5 r:.5';
const bass = 'r:.5 1!:.5 r:.5 1:.5 r:.5 8!:.5 r:.5 5:.5';

/** The song of the example: 14 bars at 124 beats per minute. */
export const score: SongScore = {
  seed: 'halo',
  tempo: 124,
  leadInSeconds: 0.1,
  tailInSeconds: 1.2,
  loudnessLufs: -13,
  sections: [
    {
      label: 'intro',
      lengthInBars: 2,
      chords: 'Cm9 Abmaj7',
      gainDb: -2,
      parts: {
        kick: 'X...X...X...X...',
        hat: '..x...x...x...x.|..x...x...x.x.xx',
        bass,
        rim: '...x..x....x....',
      },
    },
    {
      label: 'build',
      lengthInBars: 4,
      chords: 'Cm9 Abmaj7 Fm9 G7',
      gainDb: -1,
      parts: {
        kick: 'X...X...X...X...|X...X...X...X...|X...X...X...X...|X...X...........',
        clap: '....X.......X...|....X.......X...|....X.......X...|....X...........',
        hat: '..x...x...x...x.',
        snare: '................|................|o...o...o...o...|o.o.o.o.xxxxXXXX',
        bass,
        piano: { pattern: stab, gainDb: 1 },
        pad: '*:4',
        riser: { pattern: '.|.|.|X', gainDb: 3 },
      },
    },
    {
      label: 'drop',
      lengthInBars: 8,
      chords: 'Cm9 Abmaj7 Fm9 Bb',
      parts: {
        crash: 'X...|....|....|....|X...|....|....|....',
        kick: 'X...X...X...X...|X...X...X...X.x.',
        clap: '....X.......X...',
        openHat: '..x...x...x...x.',
        shaker: 'xoxoxoxoxoxoxoxo',
        bass: 'r:.5 1!:.5 r:.25 1:.25 1:.5 r:.5 8!:.5 5:.5 7:.5',
        piano: { pattern: stab, gainDb: 2 },
        pluck: {
          pattern: '8!:.5 5:.5 3:.5 8:.5 5!:.5 3:.5 1:.5 5:.5|8!:.75 5:.75 3:.5 8!:.75 5:.75 3:.5',
          octaves: 1,
        },
        lead: {
          pattern:
            'r:4|r:4|r:4|r:4|G5!:.75 Eb5:.75 C5:.5 r:2|G5!:.75 F5:.75 Eb5:.5 r:2|Ab5!:.75 G5:.75 F5:.5 r:1 Eb5:1|F5!:1.5 G5:2.5',
          gainDb: -1,
        },
      },
    },
  ],
};
