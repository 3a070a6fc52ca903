import type { SongScore } from 'beatcut/testing';

// F major, swung and sunny: plucks like a ukulele, claps, and a bell that waves.

const strum = '*!:.5 *?:.5 *:.5 *?:.5 *!:.5 *?:.5 *:.5 *?:.5';

/** The song of the example: 10 bars at 118 beats per minute. */
export const score: SongScore = {
  seed: 'hello you',
  tempo: 118,
  swing: 0.62,
  leadInSeconds: 0.15,
  tailInSeconds: 1.8,
  loudnessLufs: -14,
  sections: [
    {
      label: 'hello',
      lengthInBars: 2,
      chords: 'F C',
      gainDb: -2,
      parts: {
        pluck: { pattern: strum, gainDb: 1 },
        bell: 'C6!:1 A5:1 F5:1 A5:1|G5!:2 C6:2',
        clap: '................|............X.X.',
        shaker: 'oxoxoxox',
      },
    },
    {
      label: 'story',
      lengthInBars: 6,
      chords: 'F Dm Bb C F C',
      parts: {
        kick: 'X.....x.X.......',
        clap: '....X.......X...',
        shaker: 'xoxoxoxo',
        bass: '1!:1 5:1 1:1 5:1',
        pluck: { pattern: strum, gainDb: 1 },
        lead: {
          pattern:
            'C5:.5 D5:.5 F5!:1 A5:1 F5:1|D5!:1.5 F5:.5 A5:2|Bb5!:1 A5:1 F5:1 D5:1|C5!:1 E5:1 G5:2|A5!:1 G5:.5 F5:.5 C6:2|G5!:1 E5:1 C5:2',
          gainDb: -1,
        },
        crash: { pattern: 'X...|....|....|....|....|....', gainDb: -6 },
      },
    },
    {
      label: 'cheers',
      lengthInBars: 4,
      chords: 'Bb C F F',
      gainDb: 1,
      parts: {
        kick: 'X...X...X...X...|X...X...X...X...|X...X...X...X...|X...............',
        clap: '....X.......X...|....X.......X...|....X.......X...|....X...X...X...',
        shaker: 'xoxoxoxo',
        crash: 'X...|....|X...|....',
        bass: '1!:1 5:1 1:1 5:1',
        pluck: { pattern: strum, gainDb: 1 },
        bell: 'D6!:1 F6:1 D6:1 Bb5:1|C6!:1 E6:1 G6:2|F6!:1 C6:1 A5:1 C6:1|F6!:4',
        lead: { pattern: 'D5:1 F5:1 Bb5!:2|C6:1 Bb5:.5 A5:.5 G5!:2|A5:1 C6:1 F6!:2|F5:4', gainDb: -2 },
      },
    },
  ],
};
