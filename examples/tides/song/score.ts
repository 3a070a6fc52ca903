import type { SectionScore, SongScore } from 'beatcut/testing';

// E dorian, minimal and curious: small figures that interlock, another layer for each chapter.

const figure = '1!:.5 5:.5 3:.5 8:.5 5:.5 3:.5 8?:.5 5:.5|1!:.5 3:.5 5:.5 7:.5 8:.5 5:.5 3?:.5 5:.5';
const ground: SectionScore['parts'] = {
  pluck: { pattern: figure, octaves: 1 },
  bass: '1!:1.5 1:.5 5:2',
  shaker: 'x.oxx.ox',
};

/** The song of the example: 16 bars at 116 beats per minute, in four chapters of four. */
export const score: SongScore = {
  seed: 'tides',
  tempo: 116,
  leadInSeconds: 0.1,
  tailInSeconds: 1.8,
  loudnessLufs: -16,
  sections: [
    {
      label: 'question',
      lengthInBars: 4,
      chords: 'Em9 Em9 A Em9',
      gainDb: -3,
      parts: {
        pluck: { pattern: figure, octaves: 1, gainDb: 1 },
        bell: 'B5:2 F#5:2|r:4|E6:2 C#6:2|r:4',
        kick: 'X...............',
      },
    },
    {
      label: 'moon',
      lengthInBars: 4,
      chords: 'Cmaj7 D Em7 Em7',
      parts: {
        ...ground,
        pad: '*!:4',
        kick: 'X.......X.......',
        rim: '....x.......x...',
        crash: { pattern: 'X...|....|....|....', gainDb: -8 },
      },
    },
    {
      label: 'turning',
      lengthInBars: 4,
      chords: 'Am7 Bm7 Em9 D',
      gainDb: 1,
      parts: {
        ...ground,
        pad: '*:4',
        kick: 'X...X...X...X...',
        clap: '....x.......x...',
        hat: '..x...x...x...x.',
        crash: { pattern: 'X...|....|....|....', gainDb: -5 },
        bell: 'E6:1 D6:1 B5:2|F#6:1 D6:1 B5:2|G6:1 F#6:1 E6:2|D6:2 F#6:2',
      },
    },
    {
      label: 'answer',
      lengthInBars: 4,
      chords: 'Cmaj7 D Em9 Em9',
      gainDb: -2,
      parts: {
        pluck: { pattern: figure, octaves: 1 },
        pad: '*!:4',
        piano: { pattern: 'E5:1 F#5:1 G5:2|A5:2 F#5:2|B5:4|r:4', gainDb: 2 },
        bass: '1:4',
        kick: 'X...............',
      },
    },
  ],
};
