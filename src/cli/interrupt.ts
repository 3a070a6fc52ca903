import { BeatcutError } from '../core/error.ts';

/** Exit code of a program that was ended by Ctrl-C: 128 + 2, the number of SIGINT. */
export const INTERRUPTED = 130;

/** A signal that Ctrl-C aborts, for as long as `run` takes. A second Ctrl-C ends the program at once. */
export async function withInterrupt<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  // stays in place after the first time: libraries that clean up on signals end the program when they find nobody else
  const onInterrupt = (): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    controller.abort(
      new BeatcutError({
        code: 'STOPPED',
        message: 'Stopped. What is finished stays.',
        hint: 'Run the same command to go on.',
      }),
    );
  };
  process.on('SIGINT', onInterrupt);
  try {
    return await run(controller.signal);
  } finally {
    process.removeListener('SIGINT', onInterrupt);
  }
}
