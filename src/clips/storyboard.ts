import { z } from 'zod';
import { BeatcutError } from '../core/error.ts';
import { hashOf } from '../core/hash.ts';
import { parseDocument } from '../core/json.ts';
import type { TreatmentSettings } from './treatment.ts';

/** The version of storyboards that this program writes, and the newest that it reads. */
export const STORYBOARD_VERSION = 1;

/** One shot of a storyboard. Its first members are those of a shot of `<AutoCut>`. */
export interface StoryboardShot {
  /** Unique, and the same when the storyboard is written again: `chorus-2`, `chorus-2-3`. */
  id: string;
  /** What is to be seen, with characters in braces: `{maya} opens the door`. */
  prompt: string;
  /** What it is for: `opening`, `final`, `drop`, or a part of a song such as `chorus`. */
  role?: string;
  /** The section that it was written for: `chorus 2`, `B`. */
  in?: string;
  /** How lively the music is there, 0–1. */
  energy?: number;
  /** Where it was written for, in the song. A composition may put it elsewhere. */
  startInSeconds?: number;
  endInSeconds?: number;
  /** Who wrote the prompt, as it was then. Absent on shots that a person added. */
  written?: StoryboardWriting;
}

/** A mark under what beatcut wrote, by which it knows later what a person has changed since. */
export interface StoryboardWriting {
  /** The model, or `template`. */
  by: string;
  /** Hash of what was written. */
  hash: string;
}

/** A film before there is a clip: its treatment and a prompt for each shot, in the order of the song. */
export interface Storyboard {
  version: typeof STORYBOARD_VERSION;
  /** The song's file, without folders. */
  song: string;
  /** For `<Treatment {...storyboard.treatment}>`; follows the treatment's file until a person changes it here. */
  treatment: TreatmentSettings;
  /** Hash of the treatment as beatcut wrote it. */
  treatmentHash?: string;
  shots: StoryboardShot[];
}

const characterSchema = z.union([
  z.string(),
  z.object({
    description: z.string(),
    reference: z.union([z.string(), z.array(z.string())]).optional(),
  }),
]);

/** The schema of storyboards. Members that this version does not know are kept. */
export const storyboardSchema: z.ZodType<Storyboard> = z.looseObject({
  version: z.literal(STORYBOARD_VERSION),
  song: z.string(),
  treatment: z.looseObject({
    look: z.string().optional(),
    style: z.string().optional(),
    references: z.array(z.string()).optional(),
    seed: z.number().optional(),
    negativePrompt: z.string().optional(),
    characters: z.record(z.string(), characterSchema).optional(),
  }),
  treatmentHash: z.string().optional(),
  shots: z
    .array(
      z.looseObject({
        id: z.string().min(1),
        prompt: z.string().trim().min(1, 'expected a prompt'),
        role: z.string().optional(),
        in: z.string().optional(),
        energy: z.number().min(0).max(1).optional(),
        startInSeconds: z.number().nonnegative().optional(),
        endInSeconds: z.number().nonnegative().optional(),
        written: z.object({ by: z.string(), hash: z.string() }).optional(),
      }),
    )
    .refine((shots) => new Set(shots.map(({ id }) => id)).size === shots.length, {
      error: 'expected each shot to have an id of its own',
    }),
}) as z.ZodType<Storyboard>; // zod writes `?: T | undefined`, the type says `?: T`

const HINT = 'Correct it by hand; beatcut storyboard keeps what a person wrote.';

/**
 * Reads a storyboard from JSON text. `path` is for messages.
 *
 * @throws BeatcutError `DOCUMENT_BROKEN` or `DOCUMENT_TOO_NEW`.
 */
export const parseStoryboard = ({ text, path }: { text: string; path: string }): Storyboard =>
  parseDocument({
    text,
    schema: storyboardSchema,
    what: `storyboard ${path}`,
    version: STORYBOARD_VERSION,
    hint: HINT,
  });

/**
 * Checks and types a storyboard that a composition has imported:
 *
 * ```tsx
 * import json from './storyboard.json';
 * const storyboard = defineStoryboard(json);
 * <Treatment {...storyboard.treatment}><AutoCut shots={storyboard.shots} /></Treatment>
 * ```
 *
 * @throws BeatcutError `STORYBOARD_INVALID` naming the place in it.
 */
export function defineStoryboard(json: unknown): Storyboard {
  const result = storyboardSchema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new BeatcutError({
    code: 'STORYBOARD_INVALID',
    message: `The storyboard is not valid at ${issue?.path.map(String).join('.') || 'the top level'}: ${issue?.message ?? ''}.`,
    hint: HINT,
  });
}

/** Hash of what counts as the work of whoever wrote a shot. */
export const writingHashOf = ({ prompt, role }: Pick<StoryboardShot, 'prompt' | 'role'>): string =>
  hashOf({ prompt, role }).slice(0, 16);

/** Hash of a treatment, by which a change is noticed. */
export const treatmentHashOf = (treatment: TreatmentSettings): string => hashOf(treatment).slice(0, 16);

/** Whether a person wrote or changed a shot, so that nothing may overwrite it. */
export const isByPerson = (shot: StoryboardShot): boolean => shot.written?.hash !== writingHashOf(shot);
