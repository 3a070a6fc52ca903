/** A text that a component shows, with the font it asks for. */
export interface ShownText {
  text: string;
  /** Font families as in CSS. */
  fontFamily: string;
  fontWeight: number;
  /** When it is shown first, in seconds of the song. */
  atInSeconds: number;
}

/** Edge of the square in which a letter is drawn, and the size of the letter in it. In pixels. */
const SQUARE = 48;
const LETTER = 32;
/** A private character at the end of Unicode that no font has: it is drawn as a font draws what it lacks. */
const IN_NO_FONT = '\u{10FFFD}';
/** What has no picture of its own: spaces, marks on other letters, controls and formats. */
const WITHOUT_PICTURE = /[\s\p{M}\p{C}]/u;

/**
 * The letters of a text that no font of the page has and that are drawn as boxes therefore: those whose picture is that of a
 * character which no font has. Loads the fonts first that style sheets promise.
 */
export async function findMissingLetters({
  text,
  fontFamily,
  fontWeight,
}: Omit<ShownText, 'atInSeconds'>): Promise<string[]> {
  const font = `${fontWeight} ${LETTER}px ${fontFamily}`;
  await loadFont(font, text);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [SQUARE, SQUARE];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return [];
  context.font = font;
  const pictureOf = (letter: string): string => {
    context.clearRect(0, 0, SQUARE, SQUARE);
    context.fillText(letter, (SQUARE - LETTER) / 2, LETTER);
    return context.getImageData(0, 0, SQUARE, SQUARE).data.join();
  };
  const box = pictureOf(IN_NO_FONT);
  return [...new Set(text)].filter((letter) => !WITHOUT_PICTURE.test(letter) && pictureOf(letter) === box);
}

/** Waits for the fonts that style sheets promise for a text. One that can't be loaded is as good as none. */
export async function loadFont(font: string, text: string): Promise<void> {
  await document.fonts.load(font, text).catch(() => undefined);
}

/** Packages with fonts by script, as `npm` knows them and as CSS does. */
const FONTS_BY_SCRIPT: readonly { script: RegExp; pack: string; family: string }[] = [
  { script: /[\p{Script=Hiragana}\p{Script=Katakana}]/u, pack: 'noto-sans-jp', family: 'Noto Sans JP' },
  { script: /\p{Script=Hangul}/u, pack: 'noto-sans-kr', family: 'Noto Sans KR' },
  { script: /\p{Script=Han}/u, pack: 'noto-sans-sc', family: 'Noto Sans SC' },
  { script: /\p{Script=Arabic}/u, pack: 'noto-sans-arabic', family: 'Noto Sans Arabic' },
  { script: /\p{Script=Hebrew}/u, pack: 'noto-sans-hebrew', family: 'Noto Sans Hebrew' },
  { script: /\p{Script=Thai}/u, pack: 'noto-sans-thai', family: 'Noto Sans Thai' },
  { script: /\p{Script=Devanagari}/u, pack: 'noto-sans-devanagari', family: 'Noto Sans Devanagari' },
];

const MOST_LETTERS = 12;

/** What a person should know of the texts that can't be written; nothing when all can. */
export async function describeMissingLetters(texts: readonly ShownText[]): Promise<string[]> {
  const fontOf = ({ fontFamily, fontWeight }: ShownText): string => `${fontWeight} ${fontFamily}`;
  const warnings = await Promise.all(
    [...new Set(texts.map(fontOf))].map((font) =>
      describeMissing(texts.filter((text) => fontOf(text) === font)),
    ),
  );
  return warnings.flatMap((warning) => warning ?? []);
}

/** The same for texts of one font. */
async function describeMissing(texts: readonly ShownText[]): Promise<string | null> {
  const { fontFamily, fontWeight } = texts[0]!; // some text asks for the font
  const text = texts.map((one) => one.text).join('');
  const missing = await findMissingLetters({ text, fontFamily, fontWeight });
  const lines = texts
    .filter((one) => missing.some((letter) => one.text.includes(letter)))
    .toSorted((a, b) => a.atInSeconds - b.atInSeconds);
  const [first] = lines;
  if (first === undefined) return null;
  const { pack, family } = FONTS_BY_SCRIPT.find(({ script }) => script.test(missing.join(''))) ?? {
    pack: 'noto-sans',
    family: 'Noto Sans',
  };
  const letters = missing.slice(0, MOST_LETTERS).join('') + (missing.length > MOST_LETTERS ? '…' : '');
  const which = lines.length === 1 ? 'A line' : `${lines.length} lines`;
  return [
    `${which} of the lyrics would show boxes, the first at ${first.atInSeconds.toFixed(1)} s: "${first.text}".`,
    `No font here has ${letters} (asked for: ${fontFamily}).`,
    `Run npm install @fontsource/${pack}, import '@fontsource/${pack}/${fontWeight}.css' in the composition and say <Lyrics fontFamily="'${family}'">.`,
  ].join(' ');
}
