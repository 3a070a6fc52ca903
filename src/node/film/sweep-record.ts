import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { hashOf } from '../../core/hash.ts';
import type { DiscoveryReport } from '../../edit/page-protocol.ts';
import { writeFileAtomic } from '../write-file-atomic.ts';
import { describeBrowser } from './describe-browser.ts';
import type { Film } from './open-film.ts';
import { fingerprintProject } from './render-record.ts';

/** Raised when a sweep would find something else in the same composition. */
const SWEEP_VERSION = 8;

const recordSchema = z.object({
  version: z.literal(SWEEP_VERSION),
  fingerprint: z.string(),
  songs: z.array(z.string()),
  // written by this program, from what its own page said
  report: z.custom<DiscoveryReport>((value) => typeof value === 'object' && value !== null),
});

/** What a sweep over a composition found. */
export interface SweepRecord {
  report: DiscoveryReport;
  /** Paths below the public folder of the songs that it played. */
  songs: string[];
}

interface SweepPlace {
  storeDir: string;
  compositionId: string;
  fingerprint: string;
}

const pathOf = ({ storeDir, compositionId }: SweepPlace): string =>
  path.join(storeDir, 'sweeps', `${hashOf(compositionId).slice(0, 16)}.json`);

/**
 * A hash of all that a sweep may depend on. It shows stand-ins for clips, so takes and which of them are picked are not in
 * it; the day is, for compositions that show it.
 */
export async function fingerprintSweep({
  film,
  publicDir,
}: {
  film: Film;
  publicDir: string;
}): Promise<string> {
  return hashOf({
    version: SWEEP_VERSION,
    project: await fingerprintProject({ film, publicDir, withTakes: false }),
    browser: await describeBrowser(film),
    day: new Date().toDateString(),
  });
}

/** What the last sweep over a composition found, if nothing has changed since, else `null`. */
export async function readSweepRecord(place: SweepPlace): Promise<SweepRecord | null> {
  try {
    const record = recordSchema.parse(JSON.parse(await readFile(pathOf(place), 'utf8')));
    return record.fingerprint === place.fingerprint ? record : null;
  } catch {
    // no record, or a broken one: it is swept again
    return null;
  }
}

/** Whether a sweep would find the same again: nothing was fetched from elsewhere or looked different the second time. */
export const isRepeatable = ({ pictures }: DiscoveryReport): boolean =>
  pictures !== null && pictures.isRepeatable;

/** Remembers what a sweep found. */
export async function writeSweepRecord({ report, songs, ...place }: SweepPlace & SweepRecord): Promise<void> {
  const { fingerprint } = place;
  const record: z.infer<typeof recordSchema> = { version: SWEEP_VERSION, fingerprint, songs, report };
  await writeFileAtomic({ path: pathOf(place), data: JSON.stringify(record) });
}
