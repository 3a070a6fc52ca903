import type { LyricsCaption } from './caption.ts';

/** A word of a line with its time. */
export interface TimedWord {
  /** With the punctuation that belongs to it, without spaces around it. */
  text: string;
  /** Whether a space stands before it. */
  spaceBefore: boolean;
  startMs: number;
  endMs: number;
}

/** Letters of scripts that are written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and their forms. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF]/;
const ANY_LETTER = /\p{L}/u;

/** Whether a text is written from right to left, by its first letter. */
export function isRightToLeft(text: string): boolean {
  const first = ANY_LETTER.exec(text)?.[0];
  return first !== undefined && RIGHT_TO_LEFT.test(first);
}

/**
 * Splits the captions of a line into words, also in scripts without spaces (`Intl.Segmenter`). A caption of several words
 * shares its time among them by their lengths; a caption that is a part of a word stays one.
 */
export function timeWords(captions: readonly LyricsCaption[], locale?: string): TimedWord[] {
  const segmenter = new Intl.Segmenter(locale, { granularity: 'word' });
  return captions.flatMap(({ text, startMs, endMs }) => {
    const words: { text: string; spaceBefore: boolean }[] = [];
    let spaceBefore = false;
    for (const { segment, isWordLike } of segmenter.segment(text)) {
      if (/^\s+$/.test(segment)) spaceBefore = true;
      else if (isWordLike || words.length === 0 || spaceBefore) {
        words.push({ text: segment, spaceBefore });
        spaceBefore = false;
      } else words.at(-1)!.text += segment;
    }
    const total = words.reduce((sum, word) => sum + word.text.length, 0);
    let passed = 0;
    return words.map((word): TimedWord => {
      const from = startMs + ((endMs - startMs) * passed) / total;
      passed += word.text.length;
      return { ...word, startMs: from, endMs: startMs + ((endMs - startMs) * passed) / total };
    });
  });
}
