import { BeatcutError } from '../core/error.ts';

/** A frame rate as an exact fraction, as editing programs count: 29.97 is 30 frames in 1.001 s. */
export interface FrameRate {
  /** Whole frames that a second of timecode counts: 30 for 29.97. */
  timebase: number;
  /** Whether a second of timecode lasts 1.001 s. */
  isNtsc: boolean;
  /** Frames per second = numerator / denominator. */
  numerator: number;
  denominator: number;
}

/** NTSC rates are written with two or three digits: 23.98, 29.97, 59.94. */
const NTSC_TOLERANCE = 0.006;

/**
 * The exact rate that a composition's fps stands for: whole numbers as they are, 23.976, 29.97, 59.94 and their like as
 * NTSC rates (1000/1001 of a whole number).
 *
 * @throws BeatcutError `FRAME_RATE_INVALID` for a rate that timecode can't count, such as 12.5.
 */
export function frameRateOf(fps: number): FrameRate {
  if (Number.isInteger(fps) && fps > 0) {
    return { timebase: fps, isNtsc: false, numerator: fps, denominator: 1 };
  }
  const timebase = Math.round((fps * 1001) / 1000);
  if (timebase > 0 && Math.abs((timebase * 1000) / 1001 - fps) < NTSC_TOLERANCE) {
    return { timebase, isNtsc: true, numerator: timebase * 1000, denominator: 1001 };
  }
  throw new BeatcutError({
    code: 'FRAME_RATE_INVALID',
    message: `${fps} frames per second can't be counted in timecode.`,
    hint: 'Use a whole number, or an NTSC rate such as 23.976, 29.97 or 59.94, as the fps of the composition.',
  });
}

/** Frames per second, as exactly as a number can say it. */
export const fpsOf = ({ numerator, denominator }: FrameRate): number => numerator / denominator;

/** The frame that a time lies on, or between: `[s] · [frames/s] = [frames]`, not rounded. */
export const framesIn = (seconds: number, { numerator, denominator }: FrameRate): number =>
  (seconds * numerator) / denominator;
