import { BeatcutError } from '../core/error.ts';
import { formatSeconds } from '../core/time.ts';
import type { SongMap } from '../song/song-map.ts';
import type { BeatClock } from './beat-clock.ts';

/** What of a song places in it are found by. Maps that were not made by listening may lack phrases and build-ups. */
export type AnchorSong = Pick<SongMap, 'sections' | 'durationInSeconds' | 'phrases' | 'buildUps'>;

/** How far from a place; both may be negative and fractions. */
interface AnchorOffset {
  offsetInBeats?: number;
  offsetInBars?: number;
}

/**
 * A place in the song.
 *
 * - `{bar: 17}`: the beginning of a bar, from 1 like `useBeat().bar`; `beatInBar`, from 1, is a beat in it.
 * - `{beat: 64}`: a beat counted from the first downbeat, which is 0 like `useBeat().beat`.
 * - `{seconds: 31.5}`: a time of the song.
 * - `{section: 'chorus', nth: 2}`: the beginning of a section by its name or label (`A`); the first one by default.
 * - `{phrase: 3}`: the beginning of a phrase, from 1.
 * - `{drop: 1}`, `{build: 1}`: where a build-up drops, where it begins, from 1.
 * - A text: `'chorus 2'`, `'B'`, `'drop'`, `'bar 17'`, `'beat 64'`, `'phrase 3'`, `'1:04.5'`, `'start'` or `'end'`.
 *
 * Each object may add `offsetInBeats` and `offsetInBars`: `{drop: 1, offsetInBars: -1}`.
 */
export type Anchor =
  | string
  | ((
      | { bar: number; beatInBar?: number }
      | { beat: number }
      | { seconds: number }
      | { section: string; nth?: number }
      | { phrase: number }
      | { drop: number }
      | { build: number }
    ) &
      AnchorOffset);

/** What `findAnchor` takes. */
export interface FindAnchorOptions {
  anchor: Anchor;
  song: AnchorSong;
  clock: BeatClock;
}

/** A border of a section this close to a beat is meant to lie on it. In beats. */
const SNAP_IN_BEATS = 0.25;
/** What rounding in a song map may cost. In seconds. */
const TOLERANCE_IN_SECONDS = 1e-3;

/** The position in beats of a border of a section or phrase, which stands in seconds in the song map. */
export function beatOfBorder(
  timeInSeconds: number,
  { song, clock }: Pick<FindAnchorOptions, 'song' | 'clock'>,
): number {
  const beat = clock.beatAtTime(timeInSeconds);
  const isEdge = timeInSeconds <= 0 || timeInSeconds >= song.durationInSeconds - TOLERANCE_IN_SECONDS;
  const nearest = Math.round(beat);
  return clock.hasBeats && !isEdge && Math.abs(beat - nearest) < SNAP_IN_BEATS ? nearest : beat;
}

/** An anchor for people: `chorus 2`, `bar 17`. */
export function describeAnchor(anchor: Anchor): string {
  if (typeof anchor === 'string') return anchor;
  const { offsetInBeats, offsetInBars, ...place } = anchor;
  const words =
    'section' in place
      ? `${place.section}${place.nth === undefined ? '' : ` ${place.nth}`}`
      : Object.entries(place)
          .map(([unit, value]) => `${unit} ${value}`)
          .join(', ');
  const offsets = [
    ...(offsetInBars === undefined ? [] : [`${offsetInBars} bars`]),
    ...(offsetInBeats === undefined ? [] : [`${offsetInBeats} beats`]),
  ];
  return [words, ...offsets].join(' + ');
}

/**
 * The position of a place in the song, in beats from the first downbeat.
 *
 * @throws BeatcutError `ANCHOR_UNKNOWN` when the song has no such place; the hint lists those that it has.
 */
export function findAnchor({ anchor, song, clock }: FindAnchorOptions): number {
  const place = typeof anchor === 'string' ? parseAnchor(anchor, song) : anchor;
  const { offsetInBeats = 0, offsetInBars = 0 } = place;
  const found = placeOf(place, { anchor, song, clock });
  const moved = offsetInBars === 0 ? found : clock.beatOfBar(clock.barAtBeat(found) + offsetInBars);
  const beat = moved + offsetInBeats;
  const timeInSeconds = clock.timeOfBeat(beat);
  // a quarter of a beat: a song may begin or end a little off its grid
  const slack = (clock.timeOfBeat(1) - clock.timeOfBeat(0)) / 4;
  if (timeInSeconds >= -slack && timeInSeconds <= song.durationInSeconds + slack) return beat;
  throw unknown(
    `"${describeAnchor(anchor)}" lies at ${formatSeconds(timeInSeconds)}, outside of the song, which lasts ${formatSeconds(song.durationInSeconds)}.`,
    song,
  );
}

type PlaceAnchor = Exclude<Anchor, string>;

