/** What `fitClip` takes. */
export interface FitClipOptions {
  /** Length of the take. */
  takeInSeconds: number;
  /** How long it is shown, handles included. */
  shownInSeconds: number;
  /** How long one frame of the take lasts. */
  frameInSeconds: number;
}

/** How a take is played in its slot. */
export interface FittedClip {
  /** 1 when the take is long enough, else below 1: it is slowed down to fill the slot. */
  playbackRate: number;
  /** Whether the take is so short that it plays at under half its speed. */
  tooShort: boolean;
}

/** Below this speed a slowed-down take stutters visibly. */
const SLOWEST_PLAYBACK_RATE = 0.5;

/** Shorter by less than this, a take still fills its slot: what rounding to frames may cost. In seconds. */
const ROUNDING_TOLERANCE = 1e-3;

/** Whether a take is as long as its slot, but for what rounding to frames may cost. */
export const fillsSlot = ({
  takeInSeconds,
  shownInSeconds,
}: Omit<FitClipOptions, 'frameInSeconds'>): boolean => takeInSeconds >= shownInSeconds - ROUNDING_TOLERANCE;

/**
 * Fits a take into its slot: a take that is long enough plays from its beginning at its own speed, a shorter one is
 * slowed down so that no frozen or black frame is ever shown.
 */
export function fitClip({ takeInSeconds, shownInSeconds, frameInSeconds }: FitClipOptions): FittedClip {
  if (fillsSlot({ takeInSeconds, shownInSeconds })) return { playbackRate: 1, tooShort: false };
  // the last frame must be reached, not passed: nothing is asked for beyond its start
  const playbackRate = Math.max(takeInSeconds - frameInSeconds, frameInSeconds) / shownInSeconds;
  return { playbackRate, tooShort: playbackRate < SLOWEST_PLAYBACK_RATE };
}
