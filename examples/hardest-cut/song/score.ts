import type { SectionScore, SongScore } from 'beatcut/testing';

// A major, dream pop at a walk: three-three-two in the kick against swung sixteenths.

const verseChords = 'F#m9 Dmaj9 A E/G#';
const chorusChords = 'Dmaj9 E F#m7 C#m7 Dmaj9 E F#m7 E';

/** The tune: a rise to F#, a sigh down to B; the second time it climbs on to A and comes to rest. */
const tune = [
  'r:.5 A4:.5 C#5:.5 D5:.5 F#5!:1 E5:1',
  'E5:1.5 D5:.5 C#5:1 B4:1',
  'r:.5 A4:.5 C#5:.5 D5:.5 F#5:1 A5!:1',
  'G#5:1.5 F#5:.5 E5:2',
].join('|');

const arpeggio = [
  '1!:.5 5:.25 8:.25 3:.5 5?:.5 8!:.5 5:.25 3:.25 5:.5 8?:.5',
  '1!:.5 5:.25 8:.25 3:.5 5?:.5 7!:.5 5:.25 3:.25 5:.5 3?:.5',
].join('|');

const verse: SectionScore['parts'] = {
  kick: 'X..x..x...X.....|X..x..x...X..x..',
  snare: '....X..o....X...|....X..o.o..X..o',
  hat: 'x.o.x.oox.o.x.o.',
  shaker: 'oxoxoxoxoxoxoxox',
  bass: '1!:.75 1:.75 8?:.5 1!:1 5:.5 3?:.5|1!:.75 1:.75 8?:.5 1!:1 3:.5 5?:.5',
  pluck: { pattern: arpeggio, octaves: 1, gainDb: 3 },
  pad: '*:4',
};

const chorus: SectionScore['parts'] = {
  kick: 'X...X...X...X..x|X...X...X.x.X...',
  snare: '....X.......X..o',
  clap: '....X.......X...',
  openHat: '..x...x...x...x.',
  shaker: 'xoxoxoxoxoxoxoxo',
  crash: 'X...|....|....|....',
  bass: '1!:.75 1:.25 8:.5 1:.5 1!:.75 1:.25 5:.5 8:.5',
  pluck: { pattern: arpeggio, octaves: 1, gainDb: 1 },
  piano: { pattern: '*!:.75 *:.75 *?:.5 *:1 *?:1', gainDb: -5 },
  pad: '*:4',
  lead: { pattern: tune, gainDb: 2 },
};

/** The song of the example: 26 bars at 112 beats per minute. */
export const score: SongScore = {
  seed: 'hardest cut',
  tempo: 112,
  leadInSeconds: 0.25,
  tailInSeconds: 2.2,
  swing: 0.57,
  swingPairInBeats: 0.5,
  loudnessLufs: -14,
  sections: [
    {
      label: 'intro',
      lengthInBars: 4,
      chords: verseChords,
      gainDb: 1.5,
      parts: {
        pluck: { pattern: arpeggio, octaves: 1 },
        pad: '*:4',
        bell: 'r:2 F#6:1 E6:1|r:2 C#6:2|r:2 F#6:1 A6:1|G#6:1.5 F#6:.5 E6:2',
        kick: 'X...............',
        shaker: '................|................|oxoxoxoxoxoxoxox|oxoxoxoxoxoxxxxx',
      },
    },
    {
      label: 'verse',
      lengthInBars: 8,
      chords: verseChords,
      gainDb: -1.5,
      parts: {
        ...verse,
        crash: { pattern: 'X...|....|....|....|....|....|....|....', gainDb: -5 },
        // the second half hears the tune's question, an octave lower and from afar
        piano: {
          pattern: [
            'r:4|r:4|r:4|r:4',
            'r:1 C#4:.5 E4:.5 F#4:1 E4:1',
            'C#4:1.5 A3:.5 C#4:2',
            'r:1 C#4:.5 E4:.5 A4!:1 F#4:1',
            'E4:1.5 C#4:.5 B3:2',
          ].join('|'),
          gainDb: 3,
        },
        riser: { pattern: '.|.|.|.|.|.|.|X', gainDb: 2 },
      },
    },
    { label: 'chorus', lengthInBars: 4, chords: chorusChords, parts: chorus },
    {
      label: 'break',
      lengthInBars: 4,
      chords: 'Bm9 Dmaj9 F#m7 E',
      gainDb: -3,
      parts: {
        pad: { pattern: '*!:4', gainDb: 3 },
        piano: {
          pattern: 'r:1 D5:1 C#5:1 A4:1|F#4:2 A4:2|r:1 C#5:1 B4:1 A4:1|B4:1 C#5:1 D5:1 E5:1',
          gainDb: 3,
        },
        bass: { pattern: '1:4', gainDb: -3 },
        kick: 'X.......o.......|X.......o.......|X.......o.......|X...X...X.X.XXXX',
        rim: '....x.......x..o|....x.......x..o|....x.......x..o|................',
        snare: '................|................|................|o.o.o.o.xxxxXXXX',
        tom: '................|................|................|............x.XX',
        riser: { pattern: '.|.|.|X', gainDb: 4 },
      },
    },
    {
      label: 'chorus',
      lengthInBars: 4,
      chords: chorusChords,
      gainDb: 0.5,
      parts: {
        ...chorus,
        bell: {
          pattern: 'r:2 F#6:1 E6:1|E6:1.5 D6:.5 C#6:2|r:2 F#6:1 A6:1|G#6:1.5 F#6:.5 E6:2',
          gainDb: 1,
        },
        hat: 'xoxxxoxxxoxxxoxx',
      },
    },
    {
      label: 'outro',
      lengthInBars: 2,
      chords: 'Dmaj9 Aadd9',
      gainDb: -1,
      parts: {
        pluck: { pattern: `${arpeggio.split('|')[0]}|1!:.5 5:.5 8:.5 3:.5 8!:2`, octaves: 1 },
        pad: '*:4',
        bell: 'r:.5 A5:.5 C#6:.5 D6:.5 F#6:1 E6:1|E6:4',
        bass: '1:4',
        kick: 'X...............|X...............',
        shaker: 'oxoxoxoxoxoxoxox|................',
        crash: { pattern: 'X...|....', gainDb: -4 },
      },
    },
  ],
};
