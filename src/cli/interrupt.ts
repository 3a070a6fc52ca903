/** A signal that Ctrl-C aborts, for as long as `run` takes. A second Ctrl-C ends the program at once. */
export async function withInterrupt<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const onInterrupt = (): void =>
    controller.abort(new Error('Stopped. What is finished stays; run the same command to go on.'));
  process.once('SIGINT', onInterrupt);
  try {
    return await run(controller.signal);
  } finally {
    process.removeListener('SIGINT', onInterrupt);
  }
}
