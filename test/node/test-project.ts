import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { aspectRatioOf, clipKeyOf } from '../../src/clips/clip-request.ts';
import type { Delay } from '../../src/node/delay.ts';
import { createJobJournal, type JobJournal } from '../../src/node/journal/job-journal.ts';
import type { ClipOrder } from '../../src/node/generate.ts';
import { createLockFileOnDisk, type LockFileOnDisk } from '../../src/node/store/lock-file-on-disk.ts';
import { createTakeStore, type ProbeClip, type TakeStore } from '../../src/node/store/take-store.ts';

/** The doors to a project's files in a folder of its own. */
export interface TestProject {
  dir: string;
  publicDir: string;
  locksDir: string;
  lockFile: LockFileOnDisk;
  store: TakeStore;
  journal: JobJournal;
  /** Takes no time, so that no test waits. */
  delay: Delay;
}

/** A probe that believes whatever passed the container's check. */
export const probe: ProbeClip = async () => ({ durationInSeconds: 2, width: 320, height: 180, fps: 24 });

/** Opens a project in a new folder. `atEnd` is called with what removes it: `onTestFinished` of vitest. */
export async function openTestProject(atEnd: (remove: () => Promise<void>) => void): Promise<TestProject> {
  const dir = await mkdtemp(path.join(tmpdir(), 'beatcut-test-'));
  atEnd(() => rm(dir, { recursive: true, force: true }));
  return openProjectAt(dir);
}

/** The doors to the files in a folder. */
export function openProjectAt(dir: string): TestProject {
  const locksDir = path.join(dir, '.beatcut/locks');
  return {
    dir,
    publicDir: path.join(dir, 'public'),
    locksDir,
    lockFile: createLockFileOnDisk({ path: path.join(dir, 'beatcut.lock.json'), locksDir }),
    store: createTakeStore({ dir: path.join(dir, '.beatcut/takes'), probe }),
    journal: createJobJournal({ dir: path.join(dir, '.beatcut/jobs') }),
    delay: async (_, { signal } = {}) => {
      await new Promise(setImmediate);
      signal?.throwIfAborted();
    },
  };
}

/** An order for a shot. */
export function orderFor(prompt: string, shotNumber = 1): ClipOrder {
  const size = { width: 320, height: 180 };
  const request = { prompt, aspectRatio: aspectRatioOf(size) };
  return {
    clipKey: clipKeyOf(request),
    request,
    shotId: `shot-${shotNumber}`,
    shotNumber,
    minDurationInSeconds: 1.5,
    fps: 24,
    ...size,
    referenceFiles: [],
  };
}

/** Every file below a folder, as paths relative to it, with its bytes. */
export async function filesBelow(dir: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      files.map(async (file) => [path.relative(dir, file), await readFile(file)] as [string, Buffer]),
    ),
  );
}
