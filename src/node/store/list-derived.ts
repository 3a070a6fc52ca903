import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { listRenders } from '../film/render-record.ts';
import type { UnneededFile } from './unneeded-file.ts';

/** What `listDerived` takes. */
export interface ListDerivedOptions {
  /** `.beatcut` of the project. */
  storeDir: string;
  /** SHA-256 of the takes that are known. */
  takes: ReadonlySet<string>;
  /** Files that were used within so many days are kept; 30 by default. */
  unusedDays?: number | undefined;
  /** Of what was used since, so many bytes are kept, the newest first; 8 GiB by default. */
  maxBytes?: number | undefined;
  now?: () => Date;
}

/** How long what beatcut has made, and can make again, is kept by default after it was last used. */
export const DEFAULT_UNUSED_DAYS = 30;
/** How much room it may take by default. */
export const DEFAULT_CACHE_BYTES: number = 8 * 1024 ** 3;

const DAY_MS = 24 * 60 * 60_000;
const SEGMENT = /^[0-9a-f]{64}\.(ts|m4a|rgb\.gz)$/;
const RECORD = /^[0-9a-f]{16,64}\.json$/;

/**
 * Lists what beatcut has made from the project and makes again when it is wanted: segments, sounds, and what was found in
 * compositions, takes and sounds, if it was not used for long or is too much. What the newest render of a film needs is never
 * in the list while that film is there.
 */
export async function listDerived(options: ListDerivedOptions): Promise<UnneededFile[]> {
  const { storeDir, takes, now = () => new Date() } = options;
  const { unusedDays = DEFAULT_UNUSED_DAYS, maxBytes = DEFAULT_CACHE_BYTES } = options;
  const renders = await listRenders(storeDir);
  const needed = new Set(renders.flatMap(({ isThere, segments }) => (isThere ? segments : [])));
  const segmentsDir = path.join(storeDir, 'segments');
  const places = [
    { dir: segmentsDir, isMeant: (name: string) => SEGMENT.test(name) },
    { dir: path.join(segmentsDir, 'pictures'), isMeant: (name: string) => SEGMENT.test(name) },
    // small, and needed for as long as the take is
    {
      dir: path.join(segmentsDir, 'takes'),
      isMeant: (name: string) => RECORD.test(name) && !takes.has(path.parse(name).name),
    },
    { dir: path.join(storeDir, 'sweeps'), isMeant: (name: string) => RECORD.test(name) },
    { dir: path.join(storeDir, 'sounds'), isMeant: (name: string) => RECORD.test(name) },
  ];
  const files: { file: UnneededFile; usedMs: number }[] = [];
  for (const { dir, isMeant } of places) {
    for (const name of await readdir(dir).catch(() => [])) {
      if (!isMeant(name)) continue;
      const entry = await stat(path.join(dir, name)).catch(() => undefined);
      if (entry?.isFile() !== true) continue;
      files.push({
        file: { name, path: path.join(dir, name), sizeInBytes: entry.size, kind: 'cache' },
        usedMs: entry.mtimeMs,
      });
    }
  }
  // what is needed takes its room first
  const isNeeded = ({ file }: (typeof files)[number]): boolean => needed.has(file.name);
  let kept = files.filter(isNeeded).reduce((sum, { file }) => sum + file.sizeInBytes, 0);
  const found: UnneededFile[] = [];
  const others = files.filter((one) => !isNeeded(one)).sort((a, b) => b.usedMs - a.usedMs);
  for (const { file, usedMs } of others) {
    const isOld = now().getTime() - usedMs > unusedDays * DAY_MS;
    if (isOld || kept + file.sizeInBytes > maxBytes) found.push(file);
    else kept += file.sizeInBytes;
  }
  return found;
}
