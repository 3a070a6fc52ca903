/** Turns windows of samples into magnitudes. Not re-entrant: the returned array is overwritten by the next call. */
export type MagnitudeTransform = (samples: Float64Array, start: number) => Float32Array;

/** One pass of the transform: `count` groups of four values, `stride` apart in the output. */
interface Stage {
  count: number;
  stride: number;
  /** First, second and third power of a group's root of unity: six numbers for each. */
  roots: Float64Array;
}

/**
 * Creates a transform that takes `size` samples from `start` on (samples outside the array count as silence), applies a
 * Hann window and gives the magnitudes of bins 0 to size/2, scaled so that a full-scale sine on a bin gives 1.
 *
 * Even and odd samples become real and imaginary parts of half as many numbers, whose spectrum is split afterwards. It
 * is computed in passes of four values at once that leave it in order (the Stockham algorithm: C. Van Loan,
 * "Computational Frameworks for the Fast Fourier Transform", SIAM, 1992). The window goes into the first pass.
 *
 * @param size a power of two, 16 or more.
 */
export function createMagnitudeTransform(size: number): MagnitudeTransform {
  const half = size / 2;
  // 4 / size: a Hann window halves a sine's amplitude, and the transform's two sides share it; 1 / 2: splitting the
  // spectrum gives its double
  const window = Float64Array.from(
    { length: size },
    (_, index) => (0.5 - 0.5 * Math.cos((2 * Math.PI * index) / size)) * (4 / size) * 0.5,
  );
  const stages = createStages(half);
  const endsInPairs = Math.log2(half) % 2 === 1;
  const roots = rootsOfUnity({ order: size, count: half, powers: [1] });
  const padded = new Float64Array(size);
  const buffers = [new Float64Array(size), new Float64Array(size)] as const;
  const magnitudes = new Float32Array(half + 1);
  return (samples, start) => {
    let [from, to] = buffers;
    if (start >= 0 && start + size <= samples.length)
      windowedPass({ samples, start, window, stage: stages[0]!, to });
    else {
      padded.fill(0);
      padded.set(samples.subarray(Math.max(0, start), Math.max(0, start + size)), Math.max(0, -start));
      windowedPass({ samples: padded, start: 0, window, stage: stages[0]!, to });
    }
    for (let index = 1; index < stages.length; index++) {
      [from, to] = [to, from];
      pass(from, to, stages[index]!);
    }
    if (endsInPairs) {
      [from, to] = [to, from];
      passOfPairs(from, to);
    }
    splitMagnitudes(to, roots, magnitudes);
    return magnitudes;
  };
}

function createStages(length: number): Stage[] {
  const stages: Stage[] = [];
  for (let order = length, stride = 1; order > 2; order /= 4, stride *= 4) {
    const count = order / 4;
    stages.push({ count, stride, roots: rootsOfUnity({ order, count, powers: [1, 2, 3] }) });
  }
  return stages;
}

interface RootsOptions {
  order: number;
  count: number;
  powers: readonly number[];
}

/** The powers of the first `count` roots of unity of an order, clockwise: real and imaginary part of each. */
function rootsOfUnity({ order, count, powers }: RootsOptions): Float64Array {
  const roots = new Float64Array(2 * count * powers.length);
  let at = 0;
  for (let index = 0; index < count; index++) {
    for (const power of powers) {
      const angle = (-2 * Math.PI * power * index) / order;
      roots[at++] = Math.cos(angle);
      roots[at++] = Math.sin(angle);
    }
  }
  return roots;
}

interface WindowedPassOptions {
  samples: Float64Array;
  start: number;
  window: Float64Array;
  stage: Stage;
  to: Float64Array;
}

/** The first pass, in which neighbours in the output come from one group. */
function windowedPass({ samples, start, window, stage, to }: WindowedPassOptions): void {
  const { count, roots } = stage;
  const quarter = 2 * count;
  for (let group = 0; group < count; group++) {
    const root = 6 * group;
    const at0 = 2 * group;
    const at1 = at0 + quarter;
    const at2 = at1 + quarter;
    const at3 = at2 + quarter;
    const re0 = samples[start + at0]! * window[at0]!;
    const im0 = samples[start + at0 + 1]! * window[at0 + 1]!;
    const re1 = samples[start + at1]! * window[at1]!;
    const im1 = samples[start + at1 + 1]! * window[at1 + 1]!;
    const re2 = samples[start + at2]! * window[at2]!;
    const im2 = samples[start + at2 + 1]! * window[at2 + 1]!;
    const re3 = samples[start + at3]! * window[at3]!;
    const im3 = samples[start + at3 + 1]! * window[at3 + 1]!;
    const sumRe = re0 + re2;
    const sumIm = im0 + im2;
    const differenceRe = re0 - re2;
    const differenceIm = im0 - im2;
    const otherSumRe = re1 + re3;
    const otherSumIm = im1 + im3;
    const turnedRe = im1 - im3; // the other difference, a quarter turn back
    const turnedIm = re3 - re1;
    const out = 8 * group;
    to[out] = sumRe + otherSumRe;
    to[out + 1] = sumIm + otherSumIm;
    const oneRe = differenceRe + turnedRe;
    const oneIm = differenceIm + turnedIm;
    to[out + 2] = oneRe * roots[root]! - oneIm * roots[root + 1]!;
    to[out + 3] = oneRe * roots[root + 1]! + oneIm * roots[root]!;
    const twoRe = sumRe - otherSumRe;
    const twoIm = sumIm - otherSumIm;
    to[out + 4] = twoRe * roots[root + 2]! - twoIm * roots[root + 3]!;
    to[out + 5] = twoRe * roots[root + 3]! + twoIm * roots[root + 2]!;
    const threeRe = differenceRe - turnedRe;
    const threeIm = differenceIm - turnedIm;
    to[out + 6] = threeRe * roots[root + 4]! - threeIm * roots[root + 5]!;
    to[out + 7] = threeRe * roots[root + 5]! + threeIm * roots[root + 4]!;
  }
}

