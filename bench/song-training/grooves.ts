import type { Chance } from './chance.ts';
import type { DrumName } from './instruments.ts';

/** Velocities of each drum on the slots of a bar. */
export type DrumBar = Partial<Record<DrumName, number[]>>;

/** A kind of music: which tempi, subdivisions, drums, basses and accompaniments belong together. */
export interface Style {
  tempoBpm: readonly [number, number];
  /** Weights of how a beat is divided. */
  slotsPerBeat: Partial<Record<'2' | '3' | '4' | '6', number>>;
  drums: readonly DrumPattern[];
  bass: readonly BassPattern[];
  comp: readonly CompPattern[];
  meters?: readonly number[];
  weight: number;
  /** Time is always free. */
  rubato?: boolean;
}

export type DrumPattern =
  | 'backbeat'
  | 'halfTime'
  | 'fourFloor'
  | 'breakbeat'
  | 'driving'
  | 'jazz'
  | 'waltz'
  | 'bossa'
  | 'latin'
  | 'train'
  | 'oneDrop'
  | 'skank'
  | 'blast'
  | 'odd'
  | 'percussion'
  | 'trap'
  | 'brushes'
  | 'none';
export type BassPattern =
  | 'whole'
  | 'quarters'
  | 'eighths'
  | 'walking'
  | 'syncopated'
  | 'offbeat'
  | 'octaves'
  | 'oneThree'
  | 'tumbao'
  | 'one'
  | 'none';
export type CompPattern =
  | 'pad'
  | 'strum'
  | 'offbeat'
  | 'arpeggio'
  | 'block'
  | 'twoThree'
  | 'charleston'
  | 'chug'
  | 'alberti'
  | 'stabs'
  | 'twoFour'
  | 'none';

