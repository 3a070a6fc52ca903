import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { withFileLock } from '../../src/node/store/file-lock.ts';

let lockPath: string;
beforeEach(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'beatcut-lock-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  lockPath = path.join(folder, 'some.lock');
});
const delay = async (): Promise<void> => {
  await new Promise(setImmediate);
};

/** A lock as another process would have left it. */
async function leaveLock(machine: string | undefined, pid: number, id: string): Promise<void> {
  let ours = '';
  await withFileLock({ lockPath }, async () => {
    ours = await readFile(path.join(lockPath, 'holder.json'), 'utf8');
  });
  const holder = JSON.parse(ours) as { machine: string };
  await mkdir(lockPath);
  await writeFile(
    path.join(lockPath, 'holder.json'),
    JSON.stringify({ pid, machine: machine ?? holder.machine, id }),
  );
}

/** The id of a process that has ended. */
const deadPid = (): number => spawnSync(process.execPath, ['--version']).pid;

test('one task runs at a time, and each of many gets its turn', async () => {
  let running = 0;
  let most = 0;
  const done: number[] = [];
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      withFileLock({ lockPath, delay }, async () => {
        running += 1;
        most = Math.max(most, running);
        await delay();
        running -= 1;
        done.push(index);
      }),
    ),
  );
  expect(most).toBe(1);
  expect(done).toHaveLength(20);
  expect(await readdir(path.dirname(lockPath))).toEqual([]);
});

test('the lock of a killed process is free at once, for one of those who wait', async () => {
  await leaveLock(undefined, deadPid(), 'dead');
  let running = 0;
  let most = 0;
  const waits: number[] = [];
  await Promise.all(
    Array.from({ length: 8 }, () =>
      withFileLock({ lockPath, delay, onWait: () => void waits.push(running) }, async () => {
        running += 1;
        most = Math.max(most, running);
        await delay();
        running -= 1;
      }),
    ),
  );
  expect(most).toBe(1);
});

test('the lock of another machine is waited for until it has not been touched for ten seconds', async () => {
  await leaveLock('elsewhere', deadPid(), 'far');
  const stop = new AbortController();
  await expect(
    withFileLock({ lockPath, delay, signal: stop.signal, onWait: () => stop.abort() }, async () => {}),
  ).rejects.toThrow();
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(path.join(lockPath, 'holder.json'), longAgo, longAgo);
  expect(await withFileLock({ lockPath, delay }, async () => 'mine')).toBe('mine');
});

test('an error in the task frees the lock', async () => {
  await expect(
    withFileLock({ lockPath }, async () => {
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(await withFileLock({ lockPath }, async () => 'mine')).toBe('mine');
});
