import { setMaxListeners } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import lockfile from 'proper-lockfile';
import { BeatcutError } from '../../core/error.ts';
import { waitFor, type Delay } from '../delay.ts';

/** What `withFileLock` takes. */
export interface WithFileLockOptions {
  /** The folder that stands for the lock; its parent is made if it is missing. */
  lockPath: string;
  /** Called once when another process holds the lock and this one begins to wait. */
  onWait?: (() => void) | undefined;
  /** Aborting ends the waiting. */
  signal?: AbortSignal | undefined;
  delay?: Delay | undefined;
}

// a lock whose holder has not touched it for so long belongs to a process that was killed
const STALE_AFTER_MS = 10_000;
const RETRY_EVERY_MS = 100;

/**
 * Runs a task while no other process (and no other task of this one) runs one under the same lock. Waits for as long as
 * the holder lives; the lock of a killed process is free after 10 s.
 *
 * The task gets a signal that is aborted when `signal` is, and when the lock was lost, which happens only if this process
 * stood still for longer than 10 s or the clock was set. So nothing that must not happen twice may rest on the lock alone.
 */
export async function withFileLock<T>(
  { lockPath, onWait, signal, delay = waitFor }: WithFileLockOptions,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  await mkdir(path.dirname(lockPath), { recursive: true });
  const lost = new AbortController();
  const release = await acquire();
  try {
    const taskSignal = signal === undefined ? lost.signal : AbortSignal.any([signal, lost.signal]);
    setMaxListeners(0, taskSignal); // a task with many requests at once is no leak
    return await task(taskSignal);
  } finally {
    await release().catch(() => {}); // it is no longer ours, as `lost` says
  }

  async function acquire(): Promise<() => Promise<void>> {
    for (let attempt = 0; ; attempt += 1) {
      signal?.throwIfAborted();
      try {
        return await lockfile.lock(lockPath, {
          lockfilePath: lockPath,
          realpath: false,
          stale: STALE_AFTER_MS,
          onCompromised: (cause) => {
            lost.abort(
              new BeatcutError({
                code: 'LOCK_LOST',
                message: `Another process took over ${lockPath} while this one stood still.`,
                hint: 'Run the command again; it goes on where it stopped.',
                cause,
              }),
            );
          },
        });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error; // what proper-lockfile throws
        if (attempt === 0) onWait?.();
        await delay(RETRY_EVERY_MS, { signal });
      }
    }
  }
}
