import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { emptyLockFile, parseLockFile, serializeLockFile, type LockFile } from '../../clips/lock-file.ts';
import { mergeLockFiles, splitConflicts } from '../../clips/merge-lock-files.ts';
import { BeatcutError } from '../../core/error.ts';
import { writeFileAtomic } from '../write-file-atomic.ts';
import { withFileLock } from './file-lock.ts';

/** The lock file of a project. */
export interface LockFileOnDisk {
  readonly path: string;
  /**
   * An absent file is an empty one. Of a file with git's conflict markers both sides are brought together; the next
   * `update` writes it without them.
   *
   * @throws BeatcutError `DOCUMENT_BROKEN`, `DOCUMENT_TOO_NEW`, or `LOCK_FILES_DISAGREE` where only a person can decide.
   */
  read(): Promise<LockFile>;
  /**
   * Reads, changes and writes the file while no other process does. Nothing is written when nothing changed, nor when
   * the file can't be read.
   */
  update(change: (lockFile: LockFile) => LockFile): Promise<LockFile>;
}

/** What `createLockFileOnDisk` takes. */
export interface CreateLockFileOnDiskOptions {
  /** The lock file. */
  path: string;
  /** Folder for the lock that keeps two processes apart; not in git. */
  locksDir: string;
}

/** Creates the one door to a project's lock file. Touches no disk by itself. */
export function createLockFileOnDisk({ path: file, locksDir }: CreateLockFileOnDiskOptions): LockFileOnDisk {
  const shownPath = path.basename(file);
  // tasks of this process take turns without asking the disk
  let lastUpdate: Promise<unknown> = Promise.resolve();

  async function read(): Promise<LockFile> {
    const text = await readText(file);
    if (text === undefined) return emptyLockFile();
    const sides = splitConflicts(text);
    if (sides === undefined) return parseLockFile({ text, path: shownPath });
    return mergeLockFiles(
      parseLockFile({ text: sides.ours, path: `${shownPath} (our side of the merge)` }),
      parseLockFile({ text: sides.theirs, path: `${shownPath} (their side of the merge)` }),
    );
  }

  return {
    path: file,
    read,
    update(change) {
      const update = lastUpdate.then(() =>
        withFileLock({ lockPath: path.join(locksDir, 'lock-file.lock') }, async () => {
          const before = await read();
          const after = change(before);
          if (after !== before) await writeFileAtomic({ path: file, data: serializeLockFile(after) });
          return after;
        }),
      );
      lastUpdate = update.catch(() => {}); // the caller hears of it; the next one still gets its turn
      return update;
    },
  };
}

/**
 * A file's text, or `undefined` if there is no such file.
 *
 * @throws BeatcutError `FILE_IS_FOLDER`.
 */
export async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // what node:fs throws
    if (code === 'ENOENT') return undefined;
    if (code !== 'EISDIR') throw error;
    throw new BeatcutError({
      code: 'FILE_IS_FOLDER',
      message: `${file} is a folder where a file is expected.`,
      hint: 'Name the file itself, or move the folder away.',
      cause: error,
    });
  }
}
