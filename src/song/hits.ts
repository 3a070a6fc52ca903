import { ATTACKS_PER_SECOND, findAttacks } from './attacks.ts';
import type { SongFeatures } from './song-features.ts';
import type { Hit } from './song-map.ts';

/** Hits of one kind are at least this far apart. */
const CLOSEST_SECONDS = 0.08;
/** Rise of the logarithm of power over 10 ms that makes a hit: about 6 dB. */
const LEAST_RISE = 1.4;
const KINDS = ['low', 'mid', 'high'] as const;

/**
 * Finds sudden sounds in three bands: kick-like, snare-like and cymbal-like ones, each as loud as it rises relative to
 * the strongest of its kind. A hit is a local maximum of the rise (S. Dixon, "Onset detection revisited", DAFx, 2006).
 */
export function findHits(features: SongFeatures): Hit[] {
  const reach = Math.round(CLOSEST_SECONDS * ATTACKS_PER_SECOND);
  const hits = findAttacks(features).flatMap(({ rises, beginOf }, band) => {
    const found: { timeInSeconds: number; rise: number }[] = [];
    let last = -reach;
    for (let at = 1; at < rises.length - 1; at++) {
      const rise = rises[at]!;
      if (rise < LEAST_RISE || rise < rises[at - 1]! || rise <= rises[at + 1]!) continue;
      const hit = { timeInSeconds: beginOf(at), rise };
      if (at - last >= reach) found.push(hit);
      else if (rise > found.at(-1)!.rise) found[found.length - 1] = hit;
      else continue;
      last = at;
    }
    const strongest = found.reduce((most, { rise }) => Math.max(most, rise), 0);
    return found.map(({ timeInSeconds, rise }) => ({
      timeInSeconds,
      kind: KINDS[band]!,
      strength: Math.round((1000 * rise) / strongest) / 1000,
    }));
  });
  return hits.sort((a, b) => a.timeInSeconds - b.timeInSeconds);
}