export const STYLES: Record<string, Style> = {
  rock: {
    tempoBpm: [80, 185],
    slotsPerBeat: { 4: 1, 2: 1 },
    drums: ['backbeat', 'backbeat', 'driving', 'halfTime'],
    bass: ['eighths', 'eighths', 'syncopated', 'quarters'],
    comp: ['chug', 'chug', 'strum', 'block'],
    weight: 4,
  },
  metal: {
    tempoBpm: [110, 215],
    slotsPerBeat: { 4: 1, 2: 1 },
    drums: ['driving', 'backbeat', 'breakbeat', 'halfTime'],
    bass: ['eighths', 'syncopated'],
    comp: ['chug'],
    weight: 3,
  },
  pop: {
    tempoBpm: [75, 140],
    slotsPerBeat: { 4: 3, 2: 1 },
    drums: ['backbeat', 'backbeat', 'fourFloor', 'halfTime'],
    bass: ['whole', 'syncopated', 'eighths'],
    comp: ['pad', 'strum', 'arpeggio', 'block', 'stabs'],
    weight: 4,
  },
  ballad: {
    tempoBpm: [58, 95],
    slotsPerBeat: { 4: 2, 2: 1, 3: 1 },
    drums: ['backbeat', 'brushes', 'none'],
    bass: ['whole', 'oneThree'],
    comp: ['arpeggio', 'pad', 'block', 'alberti'],
    weight: 2,
  },
  house: {
    tempoBpm: [115, 145],
    slotsPerBeat: { 4: 1 },
    drums: ['fourFloor'],
    bass: ['offbeat', 'syncopated', 'octaves', 'eighths'],
    comp: ['pad', 'stabs', 'offbeat', 'arpeggio'],
    weight: 3,
  },
  trance: {
    tempoBpm: [128, 180],
    slotsPerBeat: { 4: 1 },
    drums: ['fourFloor', 'fourFloor', 'breakbeat'],
    bass: ['offbeat', 'octaves', 'syncopated'],
    comp: ['arpeggio', 'arpeggio', 'pad', 'stabs'],
    weight: 2.5,
  },
  drumAndBass: {
    tempoBpm: [155, 182],
    slotsPerBeat: { 4: 1, 2: 1 },
    drums: ['breakbeat', 'breakbeat', 'backbeat'],
    bass: ['whole', 'syncopated', 'eighths'],
    comp: ['pad', 'stabs', 'arpeggio'],
    weight: 2,
  },
  hipHop: {
    tempoBpm: [76, 112],
    slotsPerBeat: { 4: 3, 3: 1 },
    drums: ['backbeat', 'breakbeat'],
    bass: ['syncopated', 'whole'],
    comp: ['pad', 'stabs', 'arpeggio', 'block'],
    weight: 2,
  },
  trap: {
    tempoBpm: [125, 160],
    slotsPerBeat: { 4: 1 },
    drums: ['trap', 'halfTime'],
    bass: ['syncopated', 'whole'],
    comp: ['pad', 'arpeggio', 'stabs'],
    weight: 1.2,
  },
  funk: {
    tempoBpm: [88, 128],
    slotsPerBeat: { 4: 1 },
    drums: ['backbeat', 'breakbeat'],
    bass: ['syncopated'],
    comp: ['stabs', 'strum', 'charleston'],
    weight: 2,
  },
  disco: {
    tempoBpm: [105, 132],
    slotsPerBeat: { 4: 1 },
    drums: ['fourFloor'],
    bass: ['octaves', 'syncopated'],
    comp: ['stabs', 'strum', 'offbeat'],
    weight: 1,
  },
  swing: {
    tempoBpm: [100, 230],
    slotsPerBeat: { 3: 1 },
    drums: ['jazz', 'jazz', 'brushes', 'none'],
    bass: ['walking', 'walking', 'oneThree'],
    comp: ['charleston', 'block', 'strum', 'stabs', 'twoFour'],
    weight: 4,
  },
  shuffle: {
    tempoBpm: [80, 160],
    slotsPerBeat: { 3: 1 },
    drums: ['backbeat', 'driving'],
    bass: ['walking', 'eighths', 'quarters'],
    comp: ['strum', 'chug', 'offbeat', 'block'],
    weight: 1.5,
  },
  bossa: {
    tempoBpm: [105, 165],
    slotsPerBeat: { 2: 1, 4: 1 },
    drums: ['bossa'],
    bass: ['tumbao', 'oneThree'],
    comp: ['charleston', 'strum', 'stabs'],
    weight: 1.5,
  },
  latin: {
    tempoBpm: [95, 210],
    slotsPerBeat: { 2: 1, 4: 1 },
    drums: ['latin', 'latin', 'percussion'],
    bass: ['tumbao', 'tumbao', 'syncopated', 'oneThree'],
    comp: ['stabs', 'arpeggio', 'charleston', 'offbeat'],
    weight: 2.5,
  },
  reggae: {
    tempoBpm: [68, 150],
    slotsPerBeat: { 2: 1, 4: 1, 3: 1 },
    drums: ['oneDrop', 'backbeat'],
    bass: ['syncopated'],
    comp: ['offbeat'],
    weight: 1,
  },
  polka: {
    tempoBpm: [95, 160],
    slotsPerBeat: { 2: 1, 4: 1 },
    drums: ['train', 'backbeat', 'none'],
    bass: ['oneThree', 'quarters'],
    comp: ['offbeat', 'twoFour'],
    weight: 1.5,
  },
  country: {
    tempoBpm: [85, 210],
    slotsPerBeat: { 2: 1, 4: 1 },
    drums: ['train', 'backbeat', 'none'],
    bass: ['oneThree', 'walking'],
    comp: ['strum', 'twoFour', 'arpeggio'],
    weight: 1.5,
  },
  waltz: {
    tempoBpm: [84, 200],
    slotsPerBeat: { 2: 3, 3: 1, 4: 1 },
    meters: [3],
    drums: ['waltz', 'waltz', 'jazz', 'none', 'brushes'],
    bass: ['one', 'one', 'walking', 'quarters'],
    comp: ['twoThree', 'twoThree', 'arpeggio', 'strum', 'pad'],
    weight: 3,
  },
  odd: {
    tempoBpm: [95, 200],
    slotsPerBeat: { 2: 2, 4: 1, 3: 1 },
    meters: [5, 7, 5, 7, 6],
    drums: ['odd', 'odd', 'jazz', 'none'],
    bass: ['one', 'syncopated', 'eighths', 'walking'],
    comp: ['chug', 'stabs', 'arpeggio', 'pad', 'charleston'],
    weight: 2,
  },
  compound: {
    tempoBpm: [48, 100],
    slotsPerBeat: { 3: 1 },
    meters: [2, 4],
    drums: ['backbeat', 'brushes', 'none'],
    bass: ['whole', 'one', 'oneThree'],
    comp: ['arpeggio', 'strum', 'alberti', 'pad'],
    weight: 1.5,
  },
  piano: {
    tempoBpm: [55, 150],
    slotsPerBeat: { 2: 2, 3: 1, 4: 2 },
    meters: [4, 4, 4, 3, 2],
    drums: ['none'],
    bass: ['whole', 'oneThree', 'one'],
    comp: ['alberti', 'arpeggio', 'block', 'offbeat', 'twoFour'],
    weight: 4,
  },
  chamber: {
    tempoBpm: [60, 160],
    slotsPerBeat: { 2: 2, 4: 1, 3: 1 },
    meters: [4, 4, 3],
    drums: ['none'],
    bass: ['whole', 'quarters', 'oneThree', 'eighths'],
    comp: ['block', 'arpeggio', 'pad', 'alberti', 'stabs'],
    weight: 3,
  },
  march: {
    tempoBpm: [90, 150],
    slotsPerBeat: { 4: 1, 2: 1 },
    drums: ['train', 'percussion', 'driving'],
    bass: ['oneThree', 'quarters'],
    comp: ['offbeat', 'twoFour', 'block', 'stabs'],
    weight: 1,
  },
};

