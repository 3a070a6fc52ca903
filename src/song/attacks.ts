import { clamp } from '../core/numbers.ts';
import { movingMean, meanOf } from './onset-strength.ts';
import { ENVELOPE_VALUES_PER_SECOND, type SongFeatures } from './song-features.ts';

/** Attacks per second: how often the curves below have a value. */
export const ATTACKS_PER_SECOND: number = ENVELOPE_VALUES_PER_SECOND;
/** What counts as silence beside the mean power of ±1 s and of the whole song. */
const FLOOR_SHARE = 0.02;
/** An attack is a rise over this many values (10 ms). */
const RISE_LENGTH = 4;

/**
 * How fast each of the three bands gets louder, `ATTACKS_PER_SECOND` values a second: the rise of the logarithm of its
 * power over 10 ms, centred. Fine enough to say when a listener hears a sound begin.
 */
export function findAttacks({ envelopes }: SongFeatures): Float32Array[] {
  return envelopes.map((power) => {
    const local = movingMean(power, ATTACKS_PER_SECOND);
    const overall = meanOf(power);
    const level = new Float32Array(power.length);
    const end = overall > 0 ? power.length : 0;
    for (let index = 0; index < end; index++) {
      level[index] = Math.log(power[index]! + FLOOR_SHARE * (local[index]! + 0.1 * overall));
    }
    const rises = new Float32Array(level.length);
    const last = level.length - 1;
    for (let index = 0; index <= last; index++) {
      const before = level[Math.max(0, index - RISE_LENGTH / 2)]!;
      const after = level[Math.min(last, index + RISE_LENGTH / 2)]!;
      rises[index] = Math.max(0, after - before);
    }
    return rises;
  });
}

/** The place of a peak between the values around it, by a parabola through three of them. */
export function peakPosition(values: Float32Array, index: number): number {
  const left = values[index - 1] ?? 0;
  const centre = values[index] ?? 0;
  const right = values[index + 1] ?? 0;
  const curvature = left - 2 * centre + right;
  return curvature >= 0 ? index : index + clamp((0.5 * (left - right)) / curvature, -0.5, 0.5);
}
