/** The rate at which beatcut listens. */
export const LISTENING_RATE_HZ = 22_050;

/** Takes a block of a song, one array per channel, and gives the part of the mono signal that is complete. */
export interface MonoResampler {
  /** The samples at `LISTENING_RATE_HZ` that this block completes. */
  push(channels: readonly Float32Array[]): Float64Array;
  /** What is left when the song has ended. */
  finish(): Float64Array;
}

/** Zero crossings of the low-pass kernel on each side, at the lower of the two rates. */
const KERNEL_ZERO_CROSSINGS = 8;
/** Cut-off relative to the lower Nyquist rate; the rest is the transition band. */
const KERNEL_CUTOFF = 0.92;
/** Samples beyond this are damage: full scale is 1, and even whole numbers of 16 bits stay far below. */
const SAMPLE_LIMIT = 1e6;
/** Pole of the one-pole high-pass that takes out a constant offset (about 14 Hz). */
const DC_POLE = 0.996;

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/**
 * Creates a converter from any number of channels at any rate to mono at `LISTENING_RATE_HZ`.
 *
 * 1. Channels are averaged; samples that are no sensible numbers count as silence.
 * 2. A polyphase windowed-sinc filter (Hann window) changes the rate. It is centred: an event at time t stays at t.
 * 3. A constant offset is taken out.
 *
 * Source: J. O. Smith, "Digital Audio Resampling", CCRMA, 2002.
 */
export function createMonoResampler(sampleRateHz: number): MonoResampler {
  const inputRateHz = Math.round(sampleRateHz);
  const divisor = gcd(inputRateHz, LISTENING_RATE_HZ);
  // output sample n lies at input position n · stepUp / phases
  const phases = LISTENING_RATE_HZ / divisor;
  const step = inputRateHz / divisor;
  const stretch = Math.max(1, inputRateHz / LISTENING_RATE_HZ);
  const halfWidth = inputRateHz === LISTENING_RATE_HZ ? 0 : Math.ceil(KERNEL_ZERO_CROSSINGS * stretch);
  const kernels = createKernels({ phases, halfWidth, stretch });

  // samples from input position `pendingStart` on that are still needed
  let pending = new Float64Array(halfWidth);
  let pendingStart = -halfWidth;
  let outputIndex = 0;
  const offset = createOffsetRemover();

  const drain = (block: Float64Array): Float64Array => {
    // eight bytes each, since turning four into eight at every tap takes longer than the sum itself
    const samples = new Float64Array(pending.length + block.length);
    samples.set(pending);
    samples.set(block, pending.length);
    const end = pendingStart + samples.length; // input position after the last known sample
    const outputEnd = Math.max(outputIndex, Math.ceil(((end - halfWidth) * phases) / step));
    const output = new Float64Array(outputEnd - outputIndex);
    let position = Math.floor((outputIndex * step) / phases);
    let phase = (outputIndex * step) % phases;
    for (let index = 0; index < output.length; index++) {
      const kernel = kernels[phase]!;
      const centre = position - pendingStart;
      output[index] =
        phase === 0 ? convolveEvenly(samples, centre, kernel) : convolve(samples, centre, kernel);
      phase += step;
      position += Math.floor(phase / phases);
      phase %= phases;
    }
    outputIndex = outputEnd;
    offset(output);
    const keepFrom = position - halfWidth;
    pending = samples.slice(Math.min(samples.length, Math.max(0, keepFrom - pendingStart)));
    pendingStart = end - pending.length;
    return output;
  };
  return {
    push: (channels) => drain(mixDown(channels)),
    finish: () => drain(new Float64Array(halfWidth)),
  };
}

/** A kernel around a sample. */
function convolve(samples: Float64Array, centre: number, kernel: Float64Array): number {
  const start = centre - (kernel.length >> 1);
  let sum = 0;
  for (let tap = 0; tap < kernel.length; tap++) sum += samples[start + tap]! * kernel[tap]!;
  return sum;
}

/** The same with a kernel that is the same on both sides, as it is where an output falls on an input. */
function convolveEvenly(samples: Float64Array, centre: number, kernel: Float64Array): number {
  const half = kernel.length >> 1;
  let sum = samples[centre]! * kernel[half]!;
  // four sums, so that no addition waits for the one before
  let second = 0;
  let third = 0;
  let fourth = 0;
  let distance = 1;
  for (; distance + 3 <= half; distance += 4) {
    const left = centre - distance;
    const right = centre + distance;
    const tap = half + distance;
    sum += (samples[left]! + samples[right]!) * kernel[tap]!;
    second += (samples[left - 1]! + samples[right + 1]!) * kernel[tap + 1]!;
    third += (samples[left - 2]! + samples[right + 2]!) * kernel[tap + 2]!;
    fourth += (samples[left - 3]! + samples[right + 3]!) * kernel[tap + 3]!;
  }
  for (; distance <= half; distance++) {
    sum += (samples[centre - distance]! + samples[centre + distance]!) * kernel[half + distance]!;
  }
  return sum + second + (third + fourth);
}

/** A one-pole high-pass that works in place and goes on from block to block. */
function createOffsetRemover(): (samples: Float64Array) => void {
  let keptInput = 0;
  let keptOutput = 0;
  return (samples) => {
    // numbers that a closure holds are slow
    let input = keptInput;
    let output = keptOutput;
    for (let index = 0; index < samples.length; index++) {
      const sample = samples[index]!;
      output = sample - input + DC_POLE * output;
      input = sample;
      samples[index] = output;
    }
    keptInput = input;
    keptOutput = output;
  };
}

interface KernelOptions {
  phases: number;
  halfWidth: number;
  stretch: number;
}

function createKernels({ phases, halfWidth, stretch }: KernelOptions): Float64Array[] {
  if (halfWidth === 0) return [Float64Array.of(1)];
  return Array.from({ length: phases }, (_, phase) => {
    const kernel = new Float64Array(2 * halfWidth + 1);
    let sum = 0;
    for (let tap = 0; tap < kernel.length; tap++) {
      const distance = tap - halfWidth - phase / phases; // in input samples
      const x = (distance / stretch) * KERNEL_CUTOFF;
      const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
      const edge = Math.min(1, Math.abs(distance) / halfWidth);
      kernel[tap] = sinc * (0.5 + 0.5 * Math.cos(Math.PI * edge));
      sum += kernel[tap]!;
    }
    return kernel.map((value) => value / sum);
  });
}

/** The mean of the channels, with everything that is no number taken as silence. */
function mixDown(channels: readonly Float32Array[]): Float64Array {
  const length = channels.reduce((longest, channel) => Math.max(longest, channel.length), 0);
  const mono = new Float64Array(length);
  const share = 1 / channels.length;
  channels.forEach((channel, place) => {
    const isFirst = place === 0; // there is nothing to add to yet
    for (let index = 0; index < channel.length; index++) {
      const sample = channel[index]!;
      // NaN fails both comparisons
      const value = sample > -SAMPLE_LIMIT && sample < SAMPLE_LIMIT ? sample * share : 0;
      mono[index] = isFirst ? value : mono[index]! + value;
    }
  });
  return mono;
}
