import type { SongScore } from 'beatcut/testing';

// G major in three, like a lullaby played in a kitchen; the lead carries the melody of the words.

/** The song of the example: 16 bars of three at 132 beats per minute. */
export const score: SongScore = {
  seed: 'paper boats',
  tempo: 132,
  beatsPerBar: 3,
  leadInSeconds: 0.2,
  tailInSeconds: 2.4,
  jitterInSeconds: 0.004,
  loudnessLufs: -15,
  sections: [
    {
      label: 'verse',
      lengthInBars: 10,
      chords: 'G D/F# Em C G D C D G D/F#',
      gainDb: -1,
      parts: {
        piano: { pattern: '1!:1 *:1 *?:1', gainDb: 2 },
        bass: { pattern: '1!:2.5 r:.5', gainDb: -1 },
        rim: '....x...x...',
        lead: {
          pattern:
            'r:3|r:3|B4:1 D5:1 E5:1|D5!:2 B4:1|B4:1 D5:1 G5:1|F#5!:2 D5:1|E5:1 G5:1 E5:1|D5!:3|r:3|r:3',
          gainDb: -1,
        },
      },
    },
    {
      label: 'chorus',
      lengthInBars: 8,
      chords: 'C G Am Em C G D G',
      gainDb: 1,
      parts: {
        piano: { pattern: '1!:1 *:1 *:1', gainDb: 2 },
        pluck: { pattern: '1!:.5 5:.5 8:.5 3:.5 8:.5 5:.5', octaves: 1 },
        pad: '*:3',
        bass: '1!:2 5:1',
        kick: 'X...........',
        snare: '....x...x...',
        shaker: 'xoxoxo',
        crash: { pattern: 'X...|....|....|....|....|....|....|....', gainDb: -5 },
        lead: {
          pattern:
            'G5!:1 E5:1 G5:1|D5!:2 B4:1|C5:1 E5:1 A5:1|G5!:3|G5!:1 E5:1 G5:1|D5!:2 G5:1|A5:1 F#5:1 A5:1|G5!:3',
          gainDb: 1,
        },
      },
    },
  ],
};
