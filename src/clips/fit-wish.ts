/** How a take is played in a slot that is longer or shorter than it. */
export type ClipFit = 'trim' | 'speed' | 'hold' | 'loop' | 'boomerang';

/** All ways to fit a clip. */
export const CLIP_FITS: readonly ClipFit[] = ['trim', 'speed', 'hold', 'loop', 'boomerang'];

/** How a clip shall be fitted into its slot; members that are left out have their defaults. */
export interface FitWish {
  /**
   * `trim` plays the take at its own speed and leaves the rest out; `speed` plays all of it, faster or slower; `hold` lets its
   * last picture stand; `loop` begins again, `boomerang` runs back and forth. `trim` by default. A take that is too short for
   * `trim` is slowed down.
   */
  fit?: ClipFit;
  /** The part of the take that may be shown; by default all of it but black and frozen ends. */
  inPointInSeconds?: number;
  outPointInSeconds?: number;
  /** The slowest and the fastest that it may be played; 0.5 and 2 by default. */
  minSpeed?: number;
  maxSpeed?: number;
  /** `action` lets the strongest movement of the take fall on a beat of the slot. */
  sync?: 'action';
}

/** A beat inside a slot. */
export interface SlotBeat {
  /** From when the slot's clip is first shown. */
  atInSeconds: number;
  isDownbeat: boolean;
}

/** What a take is fitted into. */
export interface FitSlot {
  /** How long the clip is shown, handles included. */
  shownInSeconds: number;
  wish: FitWish;
  /** Given where the wish is for `sync`. */
  beats?: SlotBeat[];
}
