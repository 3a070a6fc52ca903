import FFT from 'fft.js';

/** Turns windows of samples into magnitudes. Not re-entrant: the returned array is overwritten by the next call. */
export type MagnitudeTransform = (samples: Float64Array, start: number) => Float32Array;

/**
 * Creates a transform that takes `size` samples from `start` on (samples outside the array count as silence), applies a
 * Hann window and gives the magnitudes of bins 0 to size/2, scaled so that a full-scale sine on a bin gives 1.
 * The only place that knows the package `fft.js`.
 */
export function createMagnitudeTransform(size: number): MagnitudeTransform {
  const transform = new FFT(size);
  // 4 / size: a Hann window halves a sine's amplitude, and the transform's two sides share it
  const window = Float64Array.from(
    { length: size },
    (_, index) => (0.5 - 0.5 * Math.cos((2 * Math.PI * index) / size)) * (4 / size),
  );
  const input = new Float64Array(size);
  const output = new Float64Array(2 * size);
  const magnitudes = new Float32Array(size / 2 + 1);
  return (samples, start) => {
    // reading beyond the ends of an array is slow, even where there is nothing to read
    const from = Math.max(0, -start);
    const to = Math.min(size, samples.length - start);
    if (to - from < size) input.fill(0);
    for (let index = from; index < to; index++) input[index] = samples[start + index]! * window[index]!;
    transform.realTransform(output, input);
    for (let bin = 0; bin <= size / 2; bin++) {
      const re = output[2 * bin]!;
      const im = output[2 * bin + 1]!;
      magnitudes[bin] = Math.sqrt(re * re + im * im);
    }
    return magnitudes;
  };
}

/**
 * How far a piece of sound has to be moved to lie over another one, in samples, and how surely: the peak of the
 * correlation of both after their spectra were made white, so that a loud bass does not blur it and loudness does not
 * count. Both have the same length, a power of two, and are taken as zero outside.
 * Source: Knapp, Carter: The generalized correlation method for estimation of time delay, IEEE Transactions on Acoustics,
 * Speech and Signal Processing 24, 1976 (phase transform).
 *
 * @returns `lag`, positive when `sound` comes later than `reference`, and `strength`, 1 for a pure shift and about 0 for
 * sounds that have nothing in common.
 */
export function findLag(reference: Float32Array, sound: Float32Array): { lag: number; strength: number } {
  const length = reference.length;
  const size = 2 * length; // room for shifts to both sides
  const transform = new FFT(size);
  const spectrumOf = (samples: Float32Array): number[] => {
    const input = Array.from({ length: size }, (_, index) => samples[index] ?? 0);
    const output = transform.createComplexArray();
    transform.realTransform(output, input);
    transform.completeSpectrum(output);
    return output;
  };
  const a = spectrumOf(reference);
  const b = spectrumOf(sound);
  const cross = transform.createComplexArray();
  let used = 0;
  for (let bin = 0; bin < size; bin++) {
    const re = b[2 * bin]! * a[2 * bin]! + b[2 * bin + 1]! * a[2 * bin + 1]!;
    const im = b[2 * bin + 1]! * a[2 * bin]! - b[2 * bin]! * a[2 * bin + 1]!;
    const size1 = Math.hypot(re, im);
    // bins without energy hold nothing but rounding noise
    const isUsed = size1 > 1e-9;
    used += isUsed ? 1 : 0;
    cross[2 * bin] = isUsed ? re / size1 : 0;
    cross[2 * bin + 1] = isUsed ? im / size1 : 0;
  }
  const correlation = transform.createComplexArray();
  transform.inverseTransform(correlation, cross);
  let best = 0;
  for (let index = 1; index < size; index++) {
    if (correlation[2 * index]! > correlation[2 * best]!) best = index;
  }
  return {
    lag: best < length ? best : best - size,
    strength: used === 0 ? 0 : (correlation[2 * best]! * size) / used,
  };
}