/** Kinds that trackers find hard, for a second helping of songs. */
export const HARD_STYLES: Record<string, Style> = {
  thrash: {
    tempoBpm: [115, 218],
    slotsPerBeat: { 4: 1, 2: 1 },
    drums: ['skank', 'skank', 'blast', 'driving', 'backbeat', 'halfTime'],
    bass: ['eighths', 'eighths', 'syncopated'],
    comp: ['chug', 'chug', 'strum', 'block'],
    weight: 3,
  },
  punk: {
    tempoBpm: [150, 215],
    slotsPerBeat: { 2: 1 },
    drums: ['backbeat', 'driving', 'skank', 'halfTime'],
    bass: ['eighths', 'quarters'],
    comp: ['chug', 'strum', 'block'],
    weight: 1.5,
  },
  romanticPiano: {
    tempoBpm: [45, 150],
    slotsPerBeat: { 2: 2, 3: 2, 4: 2, 6: 1 },
    meters: [4, 3, 3, 4, 2],
    drums: ['none'],
    bass: ['whole', 'one', 'oneThree', 'quarters'],
    comp: ['arpeggio', 'arpeggio', 'alberti', 'block', 'offbeat', 'pad'],
    rubato: true,
    weight: 3,
  },
  classicalPiano: {
    tempoBpm: [70, 160],
    slotsPerBeat: { 2: 1, 4: 2, 3: 1 },
    meters: [2, 4, 3, 4],
    drums: ['none'],
    bass: ['one', 'oneThree', 'quarters', 'none'],
    comp: ['alberti', 'arpeggio', 'offbeat', 'block'],
    rubato: true,
    weight: 2,
  },
  orchestra: {
    tempoBpm: [55, 150],
    slotsPerBeat: { 4: 3, 2: 1, 3: 1, 6: 1 },
    meters: [4, 4, 4, 3],
    drums: ['none', 'none', 'percussion'],
    bass: ['whole', 'quarters', 'eighths', 'oneThree', 'syncopated'],
    comp: ['arpeggio', 'pad', 'block', 'alberti', 'stabs'],
    weight: 2.5,
  },
  oddRock: {
    tempoBpm: [95, 190],
    slotsPerBeat: { 2: 2, 4: 1 },
    meters: [5, 7, 7, 5, 3],
    drums: ['odd', 'odd', 'backbeat', 'none'],
    bass: ['one', 'syncopated', 'eighths'],
    comp: ['chug', 'stabs', 'arpeggio', 'pad', 'strum'],
    weight: 2,
  },
  oddJazz: {
    tempoBpm: [100, 200],
    slotsPerBeat: { 3: 1 },
    meters: [5, 5, 3, 7],
    drums: ['jazz', 'odd', 'waltz', 'brushes'],
    bass: ['one', 'walking', 'oneThree'],
    comp: ['charleston', 'block', 'twoThree', 'stabs'],
    weight: 1.5,
  },
  easySwing: {
    tempoBpm: [90, 190],
    slotsPerBeat: { 3: 1 },
    drums: ['brushes', 'jazz', 'none', 'none'],
    bass: ['walking', 'oneThree', 'tumbao', 'syncopated'],
    comp: ['charleston', 'stabs', 'strum', 'twoFour', 'pad'],
    weight: 1.5,
  },
  electronica: {
    tempoBpm: [100, 180],
    slotsPerBeat: { 4: 1 },
    drums: ['none', 'percussion', 'breakbeat', 'fourFloor', 'trap'],
    bass: ['syncopated', 'offbeat', 'octaves', 'whole'],
    comp: ['arpeggio', 'stabs', 'offbeat', 'pad', 'charleston'],
    weight: 2.5,
  },
};

