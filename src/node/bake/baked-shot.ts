import { z } from 'zod';
import { parseDocument } from '../../core/json.ts';

/** The version of bake records that this program writes, and the newest that it reads. */
export const BAKE_RECORD_VERSION = 1;

/** One shot of a baked edit, as it stands in the source. */
export interface BakedShot {
  id: string;
  from: number;
  durationInFrames: number;
  enterInFrames: number;
  /** The transition's code, such as `fade()`; `null` for a hard cut. */
  enter: string | null;
  /** The code of what is shown. */
  content: string;
}

/**
 * What was baked last, beside the baked file. Compared with the file as it is now, it tells what a person has changed; compared
 * with the new plan, what the song or the shots have changed.
 */
export interface BakeRecord {
  version: typeof BAKE_RECORD_VERSION;
  composition: string;
  /** The `<AutoCut>`'s name. */
  name: string;
  style: string;
  seed: string;
  shots: BakedShot[];
}

const bakeRecordSchema: z.ZodType<BakeRecord> = z.object({
  version: z.literal(BAKE_RECORD_VERSION),
  composition: z.string(),
  name: z.string(),
  style: z.string(),
  seed: z.string(),
  shots: z.array(
    z.object({
      id: z.string(),
      from: z.number(),
      durationInFrames: z.number(),
      enterInFrames: z.number(),
      enter: z.string().nullable(),
      content: z.string(),
    }),
  ),
});

/**
 * Reads a bake record.
 *
 * @throws BeatcutError `DOCUMENT_BROKEN` or `DOCUMENT_TOO_NEW`.
 */
export const parseBakeRecord = ({ text, path }: { text: string; path: string }): BakeRecord =>
  parseDocument({
    text,
    schema: bakeRecordSchema,
    what: `bake record ${path}`,
    version: BAKE_RECORD_VERSION,
    hint: 'Restore it from version control; without it, "beatcut bake --force" writes the edit anew and drops what was changed by hand.',
  });
