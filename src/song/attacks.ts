import { clamp } from '../core/numbers.ts';
import { ENVELOPE_VALUES_PER_SECOND } from './envelope-meter.ts';
import { movingMean, meanOf } from './onset-strength.ts';
import type { SongFeatures } from './song-features.ts';

/** Attacks per second: how often the curves below have a value. */
export const ATTACKS_PER_SECOND: number = ENVELOPE_VALUES_PER_SECOND;
/** What counts as silence beside the mean power of ±1 s and of the whole song. */
const FLOOR_SHARE = 0.02;
/** An attack is a rise over this many values (10 ms). */
const RISE_LENGTH = 4;
/** A sound begins where the logarithm of its power has risen by this share: early, since soft ones rise slowly. */
const BEGIN_SHARE = 0.2;
/** How late the filters of each band say that something begins (measured on kicks and clicks), in values: 1 ms. */
const DELAYS = [0.4, 0, 0] as const;

/** How fast a band gets louder, and where its sounds begin. */
export interface BandAttacks {
  /** The rise of the logarithm of the band's power over 10 ms, centred, `ATTACKS_PER_SECOND` values a second. */
  rises: Float32Array;
  /** When the sound begins that rises most at a value, in seconds. */
  beginOf: (index: number) => number;
}

/** How fast each of the three bands gets louder: fine enough to say when a listener hears a sound begin. */
export const findAttacks = ({ envelopes }: SongFeatures): BandAttacks[] =>
  envelopes.map((power, band) => {
    const level = levelOf(power);
    return {
      rises: risesOf(level),
      beginOf: (index) => (beginIn(power, level, index) - DELAYS[band]!) / ATTACKS_PER_SECOND,
    };
  });

/** The logarithm of a band's power, above what counts as silence there. */
function levelOf(power: Float32Array): Float32Array {
  const local = movingMean(power, ATTACKS_PER_SECOND);
  const overall = meanOf(power);
  const level = new Float32Array(power.length);
  const end = overall > 0 ? power.length : 0;
  for (let index = 0; index < end; index++) {
    level[index] = Math.log(power[index]! + FLOOR_SHARE * (local[index]! + 0.1 * overall));
  }
  return level;
}

function risesOf(level: Float32Array): Float32Array {
  const rises = new Float32Array(level.length);
  const last = level.length - 1;
  for (let index = 0; index <= last; index++) {
    const before = level[Math.max(0, index - RISE_LENGTH / 2)]!;
    const after = level[Math.min(last, index + RISE_LENGTH / 2)]!;
    rises[index] = Math.max(0, after - before);
  }
  return rises;
}

/**
 * Where a sound begins, in values and parts of one: in the first value that is on the upper side of the rise. How much of
 * that value's time it fills follows from the values after it, if it sounds on evenly or dies away exponentially.
 */
function beginIn(power: Float32Array, level: Float32Array, index: number): number {
  const first = Math.max(0, index - RISE_LENGTH / 2);
  const last = Math.min(level.length - 1, index + RISE_LENGTH / 2);
  const middle = level[first]! + BEGIN_SHARE * (level[last]! - level[first]!);
  let at = first;
  while (at < last && level[at]! < middle) at++;
  const before = power[first]!;
  const own = power[at]! - before;
  const next = (power[at + 1] ?? 0) - before;
  const afterNext = (power[at + 2] ?? 0) - before;
  if (!(own > 0 && next > 0)) return at + 0.5; // over at once: anywhere in it
  // what is left of it from one value to the next
  const decay = clamp(afterNext / next, 0.05, 0.99);
  // the share of the sound that comes after the first value
  const rest = 1 / (1 + ((1 - decay) * own) / next);
  return at + 1 - Math.min(1, Math.log(rest) / Math.log(decay));
}
