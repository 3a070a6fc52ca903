import { ENVELOPE_VALUES_PER_SECOND, type SongFeatures } from './song-features.ts';
import type { Energy } from './song-map.ts';

/** Energy values per second. */
const VALUES_PER_SECOND = 50;
/** How far below the loudest point a curve is 0. */
export const ENERGY_RANGE_DB = 60;
/** Power that counts as silence (−100 dB). */
const SILENT_POWER = 1e-10;

/** Loudness over time: the level in dB of each band over 60 ms, from 60 dB below its loudest point (0) to that (1). */
export function describeEnergy({ envelopes }: SongFeatures): Energy {
  const [low, mid, high] = envelopes;
  const overall = new Float32Array(low.length);
  for (let at = 0; at < low.length; at++) overall[at] = low[at]! + mid[at]! + high[at]!;
  return {
    valuesPerSecond: VALUES_PER_SECOND,
    overall: curveOf(overall),
    low: curveOf(low),
    mid: curveOf(mid),
    high: curveOf(high),
  };
}

function curveOf(power: Float32Array): number[] {
  const perValue = ENVELOPE_VALUES_PER_SECOND / VALUES_PER_SECOND;
  const levels = Array.from({ length: Math.ceil(power.length / perValue) }, (_, index) => {
    const from = Math.max(0, (index - 1) * perValue);
    const to = Math.min(power.length, (index + 2) * perValue);
    let sum = 0;
    for (let at = from; at < to; at++) sum += power[at]!;
    return sum / (to - from);
  });
  const loudest = levels.reduce((most, level) => Math.max(most, level), 0);
  return levels.map((level) => {
    if (loudest < SILENT_POWER || level <= 0) return 0;
    const db = 10 * Math.log10(level / loudest);
    return Math.round(1000 * Math.max(0, 1 + db / ENERGY_RANGE_DB)) / 1000;
  });
}
