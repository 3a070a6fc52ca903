import { BeatcutError } from '../core/error.ts';
import type { Anchor } from './anchor.ts';
import type { MusicalLength } from './musical-length.ts';

/** Where a transition can lie. */
export const TRANSITION_ALIGNS = ['start', 'centre', 'end'] as const;

/** Where a transition lies: around its beat, or beginning or ending on it. */
export type TransitionAlign = (typeof TRANSITION_ALIGNS)[number];

/**
 * One element of a series, in order.
 *
 * - A shot begins where the one before it ends, or `at` a place of the song. It lasts a length, or `until` a place, or with
 *   neither until the next shot with `at`, or the series' end.
 * - A gap shows nothing. An overlap lets the next shot begin before the end of the one before it, over it.
 * - A transition moves nothing.
 */
export type BeatSeriesItem =
  | {
      kind: 'shot';
      id: string;
      length: MusicalLength | null;
      at?: Anchor | undefined;
      until?: Anchor | undefined;
    }
  | { kind: 'gap'; length: MusicalLength | null; until?: Anchor | undefined }
  | { kind: 'overlap'; length: MusicalLength }
  | { kind: 'transition'; length: MusicalLength; align?: TransitionAlign | undefined };

/** The error for a series that can't be laid out. */
export const beatSeriesFault = (message: string, hint: string): BeatcutError =>
  new BeatcutError({ code: 'BEAT_SERIES_INVALID', message, hint });
