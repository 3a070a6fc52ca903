import { objectPositionOf, type FocusPoint } from '../../edit/object-position.ts';

/** Where a take lies in the film's frame, in pixels of the film. */
export interface TakePlacement {
  /** Size to which it is scaled. */
  widthInPixels: number;
  heightInPixels: number;
  /** How much of that is cut off at the left and at the top. */
  left: number;
  top: number;
}

/** A width and a height in pixels. */
export interface PictureSize {
  width: number;
  height: number;
}

/** What `placeTake` takes. */
export interface PlaceTakeOptions {
  take: PictureSize;
  /** The film's frame, which the clip fills. */
  frame: PictureSize;
  objectFit: 'cover' | 'contain' | 'fill';
  focus: FocusPoint | null;
  /** Whether the frame is not as large as the composition says. */
  isScaled: boolean;
}

/** Whether some of a take lies outside of the frame. */
export const isCutOff = (placement: TakePlacement, frame: PictureSize): boolean =>
  placement.widthInPixels !== frame.width || placement.heightInPixels !== frame.height;

/** Between these scales it is measured that pictures are as the browser's (`test/e2e/fast-path.test.ts`). */
const MIN_SCALE = 0.66;
const MAX_SCALE = 1.6;

/** Where a browser puts a take that fills the frame; or why that isn't known, for people. */
export function placeTake({
  take,
  frame,
  objectFit,
  focus,
  isScaled,
}: PlaceTakeOptions): { placement: TakePlacement } | { reason: string } {
  const size = `${take.width} × ${take.height}`;
  const whole = { widthInPixels: frame.width, heightInPixels: frame.height, left: 0, top: 0 };
  const isSameShape = take.width * frame.height === take.height * frame.width;
  // nothing is cut off, nor left free; enlarging is all the same
  if (isSameShape && take.width <= frame.width) return { placement: whole };
  if (isScaled) return { reason: `a take of ${size} in a film at another scale` };
  const [across, down] = [frame.width / take.width, frame.height / take.height];
  const scales = objectFit === 'fill' ? [across, down] : [Math.max(across, down)];
  if (scales.some((scale) => scale < MIN_SCALE || scale > MAX_SCALE))
    return { reason: `a take of ${size} is scaled by a factor of ${scales[0]!.toFixed(2)}` };
  if (isSameShape || objectFit === 'fill') return { placement: whole };
  if (objectFit === 'contain' || focus === null)
    return { reason: `a take of ${size} does not cover the frame` };
  const position = objectPositionOf({ picture: take, place: frame, focus });
  const [x, y] = position.split(' ').map((share) => Number.parseFloat(share) / 100) as [number, number]; // two shares
  const scale = scales[0]!;
  // browsers lay pictures on whole pixels
  const spanOf = (length: number, room: number, share: number): { start: number; length: number } => {
    const start = (room - length * scale) * share;
    return { start: Math.round(start), length: Math.round(start + length * scale) - Math.round(start) };
  };
  const [columns, rows] = [spanOf(take.width, frame.width, x), spanOf(take.height, frame.height, y)];
  return {
    placement: {
      widthInPixels: columns.length,
      heightInPixels: rows.length,
      left: -columns.start,
      top: -rows.start,
    },
  };
}
