import { captionsFrom, type LyricsCaption } from './caption.ts';

/** One entry of synced lyrics in a song's tags (ID3's SYLT frame). */
export interface SyncedText {
  /** A line, a word or a syllable. A line feed in front begins a line. */
  text: string;
  /** From the beginning of the file. */
  timestampMs: number;
}

/** What `captionsFromSyncedText` takes. */
export interface CaptionsFromSyncedTextOptions {
  entries: readonly SyncedText[];
  /** The song's length, at which the last entry ends at the latest. */
  durationInSeconds?: number | undefined;
}

/**
 * Turns synced lyrics from a song's tags into captions.
 * Source: ID3 tag version 2.4.0, Native Frames (2000), section 4.9: newlines belong in front of the text that they begin.
 */
export function captionsFromSyncedText({
  entries,
  durationInSeconds,
}: CaptionsFromSyncedTextOptions): LyricsCaption[] {
  const marksLines = entries.some(({ text }) => /^[\r\n]/.test(text));
  const texts = entries.map(({ text, timestampMs }, index) => {
    const next = entries[index + 1]?.text;
    // without any line feeds each entry is a line, as most programs write it
    const endsLine = !marksLines || next === undefined || next.trim() === '' || /^[\r\n]/.test(next);
    return { text: marksLines ? text.replace(/^[\r\n]+/, '') : text.trim(), startMs: timestampMs, endsLine };
  });
  return captionsFrom({ texts, durationInSeconds });
}
