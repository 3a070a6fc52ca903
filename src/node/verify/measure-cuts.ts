import type { PlannedCut } from '../../edit/edit-plan.ts';
import { frameToSeconds } from '../../core/time.ts';
import { probeVideo } from '../media/probe-video.ts';
import { difference, findJumps } from '../media/picture-change.ts';
import { readFrames } from '../media/read-frames.ts';
import { findMiddleRange } from './transition-extent.ts';
import { findZoomMiddle, type GrayPicture } from './zoom-speed.ts';

/** What `measureCuts` takes. */
export interface MeasureCutsOptions {
  /** The rendered film. */
  path: string;
  /** The cuts that were planned, in frames of the film. */
  cuts: readonly PlannedCut[];
  signal?: AbortSignal | undefined;
}

/** One cut as it was found in the picture. */
export interface MeasuredCut {
  planned: PlannedCut;
  /**
   * Where the picture changes, in frames: for a hard cut the first frame of the new shot, for a transition its middle, to the
   * half frame. `null` when the picture hardly changes there.
   */
  frame: number | null;
  timeInSeconds: number | null;
  /** Measured time minus the planned one, in frames; positive when the cut comes late. */
  offsetInFrames: number | null;
}

/** What `measureCuts` gives. */
export interface CutMeasurement {
  fps: number;
  frameCount: number;
  cuts: MeasuredCut[];
  /** Frames at which the picture jumps although no cut was planned there. */
  unplannedCuts: number[];
}

/** Frames are compared at this size: large enough for composition, small enough to ignore noise and grain. */
export const CUT_PICTURE = { widthInPixels: 96, heightInPixels: 54 } as const;
const { widthInPixels: WIDTH, heightInPixels: HEIGHT } = CUT_PICTURE;
/** How far around a planned cut it is looked for, besides its transition. */
const MARGIN_IN_FRAMES = 6;
/** Mean difference of two pictures, of 255, under which nothing can be said about a cut between them. */
const MIN_DIFFERENCE = 3;

/**
 * Finds the cuts of a rendered film in its picture and compares them with the beats they were planned for.
 *
 * 1. The film is decoded to small pictures, every frame of it.
 * 2. A hard cut is the largest change between two consecutive frames around its planned place.
 * 3. For a transition, the picture before it (A) and the one after it (B) are taken, a few frames away. Each frame between
 *    is compared with both. The old shot ends where the difference to A passes half of the difference between A and B, the
 *    new one begins where the difference to B falls below it; the middle lies between. A zoom moves the picture as a whole
 *    and is measured by its speed instead (`findZoomMiddle`). Where the picture shows when the transition begins and ends,
 *    as it changes more than the shots do, the middle lies so that its length covers them (`findMiddleRange`).
 * 4. Jumps between consecutive frames anywhere else are reported as unplanned.
 *
 * The comparison with the shots on both sides is the idea of twin comparison (Zhang, Kankanhalli, Smoliar: Automatic
 * partitioning of full-motion video, Multimedia Systems 1, 1993), turned around since the places are known.
 */
export async function measureCuts({ path, cuts, signal }: MeasureCutsOptions): Promise<CutMeasurement> {
  const { fps } = await probeVideo({ path, signal });
  const frames: Uint8Array[] = [];
  for await (const { data } of readFrames({ path, ...CUT_PICTURE, signal })) frames.push(data);
  return { fps, frameCount: frames.length, ...findCuts({ frames, cuts, fps }) };
}

/** `measureCuts` on small RGB pictures, one per frame. */
export function findCuts({
  frames,
  cuts,
  fps,
}: {
  frames: readonly Uint8Array[];
  cuts: readonly PlannedCut[];
  fps: number;
}): Pick<CutMeasurement, 'cuts' | 'unplannedCuts'> {
  const changes = frames.map((frame, index) => (index === 0 ? 0 : difference(frame, frames[index - 1]!)));
  const sorted = [...cuts].sort((a, b) => a.frame - b.frame);
  const measured = sorted.map((planned, index): MeasuredCut => {
    const previous = sorted[index - 1];
    const next = sorted[index + 1];
    const first = Math.max(
      0,
      startOf(planned) - MARGIN_IN_FRAMES,
      previous === undefined ? 0 : endOf(previous),
    );
    const last = Math.min(
      frames.length - 1,
      endOf(planned) + MARGIN_IN_FRAMES,
      next === undefined ? frames.length - 1 : startOf(next) - 1,
    );
    const frame =
      planned.transitionInFrames === 0
        ? findJump({ frames, first, last })
        : findMiddle({ frames, changes, first, last, planned });
    if (frame === null) return { planned, frame, timeInSeconds: null, offsetInFrames: null };
    const timeInSeconds = frameToSeconds({ frame, fps });
    const offsetInFrames = (timeInSeconds - planned.timeInSeconds) * fps - middleOffset(planned);
    return { planned, frame, timeInSeconds, offsetInFrames };
  });
  return { cuts: measured, unplannedCuts: findUnplannedCuts(changes, sorted) };
}

