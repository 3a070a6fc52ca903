import { BeatcutError } from '../../core/error.ts';
import type { LyricsCaption } from './caption.ts';

/** What `parseSrt` takes. */
export interface ParseSrtOptions {
  text: string;
  /** The file's path, for messages. */
  path: string;
}

// 00:01:04,500 --> 00:01:06,000, also with dots, without hours, and with positions behind
const TIME = String.raw`(?:(\d+):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})`;
const TIMES = new RegExp(String.raw`^\s*${TIME}\s*-->\s*${TIME}`);

const toMs = (hours = '0', minutes = '0', seconds = '0', fraction = ''): number =>
  Number(hours) * 3_600_000 +
  Number(minutes) * 60_000 +
  Number(seconds) * 1000 +
  Number(fraction.padEnd(3, '0'));

/**
 * Reads lyrics from an SRT file, one caption per entry; the lines of an entry stay lines. Formatting tags such as `<i>`
 * are left out.
 *
 * @throws BeatcutError `LYRICS_UNTIMED` when there is no entry with a time.
 */
export function parseSrt({ text, path }: ParseSrtOptions): LyricsCaption[] {
  const blocks = text
    .replace(/^\uFEFF/, '')
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n\s*\n/);
  const captions = blocks.flatMap((block) => {
    const lines = block.split('\n');
    const at = lines.findIndex((line) => TIMES.test(line));
    const match = TIMES.exec(lines[at] ?? '');
    const words = lines
      .slice(at + 1)
      .join('\n')
      .replaceAll(/<[^>]*>/g, '')
      .trim();
    if (match === null || words === '') return [];
    const startMs = toMs(match[1], match[2], match[3], match[4]);
    const endMs = Math.max(startMs, toMs(match[5], match[6], match[7], match[8]));
    return [
      {
        text: words,
        startMs,
        endMs,
        timestampMs: (startMs + endMs) / 2,
        confidence: 1,
        pageBreakAfter: true,
      },
    ];
  });
  if (captions.length === 0) {
    throw new BeatcutError({
      code: 'LYRICS_UNTIMED',
      message: `The lyrics ${path} have no times; expected entries such as 00:01:04,500 --> 00:01:06,000.`,
      hint: 'Export them as SubRip subtitles (SRT), or remove the file.',
    });
  }
  return captions.sort((a, b) => a.startMs - b.startMs);
}
