import { formatSeconds } from '../../core/time.ts';
import type { Hit, SongMap } from '../../song/song-map.ts';
import type { BeatClock } from '../beat-clock.ts';
import type { CutPoint } from './cut-plan.ts';
import { CUT_PLACES, type CutPlace } from './cut-style.ts';
import type { SongCourse } from './song-course.ts';

/** A place where a cut can lie, with all that speaks for it. */
export interface CutCandidate extends CutPoint {
  /** The strongest hit that sounds there, 0–1. */
  accent: number;
  accentKind: Hit['kind'] | null;
  /** How far the beat can be trusted here, 0–1; 1 for places that do not rest on a beat. */
  trust: number;
  /** The section that begins here, as a person calls it. */
  sectionTitle: string | null;
  /** Length in bars of the build-up that ends here; 0 without one. */
  buildUpInSeconds: number;
  /** The lyric line that begins here or right after. */
  lyricLine: string | null;
  /** Whether something is fixed here: there must be a cut. */
  isFixed: boolean;
}

/** What `findCutPlaces` takes. */
export interface FindCutPlacesOptions {
  song: SongMap;
  clock: BeatClock;
  course: SongCourse;
  startInSeconds: number;
  endInSeconds: number;
  pacedBy: 'beats' | 'energy';
  /** Whether places between two beats are wanted. */
  halfBeats: boolean;
  lyricLines: readonly { startInSeconds: number; text: string }[];
  /** Places that are fixed. */
  fixedInSeconds: readonly number[];
}

/** Things that lie this close together are one place: half the shortest interval between two beats at 600 BPM. */
const SAME_PLACE_SECONDS = 0.05;
/** A hit sounds on a place when it is at most this far from it: the window in which two sounds count as together. */
const ACCENT_SECONDS = 0.06;
/** Hits off the beat that are weaker than this make no place of their own. */
const LEAST_SOUND = 0.35;
/** Where there are no beats, a place every so often. */
const PLAIN_STEP_SECONDS = 0.5;
/** A lyric line counts for a place up to this long before it. */
const LYRIC_LEAD_SECONDS = 0.25;
/** The first and the last shot last at least this long. */
const EDGE_SECONDS = 0.2;

const rankOf = (place: CutPlace): number => CUT_PLACES.indexOf(place);

/** All places where a cut can lie, in order of time. */
export function findCutPlaces(options: FindCutPlacesOptions): CutCandidate[] {
  const { song, clock, startInSeconds, endInSeconds, fixedInSeconds } = options;
  const raw = [...structuralPlaces(options), ...(options.pacedBy === 'beats' ? beatPlaces(options) : [])];
  if (options.pacedBy === 'energy') raw.push(...soundPlaces(song, raw));
  if (options.pacedBy === 'energy') raw.push(...plainPlaces(options, raw));
  // a fixed place brings a place with it; one on a beat is that beat
  const fixed = fixedInSeconds.map((timeInSeconds): RawPlace => {
    const near = nearest(raw, timeInSeconds, SAME_PLACE_SECONDS);
    return near ?? { timeInSeconds, place: 'plain', trust: 1, name: null };
  });
  const merged = mergePlaces([...raw, ...fixed]).filter(
    ({ timeInSeconds }) =>
      timeInSeconds > startInSeconds + EDGE_SECONDS && timeInSeconds < endInSeconds - EDGE_SECONDS,
  );
  return merged.map((place) =>
    describePlace({
      place,
      options,
      clock,
      isFixed: fixed.some(
        (other) => Math.abs(other.timeInSeconds - place.timeInSeconds) < SAME_PLACE_SECONDS,
      ),
    }),
  );
}

interface RawPlace {
  timeInSeconds: number;
  place: CutPlace;
  trust: number;
  /** Bar and beat, where there are some. */
  name: string | null;
}

function nearest(places: readonly RawPlace[], timeInSeconds: number, within: number): RawPlace | undefined {
  let best: RawPlace | undefined;
  let distance = within;
  for (const place of places) {
    const off = Math.abs(place.timeInSeconds - timeInSeconds);
    if (off < distance) [best, distance] = [place, off];
  }
  return best;
}

/** Drops, sections and phrases; each on its beat where the map has one. */
function structuralPlaces({ song, pacedBy }: FindCutPlacesOptions): RawPlace[] {
  const onBeat = (timeInSeconds: number, place: CutPlace): RawPlace => {
    const beat = pacedBy === 'beats' ? nearestBeat(song, timeInSeconds) : undefined;
    return {
      timeInSeconds: beat?.timeInSeconds ?? timeInSeconds,
      place,
      trust: 1,
      name: beat === undefined ? null : nameOfBeat(beat),
    };
  };
  return [
    ...(song.buildUps ?? []).map(({ dropInSeconds }) => onBeat(dropInSeconds, 'drop')),
    ...song.sections.map(({ startInSeconds }) => onBeat(startInSeconds, 'section')),
    ...(song.phrases ?? []).map(({ startInSeconds }) => onBeat(startInSeconds, 'phrase')),
  ];
}

/** The beat that is meant by a time which was taken from a beat. */
const nearestBeat = ({ beats }: SongMap, timeInSeconds: number): SongMap['beats'][number] | undefined =>
  beats.find((beat) => Math.abs(beat.timeInSeconds - timeInSeconds) < SAME_PLACE_SECONDS);

