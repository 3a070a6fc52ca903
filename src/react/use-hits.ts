import { lastHitAt, type LastHit, type LastHitOptions } from '../song/moment/last-hit-at.ts';
import { useSongMoment } from './song.tsx';

/** What `useLastHit` takes. */
export type UseLastHitOptions = Omit<LastHitOptions, 'lookAheadInSeconds'>;

/** What `useHits` takes. */
export type UseHitsOptions = Omit<UseLastHitOptions, 'kind'>;

/**
 * The last hit before the current frame, or on it. A hit begins on the frame that is nearest to it.
 *
 * @example
 * const {pulse} = useLastHit({kind: 'mid', minStrength: 0.4});
 * return <AbsoluteFill style={{backgroundColor: 'white', opacity: pulse}} />;
 */
export function useLastHit(options: UseLastHitOptions = {}): LastHit {
  const { song, timeInSeconds, lookAheadInSeconds } = useSongMoment('useLastHit()');
  return lastHitAt(song, timeInSeconds, { ...options, lookAheadInSeconds });
}

/**
 * The last hit of each kind before the current frame, or on it: kick-like, snare-like and cymbal-like ones.
 *
 * @example
 * const {low, high} = useHits({decayInSeconds: 0.2});
 * return <Logo scale={1 + 0.1 * low.pulse} glow={high.pulse} />;
 */
export function useHits(options: UseHitsOptions = {}): Record<'low' | 'mid' | 'high', LastHit> {
  const { song, timeInSeconds, lookAheadInSeconds } = useSongMoment('useHits()');
  const lastOf = (kind: 'low' | 'mid' | 'high'): LastHit =>
    lastHitAt(song, timeInSeconds, { ...options, kind, lookAheadInSeconds });
  return { low: lastOf('low'), mid: lastOf('mid'), high: lastOf('high') };
}
