/** What `createBudget` takes. */
export interface CreateBudgetOptions {
  /** No limit by default. */
  maxCostUsd?: number | undefined;
  /** No limit by default. */
  maxClips?: number | undefined;
}

/** What a run may still start. Counts by estimate, since that is all that is known when it matters. */
export interface Budget {
  /** Counts a job in, or says why it must not be started. */
  reserve(estimatedCostUsd: number | null): string | undefined;
  /** Takes back what was counted for a job that was not bought. */
  release(estimatedCostUsd: number | null): void;
  spentUsd(): number;
}

/** Creates the budget of one run. A job whose price is not known does not start where costs are limited. */
export function createBudget({ maxCostUsd, maxClips }: CreateBudgetOptions): Budget {
  let spentUsd = 0;
  let clips = 0;
  return {
    reserve(estimatedCostUsd) {
      if (maxClips !== undefined && clips >= maxClips) {
        return `The limit of ${maxClips} new clips for this run is reached (--max-clips).`;
      }
      if (maxCostUsd !== undefined && estimatedCostUsd === null) {
        return 'Its price is not known, and a limit of costs is set (--max-cost). Give the provider a price in beatcut.config.';
      }
      const afterwardsUsd = spentUsd + (estimatedCostUsd ?? 0);
      if (maxCostUsd !== undefined && afterwardsUsd > maxCostUsd) {
        return `It would take the estimate of this run to $${afterwardsUsd.toFixed(2)}, above the limit of $${maxCostUsd.toFixed(2)} (--max-cost).`;
      }
      spentUsd = afterwardsUsd;
      clips += 1;
      return undefined;
    },
    release(estimatedCostUsd) {
      spentUsd -= estimatedCostUsd ?? 0;
      clips -= 1;
    },
    spentUsd: () => spentUsd,
  };
}
