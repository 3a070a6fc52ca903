import type { TreatmentCharacter, TreatmentSettings } from '../../clips/treatment.ts';
import { BeatcutError } from '../../core/error.ts';
import { readText } from '../store/lock-file-on-disk.ts';

/** What a treatment's file says. */
export interface WrittenTreatment {
  /** The whole text, for a model to read. */
  text: string;
  settings: TreatmentSettings;
  /** The sentences that tell what happens, in order: all that stands under no heading of settings. */
  story: string[];
}

/**
 * Reads a treatment in Markdown. Text under the headings _Look_, _Style_, _Avoid_ (or _Negative prompt_) and
 * _Characters_ becomes the settings of `<Treatment>`; characters are a list: `- maya: a woman of thirty (cast/maya.png)`,
 * with a picture below the public folder, if there is one, in brackets at the end. All else is the story.
 *
 * @throws BeatcutError `TREATMENT_NOT_FOUND`, `TREATMENT_EMPTY`, `TREATMENT_INVALID` for a character without a description.
 */
export async function readTreatment(path: string): Promise<WrittenTreatment> {
  const text = await readText(path);
  if (text === undefined) {
    throw new BeatcutError({
      code: 'TREATMENT_NOT_FOUND',
      message: `There is no treatment at ${path}.`,
      hint: 'Write down in a few sentences what the film tells and how it looks, and name the file: --treatment treatment.md',
    });
  }
  if (text.trim() === '') {
    throw new BeatcutError({
      code: 'TREATMENT_EMPTY',
      message: `The treatment ${path} is empty.`,
      hint: 'Write down in a few sentences what the film tells and how it looks.',
    });
  }
  const parts = { look: [], style: [], avoid: [], characters: [], story: [] } as Record<Part, string[]>;
  let part: Part = 'story';
  for (const line of text.split(/\r?\n/)) {
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];
    if (heading === undefined) parts[part].push(line);
    else part = PARTS.find(({ pattern }) => pattern.test(heading))?.part ?? 'story';
  }
  const characters = readCharacters(parts.characters, path);
  const look = paragraphOf(parts.look);
  const style = paragraphOf(parts.style);
  const negativePrompt = paragraphOf(parts.avoid);
  return {
    text: text.trim(),
    settings: {
      ...(look !== '' && { look }),
      ...(style !== '' && { style }),
      ...(negativePrompt !== '' && { negativePrompt }),
      ...(Object.keys(characters).length > 0 && { characters }),
    },
    story: sentencesOf(parts.story),
  };
}

type Part = 'look' | 'style' | 'avoid' | 'characters' | 'story';

const PARTS: readonly { part: Part; pattern: RegExp }[] = [
  { part: 'look', pattern: /^look\b/i },
  { part: 'style', pattern: /^(visual )?style\b/i },
  { part: 'avoid', pattern: /^(avoid|negative( prompt)?|not to be seen)\b/i },
  { part: 'characters', pattern: /^(characters?|cast)\b/i },
];

const withoutMarkup = (line: string): string =>
  line
    .replace(/^\s*(?:[-*+]|\d+\.|>)\s+/, '')
    .replaceAll(/[*_`]+/g, '')
    .trim();

const paragraphOf = (lines: readonly string[]): string => lines.map(withoutMarkup).filter(Boolean).join(' ');

function readCharacters(lines: readonly string[], path: string): Record<string, string | TreatmentCharacter> {
  const characters: Record<string, string | TreatmentCharacter> = {};
  for (const line of lines.map(withoutMarkup).filter(Boolean)) {
    const [, name, said = ''] = /^\{?(\w+)\}?\s*[:–—-]\s*(.*)$/.exec(line) ?? [];
    const [, description = said, reference] =
      /^(.*?)\s*\(([^()\s]+\.(?:png|jpe?g|webp))\)\.?$/i.exec(said) ?? [];
    if (name === undefined || description === '') {
      throw new BeatcutError({
        code: 'TREATMENT_INVALID',
        message: `The treatment ${path} has a character without name or description: "${line}".`,
        hint: 'Write one a line: - maya: a woman of thirty with a red scarf (cast/maya.png)',
      });
    }
    characters[name] = reference === undefined ? description : { description, reference };
  }
  return characters;
}

const sentencesOf = (lines: readonly string[]): string[] =>
  lines
    .join('\n')
    .split(/\n\s*\n/)
    .flatMap((paragraph) =>
      paragraphOf(paragraph.split('\n'))
        .split(/(?<=[.!?…])\s+/)
        .map((sentence) => sentence.trim())
        .filter(Boolean),
    );
