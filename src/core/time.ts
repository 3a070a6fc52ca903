/** What `secondsToFrame` takes. */
export interface SecondsToFrameOptions {
  /** Time from the beginning of the song. */
  timeInSeconds: number;
  /** Frames per second of the composition, for example 29.97. */
  fps: number;
  /** How much earlier than the time the frame shall lie; 0 by default. */
  leadInSeconds?: number;
}

/**
 * The frame at whose start something at a time in the song is shown: `round((time − lead) · fps)`.
 * The only place where seconds become frames. Always computed from the absolute time, so that a border is never further
 * than half a frame from its time and nothing drifts.
 */
export const secondsToFrame = ({ timeInSeconds, fps, leadInSeconds = 0 }: SecondsToFrameOptions): number =>
  // [s] · [frames/s] = [frames]; `+ 0` turns −0 into 0
  Math.round((timeInSeconds - leadInSeconds) * fps) + 0;

/** The time in the song at which a frame begins. */
export const frameToSeconds = ({ frame, fps }: { frame: number; fps: number }): number => frame / fps;

/** A time for people: `1:04.250`. */
export function formatSeconds(timeInSeconds: number): string {
  const totalMs = Math.round(Math.abs(timeInSeconds) * 1000);
  const seconds = ((totalMs % 60_000) / 1000).toFixed(3).padStart(6, '0');
  return `${timeInSeconds < 0 ? '-' : ''}${Math.floor(totalMs / 60_000)}:${seconds}`;
}
