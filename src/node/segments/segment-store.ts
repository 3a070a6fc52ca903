import { open, readdir, rename, stat, unlink, utimes } from 'node:fs/promises';
import path from 'node:path';

/** Finished segments of a project, by fingerprint. A segment is there completely or not at all. */
export interface SegmentStore {
  dir: string;
  /** The path of a segment, or `null` if it is not there. Notes that it is still used. */
  find(fingerprint: string): Promise<string | null>;
  /** Where a segment is written until it is complete. */
  draftOf(fingerprint: string): string;
  /** Takes a written segment in; gives its path. */
  keep(fingerprint: string): Promise<string>;
  /**
   * Deletes what was not used for longest until the rest is no larger than a limit, and what killed renders left behind. Files
   * whose names are needed stay in any case.
   */
  trim(options: { maxBytes: number; needed?: ReadonlySet<string> }): Promise<void>;
}

const SEGMENT = /^[0-9a-f]{64}\.(ts|m4a|rgb\.gz|overlay\.gz)$/;
/** How old an unfinished file is before nobody can be at work on it any more. */
const ABANDONED_MS = 24 * 60 * 60_000;

/** Opens the segments of a project. */
export function createSegmentStore({
  dir,
  extension = 'ts',
}: {
  dir: string;
  /** What the files hold: picture, sound, small pictures of finished films, what is laid over clips. */
  extension?: 'ts' | 'm4a' | 'rgb.gz' | 'overlay.gz';
}): SegmentStore {
  const pathOf = (fingerprint: string): string => path.join(dir, `${fingerprint}.${extension}`);
  // processes that render the same must not write into one file
  const draftOf = (fingerprint: string): string =>
    path.join(dir, `.${fingerprint}.${process.pid}.unfinished.${extension}`);
  return {
    dir,
    draftOf,
    async find(fingerprint) {
      const file = pathOf(fingerprint);
      const status = await stat(file).catch(() => null);
      if (status === null || status.size === 0) return null;
      const now = new Date();
      await utimes(file, now, now).catch(() => {}); // another process may trim the store
      return file;
    },
    async keep(fingerprint) {
      // complete on the disk before it has its name: a crash must not leave an empty segment
      const handle = await open(draftOf(fingerprint), 'r+');
      await handle.sync().finally(() => handle.close());
      await rename(draftOf(fingerprint), pathOf(fingerprint));
      return pathOf(fingerprint);
    },
    async trim({ maxBytes, needed }) {
      const now = Date.now();
      const files: { file: string; size: number; usedMs: number }[] = [];
      for (const name of await readdir(dir).catch(() => [])) {
        const file = path.join(dir, name);
        const status = await stat(file).catch(() => null);
        if (status === null || !status.isFile()) continue;
        if (SEGMENT.test(name)) files.push({ file, size: status.size, usedMs: status.mtimeMs });
        else if (name.includes('.unfinished.') && now - status.mtimeMs > ABANDONED_MS) {
          await unlink(file).catch(() => {});
        }
      }
      let total = 0;
      for (const { file, size } of files.sort((a, b) => b.usedMs - a.usedMs)) {
        total += size;
        if (total > maxBytes && needed?.has(path.basename(file)) !== true) await unlink(file).catch(() => {}); // it is made anew when it is wanted again
      }
    },
  };
}