/** The middle of a transition, to the half frame: finer the picture does not tell. */
function findMiddle({
  changes,
  planned,
  ...range
}: {
  frames: readonly Uint8Array[];
  changes: readonly number[];
  first: number;
  last: number;
  planned: PlannedCut;
}): number | null {
  const { frames, first, last } = range;
  if (last - first < 1) return null;
  const zoom = findZoomMiddle({ frames: grayFrames(frames, first, last), first: 0, last: last - first });
  const middle = zoom === null ? findBlend(range) : first + zoom;
  if (middle === null) return null;
  const covering = findMiddleRange({
    changes,
    first,
    last,
    startFrame: startOf(planned),
    lengthInFrames: planned.transitionInFrames,
  });
  const place = covering === null ? middle : Math.min(covering.latest, Math.max(covering.earliest, middle));
  return Math.round(place * 2) / 2;
}

/** The green of some pictures, which carries most of what the eye sees as brightness. */
const grayFrames = (frames: readonly Uint8Array[], first: number, last: number): GrayPicture[] =>
  frames.slice(first, last + 1).map((rgb) => ({
    data: Uint8Array.from({ length: WIDTH * HEIGHT }, (_, pixel) => rgb[pixel * 3 + 1]!),
    width: WIDTH,
    height: HEIGHT,
  }));

const startOf = (cut: PlannedCut): number => cut.transitionStartFrame;
const endOf = (cut: PlannedCut): number => cut.transitionStartFrame + cut.transitionInFrames;
/** How far the middle of a transition lies behind its cut, in frames: 0 when it is centred. */
const middleOffset = (cut: PlannedCut): number => (startOf(cut) + endOf(cut)) / 2 - cut.frame;

/** The frame that differs most from the one before it. */
function findJump({
  frames,
  first,
  last,
}: {
  frames: readonly Uint8Array[];
  first: number;
  last: number;
}): number | null {
  let jump: { frame: number; size: number } | null = null;
  for (let frame = first + 1; frame <= last; frame++) {
    const size = difference(frames[frame]!, frames[frame - 1]!);
    if (size >= MIN_DIFFERENCE && size > (jump?.size ?? 0)) jump = { frame, size };
  }
  return jump?.frame ?? null;
}

/** The place between two frames, in fractions of a frame, where one picture gives way to the other. */
function findBlend({
  frames,
  first,
  last,
}: {
  frames: readonly Uint8Array[];
  first: number;
  last: number;
}): number | null {
  const before = frames[first];
  const after = frames[last];
  if (before === undefined || after === undefined || last <= first) return null;
  const half = difference(before, after) / 2;
  if (half * 2 < MIN_DIFFERENCE) return null;
  const departed = crossing({
    first,
    last,
    level: half,
    valueAt: (frame) => difference(frames[frame]!, before),
  });
  const arrived = crossing({
    first,
    last,
    level: -half,
    valueAt: (frame) => -difference(frames[frame]!, after),
  });
  return (departed + arrived) / 2;
}

/** Where a curve that rises from under a level to above it first passes it, between frames by linear interpolation. */
function crossing({
  first,
  last,
  level,
  valueAt,
}: {
  first: number;
  last: number;
  level: number;
  valueAt: (frame: number) => number;
}): number {
  let previous = valueAt(first);
  for (let frame = first + 1; frame <= last; frame++) {
    const value = valueAt(frame);
    if (value >= level) return frame - (value - level) / Math.max(value - previous, Number.EPSILON);
    previous = value;
  }
  return last;
}

/** Frames whose picture jumps, away from all planned cuts and their transitions. */
function findUnplannedCuts(changes: readonly number[], cuts: readonly PlannedCut[]): number[] {
  return findJumps(changes).filter(
    (frame) => !cuts.some((cut) => frame >= startOf(cut) - 1 && frame <= endOf(cut) + 1),
  );
}
