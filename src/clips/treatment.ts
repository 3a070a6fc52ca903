import { BeatcutError } from '../core/error.ts';
import type { ClipRequest } from './clip-request.ts';

/** A character, place or thing that comes back in several shots. */
export interface TreatmentCharacter {
  /** What a prompt says for it: `a woman of thirty with a red scarf`. */
  description: string;
  /** A picture of it, as a path below the public folder. */
  reference?: string;
}

/** What a group of shots have in common. Treatments nest: an inner one adds to the outer ones and wins over them. */
export interface TreatmentSettings {
  /** Style, light, lens, film stock: `35mm, late-summer light, soft grain`. */
  look?: string;
  /** What must not be seen. */
  negativePrompt?: string;
  /** By the name that prompts use in braces: `{maya} opens the door`. A text alone is a description. */
  characters?: Record<string, string | TreatmentCharacter>;
}

/** The inner treatment over the outer one: texts replace, characters are added. */
export const mergeTreatments = (outer: TreatmentSettings, inner: TreatmentSettings): TreatmentSettings => ({
  ...outer,
  ...inner,
  characters: { ...outer.characters, ...inner.characters },
});

/** A reference picture that a request needs, before its bytes are known. */
export interface ReferencePath {
  name: string;
  /** Path below the public folder. */
  path: string;
}

/** What a `<GeneratedClip>` asks for: everything of a request but the hashes of its reference pictures. */
export interface ClipWish {
  request: Omit<ClipRequest, 'references'>;
  references: ReferencePath[];
  /** The shot that it continues: an id, or `previous`. */
  continueFrom?: string;
}

/** What `describeClip` takes. */
export interface DescribeClipOptions {
  prompt: string;
  treatment: TreatmentSettings;
  /** Width to height in lowest terms: `16:9`. */
  aspectRatio: string;
  /** Reference pictures of this shot alone, as paths below the public folder. */
  references?: readonly string[];
  /** The shot that it continues: an id, or `previous`. */
  continueFrom?: string | undefined;
}

/**
 * Writes a prompt's characters out and joins it with its treatment. White space at the ends and runs of it do not count.
 *
 * @throws BeatcutError `PROMPT_EMPTY`, or `CHARACTER_UNKNOWN` when the prompt names a character that no treatment above
 * it has.
 */
export function describeClip({
  prompt,
  treatment,
  aspectRatio,
  references = [],
  continueFrom,
}: DescribeClipOptions): ClipWish {
  const found: ReferencePath[] = references.map((path) => ({ name: path.split('/').at(-1)!, path }));
  const written = prompt.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const character = treatment.characters?.[name];
    if (character === undefined) {
      const known = Object.keys(treatment.characters ?? {});
      throw new BeatcutError({
        code: 'CHARACTER_UNKNOWN',
        message: `The prompt "${prompt}" names {${name}}, but its treatment ${known.length === 0 ? 'has no characters' : `knows only ${known.map((key) => `{${key}}`).join(', ')}`}.`,
        hint: `Add ${name} to the characters of a <Treatment> around the clip.`,
      });
    }
    if (typeof character === 'string') return character;
    if (
      character.reference !== undefined &&
      !found.some((reference) => reference.path === character.reference)
    ) {
      found.push({ name, path: character.reference });
    }
    return character.description;
  });
  const text = written.replaceAll(/\s+/g, ' ').trim();
  if (text === '') {
    throw new BeatcutError({
      code: 'PROMPT_EMPTY',
      message: 'A <GeneratedClip> has an empty prompt.',
      hint: 'Say what the shot shows: <GeneratedClip prompt="…" />.',
    });
  }
  return {
    request: {
      prompt: text,
      aspectRatio,
      ...(treatment.look !== undefined && { look: treatment.look }),
      ...(treatment.negativePrompt !== undefined && { negativePrompt: treatment.negativePrompt }),
    },
    references: found,
    ...(continueFrom !== undefined && { continueFrom }),
  };
}

/**
 * Completes a wish with the hashes of its reference pictures.
 *
 * @returns `null` when the hash of a picture is not known.
 */
export function completeRequest(
  { request, references }: ClipWish,
  hashes: Readonly<Record<string, string>>,
): ClipRequest | null {
  const complete = references.flatMap(({ name, path }) => {
    const sha256 = hashes[path];
    return sha256 === undefined ? [] : [{ name, sha256 }];
  });
  if (complete.length < references.length) return null;
  return complete.length === 0 ? request : { ...request, references: complete };
}
