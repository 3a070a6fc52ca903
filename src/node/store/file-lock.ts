import { randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { setMaxListeners } from 'node:events';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
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

/** Who holds a lock, as it is written inside of it. */
interface Holder {
  pid: number;
  /** Where `pid` means something. */
  machine: string;
  /** No other holding of any lock has it. */
  id: string;
}

const holderSchema: z.ZodType<Holder> = z.object({ pid: z.number(), machine: z.string(), id: z.string() });

// a lock whose holder can't be asked after and has not touched it for so long belongs to a process that was killed
const STALE_AFTER_MS = 10_000;
const TOUCH_EVERY_MS = 2500;
const RETRY_EVERY_MS = 100;
const HOLDER_FILE = 'holder.json';

/**
 * Runs a task while no other process (and no other task of this one) runs one under the same lock. Waits for as long as
 * the holder lives. The lock of a process that was killed is free at once on the same machine, elsewhere after 10 s.
 *
 * The lock is a folder that says who holds it. It comes into being by renaming a folder that is already filled, which
 * fails where a filled one is; so a lock is never there without its holder's name.
 *
 * The task gets a signal that is aborted when `signal` is, and when the lock was lost, which happens only if this process
 * stood still for longer than 10 s or the clock was set. So nothing that must not happen twice may rest on the lock alone.
 */
export async function withFileLock<T>(
  { lockPath, onWait, signal, delay = waitFor }: WithFileLockOptions,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  await mkdir(path.dirname(lockPath), { recursive: true });
  const holder: Holder = { pid: process.pid, machine: thisMachine(), id: randomUUID() };
  for (let attempt = 0; !(await acquire(lockPath, holder)); attempt += 1) {
    signal?.throwIfAborted();
    if (await breakDeadLock(lockPath)) continue;
    if (attempt === 0) onWait?.();
    await delay(RETRY_EVERY_MS, { signal });
  }
  const lost = new AbortController();
  const heartbeat = setInterval(() => {
    void touch(lockPath, holder).then((isOurs) => {
      if (!isOurs) lost.abort(lockLost(lockPath));
    });
  }, TOUCH_EVERY_MS);
  heartbeat.unref();
  try {
    signal?.throwIfAborted();
    const taskSignal = signal === undefined ? lost.signal : AbortSignal.any([signal, lost.signal]);
    setMaxListeners(0, taskSignal); // a task with many requests at once is no leak
    return await task(taskSignal);
  } finally {
    clearInterval(heartbeat);
    await release(lockPath, holder);
  }
}

/** A name for the place in which process ids of this process mean something: host, and on Linux its container. */
function thisMachine(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname(); // no Linux
  }
}

async function acquire(lockPath: string, holder: Holder): Promise<boolean> {
  const filled = `${lockPath}.${holder.id}`;
  await mkdir(filled);
  await writeFile(path.join(filled, HOLDER_FILE), JSON.stringify(holder));
  try {
    await rename(filled, lockPath);
    return true;
  } catch (error) {
    await rm(filled, { recursive: true, force: true });
    const { code } = error as NodeJS.ErrnoException; // what node:fs throws
    // ENOTEMPTY or EEXIST by platform; Windows says EPERM
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'EPERM') return false;
    throw error;
  }
}

/** Removes the lock of a process that no longer lives. Returns whether it is worth trying to get the lock at once. */
async function breakDeadLock(lockPath: string): Promise<boolean> {
  const holder = await readHolder(lockPath);
  const touched = await stat(path.join(lockPath, HOLDER_FILE)).catch(() => undefined);
  if (holder === undefined || touched === undefined) return false; // it has just been released
  const isDead = holder.machine === thisMachine() && !isAlive(holder.pid);
  if (!isDead && Date.now() - touched.mtimeMs < STALE_AFTER_MS) return false;
  // Whoever else has seen the same dead holder moves the lock to the same name, where only one can go: so nobody takes
  // the lock of the one who came after it for the dead one's. The name stays taken for a while for just that reason.
  const grave = `${lockPath}.dead-${holder.id}`;
  try {
    await rename(lockPath, grave);
  } catch {
    return false; // another one was faster
  }
  await removeRemains(lockPath);
  return true;
}

/** Removes what killed processes left behind. Graves stay for as long as a waiting process could stand still unnoticed. */
async function removeRemains(lockPath: string): Promise<void> {
  const folder = path.dirname(lockPath);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${path.basename(lockPath)}.`)) continue;
    const remains = path.join(folder, name);
    const { ctimeMs } = await stat(remains).catch(() => ({ ctimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - ctimeMs > 6 * STALE_AFTER_MS) await rm(remains, { recursive: true, force: true });
  }
}

async function readHolder(lockPath: string): Promise<Holder | undefined> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(path.join(lockPath, HOLDER_FILE), 'utf8')));
  } catch {
    return undefined; // released in this moment
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // it lives and is another user's
  }
}

/** Says that the holder lives. Returns whether the lock is still its own. */
async function touch(lockPath: string, holder: Holder): Promise<boolean> {
  const found = await readHolder(lockPath);
  if (found !== undefined && found.id !== holder.id) return false;
  const now = new Date();
  try {
    await utimes(path.join(lockPath, HOLDER_FILE), now, now);
    return true;
  } catch (error) {
    // any other trouble of the disk may pass before the lock is stale
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'; // what node:fs throws
  }
}

async function release(lockPath: string, holder: Holder): Promise<void> {
  if ((await readHolder(lockPath))?.id !== holder.id) return; // lost, as the signal has said
  const released = `${lockPath}.${holder.id}`;
  await rename(lockPath, released);
  await rm(released, { recursive: true, force: true });
}

const lockLost = (lockPath: string): BeatcutError =>
  new BeatcutError({
    code: 'LOCK_LOST',
    message: `Another process took over ${lockPath} while this one stood still.`,
    hint: 'Run the command again; it goes on where it stopped.',
  });
