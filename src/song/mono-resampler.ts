/** The rate at which beatcut listens. */
export const LISTENING_RATE_HZ = 22_050;

/** Takes a block of a song, one array per channel, and gives the part of the mono signal that is complete. */
export interface MonoResampler {
  /** The samples at `LISTENING_RATE_HZ` that this block completes; the next call overwrites them. */
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
  // output sample n lies at input position n · step / phases
  const phases = LISTENING_RATE_HZ / divisor;
  const step = inputRateHz / divisor;
  const stretch = Math.max(1, inputRateHz / LISTENING_RATE_HZ);
  const halfWidth = inputRateHz === LISTENING_RATE_HZ ? 0 : Math.ceil(KERNEL_ZERO_CROSSINGS * stretch);
  const kernels = createKernels({ phases, halfWidth, stretch });

  // samples from input position `start` on that are still needed; eight bytes each, since turning four into eight at
  // every tap takes longer than the sum itself
  let samples = new Float64Array(2 * halfWidth);
  let start = -halfWidth;
  let length = halfWidth;
  let output = new Float64Array(0);
  let outputIndex = 0;
  const removeOffset = createOffsetRemover();

  const drain = (): Float64Array => {
    const outputEnd = Math.max(outputIndex, Math.ceil(((start + length - halfWidth) * phases) / step));
    const count = outputEnd - outputIndex;
    if (output.length < count) output = new Float64Array(count);
    const from = {
      samples,
      output,
      count,
      at: Math.floor((outputIndex * step) / phases) - start - halfWidth,
    };
    if (phases === 1) decimate({ ...from, step, kernel: kernels[0]! });
    else interpolate({ ...from, phase: (outputIndex * step) % phases, phases, step, kernels });
    outputIndex = outputEnd;
    const keepFrom = Math.floor((outputIndex * step) / phases) - halfWidth - start;
    const dropped = Math.min(length, Math.max(0, keepFrom));
    samples.copyWithin(0, dropped, length);
    start += dropped;
    length -= dropped;
    return removeOffset(output.subarray(0, count));
  };
  const makeRoom = (count: number): void => {
    if (length + count <= samples.length) return;
    const larger = new Float64Array(length + count);
    larger.set(samples.subarray(0, length));
    samples = larger;
  };
  return {
    push(channels) {
      const count = channels.reduce((longest, channel) => Math.max(longest, channel.length), 0);
      makeRoom(count);
      mixDown(channels, samples.subarray(length, length + count));
      length += count;
      return drain();
    },
    finish() {
      makeRoom(halfWidth);
      samples.fill(0, length, length + halfWidth);
      length += halfWidth;
      return drain();
    },
  };
}

interface DecimateOptions {
  samples: Float64Array;
  /** Where the first output's kernel begins. */
  at: number;
  step: number;
  kernel: Float64Array;
  output: Float64Array;
  count: number;
}

/** Every `step`th sample of the filtered signal, with a kernel that is the same on both sides. */
function decimate({ samples, at, step, kernel, output, count }: DecimateOptions): void {
  const middleTap = kernel.length >> 1;
  // the window is zero at both ends
  const half = Math.max(0, middleTap - 1);
  const middle = kernel[middleTap]!;
  let centre = at + middleTap;
  let index = 0;
  // four outputs together, so that no addition waits for the one before and each tap is loaded once
  for (; index + 4 <= count; index += 4, centre += 4 * step) {
    const secondCentre = centre + step;
    const thirdCentre = secondCentre + step;
    const fourthCentre = thirdCentre + step;
    let first = samples[centre]! * middle;
    let second = samples[secondCentre]! * middle;
    let third = samples[thirdCentre]! * middle;
    let fourth = samples[fourthCentre]! * middle;
    for (let distance = 1; distance <= half; distance++) {
      const tap = kernel[middleTap + distance]!;
      first += (samples[centre - distance]! + samples[centre + distance]!) * tap;
      second += (samples[secondCentre - distance]! + samples[secondCentre + distance]!) * tap;
      third += (samples[thirdCentre - distance]! + samples[thirdCentre + distance]!) * tap;
      fourth += (samples[fourthCentre - distance]! + samples[fourthCentre + distance]!) * tap;
    }
    output[index] = first;
    output[index + 1] = second;
    output[index + 2] = third;
    output[index + 3] = fourth;
  }
  for (; index < count; index++, centre += step) {
    let sum = samples[centre]! * middle;
    for (let distance = 1; distance <= half; distance++) {
      sum += (samples[centre - distance]! + samples[centre + distance]!) * kernel[middleTap + distance]!;
    }
    output[index] = sum;
  }
}

interface InterpolateOptions extends Omit<DecimateOptions, 'kernel'> {
  /** Where between two inputs the first output lies, of `phases`. */
  phase: number;
  phases: number;
  /** One for each phase. */
  kernels: readonly Float64Array[];
}

/** The filtered signal at steps of `step` / `phases` input samples. */
function interpolate({ samples, at, phase, phases, step, kernels, output, count }: InterpolateOptions): void {
  const wholeStep = Math.floor(step / phases);
  const phaseStep = step % phases;
  let position = at;
  let currentPhase = phase;
  for (let index = 0; index < count; index++) {
    output[index] = convolve(samples, position, kernels[currentPhase]!);
    position += wholeStep;
    currentPhase += phaseStep;
    if (currentPhase >= phases) {
      currentPhase -= phases;
      position++;
    }
  }
}

/** The sum of a kernel's taps times the samples from `at` on. */
function convolve(samples: Float64Array, at: number, kernel: Float64Array): number {
  // four sums, so that no addition waits for the one before
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let tap = 0;
  for (; tap + 4 <= kernel.length; tap += 4) {
    first += samples[at + tap]! * kernel[tap]!;
    second += samples[at + tap + 1]! * kernel[tap + 1]!;
    third += samples[at + tap + 2]! * kernel[tap + 2]!;
    fourth += samples[at + tap + 3]! * kernel[tap + 3]!;
  }
  for (; tap < kernel.length; tap++) first += samples[at + tap]! * kernel[tap]!;
  return first + second + (third + fourth);
}

/** Creates a one-pole high-pass that works in place and goes on from block to block. */
function createOffsetRemover(): (samples: Float64Array) => Float64Array {
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
    return samples;
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

/** Writes the mean of the channels, with everything that is no number taken as silence. */
function mixDown(channels: readonly Float32Array[], mono: Float64Array): void {
  const [first, second] = channels;
  if (channels.length === 2 && first!.length === second!.length) {
    mixTwo(first!, second!, mono);
    return;
  }
  mono.fill(0);
  for (const channel of channels) addShare(channel, 1 / channels.length, mono);
}

/** What is no number fails both comparisons. */
const soundOf = (sample: number): number => (sample > -SAMPLE_LIMIT && sample < SAMPLE_LIMIT ? sample : 0);

function mixTwo(left: Float32Array, right: Float32Array, mono: Float64Array): void {
  for (let index = 0; index < mono.length; index++) {
    mono[index] = 0.5 * (soundOf(left[index]!) + soundOf(right[index]!));
  }
}

function addShare(channel: Float32Array, share: number, mono: Float64Array): void {
  for (let index = 0; index < channel.length; index++) {
    mono[index] = mono[index]! + share * soundOf(channel[index]!);
  }
}
