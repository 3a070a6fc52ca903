import { ENVELOPE_VALUES_PER_SECOND } from './envelope-meter.ts';
import type { SongFeatures } from './song-features.ts';
import type { Energy } from './song-map.ts';

/** Energy values per second. */
const VALUES_PER_SECOND = 50;
/** Values of an envelope in one of energy. */
const PER_VALUE = ENVELOPE_VALUES_PER_SECOND / VALUES_PER_SECOND;
/** How far below the loudest point a curve is 0. */
export const ENERGY_RANGE_DB = 60;
/** Power that counts as silence (−100 dB). */
const SILENT_POWER = 1e-10;

/** Gathers how loud a song is, a stretch at a time. */
export interface EnergyGatherer {
  /** Takes what was heard from a time on, up to the next stretch or the end. */
  add(features: SongFeatures, fromInSeconds: number): void;
  /** Loudness over time: the level in dB of each band over 60 ms, from 60 dB below its loudest point (0) to that (1). */
  describe(): Energy;
}

/** Creates a gatherer of the energy of a song that lasts so long. */
export function createEnergyGatherer(durationInSeconds: number): EnergyGatherer {
  const length = Math.ceil(Math.ceil(durationInSeconds * ENVELOPE_VALUES_PER_SECOND) / PER_VALUE);
  // of each value: the power of all bands, of each, and what it is the sum of
  const sums = Array.from({ length: 4 }, () => new Float32Array(length));
  const [overall, low, mid, high] = sums as [Float32Array, Float32Array, Float32Array, Float32Array];
  const counts = new Uint8Array(length);
  return {
    add({ envelopes }, fromInSeconds) {
      const first = Math.round(fromInSeconds * VALUES_PER_SECOND);
      const end = Math.min(length, first + Math.ceil(envelopes[0].length / PER_VALUE));
      for (const row of [...sums, counts]) row.fill(0, first, end);
      const [lows, mids, highs] = envelopes;
      for (let at = 0; at < lows.length; at++) {
        const value = first + Math.floor(at / PER_VALUE);
        if (value >= length) break;
        low[value]! += lows[at]!;
        mid[value]! += mids[at]!;
        high[value]! += highs[at]!;
        overall[value]! += lows[at]! + mids[at]! + highs[at]!;
        counts[value]!++;
      }
    },
    describe: () => ({
      valuesPerSecond: VALUES_PER_SECOND,
      overall: curveOf(overall, counts),
      low: curveOf(low, counts),
      mid: curveOf(mid, counts),
      high: curveOf(high, counts),
    }),
  };
}

function curveOf(sums: Float32Array, counts: Uint8Array): number[] {
  const levels = sums.map((_, index) => {
    let sum = 0;
    let count = 0;
    const to = Math.min(sums.length, index + 2);
    for (let at = Math.max(0, index - 1); at < to; at++) {
      sum += sums[at]!;
      count += counts[at]!;
    }
    return count === 0 ? 0 : sum / count;
  });
  const loudest = levels.reduce((most, level) => Math.max(most, level), 0);
  return Array.from(levels, (level) => {
    if (loudest < SILENT_POWER || level <= 0) return 0;
    const db = 10 * Math.log10(level / loudest);
    return Math.round(1000 * Math.max(0, 1 + db / ENERGY_RANGE_DB)) / 1000;
  });
}