const nameOfBeat = ({ bar, beatInBar }: SongMap['beats'][number]): string =>
  bar === 0 ? `pick-up beat ${beatInBar}` : beatInBar === 1 ? `bar ${bar}` : `bar ${bar} beat ${beatInBar}`;

function beatPlaces({ song: { beats }, halfBeats }: FindCutPlacesOptions): RawPlace[] {
  return beats.flatMap((beat, index) => {
    const next = beats[index + 1];
    const place: RawPlace = {
      timeInSeconds: beat.timeInSeconds,
      place: beat.beatInBar === 1 ? 'downbeat' : 'beat',
      trust: beat.confidence,
      name: nameOfBeat(beat),
    };
    if (!halfBeats || next === undefined) return [place];
    const half: RawPlace = {
      timeInSeconds: (beat.timeInSeconds + next.timeInSeconds) / 2,
      place: 'half-beat',
      trust: Math.min(beat.confidence, next.confidence),
      name: beat.bar === 0 ? `pick-up beat ${beat.beatInBar}½` : `bar ${beat.bar} beat ${beat.beatInBar}½`,
    };
    return [place, half];
  });
}

/** The stronger hits that lie apart from other places. */
function soundPlaces({ hits = [] }: SongMap, others: readonly RawPlace[]): RawPlace[] {
  const found: (RawPlace & { strength: number })[] = [];
  for (const { timeInSeconds, strength } of hits) {
    if (strength < LEAST_SOUND || nearest(others, timeInSeconds, SAME_PLACE_SECONDS) !== undefined) continue;
    const last = found.at(-1);
    const place = { timeInSeconds, place: 'sound' as const, trust: 1, name: null, strength };
    if (last === undefined || timeInSeconds - last.timeInSeconds >= SAME_PLACE_SECONDS) found.push(place);
    else if (strength > last.strength) found[found.length - 1] = place;
  }
  return found;
}

/** A place every half-second where there is nothing else near. */
function plainPlaces(
  { startInSeconds, endInSeconds }: FindCutPlacesOptions,
  others: readonly RawPlace[],
): RawPlace[] {
  const count = Math.floor((endInSeconds - startInSeconds) / PLAIN_STEP_SECONDS);
  return Array.from({ length: count }, (_, index): RawPlace => ({
    timeInSeconds: startInSeconds + (index + 1) * PLAIN_STEP_SECONDS,
    place: 'plain',
    trust: 1,
    name: null,
  })).filter(({ timeInSeconds }) => nearest(others, timeInSeconds, PLAIN_STEP_SECONDS / 2) === undefined);
}

/** One place for all that lie together: the strongest kind, on the beat if one is among them. */
function mergePlaces(places: readonly RawPlace[]): RawPlace[] {
  const merged: RawPlace[] = [];
  for (const place of [...places].sort((a, b) => a.timeInSeconds - b.timeInSeconds)) {
    const last = merged.at(-1);
    if (last === undefined || place.timeInSeconds - last.timeInSeconds >= SAME_PLACE_SECONDS) {
      merged.push({ ...place });
      continue;
    }
    const onBeat = last.name !== null ? last : place;
    merged[merged.length - 1] = {
      timeInSeconds: onBeat.timeInSeconds,
      name: onBeat.name,
      place: rankOf(place.place) < rankOf(last.place) ? place.place : last.place,
      // a border that was found in the sound is as good as its beat
      trust: Math.min(place.trust, last.trust),
    };
  }
  return merged;
}

function describePlace({
  place: { timeInSeconds, place, trust, name },
  options: { song, course, lyricLines },
  clock,
  isFixed,
}: {
  place: RawPlace;
  options: FindCutPlacesOptions;
  clock: BeatClock;
  isFixed: boolean;
}): CutCandidate {
  const loudest = strongestHit(song.hits ?? [], timeInSeconds);
  const buildUp = song.buildUps?.find(
    ({ dropInSeconds }) => Math.abs(dropInSeconds - timeInSeconds) < SAME_PLACE_SECONDS,
  );
  const section = course.sections.find(
    ({ startInSeconds }) => Math.abs(startInSeconds - timeInSeconds) < SAME_PLACE_SECONDS,
  );
  const line = lyricLines.find(
    ({ startInSeconds }) =>
      startInSeconds >= timeInSeconds - SAME_PLACE_SECONDS &&
      startInSeconds <= timeInSeconds + LYRIC_LEAD_SECONDS,
  );
  return {
    timeInSeconds,
    beat: clock.beatAtTime(timeInSeconds),
    place,
    name: name ?? formatSeconds(timeInSeconds),
    accent: loudest?.strength ?? 0,
    accentKind: loudest?.kind ?? null,
    trust,
    sectionTitle: section?.title ?? null,
    buildUpInSeconds: buildUp === undefined ? 0 : buildUp.dropInSeconds - buildUp.startInSeconds,
    lyricLine: line?.text ?? null,
    isFixed,
  };
}

/** The strongest hit around a time, by bisection in hits that are in order. */
function strongestHit(hits: readonly Hit[], timeInSeconds: number): Hit | undefined {
  let [low, high] = [0, hits.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (hits[middle]!.timeInSeconds < timeInSeconds - ACCENT_SECONDS) low = middle + 1;
    else high = middle;
  }
  let best: Hit | undefined;
  for (let at = low; at < hits.length && hits[at]!.timeInSeconds <= timeInSeconds + ACCENT_SECONDS; at++) {
    if (best === undefined || hits[at]!.strength > best.strength) best = hits[at];
  }
  return best;
}
