import {
  composeTransforms,
  coversFrame,
  invertTransform,
  type BoxTransform,
  type MaskGradient,
  type MovedBox,
} from '../../edit/moved-box.ts';
import { createMask, WHOLE } from './mask-rows.ts';
import type { PictureSize } from './place-take.ts';
import { CHROMA_ROUNDING, LUMA_ROUNDING } from './rounding.ts';
import { createRowSampler, type PlaneMap } from './sample-rows.ts';

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
 * box's edges in shares, by how much of the pixel lies in the box.
 */
export function layMovedTake({ frame, frameSize, picture, moved, opacity }: LayMovedTakeOptions): void {
  const { take, transform, masks } = moved;
  const back = invertTransform(transform);
  if (back === null) return; // seen from the side
  // places in shares of the take's width and height, for masks and edges
  const toShares = composeTransforms([1 / take.width, 0, 0, 1 / take.height, 0, 0], back);
  const isWhole = coversFrame(composeTransforms(transform, stretchTo(take, frameSize)), frameSize);
  for (const part of planesOf(frameSize, take)) {
    const { columns, rows, grid, takenGrid, rounding, planes } = part;
    const onto: BoxTransform = [grid.step, 0, 0, grid.step, grid.x, grid.y];
    const map: PlaneMap = {
      // from the frame's samples to the take's
      transform: composeTransforms(
        [
          1 / takenGrid.step,
          0,
          0,
          1 / takenGrid.step,
          -takenGrid.x / takenGrid.step,
          -takenGrid.y / takenGrid.step,
        ],
        composeTransforms(back, onto),
      ),
      columns: part.takenColumns,
      rows: part.takenRows,
      rounding,
    };
    const samplers = planes.map(({ taken }) =>
      createRowSampler(picture.subarray(taken, taken + map.columns * map.rows), map, columns),
    );
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

/** Planes that have the same geometry, and where they begin in the frame and in the take. */
function planesOf(
  frame: PictureSize,
  take: PictureSize,
): {
  columns: number;
  rows: number;
  takenColumns: number;
  takenRows: number;
  grid: Grid;
  takenGrid: Grid;
  /** See `PlaneMap`. */
  rounding: number;
  planes: { own: number; taken: number }[];
}[] {
  const [size, takenSize] = [frame.width * frame.height, take.width * take.height];
  return [
    {
      ...{ columns: frame.width, rows: frame.height, takenColumns: take.width, takenRows: take.height },
      ...{ grid: LUMA, takenGrid: LUMA, rounding: LUMA_ROUNDING, planes: [{ own: 0, taken: 0 }] },
    },
    {
      ...{ columns: frame.width / 2, rows: frame.height / 2 },
      ...{ takenColumns: take.width / 2, takenRows: take.height / 2 },
      ...{ grid: CHROMA, takenGrid: TAKEN_CHROMA, rounding: CHROMA_ROUNDING },
      planes: [0, 1].map((plane) => ({
        own: size + (plane * size) / 4,
        taken: takenSize + (plane * takenSize) / 4,
      })),
    },
  ];
}

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
