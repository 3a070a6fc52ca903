import { constants, createReadStream } from 'node:fs';
import { copyFile, mkdir, readdir, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import {
  CATALOGUE_PATH,
  CATALOGUE_VERSION,
  emptyCatalogue,
  parseCatalogue,
  type Catalogue,
} from '../../clips/catalogue.ts';
import { chainsOf } from '../../clips/chains.ts';
import { findHighlights } from '../../clips/find-actions.ts';
import { chooseTake, takesInOrder, type LockedClip, type LockFile } from '../../clips/lock-file.ts';
import type { PlannedClip } from '../../clips/planned-clip.ts';
import type { Take } from '../../clips/take.ts';
import { hashFile } from '../hash-file.ts';
import { writeFileAtomic } from '../write-file-atomic.ts';
import { withFileLock } from './file-lock.ts';
import { readText, type LockFileOnDisk } from './lock-file-on-disk.ts';
import type { TakeCondition, TakeStore } from './take-store.ts';

/** What `syncPublicFolder` takes. */
export interface SyncPublicFolderOptions {
  /** The project's public folder. */
  publicDir: string;
  lockFile: LockFileOnDisk;
  store: TakeStore;
  /** Folder for the lock that keeps two processes apart. */
  locksDir: string;
  /** Look only after these clips; what the public folder holds of others stays. All clips by default. */
  clipKeys?: Iterable<string> | undefined;
  /** Reference pictures, as paths below the public folder, whose hashes the compositions need. */
  referenceFiles?: Iterable<string> | undefined;
  /** Clips of a composition; of those that continue another the catalogue tells the clip keys. What it knows stays. */
  chainedClips?: readonly Pick<PlannedClip, 'clipKey' | 'chainKeys'>[] | undefined;
}

/** A clip whose chosen take can't be used on this machine. */
export interface UnusableClip {
  clipKey: string;
  clip: LockedClip;
  take: Take;
  condition: Exclude<TakeCondition, 'intact'>;
  /** Where the take's file was looked for. */
  path: string;
}

/** What `syncPublicFolder` did and found. */
export interface SyncPublicFolderResult {
  catalogue: Catalogue;
  /** Whether the catalogue on disk had to be written. */
  catalogueChanged: boolean;
  /** How many clips were copied into the public folder. */
  copied: number;
  /** How many copies were removed since no clip uses them any more. */
  removed: number;
  /** Clips whose takes are known but whose bytes are not here. Nothing is generated for them. */
  unusable: UnusableClip[];
  /** Reference pictures that are not there. */
  missingReferences: string[];
}

const CLIPS_FOLDER = 'beatcut/clips';
const PUBLIC_COPY = /^[0-9a-f]{64}\.[a-z0-9]+$/;

/**
 * Brings the public folder in line with the lock file and the take store: a copy of each chosen take, and the catalogue
 * that compositions read. Both are derived: they can be deleted at any time, and this makes them again without
 * generating anything. The catalogue is written last and only when it changed, since a preview reloads on it. Where the
 * store has lost a take that the public folder still holds, it is put back into the store, after its hash was compared.
 *
 * One process does so at a time and reads the lock file when its turn has come, so that no older catalogue replaces a
 * newer one.
 *
 * @throws BeatcutError when the lock file can't be read or the catalogue was written by a newer beatcut.
 */
export const syncPublicFolder = (options: SyncPublicFolderOptions): Promise<SyncPublicFolderResult> =>
  withFileLock({ lockPath: path.join(options.locksDir, 'public-folder.lock') }, (signal) =>
    publish(options, signal),
  );

async function publish(
  {
    publicDir,
    lockFile: lockFileOnDisk,
    store,
    clipKeys,
    referenceFiles = [],
    chainedClips = [],
  }: SyncPublicFolderOptions,
  signal: AbortSignal,
): Promise<SyncPublicFolderResult> {
  const lockFile = await lockFileOnDisk.read();
  const cataloguePath = path.join(publicDir, CATALOGUE_PATH);
  const before = await readCatalogue(cataloguePath);
  const wanted = clipKeys === undefined ? undefined : new Set(clipKeys);
  const clips: Catalogue['clips'] = {};
  const unusable: UnusableClip[] = [];
  let copied = 0;

  for (const [clipKey, clip] of Object.entries(lockFile.clips)) {
    const take = chooseTake(clip, lockFile);
    if (take === undefined) continue;
    const file = `${CLIPS_FOLDER}/${take.sha256}.${take.extension}`;
    const publicPath = path.join(publicDir, file);
    if (wanted !== undefined && !wanted.has(clipKey)) {
      // not asked for: keep what was published before, if it still is what the lock file says
      const published = before?.clips[clipKey];
      if (published?.file === file) clips[clipKey] = published;
      continue;
    }
    let condition = await store.inspect(take);
    if (condition !== 'intact' && (await restore(store, take, publicPath))) condition = 'intact';
    if (condition !== 'intact') {
      unusable.push({ clipKey, clip, take, condition, path: store.pathOf(take) });
      continue;
    }
    if (!(await hasSize(publicPath, take.sizeInBytes))) {
      await copyAtomic(store.pathOf(take), publicPath);
      copied += 1;
    }
    const { durationInSeconds, width, height, fps, draft } = take;
    const highlights = take.checks && findHighlights(take.checks, durationInSeconds);
    clips[clipKey] = { file, durationInSeconds, width, height, fps, draft, ...highlights };
  }

  const { references, missingReferences } = await hashReferences(publicDir, [
    ...new Set([...referenceFiles, ...Object.keys(before?.references ?? {})]),
  ]);
  const allChains = { ...before?.chains, ...chainsOf(chainedClips) };
  const catalogue: Catalogue = {
    version: CATALOGUE_VERSION,
    clips: sorted(clips),
    references: sorted(references),
    ...(Object.keys(allChains).length > 0 && { chains: sorted(allChains) }),
  };
  const text = `${JSON.stringify(catalogue, null, 2)}\n`;
  const catalogueChanged = (await readText(cataloguePath)) !== text;
  signal.throwIfAborted(); // the lock was lost
  if (catalogueChanged) await writeFileAtomic({ path: cataloguePath, data: text });
  // after the catalogue no longer names them
  const removed = await removeUnneeded({
    folder: path.join(publicDir, CLIPS_FOLDER),
    catalogue,
    lockFile,
    store,
  });
  const asked = new Set(referenceFiles);
  return {
    catalogue,
    catalogueChanged,
    copied,
    removed,
    unusable,
    missingReferences: missingReferences.filter((file) => asked.has(file)),
  };
}

/** The catalogue on disk; a broken one counts as absent, because it is derived. */
async function readCatalogue(cataloguePath: string): Promise<Catalogue | undefined> {
  const text = await readText(cataloguePath);
  if (text === undefined) return undefined;
  try {
    return parseCatalogue({ text, path: cataloguePath });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'DOCUMENT_TOO_NEW') throw error;
    return emptyCatalogue();
  }
}

