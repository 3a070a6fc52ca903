import { readdir, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { LockFile } from '../../clips/lock-file.ts';
import type { JobJournal } from '../journal/job-journal.ts';

/** A file that nothing needs. */
export interface UnneededFile {
  /** Its name, by which it can be deleted. */
  name: string;
  path: string;
  sizeInBytes: number;
  /** `take`: no lock file entry and no job knows it. `remains`: left behind by a process that was killed. */
  kind: 'take' | 'remains';
}

/** What `listUnneeded` takes. */
export interface ListUnneededOptions {
  lockFile: LockFile;
  journal: JobJournal;
  /** `.beatcut` of the project. */
  storeDir: string;
  /** The folder of the lock file, in which a killed process may have left a temporary one. */
  lockFileDir: string;
  now?: () => Date;
}

const TAKE_FILE = /^([0-9a-f]{64})\.[a-z0-9]+$/;
// as writeFileAtomic and the journal name what they write first
const TEMPORARY_FILE = /^\.([0-9a-f]{8}-[0-9a-f-]{27}\.tmp|[0-9a-f-]+\.\d+\.draft)/;
/** A process that is at work has touched its temporary file within this time. */
const AT_WORK_MS = 60 * 60_000;

/**
 * Lists the files that no take in the lock file and no job in the journal needs. Another branch's lock file may need them,
 * so nothing is ever deleted because of this list alone.
 */
export async function listUnneeded(options: ListUnneededOptions): Promise<UnneededFile[]> {
  const { lockFile, journal, storeDir, lockFileDir, now = () => new Date() } = options;
  const jobs = await journal.list();
  const needed = new Set([
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
    { dir: lockFileDir, kindOf: remainsOf },
  ] as const;
  const found: UnneededFile[] = [];
  for (const { dir, kindOf } of places) {
    for (const name of await readdir(dir).catch(() => [])) {
      const kind = kindOf(name);
      const file = path.join(dir, name);
      const entry = kind === undefined ? undefined : await stat(file).catch(() => undefined);
      if (kind === undefined || entry?.isFile() !== true) continue;
      if (kind === 'remains' && now().getTime() - entry.mtimeMs < AT_WORK_MS) continue;
      found.push({ name, path: file, sizeInBytes: entry.size, kind });
    }
  }
  return found;

  function isUnneededTake(name: string): boolean {
    const sha256 = TAKE_FILE.exec(name)?.[1];
    return sha256 !== undefined && !needed.has(sha256);
  }
}

const remainsOf = (name: string): 'remains' | undefined =>
  TEMPORARY_FILE.test(name) ? 'remains' : undefined;

/** Deletes files of the list. */
export async function deleteUnneeded(files: readonly UnneededFile[]): Promise<void> {
  for (const file of files) await unlink(file.path);
}
