import { fitClip } from './fit-clip.ts';

/** What `takeTimeInSeconds` takes. */
export interface TakeTimeOptions {
  take: { durationInSeconds: number; fps: number };
  /** The frame of the sequence in which the clip stands. */
  sequenceFrame: number;
  /** Length of that sequence. */
  sequenceDurationInFrames: number;
  /** Frames per second of the composition. */
  fps: number;
}

/** The time of a take that a clip shows: as `<GeneratedClip>` plays it. */
export function takeTimeInSeconds({
  take,
  sequenceFrame,
  sequenceDurationInFrames,
  fps,
}: TakeTimeOptions): number {
  const { playbackRate } = fitClip({
    takeInSeconds: take.durationInSeconds,
    shownInSeconds: sequenceDurationInFrames / fps,
    frameInSeconds: 1 / take.fps,
  });
  // in this order, as Remotion's <Video> computes it: rounding must be the same
  return (sequenceFrame / fps) * playbackRate;
}
