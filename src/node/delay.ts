import { setTimeout } from 'node:timers/promises';

/** Waits; rejects with the signal's reason when it is aborted. Injected so that tests don't wait. */
export type Delay = (durationInMs: number, options?: { signal?: AbortSignal | undefined }) => Promise<void>;

/** The real `Delay`. */
export const waitFor: Delay = async (durationInMs, { signal } = {}) => {
  try {
    await setTimeout(durationInMs, undefined, { signal });
  } catch (error) {
    signal?.throwIfAborted(); // with the reason, which the timer's own error only carries as its cause
    throw error;
  }
};