function placeOf(place: PlaceAnchor, { anchor, song, clock }: FindAnchorOptions): number {
  if ('bar' in place) {
    requireNumber(place.bar, anchor, song);
    return clock.beatOfBar(place.bar - 1) + (place.beatInBar ?? 1) - 1;
  }
  if ('beat' in place) return requireNumber(place.beat, anchor, song);
  if ('seconds' in place) return clock.beatAtTime(requireNumber(place.seconds, anchor, song));
  const { times, number, what } = candidatesOf(place, song);
  const timeInSeconds = Number.isInteger(number) ? times[number - 1] : undefined;
  if (timeInSeconds === undefined) {
    throw unknown(
      `"${describeAnchor(anchor)}" is not in the song: it has ${times.length === 0 ? `no ${what}` : `${times.length} × ${what}`}.`,
      song,
    );
  }
  return beatOfBorder(timeInSeconds, { song, clock });
}

/** All places of the kind that an anchor counts, and which of them it means. */
function candidatesOf(
  place: Extract<
    PlaceAnchor,
    { section: string } | { phrase: number } | { drop: number } | { build: number }
  >,
  song: AnchorSong,
): { times: number[]; number: number; what: string } {
  if ('phrase' in place) {
    return { times: (song.phrases ?? []).map(startOf), number: place.phrase, what: 'phrase' };
  }
  if ('drop' in place) {
    const times = (song.buildUps ?? []).map(({ dropInSeconds }) => dropInSeconds);
    return { times, number: place.drop, what: 'drop' };
  }
  if ('build' in place) {
    return { times: (song.buildUps ?? []).map(startOf), number: place.build, what: 'build' };
  }
  const times = song.sections.filter((section) => isCalled(section, place.section)).map(startOf);
  return { times, number: place.nth ?? 1, what: `section "${place.section}"` };
}

const startOf = ({ startInSeconds }: { startInSeconds: number }): number => startInSeconds;

/** Whether a section has a name or label, whatever the case of its letters. */
const isCalled = ({ name, label }: AnchorSong['sections'][number], called: string): boolean =>
  [name, label].some((word) => word?.trim().toLowerCase() === called.trim().toLowerCase());

function requireNumber(value: number, anchor: Anchor, song: AnchorSong): number {
  if (Number.isFinite(value)) return value;
  throw unknown(`"${describeAnchor(anchor)}" has no number.`, song);
}

/** Counted places in texts: `drop 2`. */
const COUNTED = ['bar', 'beat', 'phrase', 'drop', 'build'] as const;
const CLOCK_TIME = /^(\d+):(\d{1,2}(?:\.\d+)?)$/;

/** A text as the place that it means. Names that a person gave to sections go before beatcut's own words. */
function parseAnchor(text: string, song: AnchorSong): PlaceAnchor {
  const called = text.trim();
  const isSection = (name: string): boolean => song.sections.some((section) => isCalled(section, name));
  if (isSection(called)) return { section: called };
  const [, word = '', digits = ''] = /^(.*\S)\s+(\d+(?:\.\d+)?)$/.exec(called) ?? [];
  const number = Number(digits);
  if (word !== '' && isSection(word)) return { section: word, nth: number };
  const lower = called.toLowerCase();
  if (lower === 'start') return { seconds: 0 };
  if (lower === 'end') return { seconds: song.durationInSeconds };
  const [, minutes, seconds] = CLOCK_TIME.exec(called) ?? [];
  if (minutes !== undefined) return { seconds: Number(minutes) * 60 + Number(seconds) };
  if (lower === 'drop') return { drop: 1 };
  if (lower === 'build') return { build: 1 };
  const unit = COUNTED.find((counted) => counted === word.toLowerCase());
  // `Record` of one of the units is one of the places
  if (unit !== undefined) return { [unit]: number } as unknown as PlaceAnchor;
  throw unknown(`There is no "${text}" in the song.`, song);
}

/** An error that lists the places of a song by name. */
function unknown(message: string, song: AnchorSong): BeatcutError {
  return new BeatcutError({
    code: 'ANCHOR_UNKNOWN',
    message,
    hint: `Places of this song: ${listAnchors(song).join(', ')}. Sections get names in the song's corrections file.`,
  });
}

/** The named places of a song with their times: `chorus 2 (1:04.250)`. */
export function listAnchors(song: AnchorSong): string[] {
  const counts = new Map<string, number>();
  const numbered = (name: string, timeInSeconds: number): string => {
    const number = (counts.get(name) ?? 0) + 1;
    counts.set(name, number);
    return `${name}${number === 1 ? '' : ` ${number}`} (${formatSeconds(timeInSeconds)})`;
  };
  return [
    ...song.sections.map(({ name, label, startInSeconds }) => numbered(name ?? label, startInSeconds)),
    ...(song.buildUps ?? []).map(({ dropInSeconds }) => numbered('drop', dropInSeconds)),
    ...((song.phrases?.length ?? 0) > 0 ? [`phrase 1–${song.phrases!.length}`] : []),
    `end (${formatSeconds(song.durationInSeconds)})`,
  ];
}
