import {
  boundsOf,
  composeTransforms,
  coversFrame,
  invertTransform,
  isUpright,
  type BoxTransform,
  type MaskGradient,
  type MovedBox,
} from '../../edit/moved-box.ts';
import { createMask, WHOLE } from './mask-rows.ts';
import type { PictureSize } from './place-take.ts';
import { CHROMA_ROUNDING, LUMA_ROUNDING } from './rounding.ts';
import { createRowSampler, type PlaneMap, type RowSampler } from './sample-rows.ts';

/** How a take is seen that fills a box which is moved. */
export interface MovedTake {
  /** Size of the take as it is stored. */
  take: PictureSize;
  /** From the take's pixels to those of the frame. */
  transform: BoxTransform;
  masks: MovedBox['masks'];
}

/** From where a box is moved to where the take is seen that fills it. */
export function moveTake({
  moved: { transform, masks },
  take: { width, height },
  frame,
}: {
  moved: MovedBox;
  take: PictureSize;
  /** The film's frame, and the box before it is moved. */
  frame: PictureSize;
}): MovedTake {
  return {
    take: { width, height },
    transform: composeTransforms(transform, stretchTo(frame, { width, height })),
    masks,
  };
}

/** Stretches what has one size to another. */
const stretchTo = (size: PictureSize, from: PictureSize): BoxTransform => [
  size.width / from.width,
  0,
  0,
  size.height / from.height,
  0,
  0,
];

/** What `layMovedTake` takes. */
export interface LayMovedTakeOptions {
  /** The frame below: planar 4:2:0. It is drawn over. */
  frame: Uint8Array;
  frameSize: PictureSize;
  /** A picture of the take at its own size, in the same form. */
  picture: Uint8Array;
  moved: MovedTake;
  /** Above 0, up to 1. */
  opacity: number;
}

/** Where samples of luma and chroma lie: sample `k` at `step · k + x` across, and likewise down. */
interface Grid {
  step: number;
  x: number;
  y: number;
}

const LUMA: Grid = { step: 1, x: 0.5, y: 0.5 };
/** In the frame the chroma lies where MPEG-4 says. */
const CHROMA: Grid = { step: 2, x: 0.5, y: 1 };
/** A browser takes a video's chroma for the middle of four pixels (measured: 5 dB nearer to its pictures). */
const TAKEN_CHROMA: Grid = { step: 2, x: 1, y: 1 };

/**
 * Lays a take over a frame where its box has been moved to, as Chromium does: each pixel gets the take's colour at its middle,
 * mixed of the four nearest pixels, however much larger or smaller the take is seen (no smaller pictures are prepared); at the
 * box's edges in shares, by how much of the pixel lies in the box. A take that is turned or skewed is drawn upright first, as
 * large as it is seen, and that picture is then turned (measured: of a take with fine grain 10 dB nearer to the browser's).
 */
export function layMovedTake({ frame, frameSize, picture, moved, opacity }: LayMovedTakeOptions): void {
  const { take, transform, masks } = moved;
  const back = invertTransform(transform);
  if (back === null) return; // seen from the side
  const source = isUpright(transform)
    ? { picture, size: take, back }
    : drawUpright({ frameSize, picture, take, transform });
  if (source === null) return;
  // places in shares of the take's width and height, for masks and edges
  const toShares = composeTransforms([1 / take.width, 0, 0, 1 / take.height, 0, 0], back);
  const isWhole = coversFrame(composeTransforms(transform, stretchTo(take, frameSize)), frameSize);
  for (const part of planesOf(frameSize, CHROMA, source.size)) {
    const { columns, rows, grid, rounding, planes } = part;
    const map = mapOf(part, source.back);
    const samplers = planes.map(({ taken }) => samplePlane(source.picture, taken, map, columns));
    const onto = ontoPixels(grid);
    const sampleShares = composeTransforms(toShares, onto);
    const parts = isWhole ? masks : [...masks, ...softEdges(sampleShares)];
    const isMasked = opacity < 1 || parts.length > 0;
    const mask = isMasked ? createMask({ masks: parts, opacity, transform: sampleShares, columns }) : null;
    const raise = Math.round(rounding * WHOLE);
    for (let row = 0; row < rows; row++) {
      const [from, to] = columnsInBox(sampleShares, row, columns);
      if (from >= to) continue;
      const shares = mask?.(row, from, to) ?? null;
      for (const [index, { own }] of planes.entries())
        lay(frame, own + row * columns, samplers[index]!(row, from, to), { shares, from, to, raise });
    }
  }
}

/** A picture that is to be turned. */
interface UprightPicture {
  /** Planar 4:2:0, with the chroma in the middle of four pixels. */
  picture: Uint8Array;
  size: PictureSize;
  /** From the frame's pixels to its own. */
  back: BoxTransform;
}

/** Draws as much of a take as is seen of it when it is turned, upright and as large as it is seen; `null` if nothing is. */
function drawUpright({
  frameSize,
  picture,
  take,
  transform,
}: Pick<LayMovedTakeOptions, 'frameSize' | 'picture'> &
  Pick<MovedTake, 'take' | 'transform'>): UprightPicture | null {
  const [a, b, c, d] = transform;
  const [scaleX, scaleY] = [Math.hypot(a, b), Math.hypot(c, d)];
  const turn = composeTransforms(transform, [1 / scaleX, 0, 0, 1 / scaleY, 0, 0]);
  const back = invertTransform(turn)!; // with the whole transform
  const seen = boundsOf(back, frameSize);
  const columns = evenSpan(seen.left, seen.right, take.width * scaleX);
  const rows = evenSpan(seen.top, seen.bottom, take.height * scaleY);
  const size = { width: columns.end - columns.start, height: rows.end - rows.start };
  if (size.width <= 0 || size.height <= 0) return null;
  const drawn = new Uint8Array((size.width * size.height * 3) / 2);
  const toTake: BoxTransform = [
    ...([1 / scaleX, 0, 0, 1 / scaleY] as const),
    ...([columns.start / scaleX, rows.start / scaleY] as const),
  ];
  for (const part of planesOf(size, TAKEN_CHROMA, take)) {
    const map = mapOf(part, toTake);
    for (const { own, taken } of part.planes) {
      const sample = samplePlane(picture, taken, map, part.columns);
      for (let row = 0; row < part.rows; row++)
        drawn.set(sample(row, 0, part.columns), own + row * part.columns);
    }
  }
  const toDrawn = composeTransforms([1, 0, 0, 1, -columns.start, -rows.start], back);
  return { picture: drawn, size, back: toDrawn };
}

