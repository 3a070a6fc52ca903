import { z } from 'zod';
import { parseDocument } from '../core/json.ts';

/** The version of corrections that this program writes, and the newest that it reads. */
export const CORRECTIONS_VERSION = 1;

/**
 * What a person says about a song. Lies in a file of its own beside the song, so that hearing it again never erases it.
 * All times are those of the song file.
 */
export interface SongCorrections {
  version: typeof CORRECTIONS_VERSION;
  /** The tempo lies in this range; a hint to the analysis. */
  tempoRangeBpm?: [slowest: number, fastest: number] | undefined;
  /** `double` adds a beat between each two, `half` keeps every second one, the downbeats if they are among them. */
  tempo?: 'half' | 'double' | undefined;
  /** Moves all beats and sections; positive is later. */
  shiftInSeconds?: number | undefined;
  /** Beats in every bar. */
  beatsPerBar?: number | undefined;
  /** The beat nearest to this time is a downbeat; bars are counted from it in both directions. */
  firstDownbeatInSeconds?: number | undefined;
  /** Single beats, as they lie after all of the above. */
  beats?:
    | {
        /** Beats tapped by a person. One close to a heard beat replaces it. */
        addInSeconds?: number[] | undefined;
        /** The beat nearest to each of these times goes. */
        removeInSeconds?: number[] | undefined;
        move?: { fromInSeconds: number; toInSeconds: number }[] | undefined;
      }
    | undefined;
  sections?:
    | {
        /** Names the section that lies at a time, and every other one with the same label that has no name of its own. */
        names?: { atInSeconds: number; name: string }[] | undefined;
        /** New boundaries; one within 0.3 s of a boundary that was heard moves that one there. */
        addBoundariesInSeconds?: number[] | undefined;
        /** The boundary nearest to each of these times goes. */
        removeBoundariesInSeconds?: number[] | undefined;
      }
    | undefined;
}

const time = z.number().nonnegative();
const times = z.array(time).optional();

/** The schema of `<song>.corrections.json`. Unknown members are refused: a misspelt correction would do nothing. */
export const correctionsSchema: z.ZodType<SongCorrections> = z.strictObject({
  version: z.literal(CORRECTIONS_VERSION),
  tempoRangeBpm: z
    .tuple([z.number().positive(), z.number().positive()])
    .refine(([slowest, fastest]) => slowest < fastest, 'expected the slower tempo first')
    .optional(),
  tempo: z.enum(['half', 'double']).optional(),
  shiftInSeconds: z.number().optional(),
  beatsPerBar: z.number().int().min(1).max(16).optional(),
  firstDownbeatInSeconds: time.optional(),
  beats: z
    .strictObject({
      addInSeconds: times,
      removeInSeconds: times,
      move: z.array(z.strictObject({ fromInSeconds: time, toInSeconds: time })).optional(),
    })
    .optional(),
  sections: z
    .strictObject({
      names: z.array(z.strictObject({ atInSeconds: time, name: z.string().min(1) })).optional(),
      addBoundariesInSeconds: times,
      removeBoundariesInSeconds: times,
    })
    .optional(),
});

/** What `parseCorrections` takes. */
export interface ParseCorrectionsOptions {
  text: string;
  /** The file's path, for messages. */
  path: string;
}

/**
 * Reads corrections from JSON text.
 *
 * @throws BeatcutError `DOCUMENT_BROKEN` or `DOCUMENT_TOO_NEW`.
 */
export const parseCorrections = ({ text, path }: ParseCorrectionsOptions): SongCorrections =>
  parseDocument({
    text,
    schema: correctionsSchema,
    what: `corrections file ${path}`,
    version: CORRECTIONS_VERSION,
    hint: 'Correct the file by hand, or move it away to start afresh.',
  });
