import { BeatcutError } from '../core/error.ts';
import { SEED_LIMIT, type ClipRequest } from './clip-request.ts';

/** A character, place or thing that comes back in several shots. */
export interface TreatmentCharacter {
  /** What a prompt says for it: `a woman of thirty with a red scarf`. */
  description: string;
  /** A picture of it, or several, as paths below the public folder. */
  reference?: string | readonly string[];
}

/** What a group of shots have in common. Treatments nest: an inner one adds to the outer ones and wins over them. */
export interface TreatmentSettings {
  /** Light, lens, film stock: `35mm, late-summer light, soft grain`. */
  look?: string;
  /** What kind of picture it is, in front of the look: `hand-painted animation`. */
  style?: string;
  /** Pictures that all shots follow, as paths below the public folder: a mood board, a style frame. */
  references?: readonly string[];
  /**
   * Seed of the first take of each shot; the second take has the next one, and so on. Many models keep more of light and
   * faces between shots of one seed. Whole, from 0, below 2²⁸; each shot has seeds of its own by default. It is not part
   * of what is asked for: changing it makes nothing stale and buys nothing again.
   */
  seed?: number;
  /** What must not be seen. */
  negativePrompt?: string;
  /** By the name that prompts use in braces: `{maya} opens the door`. A text alone is a description. */
  characters?: Record<string, string | TreatmentCharacter>;
}

/** The inner treatment over the outer one: texts and seed replace, characters and pictures are added. */
export const mergeTreatments = (outer: TreatmentSettings, inner: TreatmentSettings): TreatmentSettings => {
  const references = [...new Set([...(outer.references ?? []), ...(inner.references ?? [])])];
  return {
    ...outer,
    ...inner,
    characters: { ...outer.characters, ...inner.characters },
    ...(references.length > 0 && { references }),
  };
};

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
  /** The treatment's seed. */
  sharedSeed?: number;
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
 * it has, or `SEED_INVALID`.
 */
export function describeClip({
  prompt,
  treatment,
  aspectRatio,
  references = [],
  continueFrom,
}: DescribeClipOptions): ClipWish {
  const { seed } = treatment;
  if (seed !== undefined && !(Number.isInteger(seed) && seed >= 0 && seed < SEED_LIMIT)) {
    throw new BeatcutError({
      code: 'SEED_INVALID',
      message: `The seed of a <Treatment> is a whole number from 0, below ${SEED_LIMIT}; got ${seed}.`,
      hint: 'For example: <Treatment seed={7}>',
    });
  }
  const found: ReferencePath[] = [];
  const addReference = (path: string, name = path.split('/').at(-1)!): void => {
    if (!found.some((reference) => reference.path === path)) found.push({ name, path });
  };
  for (const path of references) addReference(path);
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
    for (const path of [character.reference ?? []].flat()) addReference(path, name);
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
  // last: of several pictures some models take only the first, and a face matters more than a mood
  for (const path of treatment.references ?? []) addReference(path);
  const look = [treatment.style, treatment.look].filter(Boolean).join(', ');
  return {
    request: {
      prompt: text,
      aspectRatio,
      ...(look !== '' && { look }),
      ...(treatment.negativePrompt !== undefined && { negativePrompt: treatment.negativePrompt }),
    },
    references: found,
    ...(continueFrom !== undefined && { continueFrom }),
    ...(seed !== undefined && { sharedSeed: seed }),
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
