import { clamp, median } from '../../core/numbers.ts';
import { fitZoomPulse } from './zoom-pulse.ts';

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

/** Pixels that don't count, by a 1. */
type PixelMask = Uint8Array;

/** Mean absolute difference between a picture and an earlier one that has moved, where both are seen. */
function residualOf(
  from: GrayPicture,
  to: GrayPicture,
  { logScale = 0, origin = { x: 0, y: 0 }, shiftX = 0, shiftY = 0 }: Movement,
  ignored?: PixelMask,
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
      if (ignored !== undefined && (ignored[index] === 1 || ignored[y * width + x] === 1)) continue;
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
  ignored,
}: {
  from: GrayPicture;
  to: GrayPicture;
  origin: PicturePoint;
  /** Pixels that don't count, by a 1; none by default. */
  ignored?: Uint8Array;
}): ZoomStep {
  const residualAt = (logScale: number): number => residualOf(from, to, { logScale, origin }, ignored);
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
function explainedByPush(from: GrayPicture, to: GrayPicture, ignored: PixelMask): number {
  const still = residualOf(from, to, {}, ignored);
  if (still === 0) return 0;
  let least = still;
  const tryShifts = (axis: 'shiftX' | 'shiftY', length: number): void => {
    const furthest = Math.floor(length * MAX_PUSH);
    for (let shift = -furthest; shift <= furthest; shift++) {
      least = Math.min(least, residualOf(from, to, { [axis]: shift }, ignored));
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

/** An edge of the mean of all pictures stands still if it is at least so strong, of 255, … */
const MIN_STILL_EDGE = 12;
/** … and this share of what it is in the pictures themselves on average. */
const STILL_SHARE = 0.6;

/** Marks the edges that stay where they are over some pictures, such as those of words that lie over a zoom. */
function findStillEdges(frames: readonly GrayPicture[]): PixelMask {
  const { width, height } = frames[0]!;
  const mean = new Float64Array(width * height);
  for (const { data } of frames) {
    for (let index = 0; index < mean.length; index++) mean[index]! += data[index]! / frames.length;
  }
  const edgeAt = (data: ArrayLike<number>, index: number): number =>
    Math.max(Math.abs(data[index]! - data[index + 1]!), Math.abs(data[index]! - data[index + width]!));
  const still = new Uint8Array(width * height);
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < width - 1; x++) {
      const index = y * width + x;
      const edge = edgeAt(mean, index);
      if (edge < MIN_STILL_EDGE) continue;
      const usual = frames.reduce((sum, { data }) => sum + edgeAt(data, index), 0) / frames.length;
      if (edge < STILL_SHARE * usual) continue;
      // both sides of the edge, and those that are interpolated from them
      for (const dy of [-1, 0, 1]) for (const dx of [-1, 0, 1]) still[index + dy * width + dx] = 1;
    }
  }
  return still;
}

/** A zoom that does not multiply the size at least by this factor is a camera move, no transition. */
const MIN_TOTAL_SCALE = 2;
/** A zoom goes one way: this is the least of all speeds added up with and without their signs. */
const MIN_STEADINESS = 0.8;
/** A zoom whose speed rises and falls explains at least this share of the change between frames: other things may move over it. */
const MIN_EXPLAINED_OF_PULSE = 0.25;

/** In a zoom at one speed, the speeds between frames lie this near the usual one on average, as a share of it. */
const MAX_SPEED_DEVIATION = 0.25;

/** A shot's own camera move is told from the usual speed of so many steps before the zoom, and after it. */
const OWN_MOVE_STEPS = 5;

/** What `findZoomMiddle` takes. */
export interface FindZoomMiddleOptions {
  /** The frames to look at, some before and after the zoom, too. */
  frames: readonly GrayPicture[];
  /** How long the zoom was planned to take, in frames. */
  lengthInFrames: number;
}

/**
 * The middle of a zoom transition, in frames from the first one that is given: the moment about which its speed is
 * symmetric. The speed between consecutive frames does not depend on what the pictures show, as nested pictures move as one.
 *
 * 1. The point that the zoom flies to is the one that explains most in a middling pair of frames among some: one of them may
 *    have a flash in it. Edges that stand still over all frames, such as those of words over the picture, do not count.
 * 2. The speed between all frames is measured about it, and a pulse of the planned length is fitted to it (`fitZoomPulse`).
 * 3. Where it does not fit, what remains without the shots' own camera moves tells whether it is a zoom at all.
 *
 * A picture that is pushed out by the next one also looks like a zoom, more or less; it is told by what a push explains.
 *
 * @returns `'steady'` for a zoom that goes on at one speed, before and after the frames too, and so has no middle; `'unclear'`
 * for a large zoom whose pictures don't tell its middle, as where shots move much by themselves; `null` when the pictures
 * change in another way than by a large zoom.
 */
export function findZoomMiddle({
  frames,
  lengthInFrames,
}: FindZoomMiddleOptions): number | 'steady' | 'unclear' | null {
  const ignored = findStillEdges(frames);
  const origin = findOrigin(frames, ignored);
  const steps = frames
    .slice(1)
    .map((to, index) => zoomBetween({ from: frames[index]!, to, origin, ignored }));
  let pushes: { explained: number }[] | undefined;
  const isPush = (speeds: readonly number[], explained: number): boolean => {
    pushes ??= frames
      .slice(1)
      .map((to, index) => ({ explained: explainedByPush(frames[index]!, to, ignored) }));
    return addUp(speeds, pushes).explained > explained;
  };

  const speeds = withoutLeaps(steps.map(({ logScale }) => logScale));
  const pulse = fitZoomPulse({ speeds, lengthInFrames });
  if (pulse !== null && Math.abs(pulse.logScale) > Math.log(MIN_TOTAL_SCALE)) {
    const { explained, distance } = addUp(speeds, steps);
    const isZoom = explained > MIN_EXPLAINED_OF_PULSE * distance && !isPush(speeds, explained);
    // what happens between two frames happens half a frame before the second
    if (isZoom) return pulse.middle + 0.5;
  }

  const before = usualSpeed(steps.slice(0, OWN_MOVE_STEPS));
  const after = usualSpeed(steps.slice(-OWN_MOVE_STEPS));
  const remaining = steps.map(
    // one shot's move gives way to the other's
    ({ logScale }, index) => logScale - before - ((after - before) * index) / Math.max(1, steps.length - 1),
  );
  const { total, explained, distance } = addUp(remaining, steps);
  const isZoom = Math.abs(total) > Math.log(MIN_TOTAL_SCALE) && Math.abs(total) > MIN_STEADINESS * distance;
  if (isZoom && isPush(remaining, explained)) return null;
  return isSteady(steps) ? 'steady' : isZoom ? 'unclear' : null;
}

/** Pairs of frames from which the point of a zoom is told, as shares of all frames. */
const ORIGIN_PAIRS = [0.35, 0.5, 0.65];

/** The point that a zoom flies to. */
function findOrigin(frames: readonly GrayPicture[], ignored: PixelMask): PicturePoint {
  const pairs = ORIGIN_PAIRS.map((share) => {
    const frame = Math.max(1, Math.round(share * (frames.length - 1)));
    return { from: frames[frame - 1]!, to: frames[frame]! };
  });
  return ORIGINS.map((origin) => ({
    origin,
    explained: median(pairs.map((pair) => zoomBetween({ ...pair, origin, ignored }).explained)),
  })).reduce((a, b) => (b.explained > a.explained ? b : a)).origin;
}

/** Speeds without single ones that are far off, as at a flash: the median of each and its neighbours. */
const withoutLeaps = (speeds: readonly number[]): number[] =>
  speeds.map((speed, index) => median([speeds[index - 1] ?? speed, speed, speeds[index + 1] ?? speed]));

/** The way of a zoom with and without the signs of its speeds, and how much of the change along it the steps explain. */
const addUp = (
  speeds: readonly number[],
  steps: readonly Pick<ZoomStep, 'explained'>[],
): { total: number; distance: number; explained: number } => ({
  total: speeds.reduce((sum, speed) => sum + speed, 0),
  distance: speeds.reduce((sum, speed) => sum + Math.abs(speed), 0),
  explained: speeds.reduce((sum, speed, index) => sum + Math.abs(speed) * steps[index]!.explained, 0),
});

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
