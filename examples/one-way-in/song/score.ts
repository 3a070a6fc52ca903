import type { SectionScore, SongScore } from 'beatcut/testing';

// D minor, half-time and wide: an arpeggio that never stops while everything around it opens.

const arpeggio = '1!:.5 5:.5 8:.5 3:.5 5!:.5 8:.5 3:.5 5?:.5|1!:.5 5:.5 8:.5 7:.5 5!:.5 8:.5 3:.5 5?:.5';
const chords = 'Dm9 Bbmaj7 Fmaj9 Cadd9';

const open: SectionScore['parts'] = {
  pluck: { pattern: arpeggio, octaves: 1 },
  pad: '*!:4',
  bass: '1!:2 1:1 5?:1',
  kick: 'X.......X.......',
  snare: '........X.......',
  hat: 'x.o.x.o.x.o.x.oo',
  shaker: 'oxoxoxoxoxoxoxox',
};

/** The song of the example: 12 bars at 104 beats per minute. */
export const score: SongScore = {
  seed: 'one way in',
  tempo: 104,
  leadInSeconds: 0.2,
  tailInSeconds: 1.6,
  loudnessLufs: -14,
  sections: [
    {
      label: 'intro',
      lengthInBars: 4,
      chords,
      gainDb: -2,
      parts: {
        pluck: { pattern: arpeggio, octaves: 1, gainDb: 2 },
        pad: '*:4',
        bell: 'r:2 A5:2|r:2 F5:2|r:2 C6:2|G5:4',
        kick: 'X...............',
        shaker: '................|................|oxoxoxoxoxoxoxox|oxoxoxoxoxxxxxxx',
        riser: '.|.|.|X',
      },
    },
    {
      label: 'flight',
      lengthInBars: 4,
      chords,
      parts: {
        ...open,
        crash: { pattern: 'X...|....|....|....', gainDb: -3 },
        lead: {
          pattern: 'r:1 D5:1 E5:1 F5:1|A5!:2.5 G5:.5 F5:1|r:1 E5:1 F5:1 G5:1|E5!:3 r:1',
          gainDb: -1,
        },
      },
    },
    {
      label: 'drop',
      lengthInBars: 4,
      chords: 'Bbmaj7 C Dm7 Dm7',
      gainDb: 1,
      parts: {
        ...open,
        crash: { pattern: 'X...|....|X...|....', gainDb: -2 },
        kick: 'X...X...X...X...',
        clap: '....X.......X...',
        openHat: '..x...x...x...x.',
        bass: '1!:.75 1:.25 8:.5 1:.5 1!:.75 1:.25 5:.5 8:.5',
        lead: {
          pattern: 'D5!:1 F5:.5 A5:1.5 G5:1|G5:1 E5:.5 C5:1.5 E5:1|F5!:1 A5:.5 D6:1.5 C6:1|A5:4',
          gainDb: 0,
        },
      },
    },
  ],
};
