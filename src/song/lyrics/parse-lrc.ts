import { BeatcutError } from '../../core/error.ts';
import { captionsFrom, type LyricsCaption, type TimedText } from './caption.ts';

/** What `parseLrc` takes. */
export interface ParseLrcOptions {
  text: string;
  /** The file's path, for messages. */
  path: string;
  /** The song's length, at which the last line ends at the latest. */
  durationInSeconds?: number | undefined;
}

// [mm:ss], [mm:ss.x], [mm:ss.xx], [mm:ss.xxx], [mm:ss:xx]
const TIME = String.raw`(\d+):(\d{1,2})(?:[.:](\d{1,3}))?`;
const LINE_TIME = new RegExp(String.raw`^\s*\[${TIME}\]`);
const WORD_TIME = new RegExp(`<${TIME}>`);
const OFFSET = /^\s*\[offset:\s*([+-]?\d+)\s*\]/im;

function toMs(minutes = '0', seconds = '0', fraction = ''): number {
  // .5, .50 and .500 are the same half second
  return Number(minutes) * 60_000 + Number(seconds) * 1000 + Number(fraction.padEnd(3, '0'));
}

/**
 * Reads lyrics from an LRC file: lines with one or several times, word times in angle brackets (the "enhanced" format),
 * and `[offset:ms]`, where positive values show the lyrics sooner. Lines without a time are left out. Nothing is
 * snapped to beats.
 *
 * @returns one caption per line, or one per word where the line has word times; `pageBreakAfter` marks the ends of lines.
 * @throws BeatcutError `LYRICS_UNTIMED` when no line has a time.
 */
export function parseLrc({ text, path, durationInSeconds }: ParseLrcOptions): LyricsCaption[] {
  const offsetMs = Number(OFFSET.exec(text)?.[1] ?? 0);
  const texts = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .flatMap(parseLine)
    .map((timed) => ({ ...timed, startMs: Math.max(0, timed.startMs - offsetMs) }));
  if (texts.length === 0) {
    throw new BeatcutError({
      code: 'LYRICS_UNTIMED',
      message: `The lyrics ${path} have no times; expected lines such as [01:04.50]and then the chorus.`,
      hint: 'Export them as synced lyrics (LRC), or remove the file.',
    });
  }
  return captionsFrom({ texts, durationInSeconds });
}

function parseLine(line: string): TimedText[] {
  const startsMs: number[] = [];
  let rest = line;
  for (let match = LINE_TIME.exec(rest); match !== null; match = LINE_TIME.exec(rest)) {
    startsMs.push(toMs(match[1], match[2], match[3]));
    rest = rest.slice(match[0].length);
  }
  const firstMs = startsMs[0];
  if (firstMs === undefined) return [];
  if (!WORD_TIME.test(rest)) {
    return startsMs.map((startMs) => ({ text: rest.trim(), startMs, endsLine: true }));
  }
  const words = parseWords(rest, firstMs);
  // a line that is sung again later has word times for the first time only
  return startsMs.flatMap((startMs) =>
    words.map((word) => ({ ...word, startMs: word.startMs + startMs - firstMs })),
  );
}

/** `<00:01.00>Hel<00:01.20>lo <00:01.50>you <00:02.00>`: words, parts of words, and at the end maybe a bare time. */
function parseWords(text: string, lineStartMs: number): TimedText[] {
  const [before = '', ...parts] = text.split(WORD_TIME);
  const words: TimedText[] =
    before.trim() === '' ? [] : [{ text: before, startMs: lineStartMs, endsLine: false }];
  // split gives the three groups of each time, then the text after it
  for (let index = 0; index + 3 < parts.length; index += 4) {
    const startMs = toMs(parts[index], parts[index + 1], parts[index + 2]);
    words.push({ text: parts[index + 3] ?? '', startMs, endsLine: false });
  }
  const lastWord = words.findLastIndex((word) => word.text.trim() !== '');
  return words.map((word, index) => {
    const follows = index === 0 || /\s$/.test(words[index - 1]!.text) || /^\s/.test(word.text);
    const trimmed = word.text.trim();
    return {
      ...word,
      text: follows && trimmed !== '' ? ` ${trimmed}` : trimmed,
      endsLine: index === lastWord,
    };
  });
}
