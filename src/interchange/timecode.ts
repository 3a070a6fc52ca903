import { BeatcutError } from '../core/error.ts';
import type { FrameRate } from './frame-rate.ts';

/** How frames are numbered. Drop-frame leaves out numbers, never frames, and exists for multiples of 29.97 only. */
export interface TimecodeFormat {
  rate: FrameRate;
  isDropFrame: boolean;
}

/** Whether a rate has drop-frame timecode: 29.97, 59.94, 119.88. */
export const canDropFrames = ({ isNtsc, timebase }: FrameRate): boolean => isNtsc && timebase % 30 === 0;

/** Numbers that drop-frame leaves out at the start of each minute but every tenth: 2 for each 30 frames. */
const droppedPerMinute = ({ rate, isDropFrame }: TimecodeFormat): number =>
  isDropFrame ? (rate.timebase / 30) * 2 : 0;

const pad = (value: number): string => String(value).padStart(2, '0');

/**
 * The timecode of a frame, `01:00:00:00`, in drop-frame `01:00:00;00`. Counts on after 24 hours as tape does: from 0.
 * Source: SMPTE ST 12-1 (2014), section 8 on counting with and without dropped numbers.
 */
export function formatTimecode(frame: number, format: TimecodeFormat): string {
  const { rate, isDropFrame } = format;
  const dropped = droppedPerMinute(format);
  const perMinute = rate.timebase * 60 - dropped;
  const perTenMinutes = perMinute * 10 + dropped;
  const perDay = perTenMinutes * 6 * 24;
  const inDay = ((frame % perDay) + perDay) % perDay;
  const tens = Math.floor(inDay / perTenMinutes);
  const rest = inDay % perTenMinutes;
  // the first minute of ten is whole; each later one has lost its first numbers
  const minutes = rest < rate.timebase * 60 ? 0 : 1 + Math.floor((rest - rate.timebase * 60) / perMinute);
  const numbered = inDay + dropped * (tens * 9 + minutes);
  const seconds = Math.floor(numbered / rate.timebase);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(pad).join(':');
  return `${parts}${isDropFrame ? ';' : ':'}${pad(numbered % rate.timebase)}`;
}

/**
 * The frame that a timecode names.
 *
 * @throws BeatcutError `TIMECODE_INVALID` for a text that is none, or a number that drop-frame leaves out.
 */
export function parseTimecode(text: string, format: TimecodeFormat): number {
  const { rate, isDropFrame } = format;
  const match = /^(\d\d):([0-5]\d):([0-5]\d)[:;.](\d\d+)$/.exec(text.trim());
  const [hours, minutes, seconds, frames] = (match?.slice(1) ?? []).map(Number);
  const invalid = (reason: string): BeatcutError =>
    new BeatcutError({
      code: 'TIMECODE_INVALID',
      message: `"${text}" is no timecode at ${rate.timebase} frames: ${reason}.`,
      hint: 'Timecode is written hours:minutes:seconds:frames, such as 01:00:00:00.',
    });
  if (hours === undefined || minutes === undefined || seconds === undefined || frames === undefined)
    throw invalid('expected hh:mm:ss:ff');
  if (frames >= rate.timebase) throw invalid(`the last part is below ${rate.timebase}`);
  const dropped = droppedPerMinute(format);
  if (isDropFrame && seconds === 0 && minutes % 10 !== 0 && frames < dropped)
    throw invalid('drop-frame leaves this number out');
  const allMinutes = hours * 60 + minutes;
  return (
    (allMinutes * 60 + seconds) * rate.timebase +
    frames -
    dropped * (allMinutes - Math.floor(allMinutes / 10))
  );
}
