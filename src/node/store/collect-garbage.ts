import { readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LockFile } from '../../clips/lock-file.ts';
import type { JobJournal } from '../journal/job-journal.ts';
import { listRenders } from '../film/render-record.ts';
import { listDerived } from './list-derived.ts';
import type { UnneededFile } from './unneeded-file.ts';

/** What `listUnneeded` takes. */
export interface ListUnneededOptions {
  lockFile: LockFile;
  journal: JobJournal;
  /** `.beatcut` of the project. */
  storeDir: string;
  /** The folder of the lock file, in which a killed process may have left a temporary one. */
  lockFileDir: string;
  /** The project's public folder, in whose `beatcut` a killed process may have left half a copy. */
  publicDir: string;
  /** The system's folder for temporary files; `os.tmpdir()` by default. */
  temporaryDir?: string;
  /** How long, and how much of, what beatcut can make again is kept; as `listDerived` by default. */
  unusedDays?: number | undefined;
  maxCacheBytes?: number | undefined;
  now?: () => Date;
}

const TAKE_FILE = /^([0-9a-f]{64})\.[a-z0-9]+$/;
// as writeFileAtomic, the journal, publishing and the segment store name what they write first
const TEMPORARY_FILE =
  /^\.([0-9a-f]{8}-[0-9a-f-]{27}\.tmp|[0-9a-f-]+\.\d+\.draft|[0-9a-f]{64}\.[a-z0-9]+\.\d+\.tmp|[0-9a-f]{64}\.\d+\.unfinished\.|\d+\.unfinished\.mp4$)/;
// as withTemporaryFolder names its folders
const TEMPORARY_FOLDER = /^beatcut-[A-Za-z0-9]{6}$/;
/** A process that is at work has touched its temporary file within this time. */
const AT_WORK_MS = 60 * 60_000;
/** A folder is touched only when a file comes or goes, and a long film takes long. */
const FOLDER_AT_WORK_MS = 24 * AT_WORK_MS;

/**
 * Lists the files that no take in the lock file and no job in the journal needs, and what beatcut has made and nothing has used
 * for long. Another branch's lock file may need takes, so nothing is ever deleted because of this list alone.
 */
export async function listUnneeded(options: ListUnneededOptions): Promise<UnneededFile[]> {
  const { lockFile, journal, storeDir, lockFileDir, publicDir, now = () => new Date() } = options;
  const jobs = await journal.list();
  const needed = new Set<string>([
    ...Object.values(lockFile.clips).flatMap(({ takes }) => takes.map(({ sha256 }) => sha256)),
    ...jobs.flatMap(({ progress }) => ('take' in progress ? [progress.take.sha256] : [])),
  ]);
  const openJobs = new Set(jobs.filter(({ progress }) => progress.status !== 'failed').map(({ id }) => id));
  const takesDir = path.join(storeDir, 'takes');
  const places = [
    { dir: takesDir, kindOf: (name: string) => (isUnneededTake(name) ? 'take' : remainsOf(name)) },
    {
      dir: path.join(takesDir, 'incoming'),
      kindOf: (name: string) => (openJobs.has(path.parse(name).name) ? undefined : 'remains'),
    },
    { dir: path.join(storeDir, 'jobs'), kindOf: remainsOf },
    { dir: path.join(storeDir, 'segments'), kindOf: remainsOf },
    { dir: path.join(storeDir, 'segments', 'pictures'), kindOf: remainsOf },
    { dir: lockFileDir, kindOf: remainsOf },
    { dir: path.join(publicDir, 'beatcut'), kindOf: remainsOf },
    { dir: path.join(publicDir, 'beatcut', 'clips'), kindOf: remainsOf },
    { dir: path.join(publicDir, 'beatcut', 'songs'), kindOf: remainsOf },
  ] as const;
  // beside films lies what a killed render or delivery has begun
  const films = new Set((await listRenders(storeDir)).map(({ film }) => path.dirname(film)));
  const besides = [...films].map((dir) => ({ dir, kindOf: remainsOf }));
  const found: UnneededFile[] = [];
  for (const { dir, kindOf } of [...places, ...besides]) {
    for (const name of await readdir(dir).catch(() => [])) {
      const kind = kindOf(name);
      const file = path.join(dir, name);
      const entry = kind === undefined ? undefined : await stat(file).catch(() => undefined);
      if (kind === undefined || entry?.isFile() !== true) continue;
      if (kind === 'remains' && now().getTime() - entry.mtimeMs < AT_WORK_MS) continue;
      found.push({ name, path: file, sizeInBytes: entry.size, kind });
    }
  }
  const { unusedDays, maxCacheBytes: maxBytes } = options;
  found.push(...(await listDerived({ storeDir, takes: needed, unusedDays, maxBytes, now })));
  const temporaryDir = options.temporaryDir ?? tmpdir();
  for (const name of await readdir(temporaryDir).catch(() => [])) {
    if (!TEMPORARY_FOLDER.test(name)) continue;
    const folder = path.join(temporaryDir, name);
    const entry = await stat(folder).catch(() => undefined);
    const isOurs = entry?.isDirectory() === true && entry.uid === (process.getuid?.() ?? entry.uid);
    if (!isOurs || now().getTime() - entry.mtimeMs < FOLDER_AT_WORK_MS) continue;
    found.push({ name, path: folder, sizeInBytes: await sizeOfFolder(folder), kind: 'remains' });
  }
  return found;

  function isUnneededTake(name: string): boolean {
    const sha256 = TAKE_FILE.exec(name)?.[1];
    return sha256 !== undefined && !needed.has(sha256);
  }
}

const remainsOf = (name: string): 'remains' | undefined =>
  TEMPORARY_FILE.test(name) ? 'remains' : undefined;

async function sizeOfFolder(folder: string): Promise<number> {
  let sizeInBytes = 0;
  for (const name of await readdir(folder, { recursive: true })) {
    sizeInBytes += (await stat(path.join(folder, name)).catch(() => undefined))?.size ?? 0;
  }
  return sizeInBytes;
}

/** Deletes files of the list. */
export async function deleteUnneeded(files: readonly UnneededFile[]): Promise<void> {
  for (const file of files) await rm(file.path, { recursive: true });
}
