import { BeatcutError } from '../core/error.ts';
import { beatOfBorder, type AnchorSong } from './anchor.ts';
import type { BeatClock } from './beat-clock.ts';

/** Units of musical lengths. */
export const LENGTH_UNITS = ['beats', 'bars', 'phrases', 'sections', 'seconds'] as const;

/** A unit of musical lengths. */
export type LengthUnit = (typeof LENGTH_UNITS)[number];

/**
 * A length in musical or real time; exactly one of its units. Beats and bars may be fractions (`0.5` is half a beat).
 * `phrases: 1` lasts until the next border of a phrase, `sections: 1` until that of a section; whole numbers.
 */
export type MusicalLength = {
  [Unit in LengthUnit]: Record<Unit, number> & Partial<Record<Exclude<LengthUnit, Unit>, never>>;
}[LengthUnit];

/** A length for people: `2 bars`. */
export const describeLength = (length: MusicalLength): string =>
  Object.entries(length)
    .map(([unit, value]) => `${value} ${unit}`)
    .join(', ');

/** What `advance` takes. */
export interface AdvanceOptions {
  fromBeat: number;
  length: MusicalLength;
  song: AnchorSong;
  clock: BeatClock;
}

/** Two positions nearer than this are one. In beats. */
const SAME_PLACE_IN_BEATS = 0.05;

/**
 * The position that lies a musical length after another one, in beats.
 *
 * @throws BeatcutError `BEAT_SERIES_INVALID` when the song has fewer phrases or sections left.
 */
export function advance({ fromBeat, length, song, clock }: AdvanceOptions): number {
  if (length.beats !== undefined) return fromBeat + length.beats;
  if (length.bars !== undefined) return clock.beatOfBar(clock.barAtBeat(fromBeat) + length.bars);
  if (length.seconds !== undefined) return clock.beatAtTime(clock.timeOfBeat(fromBeat) + length.seconds);
  const [unit, count, stretches] =
    length.phrases === undefined
      ? (['sections', length.sections, song.sections] as const)
      : (['phrases', length.phrases, song.phrases ?? []] as const);
  const borders = [
    ...new Set(stretches.flatMap(({ startInSeconds, endInSeconds }) => [startInSeconds, endInSeconds])),
  ]
    .map((timeInSeconds) => beatOfBorder(timeInSeconds, { song, clock }))
    .filter((beat) => beat > fromBeat + SAME_PLACE_IN_BEATS)
    .sort((a, b) => a - b)
    // where a stretch ends and the next one begins is one border
    .filter((beat, index, all) => index === 0 || beat > all[index - 1]! + SAME_PLACE_IN_BEATS);
  const end = borders[count - 1];
  if (end !== undefined) return end;
  const left = borders.length;
  throw new BeatcutError({
    code: 'BEAT_SERIES_INVALID',
    message: `${describeLength(length)} from beat ${Number(fromBeat.toFixed(2))} are not a whole number of ${unit} that the song has left (${left}).`,
    hint:
      stretches.length === 0
        ? `The song has no ${unit}: give the length in beats, bars or seconds.`
        : `Give a whole number from 1 to ${left}, or end the shot with until="end".`,
  });
}
