/** What the loudness functions take. */
export interface MeasureLoudnessOptions {
  /** Left and right, or one channel. */
  channels: readonly Float32Array[];
  sampleRateHz: number;
}

interface Biquad {
  b: readonly [number, number, number];
  a: readonly [number, number];
}

/**
 * The two filters of ITU-R BS.1770-5 (2023), annex 1, for any sample rate. The recommendation gives coefficients for
 * 48 kHz only; these analogue values reproduce them (B. De Man, Evaluation of Implementations of the EBU R128 Loudness
 * Measurement, AES 145, 2018).
 */
function kWeighting(sampleRateHz: number): Biquad[] {
  const shelf = ((): Biquad => {
    const k = Math.tan((Math.PI * 1681.974450955533) / sampleRateHz);
    const q = 0.7071752369554196;
    const high = 10 ** (3.999843853973347 / 20);
    const band = high ** 0.4996667741545416;
    const norm = 1 + k / q + k * k;
    return {
      b: [
        (high + (band * k) / q + k * k) / norm,
        (2 * (k * k - high)) / norm,
        (high - (band * k) / q + k * k) / norm,
      ],
      a: [(2 * (k * k - 1)) / norm, (1 - k / q + k * k) / norm],
    };
  })();
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRateHz);
  const q = 0.5003270373238773;
  const norm = 1 + k / q + k * k;
  const highPass: Biquad = { b: [1, -2, 1], a: [(2 * (k * k - 1)) / norm, (1 - k / q + k * k) / norm] };
  return [shelf, highPass];
}

function filtered(samples: Float32Array, { b, a }: Biquad): Float32Array {
  const output = new Float32Array(samples.length);
  let z1 = 0;
  let z2 = 0;
  for (let index = 0; index < samples.length; index++) {
    const x = samples[index]!;
    const y = b[0] * x + z1;
    z1 = b[1] * x - a[0] * y + z2;
    z2 = b[2] * x - a[1] * y;
    output[index] = y;
  }
  return output;
}

const toLufs = (power: number): number => -0.691 + 10 * Math.log10(power);
const toPower = (lufs: number): number => 10 ** ((lufs + 0.691) / 10);

/** Loudness of the mean power. */
const meanLoudness = (windows: readonly number[]): number =>
  toLufs(windows.reduce((sum, lufs) => sum + toPower(lufs), 0) / windows.length);

const BLOCKS_PER_SECOND = 10;
const BLOCKS_PER_WINDOW = 4; // 400 ms, overlapping by 75 %
const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = 10;

/** Loudness of each stretch of 400 ms, ten times a second, in LUFS. Silence is −Infinity. */
export function measureMomentaryLoudness({ channels, sampleRateHz }: MeasureLoudnessOptions): number[] {
  const filters = kWeighting(sampleRateHz);
  const blockInSamples = Math.round(sampleRateHz / BLOCKS_PER_SECOND);
  const blockCount = Math.floor((channels[0]?.length ?? 0) / blockInSamples);
  const powers = new Float64Array(blockCount);
  for (const channel of channels) {
    let weighted = channel;
    for (const filter of filters) weighted = filtered(weighted, filter);
    for (let block = 0; block < blockCount; block++) {
      let sum = 0;
      for (let index = block * blockInSamples; index < (block + 1) * blockInSamples; index++) {
        sum += weighted[index]! ** 2;
      }
      powers[block]! += sum / blockInSamples;
    }
  }
  return Array.from({ length: Math.max(0, blockCount - BLOCKS_PER_WINDOW + 1) }, (_, first) => {
    let sum = 0;
    for (let block = first; block < first + BLOCKS_PER_WINDOW; block++) sum += powers[block]!;
    return toLufs(sum / BLOCKS_PER_WINDOW);
  });
}

/** Integrated loudness with both gates, in LUFS. Silence, and anything shorter than 400 ms, is −Infinity. */
export function measureLoudness(options: MeasureLoudnessOptions): number {
  const audible = measureMomentaryLoudness(options).filter((lufs) => lufs > ABSOLUTE_GATE_LUFS);
  if (audible.length === 0) return Number.NEGATIVE_INFINITY;
  const gate = meanLoudness(audible) - RELATIVE_GATE_LU;
  return meanLoudness(audible.filter((lufs) => lufs > gate));
}
