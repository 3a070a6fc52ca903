import { clamp, median } from '../../core/numbers.ts';

/** A small picture of one value per pixel. */
export interface GrayPicture {
  /** Rows from the top, one byte per pixel. */
  data: Uint8Array;
  width: number;
  height: number;
}

/** A point of a picture, in 0–1 of its width and height. */
export interface PicturePoint {
  x: number;
  y: number;
}

/** How one picture has become another by zooming. */
export interface ZoomStep {
  /** Natural logarithm of the magnification; positive when flying in. */
  logScale: number;
  /** How much of the change the zoom explains, 0–1. */
  explained: number;
}

/** The largest zoom between two frames that is looked for, as a logarithm: 1.65 times. */
const MAX_LOG_SCALE = 0.5;
const COARSE_STEP = 0.025;

/** How a picture has become another: magnified about a point, then shifted. */
interface Movement {
  logScale?: number;
  origin?: PicturePoint;
  /** In pixels, to the right and down. */
  shiftX?: number;
  shiftY?: number;
}

/** Mean absolute difference between a picture and an earlier one that has moved, where both are seen. */
function residualOf(
  from: GrayPicture,
  to: GrayPicture,
  { logScale = 0, origin = { x: 0, y: 0 }, shiftX = 0, shiftY = 0 }: Movement,
): number {
  const { width, height } = from;
  const shrink = Math.exp(-logScale);
  const [originX, originY] = [origin.x * (width - 1), origin.y * (height - 1)];
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height; y++) {
    const sourceY = originY + (y - originY) * shrink - shiftY;
    const top = Math.floor(sourceY);
    if (top < 0 || top >= height - 1) continue;
    const fractionY = sourceY - top;
    for (let x = 0; x < width; x++) {
      const sourceX = originX + (x - originX) * shrink - shiftX;
      const left = Math.floor(sourceX);
      if (left < 0 || left >= width - 1) continue;
      const fractionX = sourceX - left;
      const index = top * width + left;
      const upper = from.data[index]! + (from.data[index + 1]! - from.data[index]!) * fractionX;
      const lower =
        from.data[index + width]! + (from.data[index + width + 1]! - from.data[index + width]!) * fractionX;
      sum += Math.abs(to.data[y * width + x]! - (upper + (lower - upper) * fractionY));
      count += 1;
    }
  }
  return count === 0 ? Infinity : sum / count;
}

/** The zoom about a point that best turns one picture into another: an exhaustive search, refined by a parabola. */
export function zoomBetween({
  from,
  to,
  origin,
}: {
  from: GrayPicture;
  to: GrayPicture;
  origin: PicturePoint;
}): ZoomStep {
  const residualAt = (logScale: number): number => residualOf(from, to, { logScale, origin });
  const still = residualAt(0);
  if (still === 0) return { logScale: 0, explained: 0 };
  let best = 0;
  let least = still;
  for (let logScale = -MAX_LOG_SCALE; logScale <= MAX_LOG_SCALE; logScale += COARSE_STEP) {
    const residual = residualAt(logScale);
    if (residual < least) [best, least] = [logScale, residual];
  }
  const left = residualAt(best - COARSE_STEP);
  const right = residualAt(best + COARSE_STEP);
  const curvature = left - 2 * least + right;
  const shift = curvature > 0 ? (COARSE_STEP * (left - right)) / (2 * curvature) : 0;
  return {
    logScale: best + clamp(shift, -COARSE_STEP, COARSE_STEP),
    explained: 1 - least / still,
  };
}

/** The furthest that a picture is pushed between two frames, as a share of its width or height. */
const MAX_PUSH = 1 / 3;

/** How much of the change from one picture to the next a push along one of its edges explains, 0–1. */
function explainedByPush(from: GrayPicture, to: GrayPicture): number {
  const still = residualOf(from, to, {});
  if (still === 0) return 0;
  let least = still;
  const tryShifts = (axis: 'shiftX' | 'shiftY', length: number): void => {
    const furthest = Math.floor(length * MAX_PUSH);
    for (let shift = -furthest; shift <= furthest; shift++) {
      least = Math.min(least, residualOf(from, to, { [axis]: shift }));
    }
  };
  tryShifts('shiftX', from.width);
  tryShifts('shiftY', from.height);
  return 1 - least / still;
}

/** Points that a zoom may fly towards: a grid over the picture. */
const ORIGINS: readonly PicturePoint[] = [0.5, 0.3, 0.7, 0.1, 0.9].flatMap((y) =>
  [0.5, 0.3, 0.7, 0.1, 0.9].map((x) => ({ x, y })),
);

/** A zoom that does not multiply the size at least by this factor is a camera move, no transition. */
const MIN_TOTAL_SCALE = 2;
/** A zoom explains at least this share of the change between frames … */
const MIN_EXPLAINED = 0.5;
/** … and goes one way: this is the least of all speeds added up with and without their signs. */
const MIN_STEADINESS = 0.8;

/** In a zoom at one speed, the speeds between frames lie this near the usual one on average, as a share of it. */
const MAX_SPEED_DEVIATION = 0.25;

/** A shot's own camera move is told from the usual speed of so many steps before the zoom, and after it. */
const OWN_MOVE_STEPS = 5;

