/** The rate at which beatcut listens. */
export const LISTENING_RATE_HZ = 22_050;

/** Takes a block of a song, one array per channel, and gives the part of the mono signal that is complete. */
export interface MonoResampler {
  /** The samples at `LISTENING_RATE_HZ` that this block completes. */
  push(channels: readonly Float32Array[]): Float32Array;
  /** What is left when the song has ended. */
  finish(): Float32Array;
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
  const taps = 2 * halfWidth + 1;

  // samples from input position `pendingStart` on that are still needed
  let pending = new Float32Array(halfWidth);
  let pendingStart = -halfWidth;
  let outputIndex = 0;
  let lastInput = 0;
  let lastOutput = 0;

  const drain = (block: Float32Array): Float32Array => {
    const samples = new Float32Array(pending.length + block.length);
    samples.set(pending);
    samples.set(block, pending.length);
    const end = pendingStart + samples.length; // input position after the last known sample
    const outputEnd = Math.max(outputIndex, Math.ceil(((end - halfWidth) * phases) / step));
    const output = new Float32Array(outputEnd - outputIndex);
    let written = 0;
    for (; outputIndex < outputEnd; outputIndex++) {
      const position = Math.floor((outputIndex * step) / phases);
      const kernel = kernels[(outputIndex * step) % phases]!;
      const start = position - halfWidth - pendingStart;
      let sum = 0;
      for (let tap = 0; tap < taps; tap++) sum += samples[start + tap]! * kernel[tap]!;
      lastOutput = sum - lastInput + DC_POLE * lastOutput;
      lastInput = sum;
      output[written++] = lastOutput;
    }
    const keepFrom = Math.floor((outputIndex * step) / phases) - halfWidth;
    pending = samples.slice(Math.min(samples.length, Math.max(0, keepFrom - pendingStart)));
    pendingStart = end - pending.length;
    return output;
  };
  return {
    push: (channels) => drain(mixDown(channels)),
    finish: () => drain(new Float32Array(halfWidth)),
  };
}

interface KernelOptions {
  phases: number;
  halfWidth: number;
  stretch: number;
}

function createKernels({ phases, halfWidth, stretch }: KernelOptions): Float32Array[] {
  if (halfWidth === 0) return [Float32Array.of(1)];
  return Array.from({ length: phases }, (_, phase) => {
    const kernel = new Float32Array(2 * halfWidth + 1);
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
function mixDown(channels: readonly Float32Array[]): Float32Array {
  const length = channels.reduce((longest, channel) => Math.max(longest, channel.length), 0);
  const mono = new Float32Array(length);
  for (const channel of channels) {
    for (let index = 0; index < channel.length; index++) {
      const sample = channel[index]!;
      // NaN fails both comparisons
      if (sample > -SAMPLE_LIMIT && sample < SAMPLE_LIMIT) mono[index]! += sample / channels.length;
    }
  }
  return mono;
}
