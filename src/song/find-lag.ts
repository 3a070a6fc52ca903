import FFT from 'fft.js';

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
