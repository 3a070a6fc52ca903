import { ENVELOPE_VALUES_PER_SECOND } from './envelope-meter.ts';
import type { SongFeatures } from './song-features.ts';

/** Power relative to that of the song's loud moments (its loudest tenth) at which sound begins: −30 dB. */
const SOUND_POWER = 1e-3;
const LOUD_SHARE = 0.1;
/** A sound that begins grows to so many times that power within so many seconds; a fade does not. */
const ATTACK_GROWTH = 3;
const ATTACK_SECONDS = 0.08;
/** Further than this before the first beat that was found, nobody knows where beats are. */
const MOST_BEATS_BEFORE = 8;

/** When a song begins to sound, in seconds; `undefined` when it fades in or is silent. */
export function firstSoundOf({ envelopes }: Pick<SongFeatures, 'envelopes'>): number | undefined {
  const power = Float32Array.from(envelopes[0] ?? [], (_, at) =>
    envelopes.reduce((sum, band) => sum + band[at]!, 0),
  );
  const loud = power.slice().sort()[Math.floor((1 - LOUD_SHARE) * power.length)] ?? 0;
  const threshold = SOUND_POWER * loud;
  const first = power.findIndex((value) => value > threshold);
  if (first < 0) return undefined;
  const attack = power.subarray(first, first + Math.round(ATTACK_SECONDS * ENVELOPE_VALUES_PER_SECOND));
  return attack.some((value) => value >= ATTACK_GROWTH * threshold)
    ? first / ENVELOPE_VALUES_PER_SECOND
    : undefined;
}

/**
 * Where a moment lies between beats: 2.5 is midway between the third and the fourth, −1 a beat before the first.
 * `undefined` where there are too few beats, or none near.
 */
export function placeAmong(
  timesInSeconds: readonly number[],
  timeInSeconds: number | undefined,
): number | undefined {
  const beats = timesInSeconds.length;
  if (timeInSeconds === undefined || beats <= MOST_BEATS_BEFORE || timeInSeconds > timesInSeconds[beats - 1]!)
    return undefined;
  const first = timesInSeconds[0]!;
  if (timeInSeconds < first) {
    const usual = (timesInSeconds[MOST_BEATS_BEFORE]! - first) / MOST_BEATS_BEFORE;
    const place = (timeInSeconds - first) / usual;
    return place < -MOST_BEATS_BEFORE ? undefined : place;
  }
  let before = 0;
  while (before < beats - 2 && timesInSeconds[before + 1]! <= timeInSeconds) before++;
  const at = timesInSeconds[before]!;
  return before + (timeInSeconds - at) / (timesInSeconds[before + 1]! - at);
}

/** How well beats agree with a first sound at this place among them: 1 on a beat, −1 midway between two, 0 unknown. */
export const openingEvidenceOf = (place: number | undefined): number =>
  place === undefined ? 0 : Math.cos(2 * Math.PI * place);
