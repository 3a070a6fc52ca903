/** `1 clip`, `2 clips`: a number with the English word for what it counts, which takes a plain s. */
export const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** Longest excerpt of a prompt in a list, in characters. */
const MAX_EXCERPT_LENGTH = 60;

/** The beginning of a text, at most `maxLength` characters (60 by default), with `…` for what was left out. */
export const excerpt = (text: string, maxLength: number = MAX_EXCERPT_LENGTH): string =>
  text.length <= maxLength ? text : `${text.slice(0, maxLength - 1).trimEnd()}…`;
