import { link, mkdir, readdir, unlink } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomic } from '../write-file-atomic.ts';
import { readText } from '../store/lock-file-on-disk.ts';
import { syncFolder } from '../store/sync-folder.ts';
import { jobIdPrefixOf, parseJobRecord, type JobRecord } from './job-record.ts';

/** The durable record of paid jobs: one file each, complete and synced to the disk when a call returns. */
export interface JobJournal {
  /** Writes the record of an order that is about to be sent. Returns false when that order has a record already. */
  create(record: JobRecord): Promise<boolean>;
  /** Replaces a record. */
  write(record: JobRecord): Promise<void>;
  /** Forgets an order that was surely never taken. */
  remove(record: JobRecord): Promise<void>;
  /** The records of one clip, or of all. Oldest first. */
  list(options?: { clipKey?: string }): Promise<JobRecord[]>;
}

/** Creates the journal in a folder, `.beatcut/jobs` of the project. Touches no disk by itself. */
export function createJobJournal({ dir }: { dir: string }): JobJournal {
  const pathOf = (id: string): string => path.join(dir, `${id}.json`);

  return {
    async create(record) {
      await mkdir(dir, { recursive: true });
      // written whole under a name of its own first: a link, unlike a rename, fails if the target exists
      const draftPath = path.join(dir, `.${record.id}.${process.pid}.draft`);
      await writeFileAtomic({ path: draftPath, data: textOf(record) });
      try {
        await link(draftPath, pathOf(record.id));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false; // what node:fs throws
        throw error;
      } finally {
        await unlink(draftPath);
      }
      await syncFolder(dir);
      return true;
    },
    async write(record) {
      await writeFileAtomic({ path: pathOf(record.id), data: textOf(record) });
    },
    async remove(record) {
      await unlink(pathOf(record.id));
    },
    async list({ clipKey } = {}) {
      const prefix = clipKey === undefined ? '' : jobIdPrefixOf(clipKey);
      const names = await readNames(dir);
      const records: JobRecord[] = [];
      for (const name of names) {
        if (name.startsWith('.') || !name.endsWith('.json') || !name.startsWith(prefix)) continue;
        const text = await readText(path.join(dir, name));
        if (text !== undefined) records.push(parseJobRecord({ text, path: path.join(dir, name) }));
      }
      return records.sort(
        (a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt) || (a.id < b.id ? -1 : 1),
      );
    },
  };
}

const textOf = (record: JobRecord): string => `${JSON.stringify(record, null, 2)}\n`;

async function readNames(dir: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []; // no job yet
    throw error; // never mistake a journal that can't be read for an empty one
  }
}
