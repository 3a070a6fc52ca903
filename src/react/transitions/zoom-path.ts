import { clamp } from '../../core/numbers.ts';

/** A point of a picture in 0–1 of its width and height. */
export interface ZoomOrigin {
  x: number;
  y: number;
}

/** Where one picture of a chain gives way to the one nested in it. */
export interface ZoomJoint {
  /** The frame from which the nested picture is seen. */
  startFrame: number;
  /** The frame from which it fills the frame. */
  endFrame: number;
  /** How many times it grows in between; above 1. */
  scale: number;
  /** The point of the outer picture that the camera flies to. */
  origin: ZoomOrigin;
}

/** What `createZoomPath` takes. Frames may be any real numbers. */
export interface ZoomPathOptions {
  startFrame: number;
  endFrame: number;
  /** The joints in order of time; their stretches must not overlap. */
  joints: readonly ZoomJoint[];
  /** The point of the last picture that the camera flies to. */
  lastOrigin: ZoomOrigin;
  /**
   * Growth between joints as the natural logarithm of the factor per frame; `constant` for the same speed as through the
   * joints.
   */
  drift: number | 'constant';
  /** Whether the camera starts from rest and comes to rest within the first and the last picture. */
  ease: boolean;
}

/** How a picture stands on the screen. */
export interface ZoomView {
  /** 1 fills the frame. */
  scale: number;
  /** How far its middle lies right of and below the middle of the frame, in its own unscaled width and height. */
  x: number;
  y: number;
}

/** The way of a camera into (or out of) a chain of nested pictures. */
export interface ZoomPath {
  /** How far the camera has come: the natural logarithm of the magnification since the first frame. */
  depthAt(frame: number): number;
  /** How the picture of a number (0 is the first in time) stands on a frame. */
  viewAt(picture: number, frame: number): ZoomView;
  /** How far the camera has come on its way through a joint, 0–1 in logarithmic size. */
  progressAt(joint: number, frame: number): number;
}

/** ∫ of a raised cosine over (−½, ½): 0 before, 1 after, and no corner in its speed. */
const pulseIntegral = (x: number): number =>
  x <= -0.5 ? 0 : x >= 0.5 ? 1 : x + 0.5 + Math.sin(2 * Math.PI * x) / (2 * Math.PI);

/** ∫ of smoothstep over 0…x for x in 0–1. */
const smoothstepIntegral = (x: number): number => x ** 3 - x ** 4 / 2;

/** The time from a start in which a speed that rises from 0 to 1 by smoothstep over `ease` has been travelled. */
const easedTime = (time: number, ease: number): number =>
  time < ease ? ease * smoothstepIntegral(time / ease) : time - ease / 2;

/** The depth as a function of the frame: a drift, and a pulse of speed on each joint. */
function createDepth({
  startFrame,
  endFrame,
  joints,
  drift,
  ease,
}: ZoomPathOptions): (frame: number) => number {
  const lengths = joints.map((joint) => joint.endFrame - joint.startFrame);
  const grown = joints.map((joint) => Math.log(joint.scale));
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const isConstant = drift === 'constant' && joints.length > 0;
  const speed = isConstant ? sum(grown) / sum(lengths) : drift === 'constant' ? 0 : drift;
  // what the drift does not bring in a joint, its pulse does
  const pulses = joints.map((_, index) => (isConstant ? 0 : grown[index]! - speed * lengths[index]!));
  const easeIn = ease ? Math.max(0, (joints[0]?.startFrame ?? endFrame) - startFrame) : 0;
  const easeOut = ease && joints.length > 0 ? Math.max(0, endFrame - joints.at(-1)!.endFrame) : 0;
  return (frame) => {
    const time = Math.min(Math.max(frame, startFrame), endFrame) - startFrame;
    const sinceEaseOut = Math.max(0, time - (endFrame - startFrame - easeOut));
    // coming to rest is starting from rest seen backwards
    const lost =
      sinceEaseOut === 0 ? 0 : sinceEaseOut - (easeOut / 2 - easedTime(easeOut - sinceEaseOut, easeOut));
    let depth = speed * (easedTime(time, easeIn) - lost);
    for (const [index, joint] of joints.entries()) {
      const middle = (joint.startFrame + joint.endFrame) / 2;
      depth += pulses[index]! * pulseIntegral((frame - middle) / lengths[index]!);
    }
    return depth;
  };
}

