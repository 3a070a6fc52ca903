/** When something counts as begun. */
export interface LookAheadOptions {
  /**
   * What begins at most this much later has begun; 0 by default. Half a frame shows everything on the frame nearest to
   * it, which is where cuts lie.
   */
  lookAheadInSeconds?: number;
}

/** What `latestIndex` takes. */
export interface LatestIndexOptions<T> {
  /** In order of time. */
  items: readonly T[];
  timeOf: (item: T) => number;
  timeInSeconds: number;
  lookAheadInSeconds?: number | undefined;
}

/** The index of the last item that lies at a time or before it; −1 when all lie after it. Takes log2(n) steps. */
export function latestIndex<T>({
  items,
  timeOf,
  timeInSeconds,
  lookAheadInSeconds = 0,
}: LatestIndexOptions<T>): number {
  const latest = timeInSeconds + lookAheadInSeconds;
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeOf(items[middle]!) <= latest) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
