import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { runTogether } from '../../src/node/run-together.ts';

it('gives what all parts give, in their order', async () => {
  const parts = [20, 0].map((milliseconds) => () => sleep(milliseconds, milliseconds));
  expect(await runTogether(parts, undefined)).toEqual([20, 0]);
});

it('stops the others when a part fails, and waits for their end', async () => {
  let end = 'running';
  const lasting = async (signal: AbortSignal): Promise<void> => {
    await sleep(60_000, undefined, { signal }).catch(() => sleep(20));
    end = 'cleaned up';
  };
  const failing = (): Promise<void> => Promise.reject(new Error('no room'));
  await expect(runTogether([lasting, failing], undefined)).rejects.toThrow('no room');
  expect(end).toBe('cleaned up');
});

it('stops all parts when the caller does', async () => {
  const stop = new AbortController();
  const running = runTogether([(signal) => sleep(60_000, undefined, { signal })], stop.signal);
  stop.abort();
  await expect(running).rejects.toThrow('aborted');
});
