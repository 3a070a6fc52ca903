/** How loud something is. */
export interface Loudness {
  /** Integrated loudness with both gates, in LUFS; −Infinity for silence and for anything shorter than 0.4 s. */
  integratedLufs: number;
  /** Loudness range, in LU; 0 for anything shorter than 3 s. */
  rangeLu: number;
  /** Highest true peak, in dB below full scale (dBTP). May lie above 0; −Infinity for silence. */
  truePeakDbtp: number;
}

/** What `createLoudnessMeter` takes. */
export interface LoudnessMeterOptions {
  sampleRateHz: number;
  /** Whether the true peak is looked for, which takes most of the time; true by default, else it is −Infinity. */
  withTruePeak?: boolean;
}

/** Measures sound piece by piece. */
export interface LoudnessMeter {
  /** The next stretch: one array per channel, in the order left, right, centre, low frequencies, surrounds. */
  push(channels: readonly Float32Array[]): void;
  finish(): Loudness;
}

const BLOCKS_PER_SECOND = 10;
/** 400 ms that overlap by 75 %. */
const MOMENTARY_BLOCKS = 4;
const SHORT_TERM_BLOCKS = 30;
const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = 10;
const RANGE_GATE_LU = 20;
const RANGE_PERCENTILES = [0.1, 0.95] as const;

/**
 * Creates a meter after ITU-R BS.1770-5 (2023), annexes 1 and 2, and EBU Tech 3342 (2023) for the range: the K-weighted
 * power of blocks of 100 ms; windows of 400 ms behind an absolute gate (−70 LUFS) and a relative one (−10 LU); for the
 * range windows of 3 s behind −20 LU, from the 10th to the 95th percentile. Memory: 8 bytes a block.
 */
export function createLoudnessMeter({
  sampleRateHz,
  withTruePeak = true,
}: LoudnessMeterOptions): LoudnessMeter {
  const blockInSamples = Math.round(sampleRateHz / BLOCKS_PER_SECOND);
  const meters: ChannelMeter[] = [];
  return {
    push(channels) {
      for (const [channel, samples] of channels.entries()) {
        (meters[channel] ??= createChannelMeter(sampleRateHz, blockInSamples, withTruePeak)).push(samples);
      }
    },
    finish() {
      const weights = channelWeights(meters.length);
      const blockCount = meters[0]?.powers.length ?? 0;
      const powers = Array.from({ length: blockCount }, (_, block) =>
        meters.reduce((sum, meter, channel) => sum + weights[channel]! * (meter.powers[block] ?? 0), 0),
      );
      const peak = Math.max(0, ...meters.map((meter) => meter.peak()));
      return {
        integratedLufs: integrate(windowPowers(powers, MOMENTARY_BLOCKS)),
        rangeLu: rangeOf(windowPowers(powers, SHORT_TERM_BLOCKS)),
        truePeakDbtp: 20 * Math.log10(peak),
      };
    },
  };
}

/** +1.5 dB for what comes from the side or from behind, nothing for the low frequencies' own channel. */
function channelWeights(count: number): readonly number[] {
  if (count === 5) return [1, 1, 1, 1.41, 1.41];
  if (count === 6) return [1, 1, 1, 0, 1.41, 1.41];
  return Array<number>(count).fill(1);
}

const toLufs = (power: number): number => -0.691 + 10 * Math.log10(power);
const toPower = (lufs: number): number => 10 ** ((lufs + 0.691) / 10);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean powers of all windows of so many blocks. */
function windowPowers(powers: readonly number[], blocks: number): number[] {
  return Array.from({ length: Math.max(0, powers.length - blocks + 1) }, (_, first) =>
    mean(powers.slice(first, first + blocks)),
  );
}

const aboveGate = (powers: readonly number[], gateLufs: number): number[] =>
  powers.filter((power) => power > toPower(gateLufs));

function integrate(windows: readonly number[]): number {
  const audible = aboveGate(windows, ABSOLUTE_GATE_LUFS);
  if (audible.length === 0) return Number.NEGATIVE_INFINITY;
  return toLufs(mean(aboveGate(audible, toLufs(mean(audible)) - RELATIVE_GATE_LU)));
}

function rangeOf(windows: readonly number[]): number {
  const audible = aboveGate(windows, ABSOLUTE_GATE_LUFS);
  if (audible.length === 0) return 0;
  const sorted = aboveGate(audible, toLufs(mean(audible)) - RANGE_GATE_LU).sort((a, b) => a - b);
  const [low, high] = RANGE_PERCENTILES.map((share) =>
    toLufs(sorted[Math.round(share * (sorted.length - 1))]!),
  );
  return high! - low!;
}

interface ChannelMeter {
  /** Mean K-weighted power of each whole block. */
  powers: number[];
  push(samples: Float32Array): void;
  peak(): number;
}

