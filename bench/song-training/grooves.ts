import type { Chance } from './chance.ts';
import type { DrumName } from './instruments.ts';

/** Velocities of each drum on the slots of a bar. */
export type DrumBar = Partial<Record<DrumName, number[]>>;

/** What a drummer plays. */
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
  | 'offTicks'
  | 'brushes'
  | 'none';
/** What a bass plays. */
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
  | 'tresillo'
  | 'rolling'
  | 'sixteenths'
  | 'one'
  | 'riff'
  | 'none';
/** What accompanies. */
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
  | 'threes'
  | 'stabs'
  | 'twoFour'
  | 'riff'
  | 'none';

const fill = (length: number, at: (slot: number) => number): number[] =>
  Array.from({ length }, (_, slot) => at(slot));

/** One bar of drums that a song repeats. `slots` is the number of slots per beat. */
export function createDrumBar(
  chance: Chance,
  pattern: DrumPattern,
  beats: number,
  slots: number,
  tempoBpm: number,
  groups: readonly number[],
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
    case 'offTicks': // as house without its kick, or with one that comes now and then
      return {
        hat: fill(length, (slot) => (slot % slots === half ? 1 : 0)),
        ...(chance.is(0.4) ? { shaker: fill(length, () => 0.5) } : {}),
        ...(chance.is(0.5) ? { [back]: onBeats(backbeats) } : {}),
        ...(chance.is(0.4) ? { kick: sprinkle(onBeats([1]), 0.12) } : {}),
      };
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
      const starts = beats > 4 ? groups.map((at) => at + 1) : [1, 4];
      const between = fill(beats, (n) => n + 1).filter((n) => starts.includes(n - 1) && !starts.includes(n));
      return {
        kick: eighthsOnly(sprinkle(onBeats(starts), 0.08)),
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
