import { clamp } from '../../core/numbers.ts';

/** What `fitZoomPulse` takes. */
export interface FitZoomPulseOptions {
  /** The speed of a zoom from each frame to the next: logarithms of the magnification. */
  speeds: readonly number[];
  /** How long the zoom was planned to take, in frames. */
  lengthInFrames: number;
}

/** A rise and fall of a zoom's speed. */
export interface ZoomPulse {
  /** Its middle, as an index of the speeds: 0 is the first of them. */
  middle: number;
  /** By how much it magnifies, as a logarithm, without what the shots move by themselves. */
  logScale: number;
}

/** Speeds of a zoom over −½ to ½ of its length, the largest 1: those of a raised cosine and of smoothstep. */
const SHAPES: readonly ((place: number) => number)[] = [
  (place) => (Math.abs(place) < 0.5 ? (1 + Math.cos(2 * Math.PI * place)) / 2 : 0),
  (place) => (Math.abs(place) < 0.5 ? 1 - 4 * place * place : 0),
];
/**
 * When one shot's own move gives way to the other's, as a share of the length after the middle: flying in, the new picture
 * is small until late; flying out, the old one is small from early on, so that these count backwards.
 */
const HANDOVERS = [0, 0.2, 0.4];
/** How long that takes, as a share of the length. */
const HANDOVER_LENGTH = 0.5;

/** Middles are tried at this distance, in frames. */
const STEP_IN_FRAMES = 0.25;
/** A middle lies in this part of the frames: one nearer to their ends is not seen whole. */
const SEARCHED = { from: 0.25, to: 0.75 } as const;
/** Rounds of re-weighting, after which least squares have become least absolute deviations. */
const ROUNDS = 6;
/** A deviation as small as this, as a logarithm, is noise of measuring. */
const NOISE = 0.003;

/** A fit that is this much worse than the best one is as likely. Chosen: it keeps those that noise could have put first. */
const LIKELY = 1.3;
/** The deviation over the planned length, as a share of the pulse's height, above which the speeds are no pulse. Measured in the examples' zooms: 0.03 to 0.16 where the middle is right, 0.21 and more where it is not. */
const MAX_MISFIT = 0.18;
/** Likely fits whose middles are further apart, in frames, leave the middle open by more than a frame to either side. */
const MAX_SPREAD_IN_FRAMES = 2;

/**
 * Finds a zoom of known length in speeds, among what the shots on both sides move by themselves.
 *
 * 1. The speed is taken for the sum of a pulse and of two levels, the second of which takes over from the first in the
 *    course of the pulse. For each place of the pulse, shape and time of taking over, heights are fitted by least absolute
 *    deviations, which what is far off for some frames does not move: a mask that opens and looks like a faster zoom.
 * 2. The best fit counts, and all that are nearly as good: the mean of their middles, unless they lie far apart.
 *
 * Least absolute deviations by iteratively re-weighted least squares: E. J. Schlossmacher, "An iterative technique for
 * absolute deviations curve fitting", Journal of the American Statistical Association 68, 1973.
 *
 * @returns `null` when the speeds don't rise and fall over that length, or don't tell where.
 */
export function fitZoomPulse({ speeds, lengthInFrames }: FitZoomPulseOptions): ZoomPulse | null {
  const direction = Math.sign(speeds.reduce((sum, speed) => sum + speed, 0));
  const fits = SHAPES.flatMap((shape) =>
    HANDOVERS.map((handover) => bestFit(speeds, lengthInFrames, shape, handover * direction)),
  ).sort((a, b) => a.deviation - b.deviation);
  const [best] = fits as [PulseFit];
  if (best.deviation > MAX_MISFIT * Math.abs(best.height) * lengthInFrames) return null;
  const middles = fits
    .filter(({ deviation }) => deviation <= LIKELY * best.deviation)
    .map((fit) => fit.middle);
  const [least, most] = [Math.min(...middles), Math.max(...middles)];
  const isAtEnd =
    least <= SEARCHED.from * speeds.length || most + STEP_IN_FRAMES >= SEARCHED.to * speeds.length;
  if (isAtEnd || most - least > MAX_SPREAD_IN_FRAMES) return null;
  const middle = middles.reduce((sum, value) => sum + value, 0) / middles.length;
  return { middle, logScale: best.logScale };
}

interface PulseFit extends ZoomPulse {
  /** Of the pulse. */
  height: number;
  /** Sum of the absolute deviations of the speeds. */
  deviation: number;
}

type Triple = [number, number, number];

function bestFit(
  speeds: readonly number[],
  lengthInFrames: number,
  shape: (place: number) => number,
  handover: number,
): PulseFit {
  let best: PulseFit | null = null;
  for (
    let middle = SEARCHED.from * speeds.length;
    middle <= SEARCHED.to * speeds.length;
    middle += STEP_IN_FRAMES
  ) {
    const rows = speeds.map((_, index): Triple => {
      const place = (index - middle) / lengthInFrames;
      const after = clamp((place - handover) / HANDOVER_LENGTH + 0.5);
      return [1 - after, after, shape(place)];
    });
    const heights = fitHeights(rows, speeds);
    const deviation = rows.reduce((sum, row, index) => sum + Math.abs(speeds[index]! - dot(row, heights)), 0);
    if (best === null || deviation < best.deviation) {
      const logScale = heights[2] * rows.reduce((sum, row) => sum + row[2], 0);
      best = { middle, logScale, height: heights[2], deviation };
    }
  }
  return best!; // there is at least one place
}

const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** The factors of three columns whose sum lies nearest to some values, by least absolute deviations. */
function fitHeights(rows: readonly Triple[], values: readonly number[]): Triple {
  let weights = values.map(() => 1);
  let heights: Triple = [0, 0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    heights = solveWeighted(rows, values, weights);
    weights = rows.map((row, index) => 1 / Math.max(NOISE, Math.abs(values[index]! - dot(row, heights))));
  }
  return heights;
}

/** Least squares with three unknowns, by the normal equations and Cramer's rule. */
function solveWeighted(
  rows: readonly Triple[],
  values: readonly number[],
  weights: readonly number[],
): Triple {
  const columns: [Triple, Triple, Triple] = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  const right: Triple = [0, 0, 0];
  for (const [index, row] of rows.entries()) {
    for (let i = 0; i < 3; i++) {
      right[i]! += weights[index]! * row[i]! * values[index]!;
      for (let j = 0; j < 3; j++) columns[j]![i]! += weights[index]! * row[i]! * row[j]!;
    }
  }
  const [a, b, c] = columns;
  const whole = determinant(a, b, c);
  if (whole === 0) return [0, 0, 0];
  return [
    determinant(right, b, c) / whole,
    determinant(a, right, c) / whole,
    determinant(a, b, right) / whole,
  ];
}

const determinant = (a: Triple, b: Triple, c: Triple): number =>
  a[0] * (b[1] * c[2] - b[2] * c[1]) -
  b[0] * (a[1] * c[2] - a[2] * c[1]) +
  c[0] * (a[1] * b[2] - a[2] * b[1]);
