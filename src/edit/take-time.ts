import type { FitSlot } from '../clips/fit-wish.ts';
import { clamp } from '../core/numbers.ts';
import { secondsToFrame } from '../core/time.ts';
import { fitTake, type FittableTake, type FittedSegment } from './fit-clip.ts';

/** A segment of a fitted take in whole frames. */
export interface FramedSegment extends FittedSegment {
  /** Its frames, from when the clip is first shown. */
  startFrame: number;
  endFrame: number;
}

/** The segments of a fit that are long enough to be seen. */
export const frameSegments = (segments: readonly FittedSegment[], fps: number): FramedSegment[] =>
  segments
    .map((segment) => ({
      ...segment,
      startFrame: secondsToFrame({ timeInSeconds: segment.startInSeconds, fps }),
      endFrame: secondsToFrame({ timeInSeconds: segment.startInSeconds + segment.durationInSeconds, fps }),
    }))
    .filter(({ startFrame, endFrame }) => endFrame > startFrame);

/** The time in the take at a frame of a segment, counted from when the clip is first shown. */
export const segmentTimeAt = (
  { startInSeconds, takeStartInSeconds, speed }: FramedSegment,
  frame: number,
  fps: number,
): number => takeStartInSeconds + (frame / fps - startInSeconds) * speed;

/** Where a segment that runs forward begins in its take, in frames of the composition, as `<Video>` is told. */
export const trimOfSegment = (segment: FramedSegment, fps: number): number =>
  Math.max(0, segmentTimeAt(segment, segment.startFrame, fps) * fps);

/** The time of a picture that stands or runs backwards, within the take. */
export const stillTimeAt = (
  segment: FramedSegment,
  frame: number,
  { take, fps }: { take: FittableTake; fps: number },
): number => clamp(segmentTimeAt(segment, frame, fps), 0, take.durationInSeconds - 1 / take.fps);

/** What `takeTime` takes. */
export interface TakeTimeOptions {
  take: FittableTake;
  fit: FitSlot;
  /** The frame of the sequence in which the clip stands. */
  sequenceFrame: number;
  /** Frames per second of the composition. */
  fps: number;
}

/** The time of a take that a clip shows, as `<GeneratedClip>` plays it, and for how many frames it has been held. */
export function takeTime({ take, fit, sequenceFrame, fps }: TakeTimeOptions): {
  timeInSeconds: number;
  heldFrames: number;
} {
  const segments = frameSegments(fitTake({ take, slot: fit }).segments, fps);
  const segment = segments.findLast(({ startFrame }) => startFrame <= sequenceFrame) ?? segments[0];
  if (segment === undefined) return { timeInSeconds: 0, heldFrames: 0 };
  const local = sequenceFrame - segment.startFrame;
  if (segment.speed <= 0) {
    const timeInSeconds = stillTimeAt(segment, sequenceFrame, { take, fps });
    return { timeInSeconds, heldFrames: segment.speed === 0 ? local + 1 : 0 };
  }
  // in this order, as Remotion's <Video> computes it: rounding must be the same
  return {
    timeInSeconds: (local / fps) * segment.speed + trimOfSegment(segment, fps) / fps,
    heldFrames: 0,
  };
}
