import { setMaxListeners } from 'node:events';

/** Does work at once. When one part fails the others are stopped; it is thrown when all have ended. */
export async function runTogether<T>(
  parts: readonly ((signal: AbortSignal) => Promise<T>)[],
  signal: AbortSignal | undefined,
): Promise<T[]> {
  const stop = new AbortController();
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  setMaxListeners(0, either); // parts may listen as often as they like
  const running = parts.map(async (part) => part(either));
  try {
    return await Promise.all(running);
  } catch (error) {
    stop.abort();
    await Promise.allSettled(running);
    throw error;
  }
}
