import type { LyricsCaption } from '../song/lyrics/caption.ts';

/** What `serializeSrt` takes. */
export interface SerializeSrtOptions {
  /** Lines, or words with the spaces before them. */
  captions: readonly LyricsCaption[];
  /** Added to all times; what then begins before 0 or after `endInSeconds` is left out. 0 by default. */
  offsetInSeconds?: number;
  endInSeconds?: number;
}

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** `00:01:04,500`. */
function timeOf(ms: number): string {
  const whole = Math.round(ms);
  const seconds = Math.floor(whole / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${parts.map((part) => pad(part, 2)).join(':')},${pad(whole % 1000, 3)}`;
}

/** Captions as SRT, a line of lyrics an entry: words are put together up to the end of their line. */
export function serializeSrt({
  captions,
  offsetInSeconds = 0,
  endInSeconds = Infinity,
}: SerializeSrtOptions): string {
  const lines: { text: string; startMs: number; endMs: number }[] = [];
  let isOpen = false;
  for (const { text, startMs, endMs, pageBreakAfter = false } of captions) {
    const last = lines.at(-1);
    if (isOpen && last !== undefined) {
      last.text += text;
      last.endMs = endMs;
    } else lines.push({ text, startMs, endMs });
    isOpen = !pageBreakAfter;
  }
  return lines
    .map((line) => ({
      text: line.text.trim(),
      startMs: Math.max(0, line.startMs + offsetInSeconds * 1000),
      endMs: Math.min(endInSeconds * 1000, line.endMs + offsetInSeconds * 1000),
    }))
    .filter(({ startMs, endMs, text }) => endMs > startMs && text !== '')
    .map(
      ({ text, startMs, endMs }, index) => `${index + 1}\n${timeOf(startMs)} --> ${timeOf(endMs)}\n${text}\n`,
    )
    .join('\n');
}
