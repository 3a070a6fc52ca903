import type { Hit, SongMap } from '../song-map.ts';
import { latestIndex, type LookAheadOptions } from './latest-index.ts';

/** Which hits count, and how long they are felt. */
export interface LastHitOptions extends LookAheadOptions {
  /** Only hits of this kind, or of one of these; all by default. */
  kind?: Hit['kind'] | readonly Hit['kind'][];
  /** Only hits at least this strong, 0–1; 0 by default. */
  minStrength?: number;
  /** How long the pulse takes to reach 0; 0.3 by default. */
  decayInSeconds?: number;
}

/** The last hit before a moment, and how much of it is left. */
export interface LastHit {
  /** `null` before the first one. */
  hit: Hit | null;
  /** Time since it began; infinite before the first one. */
  sinceInSeconds: number;
  /** Its strength, 0–1; 0 before the first one. */
  strength: number;
  /** Its strength when it begins, falling to 0 over the decay: fast at first, then slowly. */
  pulse: number;
}

/**
 * The last hit at a time or before it.
 *
 * @example
 * const { pulse } = lastHitAt(songMap, 12.5, { kind: 'low', decayInSeconds: 0.2 });
 */
export function lastHitAt(
  { hits = [] }: Pick<SongMap, 'hits'>,
  timeInSeconds: number,
  { kind, minStrength = 0, decayInSeconds = 0.3, lookAheadInSeconds }: LastHitOptions = {},
): LastHit {
  let index = latestIndex({
    items: hits,
    timeOf: (hit) => hit.timeInSeconds,
    timeInSeconds,
    lookAheadInSeconds,
  });
  const counts = (hit: Hit): boolean =>
    hit.strength >= minStrength && (kind === undefined || kind === hit.kind || kind.includes(hit.kind));
  while (index >= 0 && !counts(hits[index]!)) index--;
  const hit = hits[index];
  if (hit === undefined) return { hit: null, sinceInSeconds: Infinity, strength: 0, pulse: 0 };
  const sinceInSeconds = Math.max(0, timeInSeconds - hit.timeInSeconds);
  return {
    hit,
    sinceInSeconds,
    strength: hit.strength,
    pulse: pulseOf({ ...hit, sinceInSeconds, decayInSeconds }),
  };
}

/** What is left of a strength after a time: a parabola that reaches 0 at the end of the decay. */
export function pulseOf({
  strength,
  sinceInSeconds,
  decayInSeconds,
}: {
  strength: number;
  sinceInSeconds: number;
  decayInSeconds: number;
}): number {
  return sinceInSeconds >= decayInSeconds ? 0 : strength * (1 - sinceInSeconds / decayInSeconds) ** 2;
}
