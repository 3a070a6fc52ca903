import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BeatcutError } from '../../core/error.ts';
import { hashOf } from '../../core/hash.ts';
import { parseDocument } from '../../core/json.ts';
import type { PlannedCut } from '../../edit/edit-plan.ts';
import { hashFile } from '../hash-file.ts';
import { writeFileAtomic } from '../write-file-atomic.ts';

const FILM_RECORD_VERSION = 1;

/** A song in a film. */
export interface RecordedSong {
  /** Path below the public folder. */
  path: string;
  /** The film's frame at which the song's time is 0. */
  startFrame: number;
  durationInSeconds: number;
  /** The film's frames on which it is heard; `null` where it is muted or played at another speed, absent where that is not known. */
  heard?: { startFrame: number; endFrame: number } | null | undefined;
}

/** What a rendered file should show and play, whichever place it was moved to. */
export interface FilmPlanRecord {
  composition: string;
  fps: number;
  /** Of the file, in pixels. */
  width: number;
  height: number;
  durationInFrames: number;
  cuts: PlannedCut[];
  /** Stretches that show nothing: gaps of a series. Frames of the film. */
  gaps: { startFrame: number; endFrame: number }[];
  songs: RecordedSong[];
}

/** A plan and the file that was rendered from it. */
export interface FilmRecord {
  version: typeof FILM_RECORD_VERSION;
  /** SHA-256 of the file's bytes, in hex. */
  sha256: string;
  /** The file's path as it was rendered, relative to the project's folder. */
  file: string;
  plan: FilmPlanRecord;
  /** For a file that was encoded from a film: that film's SHA-256, and a hash of the settings. */
  madeFrom?: { sha256: string; settingsHash: string } | undefined;
}

const frame = z.number();

const filmRecordSchema: z.ZodType<FilmRecord> = z.object({
  version: z.literal(FILM_RECORD_VERSION),
  sha256: z.string(),
  file: z.string(),
  plan: z.object({
    composition: z.string(),
    fps: z.number().positive(),
    width: z.number(),
    height: z.number(),
    durationInFrames: frame,
    cuts: z.array(
      z.object({
        frame,
        timeInSeconds: z.number(),
        beat: z.number(),
        fromShot: z.string().nullable(),
        toShot: z.string().nullable(),
        transitionInFrames: frame,
        transitionStartFrame: frame,
      }),
    ),
    gaps: z.array(z.object({ startFrame: frame, endFrame: frame })),
    songs: z.array(
      z.object({
        path: z.string(),
        startFrame: frame,
        durationInSeconds: z.number(),
        heard: z.object({ startFrame: frame, endFrame: frame }).nullish(),
      }),
    ),
  }),
  madeFrom: z.object({ sha256: z.string(), settingsHash: z.string() }).optional(),
});

/** What places a record: the project's folder for such things, its root, and the film's file, all absolute. */
interface RecordPlace {
  storeDir: string;
  projectDir: string;
  outputFile: string;
}

const folderOf = ({ storeDir }: Pick<RecordPlace, 'storeDir'>): string => path.join(storeDir, 'films');
const pathKeyOf = ({ projectDir, outputFile }: RecordPlace): string => {
  const relative = path.relative(projectDir, outputFile);
  return `at-${hashOf(relative).slice(0, 16)}`;
};

/**
 * Remembers what a file was rendered from: under the hash of its bytes, so that it is known wherever it is moved to, and
 * under its path, so that a file that was changed afterwards is told apart from one that was never rendered here.
 */
export async function writeFilmRecord({
  plan,
  madeFrom,
  ...place
}: RecordPlace & Pick<FilmRecord, 'plan' | 'madeFrom'>): Promise<FilmRecord> {
  const record: FilmRecord = {
    version: FILM_RECORD_VERSION,
    sha256: await hashFile(place.outputFile),
    file: path.relative(place.projectDir, place.outputFile),
    plan,
    ...(madeFrom && { madeFrom }),
  };
  const data = `${JSON.stringify(record)}\n`;
  for (const name of [record.sha256, pathKeyOf(place)])
    await writeFileAtomic({ path: path.join(folderOf(place), `${name}.json`), data });
  return record;
}

/**
 * The record of a file: of its very bytes, or else of what was rendered to its path last, which `isSameFile` tells apart.
 * `null` when nothing is known.
 *
 * @throws BeatcutError `DOCUMENT_TOO_NEW` for a record of a newer beatcut.
 */
export async function readFilmRecord(
  place: RecordPlace,
): Promise<{ record: FilmRecord; isSameFile: boolean } | null> {
  const sha256 = await hashFile(place.outputFile);
  const exact = await readRecord(path.join(folderOf(place), `${sha256}.json`));
  if (exact !== null) return { record: exact, isSameFile: true };
  const atPath = await readRecord(path.join(folderOf(place), `${pathKeyOf(place)}.json`));
  return atPath === null ? null : { record: atPath, isSameFile: false };
}

async function readRecord(file: string): Promise<FilmRecord | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return parseDocument({
      text,
      schema: filmRecordSchema,
      what: `film record ${file}`,
      version: FILM_RECORD_VERSION,
      hint: 'Render the film again.',
    });
  } catch (error) {
    // a broken record is none: it can be made again
    if (BeatcutError.isInstance(error) && error.code === 'DOCUMENT_BROKEN') return null;
    throw error;
  }
}
