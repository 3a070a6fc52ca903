import { createHash } from 'node:crypto';
import { chmod, mkdir, open, rename, stat, unlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import { shortHash } from '../../core/hash.ts';
import type { TakeChecks } from '../../clips/take-checks.ts';
import type { Take } from '../../clips/take.ts';
import { BeatcutError, messageOf } from '../../core/error.ts';
import { hashFile } from '../hash-file.ts';
import { inspectContainer, type Container } from './inspect-container.ts';
import { syncFolder } from './sync-folder.ts';

/** What an edit needs to know of a video file. */
export interface ClipProbe {
  durationInSeconds: number;
  /** In pixels, as is height. */
  width: number;
  height: number;
  fps: number;
  hasAudio?: boolean;
}

/** Reads what a video file holds; throws when it is none. */
export type ProbeClip = (options: { path: string; signal?: AbortSignal | undefined }) => Promise<ClipProbe>;

/** Looks at a video's picture and sound. */
export type CheckClip = (options: {
  path: string;
  fps: number;
  hasAudio: boolean;
  signal?: AbortSignal | undefined;
}) => Promise<TakeChecks>;

/** A clip that has arrived complete, but is no take yet. */
export interface ReceivedClip extends Omit<ClipProbe, 'hasAudio'> {
  sha256: string;
  extension: Container;
  sizeInBytes: number;
  /** Absent where it could not be looked at. */
  checks?: TakeChecks;
}

/** How a take's bytes are. */
export type TakeCondition = 'intact' | 'missing' | 'changed';

/** What `TakeStore.receive` takes. */
export interface ReceiveOptions {
  /** Names the file in which the bytes gather; no two at once. */
  id: string;
  body: AsyncIterable<Uint8Array>;
  /** What the sender says the whole size is. */
  sizeInBytes?: number | undefined;
  /** Bytes so far. */
  onProgress?: ((receivedBytes: number) => void) | undefined;
  /** Called when all bytes are here and the clip is about to be looked at. */
  onWhole?: (() => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** All takes of a project, by content: `<sha256>.<extension>`. What lies there is complete, probed and hashed. */
export interface TakeStore {
  readonly dir: string;
  pathOf(take: Pick<Take, 'sha256' | 'extension'>): string;
  /**
   * Takes in a clip's bytes and makes sure that they are a whole video. It becomes a take by `keep`; until then it is
   * not in the store. On an error nothing is left behind.
   *
   * @throws BeatcutError `CLIP_CUT_OFF`, `CLIP_NOT_A_VIDEO`, `DISK_FULL`, or what `probe` throws.
   */
  receive(options: ReceiveOptions): Promise<ReceivedClip>;
  /**
   * Brings back the bytes of a take that is known, from `openAt`, which is told how many of them are here already. What
   * arrives is hashed before it is in the store; what broke off is kept, and the next call goes on there. One process at a
   * time may do so.
   *
   * @throws BeatcutError `CLIP_CUT_OFF`, `TAKE_CHANGED` when other bytes came, `DISK_FULL`, or what `openAt` throws.
   */
  fetch(
    take: Pick<Take, 'sha256' | 'extension' | 'sizeInBytes'>,
    openAt: (startInBytes: number) => Promise<AsyncIterable<Uint8Array>>,
  ): Promise<void>;
  /** Puts what was received under `id` into the store. Returns false when there is nothing intact to put. */
  keep(id: string, take: Pick<Take, 'sha256' | 'extension' | 'sizeInBytes'>): Promise<boolean>;
  /** Looks at the size always, and at every byte when the file was touched since it was last hashed, or on `thorough`. */
  inspect(
    take: Pick<Take, 'sha256' | 'extension' | 'sizeInBytes'>,
    options?: { thorough?: boolean },
  ): Promise<TakeCondition>;
}

/** What `createTakeStore` takes. */
export interface CreateTakeStoreOptions {
  /** `.beatcut/takes` of the project. */
  dir: string;
  probe: ProbeClip;
  /** Looks at each clip that arrives; not looked at by default. */
  check?: CheckClip | undefined;
  /** How files are opened for writing; `open` of node:fs by default. */
  openFile?: typeof open;
}

/**
 * A file in the store bears this time of modification from the moment at which its bytes were hashed. Whoever writes to
 * it sets another, so that only untouched files are trusted without hashing them again.
 */
const HASHED_AT = new Date('2000-01-01T00:00:00Z');

/** Creates the store of takes. Touches no disk by itself. */
export function createTakeStore({ dir, probe, check, openFile = open }: CreateTakeStoreOptions): TakeStore {
  const incomingDir = path.join(dir, 'incoming');
  const incomingPath = (id: string): string => path.join(incomingDir, `${id}.part`);
  const pathOf: TakeStore['pathOf'] = ({ sha256, extension }) => path.join(dir, `${sha256}.${extension}`);

  const inspect: TakeStore['inspect'] = async (take, { thorough = false } = {}) => {
    const file = pathOf(take);
    const found = await stat(file).catch(() => undefined);
    if (found === undefined) return 'missing';
    if (found.size !== take.sizeInBytes) return 'changed';
    if (!thorough && found.mtimeMs === HASHED_AT.getTime()) return 'intact';
    if ((await hashFile(file)) !== take.sha256) return 'changed';
    await utimes(file, HASHED_AT, HASHED_AT);
    return 'intact';
  };

  return {
    dir,
    pathOf,
    inspect,
    async receive({ id, body, sizeInBytes, onProgress, onWhole, signal }) {
      await mkdir(incomingDir, { recursive: true });
      const file = incomingPath(id);
      const hash = createHash('sha256');
      let receivedBytes = 0;
      try {
        const handle = await openFile(file, 'w');
        try {
          for await (const chunk of untilAborted(body, signal)) {
            await handle.writeFile(chunk);
            hash.update(chunk);
            receivedBytes += chunk.byteLength;
            onProgress?.(receivedBytes);
          }
          onWhole?.();
          await handle.sync();
        } finally {
          await handle.close();
        }
        if (sizeInBytes !== undefined && receivedBytes !== sizeInBytes) {
          throw cutOff(receivedBytes, sizeInBytes);
        }
        const extension = await inspectContainer(file);
        const probed = await probe({ path: file, signal });
        const { durationInSeconds, width, height, fps, hasAudio = false } = probed;
        const sha256 = hash.digest('hex');
        const received = {
          sha256,
          extension,
          sizeInBytes: receivedBytes,
          durationInSeconds,
          width,
          height,
          fps,
        };
        // a paid clip is kept also when it can't be looked at
        const checks = await check?.({ path: file, fps, hasAudio, signal }).catch(() => undefined);
        signal?.throwIfAborted();
        return { ...received, ...(checks !== undefined && { checks }) };
      } catch (error) {
        await unlink(file).catch(() => {}); // it may never have come into being
        throw diskFull(error, { dir, receivedBytes, sizeInBytes }) ?? error;
      }
    },
    async fetch(take, openAt) {
      await mkdir(incomingDir, { recursive: true });
      const id = `fetch-${take.sha256}`;
      const file = incomingPath(id);
      const startedAt = (await stat(file).catch(() => undefined))?.size ?? 0;
      if (await fetchInto(file, startedAt, take, openAt)) {
        if (await keep(id, take)) return;
      }
      await unlink(file); // nothing to go on from
      // what was left behind may have been broken, or the sender may have sent all of it again
      if (startedAt > 0 && (await fetchInto(file, 0, take, openAt)) && (await keep(id, take))) return;
      await unlink(file).catch(() => {}); // it may be gone
      throw new BeatcutError({
        code: 'TAKE_CHANGED',
        message: `What arrived is not take ${shortHash(take.sha256)}: its bytes are other ones.`,
        hint: 'Nothing was stored. Push the take again from a machine that has it.',
      });
    },
    keep,
  };

  /** Appends what is missing. Returns false when there is more than the take has. */
  async function fetchInto(
    file: string,
    startInBytes: number,
    { sizeInBytes }: Pick<Take, 'sizeInBytes'>,
    openAt: (startInBytes: number) => Promise<AsyncIterable<Uint8Array>>,
  ): Promise<boolean> {
    let receivedBytes = startInBytes;
    try {
      const handle = await openFile(file, 'a');
      try {
        if (receivedBytes < sizeInBytes) {
          for await (const chunk of await openAt(receivedBytes)) {
            await handle.writeFile(chunk);
            receivedBytes += chunk.byteLength;
          }
        }
        await handle.sync();
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw diskFull(error, { dir, receivedBytes, sizeInBytes }) ?? error;
    }
    if (receivedBytes < sizeInBytes) throw cutOff(receivedBytes, sizeInBytes);
    return receivedBytes === sizeInBytes;
  }

  async function keep(
    id: string,
    take: Pick<Take, 'sha256' | 'extension' | 'sizeInBytes'>,
  ): Promise<boolean> {
    const file = incomingPath(id);
    if ((await inspect(take)) === 'intact') {
      await unlink(file).catch(() => {}); // the same bytes came before, perhaps in a run that was killed here
      return true;
    }
    const found = await stat(file).catch(() => undefined);
    if (found?.size !== take.sizeInBytes || (await hashFile(file)) !== take.sha256) return false;
    await chmod(file, 0o444);
    await utimes(file, HASHED_AT, HASHED_AT);
    await rename(file, pathOf(take));
    await syncFolder(dir);
    return true;
  }
}

/** The chunks of a body, also ended by the signal while nothing comes. */
async function* untilAborted(
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  aborted.catch(() => {}); // where it loses the race
  try {
    for (;;) {
      signal?.throwIfAborted();
      const chunk = await Promise.race([chunks.next(), aborted]);
      if (chunk.done === true) return;
      yield chunk.value;
    }
  } finally {
    // not waited for: a stream that stands still ends only when it is told to
    void chunks.return?.().catch(() => {});
  }
}

/**
 * Makes sure that a take can be used.
 *
 * @throws BeatcutError `TAKE_MISSING` or `TAKE_CHANGED`, which name clip, take and file.
 */
export async function requireIntactTake(
  store: TakeStore,
  { clipKey, prompt, take, thorough }: { clipKey: string; prompt: string; take: Take; thorough?: boolean },
): Promise<void> {
  const condition = await store.inspect(take, { thorough: thorough ?? false });
  if (condition === 'intact') return;
  const what = `take ${shortHash(take.sha256)} of the clip ${shortHash(clipKey)} ("${prompt}")`;
  const file = store.pathOf(take);
  throw condition === 'missing'
    ? new BeatcutError({
        code: 'TAKE_MISSING',
        message: `The file of ${what} is gone: expected ${file}.`,
        hint: 'Copy the file back from a machine or a backup that has it, pick another take (beatcut pick), or generate the clip again.',
      })
    : new BeatcutError({
        code: 'TAKE_CHANGED',
        message: `The file of ${what} was changed: the bytes of ${file} no longer give its name.`,
        hint: 'Bring the original file back, or pick another take (beatcut pick). An edited version can be imported as a take of its own.',
      });
}

const cutOff = (receivedBytes: number, sizeInBytes: number): BeatcutError =>
  new BeatcutError({
    code: 'CLIP_CUT_OFF',
    message: `The clip is incomplete: ${receivedBytes} of ${sizeInBytes} bytes arrived.`,
    hint: 'Nothing was stored. Run the command again to fetch it again; nothing is bought by that.',
  });

function diskFull(
  error: unknown,
  {
    dir,
    receivedBytes,
    sizeInBytes,
  }: { dir: string; receivedBytes: number; sizeInBytes: number | undefined },
): BeatcutError | undefined {
  const { code } = error as NodeJS.ErrnoException; // what node:fs throws; anything else has no such code
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return undefined;
  const needed = sizeInBytes === undefined ? `more than ${megabytes(receivedBytes)}` : megabytes(sizeInBytes);
  return new BeatcutError({
    code: 'DISK_FULL',
    message: `There is no space for a clip in ${dir}: it needs ${needed} (${messageOf(error)}).`,
    hint: 'Free some space and run the command again; the clip is fetched again, not bought again.',
    cause: error,
  });
}

// [bytes] / [bytes/MB] = [MB]
const megabytes = (sizeInBytes: number): string => `${(sizeInBytes / 1e6).toFixed(1)} MB`;