const hasSize = async (file: string, sizeInBytes: number): Promise<boolean> =>
  (await stat(file).catch(() => undefined))?.size === sizeInBytes;

/** A copy that appears whole or not at all; costs no space where the file system can share the bytes. */
async function copyAtomic(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true });
  const temporaryPath = path.join(path.dirname(to), `.${path.basename(to)}.${process.pid}.tmp`);
  try {
    await copyFile(from, temporaryPath, constants.COPYFILE_FICLONE);
    await rename(temporaryPath, to);
  } catch (error) {
    await unlink(temporaryPath).catch(() => {}); // it may never have come into being
    throw error;
  }
}

/** Brings a take whose file is gone back into the store from its public copy. Returns whether it is there again. */
async function restore(store: TakeStore, take: Take, publicPath: string): Promise<boolean> {
  if (!(await hasSize(publicPath, take.sizeInBytes))) return false;
  try {
    await store.fetch(
      take,
      async (start) => createReadStream(publicPath, { start }) as AsyncIterable<Uint8Array>,
    ); // no encoding is set
    return true;
  } catch {
    return false; // its bytes are other ones, or the disk is full: it stays where it is
  }
}

/** Removes copies that no clip uses, but never the last file of a take that is not a draft. */
async function removeUnneeded({
  folder,
  catalogue,
  lockFile,
  store,
}: {
  folder: string;
  catalogue: Catalogue;
  lockFile: LockFile;
  store: TakeStore;
}): Promise<number> {
  const needed = new Set(Object.values(catalogue.clips).map(({ file }) => path.posix.basename(file)));
  const present = await readdir(folder).catch(() => []); // no clip was ever published
  const unneeded = present.filter((name) => PUBLIC_COPY.test(name) && !needed.has(name));
  if (unneeded.length === 0) return 0;
  const takes = new Map<string, Take>(
    Object.values(lockFile.clips).flatMap((clip) =>
      takesInOrder(clip).map((take) => [`${take.sha256}.${take.extension}`, take] as const),
    ),
  );
  let removed = 0;
  for (const name of unneeded) {
    const take = takes.get(name);
    const file = path.join(folder, name);
    if (take !== undefined && !take.draft && (await store.inspect(take)) !== 'intact') {
      if (!(await restore(store, take, file))) continue;
    }
    await unlink(file);
    removed += 1;
  }
  return removed;
}

async function hashReferences(
  publicDir: string,
  files: string[],
): Promise<{ references: Catalogue['references']; missingReferences: string[] }> {
  const references: Catalogue['references'] = {};
  const missingReferences: string[] = [];
  for (const file of files) {
    const hash = await hashFile(path.join(publicDir, file)).catch(() => undefined);
    if (hash === undefined) missingReferences.push(file);
    else references[file] = hash;
  }
  return { references, missingReferences };
}

const sorted = <T>(record: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
