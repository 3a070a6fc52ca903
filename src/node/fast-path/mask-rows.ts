import type { BoxTransform, GradientStop, MaskGradient } from '../../edit/moved-box.ts';

/** What `createMask` takes. */
export interface CreateMaskOptions {
  /** All of them must let a place through. */
  masks: readonly MaskGradient[];
  /** Above 0, up to 1. */
  opacity: number;
  /** From the numbers of samples to shares of the box's width and height. */
  transform: BoxTransform;
  columns: number;
}

/** Gives how much of the samples of a row is seen, in 32768ths, between two columns. Valid until the next call. */
export type MaskRows = (row: number, from: number, to: number) => Uint16Array;

/** What counts as one of a share. */
export const WHOLE: number = 1 << 15;
/** Steps of a table of a gradient from its beginning to its last stop: fine enough for 8 bits. */
const STEPS = 8192;

/** Prepares masks for reading by rows. */
export function createMask({ masks, opacity, transform, columns }: CreateMaskOptions): MaskRows {
  const [, b, c] = transform;
  const isUpright = b === 0 && c === 0;
  const linear = createLinearShares(masks, transform, columns);
  const radials = masks.flatMap((mask) =>
    mask.kind === 'radial' ? createRadialShares(mask, transform, columns) : [],
  );
  const rowOfShares = new Uint16Array(columns);
  if (isUpright) for (const part of [linear, ...radials]) part.prepare(0, 0, columns);
  return (row, from, to) => {
    if (!isUpright) for (const part of [linear, ...radials]) part.prepare(row, from, to);
    const whole = linear.ofRow(isUpright ? row : 0) * opacity * WHOLE;
    scale(rowOfShares, linear.ofColumns, whole, from, to);
    for (const { squares, values, ofRow } of radials)
      letThrough(rowOfShares, squares, isUpright ? ofRow(row) : 0, values, from, to);
    return rowOfShares;
  };
}

function scale(into: Uint16Array, shares: Float64Array, factor: number, from: number, to: number): void {
  for (let column = from; column < to; column++) into[column] = shares[column]! * factor + 0.5;
}

/** Multiplies shares with what a table has at the sum of two squares. */
function letThrough(
  shares: Uint16Array,
  squares: Float64Array,
  square: number,
  values: Float64Array,
  from: number,
  to: number,
): void {
  for (let column = from; column < to; column++) {
    const step = squares[column]! + square;
    shares[column] = shares[column]! * values[step < STEPS ? step | 0 : STEPS]! + 0.5;
  }
}

/**
 * What gradients along the box's sides let through. In an upright box those along one side depend on the column alone, the
 * others on the row.
 */
function createLinearShares(
  masks: readonly MaskGradient[],
  [a, b, c, d, e, f]: BoxTransform,
  columns: number,
): { ofColumns: Float64Array; ofRow: (row: number) => number; prepare: PrepareRow } {
  const isUpright = b === 0 && c === 0;
  const gradients = masks.flatMap((mask) => (mask.kind === 'linear' ? [mask] : []));
  const alongRows = gradients.filter(({ axis }) => axis === 'x' || !isUpright);
  const ofColumns = new Float64Array(columns);
  return {
    ofColumns,
    ofRow: (row) =>
      gradients
        .filter((gradient) => !alongRows.includes(gradient))
        .reduce((share, { stops }) => share * opacityAt(stops, d * row + f), 1),
    prepare(row, from, to) {
      for (let column = from; column < to; column++) {
        const place = { x: a * column + c * row + e, y: b * column + d * row + f };
        let share = 1;
        for (const { axis, stops } of alongRows) share *= opacityAt(stops, place[axis]);
        ofColumns[column] = share;
      }
    },
  };
}

type PrepareRow = (row: number, from: number, to: number) => void;

/** What an elliptic gradient lets through, by the square of the distance from its middle: a table needs no root. */
function createRadialShares(
  { center, radius, stops }: Extract<MaskGradient, { kind: 'radial' }>,
  [a, b, c, d, e, f]: BoxTransform,
  columns: number,
): {
  values: Float64Array;
  /** The columns' part of it; in an upright box the rows' part is added to it. */
  squares: Float64Array;
  ofRow: (row: number) => number;
  prepare: PrepareRow;
} {
  const isUpright = b === 0 && c === 0;
  const end = Math.max(1e-6, stops.at(-1)!.at);
  const values = Float64Array.from({ length: STEPS + 1 }, (_, step) =>
    opacityAt(stops, end * Math.sqrt(step / STEPS)),
  );
  const squares = new Float64Array(columns);
  const squareOf = (across: number, down: number): number =>
    ((across / radius.x) ** 2 + (down / radius.y) ** 2) * (STEPS / end ** 2);
  return {
    values,
    squares,
    ofRow: (row) => squareOf(0, d * row + f - center.y) + 0.5,
    prepare(row, from, to) {
      for (let column = from; column < to; column++) {
        const across = a * column + c * row + e - center.x;
        const down = b * column + d * row + f - center.y;
        squares[column] = isUpright ? squareOf(across, 0) : squareOf(across, down) + 0.5;
      }
    },
  };
}

/** How much a gradient lets through at a place. */
function opacityAt(stops: readonly GradientStop[], place: number): number {
  const next = stops.findIndex((stop) => stop.at > place);
  const [before, after] = [stops[next - 1], stops[next]];
  if (after === undefined) return stops.at(-1)!.opacity;
  if (before === undefined) return after.opacity;
  return before.opacity + ((after.opacity - before.opacity) * (place - before.at)) / (after.at - before.at);
}
