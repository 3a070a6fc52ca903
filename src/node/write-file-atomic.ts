import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, unlink, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

/** What `replaceFileAtomic` takes. */
export interface ReplaceFileAtomicOptions {
  /** The file that shall appear or be replaced. Missing folders are made. */
  path: string;
  /** Fills the file at the temporary path that it is given; it must exist afterwards. */
  write: (temporaryPath: string) => Promise<void>;
}

/** The file's bytes and its entry in the folder reach the disk, so that a crash can't undo the rename. */
async function syncToDisk(target: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(target, 'r');
    await handle.sync();
  } catch (error) {
    // Windows can neither open nor sync a folder; there the rename itself is journalled
    const { code } = error as NodeJS.ErrnoException; // what node:fs throws
    if (code !== 'EISDIR' && code !== 'EPERM' && code !== 'EINVAL') throw error;
  } finally {
    await handle?.close();
  }
}

/**
 * Makes a file appear complete or not at all: it is written under a temporary name beside the target (a rename is
 * atomic only inside one file system), synced, renamed, and its folder synced. On an error the temporary file is
 * removed and whatever lay at the target before is untouched.
 */
export async function replaceFileAtomic({ path: target, write }: ReplaceFileAtomicOptions): Promise<void> {
  const folder = path.dirname(target);
  await mkdir(folder, { recursive: true });
  // the ending stays last, since ffmpeg and others choose the format by it
  const temporaryPath = path.join(folder, `.${randomUUID()}.tmp${path.extname(target)}`);
  try {
    await write(temporaryPath);
    await syncToDisk(temporaryPath);
    await rename(temporaryPath, target);
  } catch (error) {
    await unlink(temporaryPath).catch(() => {}); // it may never have come into being
    throw error;
  }
  await syncToDisk(folder);
}

/** What `writeFileAtomic` takes. */
export interface WriteFileAtomicOptions {
  /** The file that shall appear or be replaced. Missing folders are made. */
  path: string;
  /** Its contents: text (UTF-8), bytes, or a stream of bytes. */
  data: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** Aborting between two chunks of a stream leaves the target as it was. */
  signal?: AbortSignal | undefined;
}

/** Writes a file that appears complete or not at all. See `replaceFileAtomic`. */
export async function writeFileAtomic({ path: target, data, signal }: WriteFileAtomicOptions): Promise<void> {
  await replaceFileAtomic({
    path: target,
    write: async (temporaryPath) => {
      const handle = await open(temporaryPath, 'wx');
      try {
        if (typeof data === 'string' || data instanceof Uint8Array) await handle.writeFile(data);
        else {
          for await (const chunk of data) {
            signal?.throwIfAborted();
            await handle.writeFile(chunk); // writes at the handle's position, all of the chunk
          }
        }
        signal?.throwIfAborted();
      } finally {
        await handle.close();
      }
    },
  });
}
