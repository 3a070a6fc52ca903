import { expect, test } from 'vitest';
import { createStartGate } from '../../src/node/start-gate.ts';

/** A clock that only waiting moves on. */
function fakeTime(): { clockMs: () => number; delay: (waitInMs: number) => Promise<void> } {
  let nowMs = 1000;
  return {
    clockMs: () => nowMs,
    delay: async (waitInMs) => {
      nowMs += waitInMs;
    },
  };
}

test('no minute has more starts than allowed, and what was not started does not count', async () => {
  const time = fakeTime();
  const gate = createStartGate({ startsPerMinute: 2, ...time });
  const at: number[] = [];
  const start = (isStarted: boolean) => (): Promise<boolean> => {
    at.push((time.clockMs() - 1000) / 1000);
    return Promise.resolve(isStarted);
  };
  await Promise.all([true, false, true, true, false, false, true, true].map((is) => gate.pass(start(is))));
  expect(at).toEqual([0, 0, 0, 60, 60, 60, 60, 120]);
});

test('a pause that the provider asks for holds all starts, also one that waits already', async () => {
  const time = fakeTime();
  let pausesLeft = 1;
  const gate = createStartGate({
    ...time,
    delay: async (waitInMs) => {
      if (pausesLeft-- > 0) gate.hold(waitInMs + 5000); // meanwhile another order was turned away
      await time.delay(waitInMs);
    },
  });
  gate.hold(30_000);
  const at: number[] = [];
  await gate.pass(async () => at.push(time.clockMs() - 1000) > 0);
  expect(at).toEqual([35_000]);
});

test('waiting ends when it is stopped, and an error of one start does not stop the next one', async () => {
  const stop = new AbortController();
  const gate = createStartGate({
    startsPerMinute: 1,
    clockMs: () => 0,
    delay: async () => stop.signal.throwIfAborted(),
  });
  await expect(gate.pass(() => Promise.reject(new Error('disk')))).rejects.toThrow('disk');
  await gate.pass(async () => true);
  stop.abort(new Error('enough'));
  let isStarted = false;
  const waiting = gate.pass(async () => (isStarted = true), { signal: stop.signal });
  await expect(waiting).rejects.toThrow('enough');
  expect(isStarted).toBe(false);
});
