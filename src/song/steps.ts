/**
 * Work in steps, between which other work may have its turn. Each step tells how much was done since the one before: about
 * how many operations on numbers, a billion of which take a second or two.
 */
export type Steps<Result> = Generator<number, Result>;

/** Does all steps at once. */
export function finishSteps<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
