import { useMemo } from 'react';
import type { Hit, SongMap } from '../../song/song-map.ts';
import { latestIndex } from '../../song/moment/latest-index.ts';
import { pulseOf } from '../../song/moment/last-hit-at.ts';
import { BeatcutError } from '../../core/error.ts';
import { useSongMoment } from '../song.tsx';

/**
 * What in the song sets an effect off: `kick`, `snare` and `hat` are hits low, in the middle and high; `hit` is any of them;
 * `section` and `drop` are the beginnings of those; a list gives times in seconds of the song.
 */
export type EffectTrigger =
  | 'beat'
  | 'downbeat'
  | 'kick'
  | 'snare'
  | 'hat'
  | 'hit'
  | 'section'
  | 'drop'
  | readonly number[];

/** Which of the trigger's moments count. */
export interface MomentOptions {
  on: EffectTrigger;
  /** Only every so manieth moment, from the first; 1 by default. */
  every?: number;
  /** Only hits at least this strong, 0–1; 0 by default. Beats and sections are always strong enough. */
  minStrength?: number;
}

/** A moment that sets an effect off. */
export interface EffectMoment {
  timeInSeconds: number;
  /** 0–1; 1 for all but hits and drops. */
  strength: number;
}

const KINDS: Readonly<Record<'kick' | 'snare' | 'hat', Hit['kind']>> = {
  kick: 'low',
  snare: 'mid',
  hat: 'high',
};

type HeardSong = Pick<SongMap, 'beats' | 'hits' | 'sections' | 'buildUps'>;

const full = (timeInSeconds: number): EffectMoment => ({ timeInSeconds, strength: 1 });

function allMomentsOf(song: HeardSong, on: EffectTrigger): EffectMoment[] {
  if (typeof on !== 'string') return on.toSorted((a, b) => a - b).map(full);
  switch (on) {
    case 'beat':
      return song.beats.map((beat) => full(beat.timeInSeconds));
    case 'downbeat':
      return song.beats.filter((beat) => beat.beatInBar === 1).map((beat) => full(beat.timeInSeconds));
    case 'section':
      return song.sections.map((section) => full(section.startInSeconds));
    case 'drop':
      return (song.buildUps ?? []).map(({ dropInSeconds, strength }) => ({
        timeInSeconds: dropInSeconds,
        strength,
      }));
    case 'hit':
      return song.hits ?? [];
    default:
      return (song.hits ?? []).filter((hit) => hit.kind === KINDS[on]);
  }
}

/**
 * The moments of a song that set an effect off, in order of time.
 *
 * @throws BeatcutError `EFFECT_INVALID` when `every` is no whole number from 1 on.
 */
export function momentsOf(
  song: HeardSong,
  { on, every = 1, minStrength = 0 }: MomentOptions,
): EffectMoment[] {
  if (!(Number.isInteger(every) && every >= 1)) {
    throw new BeatcutError({
      code: 'EFFECT_INVALID',
      message: `An effect's "every" must be a whole number from 1 on, but is ${every}.`,
      hint: 'every={2} takes every other moment.',
    });
  }
  return allMomentsOf(song, on)
    .filter((moment) => moment.strength >= minStrength)
    .filter((_, index) => index % every === 0);
}

/** What is left of the moments before a time. */
export interface EffectPulse {
  /** The strongest pulse that is left, 0–1. */
  pulse: number;
  /** Which moment it comes from, from 0; −1 for none. */
  index: number;
  /** Time since that moment; infinite for none. */
  sinceInSeconds: number;
}

/**
 * The strongest pulse that is left at a time of all moments before it: each has its strength when it comes and falls to 0
 * over the decay, fast at first. A soft moment does not cut off a strong one that is still felt.
 */
export function pulseAt({
  moments,
  timeInSeconds,
  decayInSeconds,
  lookAheadInSeconds = 0,
}: {
  moments: readonly EffectMoment[];
  timeInSeconds: number;
  decayInSeconds: number;
  lookAheadInSeconds?: number;
}): EffectPulse {
  let best: EffectPulse = { pulse: 0, index: -1, sinceInSeconds: Infinity };
  let index = latestIndex({
    items: moments,
    timeOf: (moment) => moment.timeInSeconds,
    timeInSeconds,
    lookAheadInSeconds,
  });
  for (; index >= 0; index--) {
    const { timeInSeconds: begun, strength } = moments[index]!;
    const sinceInSeconds = Math.max(0, timeInSeconds - begun);
    if (sinceInSeconds >= decayInSeconds) break;
    const pulse = pulseOf({ strength, sinceInSeconds, decayInSeconds });
    if (pulse > best.pulse) best = { pulse, index, sinceInSeconds };
  }
  return best;
}

/** What `usePulse` takes. */
export interface UsePulseOptions extends MomentOptions {
  /** How long a pulse takes to reach 0; 0.3 by default. */
  decayInSeconds?: number;
}

/** The moments of the song around a component that set an effect off. */
export function useMoments(who: string, { on, every = 1, minStrength = 0 }: MomentOptions): EffectMoment[] {
  const { song } = useSongMoment(who);
  // a list of equal times is the same trigger
  const key = JSON.stringify({ on, every, minStrength });
  return useMemo(() => momentsOf(song, JSON.parse(key) as MomentOptions), [song, key]);
}

/**
 * What is left on the current frame of the song's last kick, snare, beat, …: 0–1, at its strength on the frame nearest to
 * it, falling to 0.
 *
 * @example
 * const {pulse} = usePulse({on: 'kick', decayInSeconds: 0.2});
 * return <Logo style={{scale: 1 + 0.1 * pulse}} />;
 */
export function usePulse({ decayInSeconds = 0.3, ...options }: UsePulseOptions): EffectPulse {
  const moments = useMoments('usePulse()', options);
  const { timeInSeconds, lookAheadInSeconds } = useSongMoment('usePulse()');
  return pulseAt({ moments, timeInSeconds, decayInSeconds, lookAheadInSeconds });
}
