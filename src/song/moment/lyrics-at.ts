import type { LyricsCaption } from '../lyrics/caption.ts';
import type { SongMap } from '../song-map.ts';
import { latestIndex, type LookAheadOptions } from './latest-index.ts';

/** What is sung at a moment. */
export interface LyricsPosition {
  /** The word or line that is sung, or `null` between two. */
  caption: LyricsCaption | null;
  /** The line that is sung, as it is written; empty between two lines. */
  line: string;
  /** The captions of that line: one, or its words. */
  captionsOfLine: readonly LyricsCaption[];
  /** How much of the caption has passed, 0–1. */
  progress: number;
}

/**
 * What is sung at a time.
 *
 * @example
 * lyricsAt(songMap, 62).line; // 'and then the chorus'
 */
export function lyricsAt(
  { lyrics = [] }: Pick<SongMap, 'lyrics'>,
  timeInSeconds: number,
  { lookAheadInSeconds = 0 }: LookAheadOptions = {},
): LyricsPosition {
  const timeMs = timeInSeconds * 1000;
  const latestMs = (timeInSeconds + lookAheadInSeconds) * 1000;
  const index = latestIndex({
    items: lyrics,
    timeOf: ({ startMs }) => startMs / 1000,
    timeInSeconds,
    lookAheadInSeconds,
  });
  const caption = lyrics[index];
  const isOver = caption === undefined || latestMs >= caption.endMs;
  // a line stays while its singer takes a breath
  if (caption === undefined || (isOver && (caption.pageBreakAfter || index === lyrics.length - 1))) {
    return { caption: null, line: '', captionsOfLine: [], progress: 0 };
  }
  let first = index;
  while (first > 0 && !lyrics[first - 1]!.pageBreakAfter) first--;
  let last = index;
  while (last < lyrics.length - 1 && !lyrics[last]!.pageBreakAfter) last++;
  const captionsOfLine = lyrics.slice(first, last + 1);
  return {
    caption: isOver ? null : caption,
    line: captionsOfLine
      .map(({ text }) => text)
      .join('')
      .trim(),
    captionsOfLine,
    progress: isOver ? 0 : Math.max(0, timeMs - caption.startMs) / (caption.endMs - caption.startMs),
  };
}
