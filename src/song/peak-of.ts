/** The largest magnitude of samples; 0 for none. What is no number does not count. */
export function peakOf(samples: Float32Array | Float64Array): number {
  let peak = 0;
  for (let index = 0; index < samples.length; index++) {
    const magnitude = Math.abs(samples[index]!);
    if (magnitude > peak) peak = magnitude;
  }
  return peak;
}
