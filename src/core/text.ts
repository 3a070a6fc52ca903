/** `1 clip`, `2 clips`: a number with the English word for what it counts, which takes a plain s. */
export const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** Longest excerpt of a prompt in a list, in characters. */
const MAX_EXCERPT_LENGTH = 60;

/** The beginning of a text, at most `maxLength` characters (60 by default), with `…` for what was left out. */
export const excerpt = (text: string, maxLength: number = MAX_EXCERPT_LENGTH): string =>
  text.length <= maxLength ? text : `${text.slice(0, maxLength - 1).trimEnd()}…`;

// XML 1.0 (5th edition), section 2.2: control characters other than tab and line ends can't be written at all
// oxlint-disable-next-line no-control-regex -- they are what is meant
const NOT_IN_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** Text as it may stand in an element or a quoted attribute of XML and HTML; without the characters that XML doesn't have. */
export const escapeXml = (text: string): string =>
  text
    .replaceAll(NOT_IN_XML, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
