import { waitFor, type Delay } from './delay.ts';

/** What `createStartGate` takes. */
export interface CreateStartGateOptions {
  /** Starts within any minute; not limited by default. */
  startsPerMinute?: number | undefined;
  delay?: Delay | undefined;
  /** A clock that nobody sets, in milliseconds; that of the process by default. */
  clockMs?: (() => number) | undefined;
}

/** Lets orders start no faster than a provider takes them. */
export interface StartGate {
  /**
   * Runs `start` when the provider may be asked again; where starts are limited, in the order of calls, one at a time. It
   * counts as a start unless it resolves with `false`.
   *
   * @throws What `signal` was aborted with, or what `start` throws.
   */
  pass(start: () => Promise<boolean>, options?: { signal?: AbortSignal | undefined }): Promise<void>;
  /** The provider was busy and asked to be left alone for so long. The order that it turned away counts as sent again then. */
  hold(waitInMs: number): void;
}

const MINUTE_IN_MS = 60_000;

/** Creates the gate of one provider. */
export function createStartGate({
  startsPerMinute = Number.POSITIVE_INFINITY,
  delay = waitFor,
  clockMs = () => performance.now(),
}: CreateStartGateOptions): StartGate {
  const isLimited = Number.isFinite(startsPerMinute);
  const startsMs: number[] = [];
  let heldUntilMs = 0;
  // what was waited for has passed, whatever the clock says
  let passedMs = 0;
  let lastTurn: Promise<unknown> = Promise.resolve();
  const nowMs = (): number => Math.max(clockMs(), passedMs);
  const openAtMs = (): number => {
    const oldestMs = isLimited ? startsMs.at(-startsPerMinute) : undefined;
    return Math.max(heldUntilMs, oldestMs === undefined ? 0 : oldestMs + MINUTE_IN_MS);
  };
  return {
    pass(start, { signal } = {}) {
      const turn = (isLimited ? lastTurn : Promise.resolve()).then(async () => {
        for (let untilMs = openAtMs(); untilMs > nowMs(); untilMs = openAtMs()) {
          await delay(untilMs - nowMs(), { signal });
          passedMs = untilMs;
        }
        signal?.throwIfAborted();
        if ((await start()) && isLimited) startsMs.push(nowMs());
      });
      lastTurn = turn.catch(() => {}); // the caller hears of it; the next one still gets its turn
      return turn;
    },
    hold(waitInMs) {
      heldUntilMs = Math.max(heldUntilMs, nowMs() + waitInMs);
      if (isLimited) startsMs.push(heldUntilMs);
    },
  };
}
