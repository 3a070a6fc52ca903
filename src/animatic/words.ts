/** Words whose ending only looks like an inflection. */
const whole = new Set(
  'evening morning ceiling building wedding nothing something everything spring string king ring wing sing bring thing bus gas this his its is as has was us red bed need speed feed seed weed shed sled hundred glasses across always during christmas stage'.split(
    ' ',
  ),
);

/**
 * The stem of an English word, lower case: without the endings of plurals and verb forms, and without a doubled last
 * letter, so that "running", "runs" and "run" become one. Follows steps 1a and 1b of M. F. Porter, "An algorithm for
 * suffix stripping" (Program, 1980), and drops a final "e" besides; as both the lexicon and the prompt go through it, a
 * stem need not be a word. Words in other scripts come back as they are.
 */
export function stemOf(word: string): string {
  const lower = word.toLowerCase();
  if (whole.has(lower) || lower.length < 4) return lower;
  const stem = lower
    .replace(/ies$/, 'y')
    .replace(/^(.*[aeiouy].*)(?:ing|ed)$/, '$1')
    .replace(/(s|x|z|ch|sh)es$/, '$1')
    .replace(/([^su])s$/, '$1')
    .replace(/(..)e$/, '$1');
  return stem.replace(/([b-df-hj-np-tv-z])\1$/, '$1');
}

/** The stems of a text in order, punctuation left out; hyphens and apostrophes part words. */
export const stemsOf = (text: string): string[] =>
  (text.normalize('NFKC').match(/[\p{L}\p{N}]+/gu) ?? []).map(stemOf);

/** An entry of a lexicon: what it means, and the words and phrases for it, parted by commas. */
export type Entry<T> = readonly [meaning: T, phrases: string];

/** Where a meaning was found: the index of its first word in the text, and how many words it took. */
export interface Finding<T> {
  meaning: T;
  index: number;
  length: number;
}

/** All places where the phrases of a lexicon stand in a text, in the text's order; longer phrases win over shorter. */
export function find<T>(stems: readonly string[], lexicon: readonly Entry<T>[]): Finding<T>[] {
  const byFirst = new Map<string, { meaning: T; phrase: string[] }[]>();
  for (const [meaning, phrases] of lexicon)
    for (const text of phrases.split(',')) {
      const phrase = stemsOf(text);
      const first = phrase[0];
      if (first === undefined) continue;
      const list = byFirst.get(first) ?? [];
      list.push({ meaning, phrase });
      byFirst.set(first, list);
    }
  const findings: Finding<T>[] = [];
  for (let index = 0; index < stems.length;) {
    const here = (byFirst.get(stems[index]!) ?? [])
      .filter(({ phrase }) => phrase.every((stem, offset) => stems[index + offset] === stem))
      .sort((a, b) => b.phrase.length - a.phrase.length)[0];
    if (here) findings.push({ meaning: here.meaning, index, length: here.phrase.length });
    index += here?.phrase.length ?? 1;
  }
  return findings;
}