/** The pixels between two places and what is mixed with them, of so many, from an even one to before an even one. */
function evenSpan(from: number, to: number, length: number): { start: number; end: number } {
  return {
    start: 2 * Math.max(0, Math.floor(from / 2) - 1),
    end: 2 * Math.min(Math.ceil(length / 2), Math.ceil(to / 2) + 1),
  };
}

/** Planes that have the same geometry, and where they begin in the picture that is drawn and in the one that is taken. */
interface PlaneGroup {
  columns: number;
  rows: number;
  takenColumns: number;
  takenRows: number;
  grid: Grid;
  takenGrid: Grid;
  /** See `PlaneMap`. */
  rounding: number;
  planes: { own: number; taken: number }[];
}

function planesOf(drawn: PictureSize, chroma: Grid, take: PictureSize): PlaneGroup[] {
  const [size, takenSize] = [drawn.width * drawn.height, take.width * take.height];
  return [
    {
      ...{ columns: drawn.width, rows: drawn.height, takenColumns: take.width, takenRows: take.height },
      ...{ grid: LUMA, takenGrid: LUMA, rounding: LUMA_ROUNDING, planes: [{ own: 0, taken: 0 }] },
    },
    {
      ...{ columns: drawn.width / 2, rows: drawn.height / 2 },
      ...{ takenColumns: take.width / 2, takenRows: take.height / 2 },
      ...{ grid: chroma, takenGrid: TAKEN_CHROMA, rounding: CHROMA_ROUNDING },
      planes: [0, 1].map((plane) => ({
        own: size + (plane * size) / 4,
        taken: takenSize + (plane * takenSize) / 4,
      })),
    },
  ];
}

/** From the numbers of samples to pixels. */
const ontoPixels = ({ step, x, y }: Grid): BoxTransform => [step, 0, 0, step, x, y];

/** From the samples that are drawn to those that are taken, where pixels lead back to pixels. */
function mapOf(
  { grid, takenGrid, takenColumns, takenRows, rounding }: PlaneGroup,
  back: BoxTransform,
): PlaneMap {
  const { step, x, y } = takenGrid;
  return {
    transform: composeTransforms(
      [1 / step, 0, 0, 1 / step, -x / step, -y / step],
      composeTransforms(back, ontoPixels(grid)),
    ),
    columns: takenColumns,
    rows: takenRows,
    rounding,
  };
}

/** Samples the plane of a picture that begins at an index. */
const samplePlane = (picture: Uint8Array, start: number, map: PlaneMap, columns: number): RowSampler =>
  createRowSampler(picture.subarray(start, start + map.columns * map.rows), map, columns);

/** How far a sample's share of the box changes from one to the next, across and down the box. */
const stepsOf = ([a, b, c, d]: BoxTransform): { x: number; y: number } => ({
  x: Math.hypot(a, c),
  y: Math.hypot(b, d),
});

/** Lets samples at the edges of the box through by how much of them lies in it. */
function softEdges(toShares: BoxTransform): MaskGradient[] {
  const steps = stepsOf(toShares);
  return (['x', 'y'] as const).map((axis) => {
    const half = Math.min(0.5, steps[axis] / 2);
    return {
      kind: 'linear',
      axis,
      stops: [
        { at: -half, opacity: 0 },
        { at: half, opacity: 1 },
        { at: 1 - half, opacity: 1 },
        { at: 1 + half, opacity: 0 },
      ],
    };
  });
}

/** The samples of a row that lie in the box, also with a part of them: from one to before another. */
function columnsInBox(toShares: BoxTransform, row: number, columns: number): [number, number] {
  const [a, b, c, d, e, f] = toShares;
  const steps = stepsOf(toShares);
  let [from, to] = [0, columns];
  for (const [slope, start, step] of [
    [a, c * row + e, steps.x],
    [b, d * row + f, steps.y],
  ] as const) {
    const [low, high] = [-step / 2, 1 + step / 2];
    if (Math.abs(slope) < 1e-12) {
      if (start <= low || start >= high) return [0, 0];
      continue;
    }
    const [enter, leave] = [(low - start) / slope, (high - start) / slope];
    from = Math.max(from, Math.ceil(Math.min(enter, leave)));
    to = Math.min(to, Math.ceil(Math.max(enter, leave)));
  }
  return [from, to];
}

function lay(
  frame: Uint8Array,
  start: number,
  line: Uint8Array,
  {
    shares,
    from,
    to,
    raise,
  }: {
    shares: Uint16Array | null;
    from: number;
    to: number;
    /** What a mixed sample is raised by, of `WHOLE`. */
    raise: number;
  },
): void {
  if (shares === null) {
    frame.set(line.subarray(from, to), start + from);
    return;
  }
  for (let column = from; column < to; column++) {
    const below = frame[start + column]!;
    frame[start + column] = below + (((line[column]! - below) * shares[column]! + raise) >> 15);
  }
}