/** A pass of groups of four. */
function pass(from: Float64Array, to: Float64Array, { count, stride, roots }: Stage): void {
  const width = 2 * stride;
  const quarter = width * count;
  for (let group = 0; group < count; group++) {
    const root = 6 * group;
    const oneRootRe = roots[root]!;
    const oneRootIm = roots[root + 1]!;
    const twoRootRe = roots[root + 2]!;
    const twoRootIm = roots[root + 3]!;
    const threeRootRe = roots[root + 4]!;
    const threeRootIm = roots[root + 5]!;
    for (let place = 0; place < width; place += 2) {
      const at0 = width * group + place;
      const at1 = at0 + quarter;
      const at2 = at1 + quarter;
      const at3 = at2 + quarter;
      const re1 = from[at1]!;
      const im1 = from[at1 + 1]!;
      const re3 = from[at3]!;
      const im3 = from[at3 + 1]!;
      const sumRe = from[at0]! + from[at2]!;
      const sumIm = from[at0 + 1]! + from[at2 + 1]!;
      const differenceRe = from[at0]! - from[at2]!;
      const differenceIm = from[at0 + 1]! - from[at2 + 1]!;
      const otherSumRe = re1 + re3;
      const otherSumIm = im1 + im3;
      const turnedRe = im1 - im3;
      const turnedIm = re3 - re1;
      const out0 = 4 * width * group + place;
      const out1 = out0 + width;
      const out2 = out1 + width;
      const out3 = out2 + width;
      to[out0] = sumRe + otherSumRe;
      to[out0 + 1] = sumIm + otherSumIm;
      const oneRe = differenceRe + turnedRe;
      const oneIm = differenceIm + turnedIm;
      to[out1] = oneRe * oneRootRe - oneIm * oneRootIm;
      to[out1 + 1] = oneRe * oneRootIm + oneIm * oneRootRe;
      const twoRe = sumRe - otherSumRe;
      const twoIm = sumIm - otherSumIm;
      to[out2] = twoRe * twoRootRe - twoIm * twoRootIm;
      to[out2 + 1] = twoRe * twoRootIm + twoIm * twoRootRe;
      const threeRe = differenceRe - turnedRe;
      const threeIm = differenceIm - turnedIm;
      to[out3] = threeRe * threeRootRe - threeIm * threeRootIm;
      to[out3 + 1] = threeRe * threeRootIm + threeIm * threeRootRe;
    }
  }
}

/** The last pass where the length is no power of four. */
function passOfPairs(from: Float64Array, to: Float64Array): void {
  const half = from.length / 2;
  for (let at = 0; at < half; at++) {
    to[at] = from[at]! + from[at + half]!;
    to[at + half] = from[at]! - from[at + half]!;
  }
}

/** The magnitudes of the real signal's bins, out of the spectrum of its even and odd samples as one complex signal. */
function splitMagnitudes(spectrum: Float64Array, roots: Float64Array, magnitudes: Float32Array): void {
  const size = spectrum.length;
  // twice the bins 0 and size/2, which the window has halved
  magnitudes[0] = 2 * Math.abs(spectrum[0]! + spectrum[1]!);
  magnitudes[size / 2] = 2 * Math.abs(spectrum[0]! - spectrum[1]!);
  for (let at = 2, mirrored = size - 2; at <= mirrored; at += 2, mirrored -= 2) {
    const evenRe = spectrum[at]! + spectrum[mirrored]!;
    const evenIm = spectrum[at + 1]! - spectrum[mirrored + 1]!;
    const oddRe = spectrum[at + 1]! + spectrum[mirrored + 1]!;
    const oddIm = spectrum[mirrored]! - spectrum[at]!;
    const turnedRe = oddRe * roots[at]! - oddIm * roots[at + 1]!;
    const turnedIm = oddRe * roots[at + 1]! + oddIm * roots[at]!;
    const re = evenRe + turnedRe;
    const im = evenIm + turnedIm;
    const mirroredRe = evenRe - turnedRe;
    const mirroredIm = evenIm - turnedIm;
    magnitudes[at >> 1] = Math.sqrt(re * re + im * im);
    magnitudes[mirrored >> 1] = Math.sqrt(mirroredRe * mirroredRe + mirroredIm * mirroredIm);
  }
}