/** What `findZoomMiddle` takes. */
export interface FindZoomMiddleOptions {
  frames: readonly GrayPicture[];
  /** The frames to look at, from the first to the last; some before and after the zoom, too. */
  first: number;
  last: number;
}

/**
 * The middle of a zoom transition, in frames: the moment about which its speed is symmetric. The speed between consecutive
 * frames does not depend on what the pictures show, as nested pictures move as one. The shots' own camera moves are taken
 * off. A picture that is pushed out by the next one also looks like a zoom, more or less; it is told by what a push explains.
 *
 * @returns `'steady'` for a zoom that goes on at one speed, before and after the frames too, and so has no middle; `'unclear'`
 * for a large zoom whose pictures don't tell its middle, as where shots move much by themselves; `null` when the pictures
 * change in another way than by a large zoom.
 */
export function findZoomMiddle({
  frames,
  first,
  last,
}: FindZoomMiddleOptions): number | 'steady' | 'unclear' | null {
  const middle = Math.round((first + last) / 2);
  const pair = { from: frames[middle - 1]!, to: frames[middle]! };
  const origin = ORIGINS.map((candidate) => ({
    candidate,
    ...zoomBetween({ ...pair, origin: candidate }),
  })).reduce((a, b) => (b.explained > a.explained ? b : a)).candidate;

  const steps: (ZoomStep & { frame: number })[] = [];
  for (let frame = first + 1; frame <= last; frame++) {
    steps.push({ frame, ...zoomBetween({ from: frames[frame - 1]!, to: frames[frame]!, origin }) });
  }
  const before = usualSpeed(steps.slice(0, OWN_MOVE_STEPS));
  const after = usualSpeed(steps.slice(-OWN_MOVE_STEPS));
  const speeds = steps.map(
    // one shot's move gives way to the other's
    ({ logScale }, index) => logScale - before - ((after - before) * index) / Math.max(1, steps.length - 1),
  );
  const total = speeds.reduce((sum, speed) => sum + speed, 0);
  const explained = steps.reduce((sum, step, index) => sum + Math.abs(speeds[index]!) * step.explained, 0);
  const distance = speeds.reduce((sum, speed) => sum + Math.abs(speed), 0);
  const isZoom = Math.abs(total) > Math.log(MIN_TOTAL_SCALE) && Math.abs(total) > MIN_STEADINESS * distance;
  if (isZoom) {
    const explainedAsPush = steps.reduce(
      (sum, { frame }, index) =>
        sum + Math.abs(speeds[index]!) * explainedByPush(frames[frame - 1]!, frames[frame]!),
      0,
    );
    if (explainedAsPush > explained) return null;
  }
  if (!isZoom || explained <= MIN_EXPLAINED * distance) {
    return isSteady(steps) ? 'steady' : isZoom ? 'unclear' : null;
  }
  const { centre, spread } = symmetryCentre(speeds);
  // what happens between two frames happens half a frame before the second
  return spread > MAX_MIDDLE_SPREAD ? 'unclear' : first + 0.5 + centre;
}

const usualSpeed = (steps: readonly ZoomStep[]): number => median(steps.map(({ logScale }) => logScale));

/** Whether a zoom goes on at one speed: pictures that change in another way do not give the same speed again and again. */
function isSteady(steps: readonly ZoomStep[]): boolean {
  const speeds = steps.map(({ logScale }) => logScale).sort((a, b) => a - b);
  const usual = speeds[speeds.length >> 1] ?? 0;
  const deviation = speeds.reduce((sum, speed) => sum + Math.abs(speed - usual), 0);
  return (
    Math.abs(usual) * speeds.length > Math.log(MIN_TOTAL_SCALE) &&
    deviation < MAX_SPEED_DEVIATION * Math.abs(usual) * speeds.length
  );
}

/** Heights on the flanks of a speed curve, as parts of its usual maximum, at which its width is halved. */
const FLANK_LEVELS = [0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6];

/** Middles at several heights of a speed curve that lie further apart than this, in frames, tell of no middle. */
const MAX_MIDDLE_SPREAD = 1;

/**
 * The middle of a curve that rises and falls once, in samples: the median of the middles between its flanks at several
 * heights, and how far apart their quartiles are. Samples near the top that are far off, such as where the opening of a mask looks like a zoom, do not count.
 */
function symmetryCentre(samples: readonly number[]): { centre: number; spread: number } {
  const sign = samples.reduce((sum, sample) => sum + sample, 0) < 0 ? -1 : 1;
  const curve = samples.map((sample) => sample * sign);
  // not the very largest, which may be one of those that are far off
  const top = curve.toSorted((a, b) => b - a)[Math.floor(curve.length / 8)]!;
  const middles = FLANK_LEVELS.map((share) => {
    const level = share * top;
    const rise = curve.findIndex((sample) => sample >= level);
    const fall = curve.findLastIndex((sample) => sample >= level);
    const before = curve[rise - 1] ?? 0;
    const after = curve[fall + 1] ?? 0;
    const left = rise - (curve[rise]! - level) / Math.max(curve[rise]! - before, Number.EPSILON);
    const right = fall + (curve[fall]! - level) / Math.max(curve[fall]! - after, Number.EPSILON);
    return (left + right) / 2;
  });
  middles.sort((a, b) => a - b);
  const at = (share: number): number => middles[Math.floor(share * middles.length)]!;
  return { centre: at(0.5), spread: at(0.75) - at(0.25) };
}
