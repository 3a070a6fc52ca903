/** `a b c d e f` of CSS's `matrix()`: takes the point `x y` of a box to `a·x + c·y + e`, `b·x + d·y + f` of the frame. */
export type BoxTransform = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** How much a gradient lets through at a place on its line, both 0–1 (the place may lie beyond). */
export interface GradientStop {
  at: number;
  opacity: number;
}

/** A gradient as a mask of a box. Lengths are shares of the box's width and height. */
export type MaskGradient =
  | { kind: 'linear'; axis: 'x' | 'y'; stops: GradientStop[] }
  | {
      kind: 'radial';
      center: { x: number; y: number };
      radius: { x: number; y: number };
      stops: GradientStop[];
    };

/** Where a box lies that was as large as the frame, and what of it is seen. */
export interface MovedBox {
  /** In pixels of the frame. */
  transform: BoxTransform;
  /** All of them must let a point through. */
  masks: MaskGradient[];
}

/** The transform of what stays where it is. */
export const UNMOVED: BoxTransform = [1, 0, 0, 1, 0, 0];

export const isUnmoved = (transform: BoxTransform): boolean =>
  transform.every((value, index) => value === UNMOVED[index]);

/** Less counts as nothing: what is left of the cosine of a quarter turn. */
const ALMOST_NOTHING = 1e-9;

/** Whether the sides of a moved box are parallel to those of the frame. */
export const isUpright = ([a, b, c, d]: BoxTransform): boolean =>
  [b, c].every((part) => Math.abs(part) < ALMOST_NOTHING) ||
  [a, d].every((part) => Math.abs(part) < ALMOST_NOTHING);

/** Whether a box keeps its size and isn't turned. */
export const isShift = ([a, b, c, d]: BoxTransform): boolean =>
  [a - 1, b, c, d - 1].every((part) => Math.abs(part) < ALMOST_NOTHING);

/** First the inner transform, then the outer one. */
export function composeTransforms(outer: BoxTransform, inner: BoxTransform): BoxTransform {
  const [a, b, c, d, e, f] = outer;
  const [ia, ib, ic, id, ie, jf] = inner;
  return [
    a * ia + c * ib,
    b * ia + d * ib,
    a * ic + c * id,
    b * ic + d * id,
    a * ie + c * jf + e,
    b * ie + d * jf + f,
  ];
}

/** The transform that takes everything back; `null` for one that leaves nothing but a line. */
export function invertTransform([a, b, c, d, e, f]: BoxTransform): BoxTransform | null {
  const area = a * d - b * c;
  if (!Number.isFinite(1 / area)) return null;
  return [d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area];
}

/** Where a point lies after a transform. */
export const movePoint = (
  [a, b, c, d, e, f]: BoxTransform,
  x: number,
  y: number,
): { x: number; y: number } => ({
  x: a * x + c * y + e,
  y: b * x + d * y + f,
});

/** A width and a height. */
interface Size {
  width: number;
  height: number;
}

/** The smallest upright box around a moved one. */
export function boundsOf(
  transform: BoxTransform,
  { width, height }: Size,
): { left: number; top: number; right: number; bottom: number } {
  const corners = cornersOf({ width, height }).map(([x, y]) => movePoint(transform, x, y));
  const [across, down] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  return {
    left: Math.min(...across),
    top: Math.min(...down),
    right: Math.max(...across),
    bottom: Math.max(...down),
  };
}

/** Whether a moved box still covers the whole frame, to a tolerance in pixels. */
export function coversFrame(transform: BoxTransform, frame: Size, toleranceInPixels = 0): boolean {
  const back = invertTransform(transform);
  if (back === null) return false;
  // the frame's corners seen from the box: a box is convex, so with its corners all of the frame lies in it
  const [a, b, c, d] = back;
  const [across, down] = [Math.hypot(a, c) * toleranceInPixels, Math.hypot(b, d) * toleranceInPixels];
  return cornersOf(frame).every(([cornerX, cornerY]) => {
    const { x, y } = movePoint(back, cornerX, cornerY);
    return x >= -across && x <= frame.width + across && y >= -down && y <= frame.height + down;
  });
}

const cornersOf = ({ width, height }: Size): [number, number][] => [
  [0, 0],
  [width, 0],
  [0, height],
  [width, height],
];
