import { z } from 'zod';
import { parseDocument } from '../core/json.ts';
import type { TakeStretch } from './take-checks.ts';

/** The version of clip catalogues that this program writes, and the newest that it reads. */
export const CATALOGUE_VERSION = 1;

/** Where the catalogue lies below the public folder. */
export const CATALOGUE_PATH = 'beatcut/catalogue.json';

/** A picked take as the browser sees it. */
export interface CatalogueClip {
  /** Path below the public folder, for `staticFile()`. */
  file: string;
  durationInSeconds: number;
  width: number;
  height: number;
  fps: number;
  /** Whether it is only a draft. */
  draft: boolean;
  /** The part without black or frozen pictures at its ends, where that is not all of it. */
  usable?: TakeStretch;
  /** When it moves most, strongest first. */
  actionsInSeconds?: number[];
}

/**
 * What the browser knows of the clips: for each clip key the picked take, and the hashes of the reference pictures. It is
 * derived from the lock file and the take store, and can be deleted and written again at any time.
 */
export interface Catalogue {
  version: typeof CATALOGUE_VERSION;
  /** By clip key. */
  clips: Record<string, CatalogueClip>;
  /** SHA-256 of each reference picture by its path below the public folder. */
  references: Record<string, string>;
  /** Clip keys of the clips that continue another one, by `chainKeyOf`. */
  chains?: Record<string, string>;
}

/** The schema of the catalogue. */
export const catalogueSchema: z.ZodType<Catalogue> = z.object({
  version: z.literal(CATALOGUE_VERSION),
  clips: z.record(
    z.string(),
    z.object({
      file: z.string(),
      durationInSeconds: z.number(),
      width: z.number(),
      height: z.number(),
      fps: z.number(),
      draft: z.boolean(),
      usable: z.object({ startInSeconds: z.number(), endInSeconds: z.number() }).optional(),
      actionsInSeconds: z.array(z.number()).optional(),
    }),
  ),
  references: z.record(z.string(), z.string()),
  chains: z.record(z.string(), z.string()).optional(),
}) as z.ZodType<Catalogue>; // zod writes `?: T | undefined`, the type says `?: T`

/** A catalogue without a clip. */
export const emptyCatalogue = (): Catalogue => ({ version: CATALOGUE_VERSION, clips: {}, references: {} });

/**
 * Reads a catalogue from JSON text.
 *
 * @throws BeatcutError `DOCUMENT_BROKEN` or `DOCUMENT_TOO_NEW`.
 */
export const parseCatalogue = ({ text, path }: { text: string; path: string }): Catalogue =>
  parseDocument({
    text,
    schema: catalogueSchema,
    what: `clip catalogue ${path}`,
    version: CATALOGUE_VERSION,
    hint: 'Write it again with: beatcut sync',
  });
