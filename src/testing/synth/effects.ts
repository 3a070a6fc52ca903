/** Two channels of the same length. */
export type Stereo = [left: Float32Array, right: Float32Array];

// Mutually prime delays spread the echoes evenly; lengths in ms, slightly apart in the two channels for width
const REVERB_DELAYS_MS = [
  [29.7, 37.1, 41.1, 43.7],
  [30.7, 36.3, 40.3, 45.1],
] as const;
const DIFFUSION_DELAYS_MS = [5.0, 1.7];
const DIFFUSION = 0.7;

/**
 * A room of about `decayInSeconds`, wet only.
 * Source: M. Schroeder, Natural sounding artificial reverberation, JAES 10 (1962): parallel combs, then all-passes;
 * a low-pass inside each comb (J. Moorer, Computer Music Journal 3, 1979) lets the high notes die first.
 */
export function reverb(input: Stereo, sampleRateHz: number, decayInSeconds: number): Stereo {
  return [0, 1].map((side) => {
    const source = input[side]!;
    const output = new Float32Array(source.length);
    for (const delayMs of REVERB_DELAYS_MS[side]!) {
      const line = new Float32Array(Math.round((delayMs * sampleRateHz) / 1000));
      const feedback = 0.001 ** (delayMs / 1000 / decayInSeconds); // −60 dB after the decay
      let damped = 0;
      for (let index = 0, place = 0; index < source.length; index++, place = (place + 1) % line.length) {
        const delayed = line[place]!;
        damped += 0.55 * (delayed - damped);
        line[place] = source[index]! + feedback * damped;
        output[index]! += 0.25 * delayed;
      }
    }
    for (const delayMs of DIFFUSION_DELAYS_MS) {
      const line = new Float32Array(Math.round((delayMs * sampleRateHz) / 1000));
      for (let index = 0, place = 0; index < output.length; index++, place = (place + 1) % line.length) {
        const delayed = line[place]!;
        const value = output[index]! + DIFFUSION * delayed;
        line[place] = value;
        output[index] = delayed - DIFFUSION * value;
      }
    }
    return output;
  }) as Stereo; // map of a pair
}

/** An echo that jumps from side to side, each repeat half as loud, wet only. */
export function pingPong(input: Stereo, sampleRateHz: number, delayInSeconds: number): Stereo {
  const delay = Math.max(1, Math.round(delayInSeconds * sampleRateHz));
  const left = new Float32Array(input[0].length);
  const right = new Float32Array(input[0].length);
  for (let index = delay; index < left.length; index++) {
    left[index] = 0.5 * (input[0][index - delay]! + input[1][index - delay]!) + 0.45 * right[index - delay]!;
    right[index] = left[index - delay]! * 0.8;
  }
  return [left, right];
}

/**
 * Keeps both channels below a ceiling without a click: the gain of each sample is the lowest that any sample within
 * the reach needs, averaged over that reach, so that it has arrived when the peak comes.
 */
export function limit([left, right]: Stereo, sampleRateHz: number, ceiling: number): void {
  const reach = Math.round(0.004 * sampleRateHz);
  const count = left.length;
  const needed = new Float32Array(count);
  for (let index = 0; index < count; index++) {
    needed[index] = Math.min(1, ceiling / Math.max(Math.abs(left[index]!), Math.abs(right[index]!), 1e-9));
  }
  const lowest = slidingMinimum(needed, reach);
  let sum = 0;
  const width = 2 * reach + 1;
  for (let index = -reach; index <= reach; index++) sum += lowest[Math.max(0, index)] ?? 1;
  for (let index = 0; index < count; index++) {
    const gain = sum / width;
    left[index]! *= gain;
    right[index]! *= gain;
    sum += lowest[Math.min(count - 1, index + reach + 1)]! - lowest[Math.max(0, index - reach)]!;
  }
}

/** The lowest value within `reach` on both sides. D. Lemire, Nordic Journal of Computing 13 (2006): a monotonic queue. */
function slidingMinimum(values: Float32Array, reach: number): Float32Array {
  const output = new Float32Array(values.length);
  const queue = new Int32Array(values.length);
  let head = 0;
  let tail = 0;
  for (let next = 0; next < values.length + reach; next++) {
    if (next < values.length) {
      while (tail > head && values[queue[tail - 1]!]! >= values[next]!) tail--;
      queue[tail++] = next;
    }
    const index = next - reach;
    if (index < 0) continue;
    while (queue[head]! < index - reach) head++;
    output[index] = values[queue[head]!]!;
  }
  return output;
}
