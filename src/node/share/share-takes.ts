import path from 'node:path';
import PQueue from 'p-queue';
import { chooseTake, takesInOrder, type LockFile } from '../../clips/lock-file.ts';
import type { Take } from '../../clips/take.ts';
import { BeatcutError } from '../../core/error.ts';
import { waitFor, type Delay } from '../delay.ts';
import { withFileLock } from '../store/file-lock.ts';
import type { TakeStore } from '../store/take-store.ts';
import type { Bucket } from './open-bucket.ts';

/** What `pushTakes` and `pullTakes` take. */
export interface ShareTakesOptions {
  lockFile: LockFile;
  store: TakeStore;
  bucket: Bucket;
  /** Folder for the lock that keeps two processes apart. */
  locksDir: string;
  /** Share only the takes that the edit uses; all but drafts by default, which are drawn anew for nothing. */
  picksOnly?: boolean | undefined;
  /** Only say what would be sent or fetched; false by default. */
  dryRun?: boolean | undefined;
  signal?: AbortSignal | undefined;
  /** Called after each take with the share of bytes that is done, 0–1. */
  onProgress?: ((share: number) => void) | undefined;
  delay?: Delay | undefined;
}

/** A take and the clip that it is for. */
export interface SharedTake {
  clipKey: string;
  prompt: string;
  take: Take;
}

/** What sharing did. */
export interface ShareTakesResult {
  /** How many takes were on both sides already. */
  known: number;
  /** Takes that were sent or fetched, or would be. */
  moved: SharedTake[];
  /** Takes that could not be, and why. */
  failed: (SharedTake & { message: string })[];
  /** Takes whose bytes are neither here nor in the bucket. */
  nowhere: SharedTake[];
}

const CONCURRENT_TRANSFERS = 4;
const ATTEMPTS = 4;
const FIRST_WAIT_MS = 1000;

/**
 * Sends every take that the bucket lacks. A take is hashed before it is sent, and the server refuses bytes with another
 * hash; one that is there is not sent again.
 *
 * @throws BeatcutError as `Bucket.list`. What goes wrong with a single take is in the result.
 */
export async function pushTakes(options: ShareTakesOptions): Promise<ShareTakesResult> {
  const { store, bucket, signal } = options;
  const there = await bucket.list({ signal });
  const isThere = ({ take }: SharedTake): boolean => there.get(fileNameOf(take)) === take.sizeInBytes;
  const takes = sharedTakes(options);
  const lacking = takes.filter((shared) => !isThere(shared));
  const failed: ShareTakesResult['failed'] = [];
  const nowhere: SharedTake[] = [];
  const toSend: SharedTake[] = [];
  for (const shared of lacking) {
    signal?.throwIfAborted();
    const condition = await store.inspect(shared.take);
    if (condition === 'intact') toSend.push(shared);
    else if (condition === 'missing') nowhere.push(shared);
    else failed.push({ ...shared, message: `its file was changed: ${store.pathOf(shared.take)}` });
  }
  const moved = await moveAll(options, toSend, failed, ({ take }) =>
    bucket.put({
      name: fileNameOf(take),
      file: store.pathOf(take),
      sizeInBytes: take.sizeInBytes,
      sha256: take.sha256,
      signal,
    }),
  );
  return { known: takes.length - lacking.length, moved, failed, nowhere };
}

/**
 * Fetches every take of the lock file whose bytes are not here. Each is hashed before it is put into the store; a fetch
 * that broke off goes on where it stopped, also in another run.
 *
 * @throws BeatcutError as `Bucket.list`. What goes wrong with a single take is in the result.
 */
export async function pullTakes(options: ShareTakesOptions): Promise<ShareTakesResult> {
  const { store, bucket, locksDir, signal } = options;
  const takes = sharedTakes(options);
  const lacking: SharedTake[] = [];
  for (const shared of takes) {
    signal?.throwIfAborted();
    if ((await store.inspect(shared.take)) !== 'intact') lacking.push(shared);
  }
  if (lacking.length === 0) return { known: takes.length, moved: [], failed: [], nowhere: [] };
  const there = await bucket.list({ signal });
  const isThere = ({ take }: SharedTake): boolean => there.get(fileNameOf(take)) === take.sizeInBytes;
  const failed: ShareTakesResult['failed'] = [];
  // one process at a time writes to the files in which the bytes gather
  const moved = await withFileLock({ lockPath: path.join(locksDir, 'pull.lock'), signal }, () =>
    moveAll(options, lacking.filter(isThere), failed, async ({ take }) => {
      if ((await store.inspect(take)) === 'intact') return; // by the process that had the lock before
      await store.fetch(take, (startInBytes) =>
        bucket.open({ name: fileNameOf(take), startInBytes, signal }),
      );
    }),
  );
  return {
    known: takes.length - lacking.length,
    moved,
    failed,
    nowhere: lacking.filter((shared) => !isThere(shared)),
  };
}

const fileNameOf = ({ sha256, extension }: Take): string => `${sha256}.${extension}`;

/** The takes to share, each once, also where several clips have the same bytes. */
function sharedTakes({
  lockFile,
  picksOnly = false,
}: Pick<ShareTakesOptions, 'lockFile' | 'picksOnly'>): SharedTake[] {
  const found = new Map<string, SharedTake>();
  for (const [clipKey, clip] of Object.entries(lockFile.clips as LockFile['clips'])) {
    const chosen = picksOnly ? chooseTake(clip, lockFile) : undefined;
    for (const take of picksOnly ? (chosen === undefined ? [] : [chosen]) : takesInOrder(clip)) {
      if (take.draft || found.has(take.sha256)) continue;
      found.set(take.sha256, { clipKey, prompt: clip.request.prompt, take });
    }
  }
  return [...found.values()];
}

/** Moves takes, some at once, each tried again after trouble. Returns those that arrived, in order. */
async function moveAll(
  { dryRun = false, signal, onProgress, delay = waitFor }: ShareTakesOptions,
  takes: readonly SharedTake[],
  failed: ShareTakesResult['failed'],
  move: (shared: SharedTake) => Promise<void>,
): Promise<SharedTake[]> {
  if (dryRun) return [...takes];
  const totalBytes = takes.reduce((sum, { take }) => sum + take.sizeInBytes, 0);
  let movedBytes = 0;
  const moved = new Set<SharedTake>();
  const queue = new PQueue({ concurrency: CONCURRENT_TRANSFERS });
  await Promise.all(
    takes.map((shared) =>
      queue.add(async () => {
        for (let attempt = 1; ; attempt += 1) {
          if (isStopped(signal)) return;
          try {
            await move(shared);
            moved.add(shared);
            movedBytes += shared.take.sizeInBytes;
            onProgress?.(movedBytes / totalBytes);
            return;
          } catch (error) {
            if (isStopped(signal)) return;
            if (isFinal(error) || attempt === ATTEMPTS) {
              failed.push({ ...shared, message: error instanceof Error ? error.message : String(error) });
              return;
            }
            await delay(FIRST_WAIT_MS * 2 ** (attempt - 1), { signal }).catch(() => {}); // stopped, as the next round sees
          }
        }
      }),
    ),
  );
  signal?.throwIfAborted();
  return takes.filter((shared) => moved.has(shared));
}

/** Whether trying again would bring the same: a refusal, a full disk, a file that is another one. */
const isFinal = (error: unknown): boolean =>
  BeatcutError.isInstance(error) &&
  ['BUCKET_UNKNOWN', 'BUCKET_REFUSED', 'DISK_FULL', 'TAKE_CHANGED'].includes(error.code);

const isStopped = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;
