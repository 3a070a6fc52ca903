import { FRAMES_PER_SECOND, type SongFeatures } from './song-features.ts';

/** What the ear takes for "loud lately", seconds to each side. */
const NORMALISING_SPAN_SECONDS = 4;
/** How much the whole song's level counts beside the local one: keeps near-silence from being blown up. */
const GLOBAL_SHARE = 0.3;

/** The mean over `radius` values on either side, for every value. */
export function movingMean(values: Float32Array, radius: number): Float32Array {
  const sums = new Float64Array(values.length + 1);
  for (let index = 0; index < values.length; index++) sums[index + 1] = sums[index]! + values[index]!;
  const means = new Float32Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const from = Math.max(0, index - radius);
    const to = Math.min(values.length, index + radius + 1);
    means[index] = (sums[to]! - sums[from]!) / (to - from);
  }
  return means;
}

/** The mean of all values, 0 when there are none. */
export const meanOf = (values: Float32Array): number => {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index]!;
  return values.length === 0 ? 0 : sum / values.length;
};

/** Onset strength per band, relative to how much goes on in that band around it: a mean of about 1 everywhere. */
export function normaliseOnsets({ onsets }: SongFeatures): Float32Array[] {
  return onsets.map((band) => {
    const overall = meanOf(band);
    const local = movingMean(band, NORMALISING_SPAN_SECONDS * FRAMES_PER_SECOND);
    const scale = GLOBAL_SHARE * overall;
    const normalised = new Float32Array(band.length);
    const end = overall > 0 ? band.length : 0;
    for (let index = 0; index < end; index++) {
      normalised[index] = band[index]! / (scale + (1 - GLOBAL_SHARE) * local[index]!);
    }
    return normalised;
  });
}

/** The values with mean 0 and deviation 1; all 0 if they are all alike. */
export function standardise(values: Float32Array): Float32Array {
  const mean = meanOf(values);
  const deviation = Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
  return values.map((value) => (deviation < 1e-9 ? 0 : (value - mean) / deviation));
}
