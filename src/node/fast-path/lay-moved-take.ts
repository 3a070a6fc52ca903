import {
  composeTransforms,
  invertTransform,
  type BoxTransform,
  type MovedBox,
} from '../../edit/moved-box.ts';
import { createMask, WHOLE } from './mask-rows.ts';
import type { PictureSize, TakePlacement } from './place-take.ts';
import { createRowSampler, type PlaneMap } from './sample-rows.ts';

/** How a take is seen whose box is moved. */
export interface MovedTake {
  /** Size of the take as it is stored. */
  take: PictureSize;
  /** From the take's pixels to those of the frame. */
  transform: BoxTransform;
  /** The part of the take that lies in the box, in its pixels. */
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** Masks of the box. */
  masks: MovedBox['masks'];
}

/** From where a take lies in a box that fills the frame, and where the box is moved, to where the take is seen. */
export function moveTake({
  moved,
  take,
  placement,
  frame,
  scale,
}: {
  /** In pixels of the composition. */
  moved: MovedBox;
  take: PictureSize;
  placement: TakePlacement;
  /** The film's frame. */
  frame: PictureSize;
  /** Size of the film, of the composition's. */
  scale: number;
}): MovedTake {
  const [a, b, c, d, e, f] = moved.transform;
  const [scaleX, scaleY] = [placement.widthInPixels / take.width, placement.heightInPixels / take.height];
  return {
    take: { width: take.width, height: take.height },
    transform: composeTransforms(
      [a, b, c, d, e * scale, f * scale],
      [scaleX, 0, 0, scaleY, -placement.left, -placement.top],
    ),
    left: placement.left / scaleX,
    top: placement.top / scaleY,
    right: (placement.left + frame.width) / scaleX,
    bottom: (placement.top + frame.height) / scaleY,
    masks: moved.masks,
  };
}

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
 * Lays a take over a frame where its box has been moved to, as Chromium does: each pixel whose middle lies in the box gets the
 * take's colour at that place, mixed of its four nearest pixels, however much larger or smaller the take is seen. It neither
 * smooths the box's edges nor prepares smaller pictures.
 */
export function layMovedTake({ frame, frameSize, picture, moved, opacity }: LayMovedTakeOptions): void {
  const { take, transform, masks } = moved;
  const back = invertTransform(transform);
  if (back === null) return; // seen from the side
  const isMasked = opacity < 1 || masks.length > 0;
  // the box in shares of itself, for masks
  const toBox = composeTransforms(
    [
      1 / (moved.right - moved.left),
      0,
      0,
      1 / (moved.bottom - moved.top),
      -moved.left / (moved.right - moved.left),
      -moved.top / (moved.bottom - moved.top),
    ],
    back,
  );
  for (const part of planesOf(frameSize, take)) {
    const { columns, rows, grid, takenGrid, planes } = part;
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
    };
    const samplers = planes.map(({ taken }) =>
      createRowSampler(picture.subarray(taken, taken + map.columns * map.rows), map, columns),
    );
    const toShares = composeTransforms(toBox, onto);
    const mask = isMasked ? createMask({ masks, opacity, transform: toShares, columns }) : null;
    for (let row = 0; row < rows; row++) {
      const [from, to] = columnsInBox(toShares, row, columns);
      if (from >= to) continue;
      const shares = mask?.(row, from, to) ?? null;
      for (const [index, { own }] of planes.entries())
        lay(frame, own + row * columns, samplers[index]!(row, from, to), shares, from, to);
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
  planes: { own: number; taken: number }[];
}[] {
  const [size, takenSize] = [frame.width * frame.height, take.width * take.height];
  return [
    {
      ...{ columns: frame.width, rows: frame.height, takenColumns: take.width, takenRows: take.height },
      ...{ grid: LUMA, takenGrid: LUMA, planes: [{ own: 0, taken: 0 }] },
    },
    {
      ...{ columns: frame.width / 2, rows: frame.height / 2 },
      ...{ takenColumns: take.width / 2, takenRows: take.height / 2 },
      ...{ grid: CHROMA, takenGrid: TAKEN_CHROMA },
      planes: [0, 1].map((plane) => ({
        own: size + (plane * size) / 4,
        taken: takenSize + (plane * takenSize) / 4,
      })),
    },
  ];
}

/** The samples of a row whose places lie in the box, `0 ≤ share < 1` in both directions: from one to before another. */
function columnsInBox(toShares: BoxTransform, row: number, columns: number): [number, number] {
  const [a, b, c, d, e, f] = toShares;
  let [from, to] = [0, columns];
  for (const [slope, start] of [
    [a, c * row + e],
    [b, d * row + f],
  ] as const) {
    if (Math.abs(slope) < 1e-12) {
      if (start < 0 || start >= 1) return [0, 0];
      continue;
    }
    const [enter, leave] = slope > 0 ? [-start / slope, (1 - start) / slope] : [(1 - start) / slope, -start / slope];
    from = Math.max(from, Math.ceil(enter));
    to = Math.min(to, Math.ceil(leave));
  }
  return [from, to];
}

function lay(
  frame: Uint8Array,
  start: number,
  line: Uint8Array,
  shares: Uint16Array | null,
  from: number,
  to: number,
): void {
  if (shares === null) {
    frame.set(line.subarray(from, to), start + from);
    return;
  }
  for (let column = from; column < to; column++) {
    const below = frame[start + column]!;
    frame[start + column] = below + (((line[column]! - below) * shares[column]! + WHOLE / 2) >> 15);
  }
}