/** One picture's stretch of the way: from where it fills the frame to where the next one does. */
interface Stretch {
  from: number;
  length: number;
  origin: ZoomOrigin;
  /** How far the resting point of the picture lies from `origin` at both ends. */
  before: ZoomOrigin;
  after: ZoomOrigin;
}

/** The middle of what the camera sees in a stretch's picture, and the share of the picture that it sees. */
function cameraAt(stretch: Stretch, depth: number): { x: number; y: number; width: number } {
  const gone = depth - stretch.from;
  const width = Math.exp(-gone);
  const share = stretch.length === 0 ? 0 : gone / stretch.length;
  // a cubic that is 0 at both ends and leaves and arrives with given slopes (Hermite); straight on outside
  const lean = (before: number, after: number): number =>
    share < 0 || share > 1
      ? 0
      : stretch.length * (before * share * (1 - share) ** 2 - after * share ** 2 * (1 - share));
  const middle = (axis: 'x' | 'y'): number =>
    0.5 +
    (stretch.origin[axis] - 0.5) * (1 - width) +
    width * lean(stretch.before[axis], stretch.after[axis]);
  return { x: middle('x'), y: middle('y'), width };
}

/**
 * Lays out an infinite zoom over a chain of pictures, each nested in the one before it.
 *
 * 1. The depth, the logarithm of the magnification, is one smooth function of time for the whole chain: a steady drift
 *    plus, around each joint, a pulse whose speed is a raised cosine. So the size and its speed have no jump anywhere;
 *    with `drift: 'constant'` there are no pulses and equal times multiply the size by equal factors throughout.
 * 2. Each picture fills the frame at the depth at which its joint ends. Its place inside the picture before it follows.
 * 3. On its way to the next picture the camera flies to the joint's origin, which stays at its place on the screen. Where
 *    origins differ the resting point glides from one to the next: half-way between them at the joint's end, by a cubic in
 *    the depth (a Hermite spline). So the movement over the screen has no jump either.
 *
 * Similar in spirit to J. J. van Wijk, W. A. A. Nuij, "Smooth and efficient zooming and panning", InfoVis, 2003, which
 * treats one flight in one picture.
 */
export function createZoomPath(options: ZoomPathOptions): ZoomPath {
  const { joints, lastOrigin, startFrame, endFrame } = options;
  const depthAt = createDepth(options);
  const levels = [depthAt(startFrame), ...joints.map((joint) => depthAt(joint.endFrame))];
  const origins = [...joints.map((joint) => joint.origin), lastOrigin];
  const half = (a: ZoomOrigin, b: ZoomOrigin): ZoomOrigin => ({ x: (b.x - a.x) / 2, y: (b.y - a.y) / 2 });
  const stretches = origins.map((origin, index): Stretch => {
    const from = levels[index]!;
    return {
      from,
      length: (levels[index + 1] ?? depthAt(endFrame)) - from,
      origin,
      before: half(origin, origins[index - 1] ?? origin),
      after: half(origin, origins[index + 1] ?? origin),
    };
  });

  return {
    depthAt,
    viewAt(picture, frame) {
      const depth = depthAt(frame);
      const own = stretches[picture]!;
      const outer = stretches[picture - 1];
      let camera = cameraAt(own, depth);
      if (outer !== undefined && depth < own.from) {
        // seen inside the picture before it, where it lies at the end of that picture's stretch
        const seen = cameraAt(outer, depth);
        const place = cameraAt(outer, own.from);
        camera = {
          x: (seen.x - place.x) / place.width + 0.5,
          y: (seen.y - place.y) / place.width + 0.5,
          width: seen.width / place.width,
        };
      }
      const scale = 1 / camera.width;
      return { scale, x: (0.5 - camera.x) * scale, y: (0.5 - camera.y) * scale };
    },
    progressAt(joint, frame) {
      const { startFrame: from, endFrame: to } = joints[joint]!;
      const [first, last] = [depthAt(from), depthAt(to)];
      return clamp((depthAt(frame) - first) / (last - first));
    },
  };
}
