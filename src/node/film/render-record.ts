import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import packageJson from '../../../package.json' with { type: 'json' };
import { CATALOGUE_PATH } from '../../clips/catalogue.ts';
import { hashOf } from '../../core/hash.ts';
import type { FilmCheck } from '../verify/film-check.ts';
import type { CutMeasurement } from '../verify/measure-cuts.ts';
import { hashFile } from '../hash-file.ts';
import { writeFileAtomic } from '../write-file-atomic.ts';
import { projectVariables, type Film } from './open-film.ts';

const RECORD_VERSION = 2;

/** Which render lies in a file. */
const recordSchema = z.object({
  version: z.literal(RECORD_VERSION),
  fingerprint: z.string(),
  /** Path of the film, from the folder of what beatcut remembers. */
  film: z.string(),
  /** SHA-256 of the film's bytes. */
  sha256: z.string(),
  /** Names of the segments and of the sound that it is joined of. */
  segments: z.array(z.string()),
  // written by this program; a measurement is only shown
  measurement: z.custom<CutMeasurement>((value) => typeof value === 'object' && value !== null),
  checks: z.custom<FilmCheck[]>((value) => Array.isArray(value)),
});

/**
 * A hash of all that a page of a composition may depend on: the bundled code, the composition with its resolved props and
 * variables, and the public folder. What a composition fetches from elsewhere is not covered.
 */
export async function fingerprintProject({
  film: { composition, renderer },
  publicDir,
  withTakes = true,
}: {
  film: Film;
  publicDir: string;
  /** Whether the published takes count, and which of them are picked; true by default. */
  withTakes?: boolean;
}): Promise<string> {
  return hashOf({
    code: await hashBundle(renderer.serveUrl),
    composition: JSON.parse(JSON.stringify(composition)) as unknown, // without functions and undefined
    inputProps: renderer.inputProps,
    publicFiles: (await listFiles(publicDir)).filter(
      (line) => withTakes || !(line.startsWith('beatcut/clips/') || line.startsWith(`${CATALOGUE_PATH} `)),
    ),
    variables: projectVariables(),
    beatcut: packageJson.version,
  });
}

/** The hashes of the bundled scripts. */
async function hashBundle(serveUrl: string): Promise<Record<string, string>> {
  const scripts = (await readdir(serveUrl)).filter((name) => name.endsWith('.js'));
  return Object.fromEntries(
    await Promise.all(
      scripts.map(async (name) => [name, await hashFile(path.join(serveUrl, name))] as const),
    ),
  );
}

/**
 * Each file of a folder, links followed: published clips by their names, which are hashes of their bytes, the other files
 * of beatcut, which it writes anew, by content, and all else by size and times of change: of the contents, and of the
 * file, which no copying tool sets back.
 */
async function listFiles(folder: string, prefix = ''): Promise<string[]> {
  const names = (await readdir(folder)).sort();
  const lists = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      const label = `${prefix}${name}`;
      const status = await stat(file).catch(() => null);
      if (status === null) return [`${label} broken link`];
      if (status.isDirectory()) return listFiles(file, `${label}/`);
      if (label.startsWith('beatcut/clips/')) return [label];
      if (label.startsWith('beatcut/')) return [`${label} ${await hashFile(file)}`];
      return [`${label} ${status.size} ${status.mtimeMs} ${status.ctimeMs}`];
    }),
  );
  return lists.flat();
}

interface RecordPlace {
  storeDir: string;
  outputFile: string;
}

const recordPathOf = ({ storeDir, outputFile }: RecordPlace): string =>
  path.join(storeDir, 'renders', `${hashOf(path.relative(storeDir, outputFile)).slice(0, 16)}.json`);

/** What was measured in a film. */
export interface FilmMeasurements {
  measurement: CutMeasurement;
  checks: FilmCheck[];
}

/** The measurement of the film in a file, if it is the very render that the fingerprint asks for, else `null`. */
export async function readRenderRecord({
  fingerprint,
  ...place
}: RecordPlace & { fingerprint: string }): Promise<FilmMeasurements | null> {
  try {
    const record = recordSchema.parse(JSON.parse(await readFile(recordPathOf(place), 'utf8')));
    const isSame = record.fingerprint === fingerprint && (await hashFile(place.outputFile)) === record.sha256;
    return isSame ? { measurement: record.measurement, checks: record.checks } : null;
  } catch {
    // no record, a broken one, or no film: it is rendered again
    return null;
  }
}

/** Remembers which render lies in a file, and of which segments it is joined. */
export async function writeRenderRecord({
  fingerprint,
  segments,
  measurement,
  checks,
  ...place
}: RecordPlace & FilmMeasurements & { fingerprint: string; segments: string[] }): Promise<void> {
  const record: z.infer<typeof recordSchema> = {
    version: RECORD_VERSION,
    fingerprint,
    film: path.relative(place.storeDir, place.outputFile),
    segments,
    sha256: await hashFile(place.outputFile),
    measurement,
    checks,
  };
  await writeFileAtomic({ path: recordPathOf(place), data: JSON.stringify(record) });
}

/** The newest render of each film: where it lies, whether it is still there, and what it is joined of. */
export async function listRenders(
  storeDir: string,
): Promise<{ film: string; isThere: boolean; segments: string[] }[]> {
  const folder = path.join(storeDir, 'renders');
  const names = await readdir(folder).catch(() => []);
  const lists = await Promise.all(
    names.map(async (name) => {
      const text = await readFile(path.join(folder, name), 'utf8').catch(() => '{}');
      const { success, data } = recordSchema.safeParse(parseJson(text));
      if (!success) return []; // broken, or of another version
      const film = path.resolve(storeDir, data.film);
      const status = await stat(film).catch(() => null);
      return [{ film, isThere: status !== null, segments: data.segments }];
    }),
  );
  return lists.flat();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
