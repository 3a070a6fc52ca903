import { ATTACKS_PER_SECOND, type BandAttacks } from './attacks.ts';
import type { Hit } from './song-map.ts';

/** Hits of one kind are at least this far apart. */
const CLOSEST_SECONDS = 0.08;
/** Rise of the logarithm of power over 10 ms that makes a hit: about 6 dB. */
const LEAST_RISE = 1.4;
const KINDS = ['low', 'mid', 'high'] as const;

/** A hit whose strength is still the rise of the logarithm of its power. */
export type RawHit = Hit;

/**
 * Finds sudden sounds in three bands: kick-like, snare-like and cymbal-like ones. A hit is a local maximum of the rise
 * (S. Dixon, "Onset detection revisited", DAFx, 2006).
 */
export const findHits = (attacks: readonly BandAttacks[]): RawHit[] =>
  attacks.flatMap(({ rises, beginOf }, band) => {
    const reach = Math.round(CLOSEST_SECONDS * ATTACKS_PER_SECOND);
    const found: RawHit[] = [];
    let last = -reach;
    for (let at = 1; at < rises.length - 1; at++) {
      const rise = rises[at]!;
      if (rise < LEAST_RISE || rise < rises[at - 1]! || rise <= rises[at + 1]!) continue;
      const hit = { timeInSeconds: beginOf(at), kind: KINDS[band]!, strength: rise };
      if (at - last >= reach) found.push(hit);
      else if (rise > found.at(-1)!.strength) found[found.length - 1] = hit;
      else continue;
      last = at;
    }
    return found;
  });

/** Puts all hits of a song in order, and makes each as strong as it rises relative to the strongest of its kind. */
export function rateHits(hits: RawHit[]): Hit[] {
  const strongest = new Map<Hit['kind'], number>();
  for (const { kind, strength } of hits) {
    strongest.set(kind, Math.max(strongest.get(kind) ?? 0, strength));
  }
  // in place: in hours of music there are many
  for (const hit of hits) {
    hit.strength = Math.round((1000 * hit.strength) / strongest.get(hit.kind)!) / 1000;
  }
  return hits.sort((a, b) => a.timeInSeconds - b.timeInSeconds);
}
