import type { BoxTransform } from '../../edit/moved-box.ts';

/** Where the samples of a plane are taken from. */
export interface PlaneMap {
  /** From the numbers of samples of the picture that is drawn to those of the taken plane. */
  transform: BoxTransform;
  /** Size of the taken plane. */
  columns: number;
  rows: number;
  /** What samples are raised by before they are cut to whole numbers, 0–1. */
  rounding: number;
}

/** Gives a row of samples; only those between two columns are set. They are valid until the next call. */
export type RowSampler = (row: number, from: number, to: number) => Uint8Array;

/** One in fractions of 8 bits. */
const ONE = 256;

/** Samples a plane bilinearly; beyond its border the border's samples go on. */
export function createRowSampler(plane: Uint8Array, map: PlaneMap, columns: number): RowSampler {
  const [, b, c] = map.transform;
  return b === 0 && c === 0 ? sampleUpright(plane, map, columns) : sampleTurned(plane, map, columns);
}

/** Without rotation all rows are taken from the same columns: each row is interpolated across once, however often it is seen. */
function sampleUpright(
  plane: Uint8Array,
  { transform, rounding, ...size }: PlaneMap,
  columns: number,
): RowSampler {
  const [a, , , d, e, f] = transform;
  const raise = Math.round(rounding * ONE * ONE);
  const left = new Int32Array(columns);
  const right = new Int32Array(columns);
  const weight = new Int32Array(columns);
  for (let column = 0; column < columns; column++) {
    const place = Math.min(size.columns - 1, Math.max(0, a * column + e));
    left[column] = Math.floor(place);
    right[column] = Math.min(size.columns - 1, left[column]! + 1);
    weight[column] = Math.round((place - left[column]!) * ONE);
  }
  const line = new Uint8Array(columns);
  /** Two rows of the plane, interpolated across, in 256ths; and which ones. */
  let upper = { row: -1, data: new Uint16Array(columns) };
  let lower = { row: -1, data: new Uint16Array(columns) };
  const across = (into: typeof upper, row: number, from: number, to: number): void => {
    into.row = row;
    const { data } = into;
    const start = row * size.columns;
    for (let column = from; column < to; column++) {
      const value = plane[start + left[column]!]!;
      data[column] = value * ONE + (plane[start + right[column]!]! - value) * weight[column]!;
    }
  };
  return (row, from, to) => {
    const place = Math.min(size.rows - 1, Math.max(0, d * row + f));
    const top = Math.floor(place);
    const bottom = Math.min(size.rows - 1, top + 1);
    if (lower.row === top) [upper, lower] = [lower, upper];
    if (upper.row !== top) across(upper, top, from, to);
    if (lower.row !== bottom) across(lower, bottom, from, to);
    const share = Math.round((place - top) * ONE);
    const [above, below] = [upper.data, lower.data];
    const rest = ONE - share;
    for (let column = from; column < to; column++)
      line[column] = (above[column]! * rest + below[column]! * share + raise) >> 16;
    return line;
  };
}

function sampleTurned(
  plane: Uint8Array,
  { transform, rounding, ...size }: PlaneMap,
  columns: number,
): RowSampler {
  const [a, b, c, d, e, f] = transform;
  const line = new Uint8Array(columns);
  const [lastColumn, lastRow] = [size.columns - 1, size.rows - 1];
  return (row, from, to) => {
    const [startX, startY] = [c * row + e, d * row + f];
    for (let column = from; column < to; column++) {
      const x = Math.min(lastColumn, Math.max(0, a * column + startX));
      const y = Math.min(lastRow, Math.max(0, b * column + startY));
      const left = Math.floor(x);
      const top = Math.floor(y);
      const right = left < lastColumn ? left + 1 : left;
      const [upper, lower] = [top * size.columns, (top < lastRow ? top + 1 : top) * size.columns];
      const shareX = x - left;
      const above = plane[upper + left]! * (1 - shareX) + plane[upper + right]! * shareX;
      const below = plane[lower + left]! * (1 - shareX) + plane[lower + right]! * shareX;
      line[column] = above + (below - above) * (y - top) + rounding;
    }
    return line;
  };
}