/** Slow kinds, whose off-beats are easily taken for beats, for a third helping. */
export const SLOW_STYLES: Record<string, Style> = {
  slowRock: {
    tempoBpm: [54, 92],
    slotsPerBeat: { 4: 2, 2: 2, 3: 1 },
    drums: ['backbeat', 'backbeat', 'driving'],
    bass: ['eighths', 'syncopated', 'whole', 'oneThree', 'quarters'],
    comp: ['strum', 'arpeggio', 'block', 'chug', 'pad'],
    weight: 3,
  },
  soul: {
    tempoBpm: [56, 90],
    slotsPerBeat: { 4: 2, 3: 2 },
    drums: ['backbeat', 'brushes', 'breakbeat'],
    bass: ['syncopated', 'oneThree', 'eighths'],
    comp: ['block', 'arpeggio', 'pad', 'charleston', 'strum'],
    weight: 2,
  },
  slowHipHop: {
    tempoBpm: [58, 90],
    slotsPerBeat: { 4: 3, 3: 1 },
    drums: ['backbeat', 'breakbeat'],
    bass: ['syncopated', 'whole'],
    comp: ['pad', 'stabs', 'arpeggio', 'block'],
    weight: 2,
  },
  slowWaltz: {
    tempoBpm: [56, 100],
    slotsPerBeat: { 2: 2, 3: 1, 4: 1 },
    meters: [3],
    drums: ['waltz', 'waltz', 'backbeat', 'none', 'brushes'],
    bass: ['one', 'whole', 'quarters'],
    comp: ['twoThree', 'arpeggio', 'strum', 'pad', 'block'],
    weight: 2,
  },
  slowHouse: {
    tempoBpm: [60, 110],
    slotsPerBeat: { 4: 1, 2: 1 },
    drums: ['fourFloor', 'backbeat'],
    bass: ['offbeat', 'syncopated', 'whole', 'octaves'],
    comp: ['pad', 'stabs', 'offbeat', 'arpeggio'],
    weight: 1,
  },
};

const fill = (length: number, at: (slot: number) => number): number[] =>
  Array.from({ length }, (_, slot) => at(slot));

