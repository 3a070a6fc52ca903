import { energyAt } from '../../song/moment/energy-at.ts';
import type { SongMap } from '../../song/song-map.ts';
import { pulseAt, momentsOf, type EffectTrigger } from '../effects/moments.ts';
import { useMemo } from 'react';
import { useSongMoment } from '../song.tsx';

/** A part of the sound whose loudness is followed. */
export type EnergyBand = 'overall' | 'low' | 'mid' | 'high';

/** How a value follows the song: the loudness of a band, or the pulses of hits and beats. */
export type Reaction = {
  /** The value in silence, or between pulses. */
  from: number;
  /** The value at the loudest point, or on a pulse of full strength. */
  to: number;
} & (
  | {
      /** The band to follow. */
      by: EnergyBand;
      /** The mean over this long around the frame; 0.12 by default. */
      smoothingInSeconds?: number;
      /** How long the level takes to fall from 1 to 0 at the fastest; 0.3 by default. */
      releaseInSeconds?: number;
      /** How far below the loudest point a level is 0; 30 by default. Less gives more contrast. */
      rangeDb?: number;
      on?: never;
    }
  | {
      /** The hits, beats or times to follow. */
      on: EffectTrigger;
      every?: number;
      minStrength?: number;
      /** How long a pulse takes to fade; 0.3 by default. */
      decayInSeconds?: number;
      by?: never;
    }
);

/** How much a reaction is set off at a time of a song, 0–1, before it becomes a value between `from` and `to`. */
export function reactionLevel(
  song: SongMap,
  reaction: Reaction,
  { timeInSeconds, lookAheadInSeconds }: { timeInSeconds: number; lookAheadInSeconds: number },
): number {
  if (reaction.by !== undefined) {
    const { by, smoothingInSeconds = 0.12, releaseInSeconds = 0.3, rangeDb = 30 } = reaction;
    return energyAt(song, timeInSeconds, { smoothingInSeconds, releaseInSeconds, rangeDb })[by];
  }
  const { on, every = 1, minStrength = 0, decayInSeconds = 0.3 } = reaction;
  const moments = momentsOf(song, { on, every, minStrength });
  return pulseAt({ moments, timeInSeconds, decayInSeconds, lookAheadInSeconds }).pulse;
}

/**
 * A number that follows the song on the current frame.
 *
 * @example
 * const radius = useReaction({by: 'low', from: 100, to: 180});
 * const glow = useReaction({on: 'snare', from: 0, to: 40, decayInSeconds: 0.5});
 */
export function useReaction(reaction: Reaction): number {
  const { song, timeInSeconds, lookAheadInSeconds } = useSongMoment('useReaction()');
  const key = JSON.stringify(reaction);
  // equal settings are the same reaction, so that its moments are looked up once a frame
  const level = useMemo(
    () => reactionLevel(song, JSON.parse(key) as Reaction, { timeInSeconds, lookAheadInSeconds }),
    [song, key, timeInSeconds, lookAheadInSeconds],
  );
  return reaction.from + (reaction.to - reaction.from) * level;
}
