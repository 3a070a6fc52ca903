import { ENVELOPE_VALUES_PER_SECOND } from './envelope-meter.ts';
import type { SongFeatures } from './song-features.ts';

/** Power relative to that of the song's loud moments (its loudest tenth) at which sound begins: −30 dB. */
const SOUND_POWER = 1e-3;
const LOUD_SHARE = 0.1;
/** A sound that begins grows to so many times that power within so many seconds; a fade does not. */
const ATTACK_GROWTH = 3;
const ATTACK_SECONDS = 0.08;
/**
 * A song that has so much of the power of its first attack in its first 2.5 ms (−20 dB) began before, unless what it
 * begins with is an attack itself: in 5 ms, so many times as strong as the first seconds are on average.
 */
const INSIDE_SHARE = 0.01;
const OUTSTANDING = 3;
const AVERAGE_SECONDS = 2;
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
  if (first === 0 && beginsInside(power, attack)) return undefined;
  return attack.some((value) => value >= ATTACK_GROWTH * threshold)
    ? first / ENVELOPE_VALUES_PER_SECOND
    : undefined;
}

/** Whether the first value lies in the middle of a sound: the song was cut out of a longer one, or a take begins late. */
function beginsInside(power: Float32Array, attack: Float32Array): boolean {
  const [first = 0, second = 0] = power;
  if (first <= INSIDE_SHARE * attack.reduce((most, value) => Math.max(most, value), 0)) return false;
  const opening = power.subarray(0, AVERAGE_SECONDS * ENVELOPE_VALUES_PER_SECOND);
  const average = opening.reduce((sum, value) => sum + value, 0) / opening.length;
  return Math.max(first, second) < OUTSTANDING * average;
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