function createChannelMeter(
  sampleRateHz: number,
  blockInSamples: number,
  withTruePeak: boolean,
): ChannelMeter {
  const [shelf, highPass] = kWeighting(sampleRateHz);
  const peakMeter = withTruePeak ? createPeakMeter(sampleRateHz) : undefined;
  const powers: number[] = [];
  let [s1, s2, h1, h2] = [0, 0, 0, 0];
  let sum = 0;
  let count = 0;
  return {
    powers,
    push(samples) {
      for (const sample of samples) {
        const high = shelf.b0 * sample + s1;
        s1 = shelf.b1 * sample - shelf.a1 * high + s2;
        s2 = shelf.b2 * sample - shelf.a2 * high;
        const weighted = highPass.b0 * high + h1;
        h1 = highPass.b1 * high - highPass.a1 * weighted + h2;
        h2 = highPass.b2 * high - highPass.a2 * weighted;
        sum += weighted * weighted;
        count += 1;
        if (count === blockInSamples) {
          powers.push(sum / blockInSamples);
          sum = 0;
          count = 0;
        }
      }
      peakMeter?.push(samples);
    },
    peak: () => peakMeter?.finish() ?? 0,
  };
}

interface Biquad {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

/**
 * The two filters of annex 1 for any sample rate. The recommendation gives coefficients for 48 kHz only; these analogue
 * values reproduce them (B. De Man, Evaluation of Implementations of the EBU R128 Loudness Measurement, AES 145, 2018).
 */
function kWeighting(sampleRateHz: number): [shelf: Biquad, highPass: Biquad] {
  const k = Math.tan((Math.PI * 1681.974450955533) / sampleRateHz);
  const q = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const band = high ** 0.4996667741545416;
  const norm = 1 + k / q + k * k;
  const shelf = {
    b0: (high + (band * k) / q + k * k) / norm,
    b1: (2 * (k * k - high)) / norm,
    b2: (high - (band * k) / q + k * k) / norm,
    a1: (2 * (k * k - 1)) / norm,
    a2: (1 - k / q + k * k) / norm,
  };
  const lowK = Math.tan((Math.PI * 38.13547087602444) / sampleRateHz);
  const lowQ = 0.5003270373238773;
  const lowNorm = 1 + lowK / lowQ + lowK * lowK;
  const highPass = {
    b0: 1,
    b1: -2,
    b2: 1,
    a1: (2 * (lowK * lowK - 1)) / lowNorm,
    a2: (1 - lowK / lowQ + lowK * lowK) / lowNorm,
  };
  return [shelf, highPass];
}

/** The rate up to which the wave between the samples is looked at. */
const PEAK_RATE_HZ = 192_000;
/** Length of each phase of the interpolation filter, in samples. */
const PEAK_TAPS = 16;

/**
 * The highest point of the wave, between the samples too: each is interpolated by a sinc under a Hann window, four times
 * as often at 44.1 and 48 kHz. Annex 2 leaves the filter open; this one reads a sine at a quarter of the rate within
 * 0.1 dB.
 */
function createPeakMeter(sampleRateHz: number): { push(samples: Float32Array): void; finish(): number } {
  const factor = Math.max(1, Math.round(PEAK_RATE_HZ / sampleRateHz / 1.1));
  const phases = Array.from({ length: factor - 1 }, (_, index) => interpolator((index + 1) / factor));
  const past = new Float32Array(PEAK_TAPS);
  // by so much can the wave rise above the samples around it
  const reach = Math.max(1, ...phases.map((taps) => taps.reduce((sum, tap) => sum + Math.abs(tap), 0)));
  let peak = 0;
  function push(samples: Float32Array): void {
    const joined = new Float32Array(past.length + samples.length);
    joined.set(past);
    joined.set(samples, past.length);
    let lastHighest = highestOf(joined, 0, PEAK_TAPS);
    for (let first = PEAK_TAPS; first < joined.length; first += PEAK_TAPS) {
      const end = Math.min(joined.length, first + PEAK_TAPS);
      const highest = highestOf(joined, first, end);
      if (Math.max(lastHighest, highest) * reach > peak) {
        peak = Math.max(peak, highest, highestBetween(joined, first, end, phases));
      }
      lastHighest = highest;
    }
    past.set(joined.subarray(joined.length - past.length));
  }
  return {
    push,
    finish() {
      push(new Float32Array(PEAK_TAPS)); // the last samples have been in the middle of the filter then
      return peak;
    },
  };
}

function highestOf(samples: Float32Array, first: number, end: number): number {
  let highest = 0;
  for (let index = first; index < end; index += 1) highest = Math.max(highest, Math.abs(samples[index]!));
  return highest;
}

function highestBetween(
  samples: Float32Array,
  first: number,
  end: number,
  phases: readonly Float64Array[],
): number {
  let highest = 0;
  for (const taps of phases) {
    for (let index = first; index < end; index += 1) {
      let value = 0;
      for (let tap = 0; tap < PEAK_TAPS; tap += 1) value += taps[tap]! * samples[index - tap]!;
      highest = Math.max(highest, Math.abs(value));
    }
  }
  return highest;
}

/** A filter that gives the wave at a share of the way from one sample to the next, in its middle; its gain is 1. */
function interpolator(share: number): Float64Array {
  const taps = Float64Array.from({ length: PEAK_TAPS }, (_, tap) => {
    const at = tap - PEAK_TAPS / 2 + share; // [samples]; never a whole number
    return (Math.sin(Math.PI * at) / (Math.PI * at)) * Math.cos((Math.PI * at) / (PEAK_TAPS + 1)) ** 2;
  });
  const gain = taps.reduce((sum, tap) => sum + tap, 0);
  return taps.map((tap) => tap / gain);
}
