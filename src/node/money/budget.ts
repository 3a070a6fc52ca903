/** What `createBudget` takes. */
export interface CreateBudgetOptions {
  /** Most that one run may cost, in US dollars; no limit by default. */
  maxCostUsd?: number | undefined;
  /** Most clips that one run may order; no limit by default. */
  maxClips?: number | undefined;
  /** Most that the project may cost in all; no limit by default. */
  budgetUsd?: number | undefined;
  /** What jobs that were begun earlier and that this run goes on with will cost. */
  runningUsd?: number | undefined;
}

/** What a run may still start. Counts by estimate, since that is all that is known when it matters. */
export interface Budget {
  /**
   * Counts a job in, or says why it must not be started. `spentInAllUsd` is what the project has cost so far, with every
   * job that runs.
   */
  reserve(estimatedCostUsd: number | null, spentInAllUsd: number): string | undefined;
  /** Takes back what was counted for a job that was not bought. */
  release(estimatedCostUsd: number | null): void;
  /** Estimates of what this run has started. */
  startedUsd(): number;
}

/** Creates the budget of one run. A job whose price is not known does not start where costs are limited. */
export function createBudget(options: CreateBudgetOptions): Budget {
  const { maxCostUsd, maxClips, budgetUsd, runningUsd = 0 } = options;
  let startedUsd = 0;
  let clips = 0;
  return {
    reserve(estimatedCostUsd, spentInAllUsd) {
      if (maxClips !== undefined && clips >= maxClips) {
        return `The limit of ${maxClips} new clips for this run is reached (--max-clips).`;
      }
      const limit = maxCostUsd === undefined ? 'budgetUsd' : '--max-cost';
      // a provider of somebody else's may reckon with what is no number, which no limit would stop
      const isKnown = estimatedCostUsd !== null && estimatedCostUsd >= 0;
      if ((maxCostUsd ?? budgetUsd) !== undefined && !isKnown) {
        return `Its price is not known, and a limit of costs is set (${limit}). Give it a price: prices in beatcut.config.ts.`;
      }
      const costUsd = isKnown ? estimatedCostUsd : 0;
      const runUsd = runningUsd + startedUsd + costUsd;
      if (maxCostUsd !== undefined && runUsd > maxCostUsd) {
        const running = runningUsd > 0 ? `, with $${runningUsd.toFixed(2)} for jobs that run already` : '';
        return `It would take the estimate of this run to $${runUsd.toFixed(2)}${running}, above the limit of $${maxCostUsd.toFixed(2)} (--max-cost).`;
      }
      const allUsd = spentInAllUsd + costUsd;
      if (budgetUsd !== undefined && allUsd > budgetUsd) {
        return `It would take the project to $${allUsd.toFixed(2)}, above its budget of $${budgetUsd.toFixed(2)} (budgetUsd in beatcut.config.ts; beatcut ledger lists what was spent).`;
      }
      startedUsd += costUsd;
      clips += 1;
      return undefined;
    },
    release(estimatedCostUsd) {
      startedUsd -= estimatedCostUsd ?? 0;
      clips -= 1;
    },
    startedUsd: () => startedUsd,
  };
}