/** One bar of drums that a song repeats. `slots` is the number of slots per beat. */
export function createDrumBar(
  chance: Chance,
  pattern: DrumPattern,
  beats: number,
  slots: number,
  tempoBpm: number,
): DrumBar {
  const length = beats * slots;
  const half = Math.floor(slots / 2) + (slots === 3 ? 1 : 0); // the "and", the last triplet in swing
  const onBeats = (wanted: readonly number[], velocity = 1): number[] =>
    fill(length, (slot) => (slot % slots === 0 && wanted.includes(slot / slots + 1) ? velocity : 0));
  const backbeats =
    beats === 3
      ? chance.pick([[3], [2, 3], [2]])
      : beats === 5
        ? chance.pick([[3, 5], [4], [2, 4], [2, 5]])
        : fill(Math.floor(beats / 2), (n) => 2 * n + 2);
  const accent = chance.between(0.3, 1);
  /** Cymbals in a steady rhythm that a drummer can still play. */
  const ticks = (): number[] => {
    const perMinute = (perBeat: number): number => perBeat * tempoBpm;
    const choices = [1, 2, slots].filter(
      (perBeat) =>
        perBeat <= slots &&
        (perBeat !== 2 || slots !== 3) &&
        perMinute(perBeat) < 560 &&
        perMinute(perBeat) > 110,
    );
    const perBeat = choices.length === 0 ? 1 : chance.pick(choices);
    return fill(length, (slot) =>
      slot % (slots / perBeat) === 0
        ? slot % slots === 0
          ? 1
          : slot % slots === half
            ? accent
            : accent * 0.7
        : 0,
    );
  };
  const sprinkle = (base: number[], probability: number, velocity = 0.8): number[] =>
    base.map((value) => (value === 0 && chance.is(probability) ? velocity * chance.between(0.5, 1) : value));
  const eighthsOnly = (values: number[]): number[] =>
    slots === 4 && chance.is(0.5) ? values.map((value, slot) => (slot % 2 === 1 ? 0 : value)) : values;
  const cymbal = chance.weighted({ hat: 6, ride: 2, openHat: 0.7, shaker: 1 });
  const back = chance.weighted({ snare: 8, clap: 2, rim: 1 });
  switch (pattern) {
    case 'backbeat':
      return {
        kick: eighthsOnly(sprinkle(onBeats(beats === 4 ? chance.pick([[1, 3], [1, 3], [1]]) : [1]), 0.13)),
        [back]: sprinkle(onBeats(backbeats), chance.pick([0, 0, 0.05]), 0.3),
        [cymbal]: ticks(),
      };
    case 'halfTime':
      return {
        kick: eighthsOnly(sprinkle(onBeats([1]), 0.12)),
        [back]: onBeats([Math.floor(beats / 2) + 1]),
        [cymbal]: ticks(),
      };
    case 'trap':
      return {
        kick: sprinkle(onBeats([1]), 0.12),
        [back]: onBeats([Math.floor(beats / 2) + 1]),
        hat: sprinkle(
          fill(length, (slot) => (slot % 2 === 0 ? 0.8 : 0)),
          0.2,
          0.6,
        ),
      };
    case 'fourFloor': {
      const bar: DrumBar = { kick: onBeats(fill(beats, (n) => n + 1)) };
      bar[back as DrumName] = chance.is(0.8) ? onBeats(backbeats) : [];
      if (chance.is(0.65))
        bar[chance.pick(['openHat', 'hat'] as const)] = fill(length, (slot) =>
          slot % slots === half ? 1 : 0,
        );
      else bar.hat = ticks();
      if (chance.is(0.3)) bar.shaker = fill(length, () => 0.5);
      return bar;
    }
    case 'breakbeat':
      return {
        kick: fill(length, (slot) =>
          slot === 0 ||
          (beats === 4 && slot === Math.round(2.5 * slots) && chance.is(0.8)) ||
          (slot > slots && chance.is(0.08))
            ? 1
            : 0,
        ),
        snare: sprinkle(onBeats(backbeats), 0.08, 0.4),
        [cymbal]: ticks(),
      };
    case 'driving': {
      // kick on the beats and snare between them, or single-stroke double kick
      if (chance.is(0.4))
        return {
          kick: fill(length, (slot) =>
            slots === 3 ? (slot % 3 === 0 ? 1 : 0) : slot % Math.max(1, slots / 2) === 0 ? 0.9 : 0,
          ),
          [back]: onBeats(backbeats),
          [cymbal]: onBeats(fill(beats, (n) => n + 1)),
        };
      return {
        kick: onBeats(fill(beats, (n) => n + 1).filter((n) => !backbeats.includes(n))),
        [back]: onBeats(backbeats),
        [cymbal]: ticks(),
      };
    }
    case 'jazz': {
      const ride = fill(length, (slot) => {
        const beat = Math.floor(slot / slots) + 1;
        if (slot % slots === 0) return beat % 2 === 0 ? 1 : 0.8;
        return slot % slots === half && (beat % 2 === 0 || chance.is(0.1)) ? 0.7 : 0;
      });
      return {
        ride,
        hat: onBeats(backbeats, 0.8),
        kick: chance.is(0.4)
          ? onBeats(
              fill(beats, (n) => n + 1),
              0.25,
            )
          : sprinkle(onBeats([]), 0.04, 0.6),
        snare: sprinkle(onBeats([]), 0.06, 0.5),
      };
    }
    case 'brushes':
      return {
        shaker: ticks(),
        rim: chance.is(0.6) ? onBeats(backbeats, 0.7) : [],
        kick: chance.is(0.6) ? onBeats([1], 0.6) : [],
      };
    case 'waltz':
      return {
        kick: onBeats([1]),
        [chance.pick(['snare', 'hat', 'rim', 'hat'] as const)]: onBeats(
          chance.pick([[2, 3], [2, 3], [3]]),
          0.6,
        ),
        ...(chance.is(0.4) ? { ride: ticks() } : {}),
      };
    case 'bossa': {
      const clave = chance.pick([
        [0, 1.5, 3, 5, 6.5],
        [0, 1.5, 3.5, 5, 6.5],
        [1, 2, 4, 5.5, 7],
      ]);
      const rim = fill(length, (slot) =>
        clave.some((at) => Math.round((at * slots) / 2) === slot) ? 0.8 : 0,
      );
      return {
        rim,
        hat: fill(length, (slot) => (slot % Math.max(1, slots / 2) === 0 ? 0.6 : 0)),
        kick: fill(length, (slot) =>
          slot % (2 * slots) === 0 || slot % (2 * slots) === Math.round(1.5 * slots) ? 0.8 : 0,
        ),
      };
    }
    case 'latin': {
      const bell = chance.is(0.5)
        ? onBeats(
            fill(beats, (n) => n + 1),
            0.9,
          )
        : fill(length, (slot) =>
            slot % slots === 0 ? 0.9 : slot % slots === half && chance.is(0.5) ? 0.6 : 0,
          );
      return {
        bell,
        conga: sprinkle(
          fill(length, (slot) => (slot >= length - slots && slot % Math.max(1, slots / 2) === 0 ? 1 : 0)),
          0.3,
          0.6,
        ),
        shaker: ticks(),
        ...(chance.is(0.5)
          ? {
              rim: fill(length, (slot) =>
                [0, 1.5, 3].some((at) => Math.round(at * slots) === slot) ? 0.8 : 0,
              ),
            }
          : {}),
        ...(chance.is(0.5) ? { kick: onBeats([1, 3], 0.8) } : {}),
      };
    }
    case 'train':
      return {
        kick: onBeats([1, 3]),
        snare: fill(length, (slot) =>
          slot % slots === 0
            ? backbeats.includes(slot / slots + 1)
              ? 0.9
              : 0.2
            : slot % slots === half
              ? 0.5
              : chance.is(0.4)
                ? 0.3
                : 0,
        ),
      };
    case 'oneDrop':
      return { kick: onBeats([3], 1), rim: onBeats(chance.pick([[3], [2, 4]]), 0.9), hat: ticks() };
    case 'skank': // kick on the beats, snare between them, as in thrash and polka
      return {
        kick: onBeats(fill(beats, (n) => n + 1)),
        snare: fill(length, (slot) => (slot % slots === half ? 1 : 0)),
        [cymbal]: chance.is(0.5) ? ticks() : onBeats(fill(beats, (n) => n + 1)),
      };
    case 'blast':
      return {
        kick: fill(length, (slot) => (slots === 2 || slot % 2 === 0 ? 0.9 : 0)),
        snare: fill(length, (slot) => (slots === 2 || slot % 2 === 0 ? 0.8 : 0)),
        [cymbal]: onBeats(fill(beats, (n) => n + 1)),
        crash: onBeats([1], 0.5),
      };
    case 'odd': {
      const groups =
        beats === 5
          ? chance.pick([
              [1, 4],
              [1, 3],
            ])
          : beats === 7
            ? chance.pick([
                [1, 3, 5],
                [1, 4, 6],
                [1, 5],
              ])
            : [1, 4];
      const between = fill(beats, (n) => n + 1).filter((n) => groups.includes(n - 1) && !groups.includes(n));
      return {
        kick: eighthsOnly(sprinkle(onBeats(groups), 0.08)),
        [back]: onBeats(between),
        [cymbal]: ticks(),
      };
    }
    case 'percussion':
      return {
        conga: sprinkle(onBeats([1]), 0.45),
        shaker: ticks(),
        ...(chance.is(0.5) ? { tom: sprinkle(onBeats([1]), 0.2) } : {}),
      };
    case 'none':
      return {};
  }
}
