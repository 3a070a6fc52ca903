import type { BuildUp, SongMap } from '../song-map.ts';
import { pulseOf } from './last-hit-at.ts';
import { latestIndex, type LookAheadOptions } from './latest-index.ts';

/** How long a drop is felt. */
export interface BuildUpOptions extends LookAheadOptions {
  /** How long the pulse of a drop takes to reach 0; 1 by default. */
  decayInSeconds?: number;
}

/** Where a moment lies between build-ups and drops. */
export interface BuildUpPosition {
  /** The build-up that is going on, or `null`. */
  buildUp: BuildUp | null;
  /** How much of it has passed, 0–1; 0 outside of build-ups. */
  progress: number;
  /** Time until the next drop, whether its build-up has begun or not; infinite when there is none. */
  untilDropInSeconds: number;
  /** Time since the last drop; infinite before the first one. */
  sinceDropInSeconds: number;
  /** The last drop's strength when it comes, falling to 0 over the decay. */
  dropPulse: number;
}

/**
 * Whether the song builds up at a time, and how far the drops before and after it are.
 *
 * @example
 * const { progress, dropPulse } = buildUpAt(songMap, 62);
 */
export function buildUpAt(
  { buildUps = [] }: Pick<SongMap, 'buildUps'>,
  timeInSeconds: number,
  { decayInSeconds = 1, lookAheadInSeconds = 0 }: BuildUpOptions = {},
): BuildUpPosition {
  const index = latestIndex({
    items: buildUps,
    timeOf: (buildUp) => buildUp.dropInSeconds,
    timeInSeconds,
    lookAheadInSeconds,
  });
  const last = buildUps[index];
  const next = buildUps[index + 1];
  const isBuilding = next !== undefined && timeInSeconds + lookAheadInSeconds >= next.startInSeconds;
  const sinceDropInSeconds = last === undefined ? Infinity : Math.max(0, timeInSeconds - last.dropInSeconds);
  return {
    buildUp: isBuilding ? next : null,
    progress: isBuilding
      ? Math.max(0, timeInSeconds - next.startInSeconds) / (next.dropInSeconds - next.startInSeconds)
      : 0,
    untilDropInSeconds: next === undefined ? Infinity : next.dropInSeconds - timeInSeconds,
    sinceDropInSeconds,
    dropPulse:
      last === undefined ? 0 : pulseOf({ ...last, sinceInSeconds: sinceDropInSeconds, decayInSeconds }),
  };
}
