import { takesInOrder, type LockFile } from '../../clips/lock-file.ts';
import type { Take } from '../../clips/take.ts';
import type { TakeCondition, TakeStore } from './take-store.ts';

/** A take whose file is not as the lock file says. */
export interface BrokenTake {
  clipKey: string;
  prompt: string;
  take: Take;
  condition: Exclude<TakeCondition, 'intact'>;
  /** Where its file was looked for. */
  path: string;
}

/** What `verifyStore` takes. */
export interface VerifyStoreOptions {
  lockFile: LockFile;
  store: TakeStore;
  signal?: AbortSignal | undefined;
  /** Called with the share of takes that were looked at, 0–1. */
  onProgress?: ((progress: number) => void) | undefined;
}

/** Hashes the file of every take in the lock file again. Changes nothing. */
export async function verifyStore({
  lockFile,
  store,
  signal,
  onProgress,
}: VerifyStoreOptions): Promise<{ intact: number; broken: BrokenTake[] }> {
  const takes = Object.entries(lockFile.clips).flatMap(([clipKey, clip]) =>
    takesInOrder(clip).map((take) => ({ clipKey, prompt: clip.request.prompt, take })),
  );
  const broken: BrokenTake[] = [];
  for (const [index, entry] of takes.entries()) {
    signal?.throwIfAborted();
    const condition = await store.inspect(entry.take, { thorough: true });
    if (condition !== 'intact') broken.push({ ...entry, condition, path: store.pathOf(entry.take) });
    onProgress?.((index + 1) / takes.length);
  }
  return { intact: takes.length - broken.length, broken };
}
