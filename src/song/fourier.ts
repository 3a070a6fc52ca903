import FFT from 'fft.js';

/** Turns windows of samples into magnitudes. Not re-entrant: the returned array is overwritten by the next call. */
export type MagnitudeTransform = (samples: Float32Array, start: number) => Float32Array;

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
    for (let index = 0; index < size; index++) {
      input[index] = (samples[start + index] ?? 0) * window[index]!;
    }
    transform.realTransform(output, input);
    for (let bin = 0; bin <= size / 2; bin++) {
      const re = output[2 * bin]!;
      const im = output[2 * bin + 1]!;
      magnitudes[bin] = Math.sqrt(re * re + im * im);
    }
    return magnitudes;
  };
}
