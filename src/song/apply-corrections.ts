import { clamp, gapsOf, median } from '../core/numbers.ts';
import type { SongCorrections } from './corrections.ts';
import type { Beat, BuildUp, Section, SongMap } from './song-map.ts';

/** A beat while its bar is still open. */
interface LooseBeat {
  timeInSeconds: number;
  confidence: number;
  isDownbeat: boolean;
}

/** What a person taps is certain. */
const CERTAIN = 1;
/** The meter of nearly all songs, where none was heard. */
const USUAL_BEATS_PER_BAR = 4;
const TEMPO_FACTOR = { half: 0.5, asHeard: 1, double: 2 } as const;
/** What is this close to a beat, as a share of the beat's length, means that beat. */
const SAME_BEAT_SHARE = 0.35;

/**
 * Applies what a person said to what was heard. Pure: neither argument is changed. A correction that finds nothing to
 * correct, such as removing a beat from a song without beats, is told in `warnings`.
 *
 * 1. tempo halved or doubled, 2. everything shifted, 3. single beats removed, moved and added, 4. bars counted anew,
 * 5. section boundaries and names, 6. drops where a person calls a section one.
 */
export function applyCorrections(songMap: SongMap, corrections: SongCorrections): SongMap {
  const { shiftInSeconds = 0, tempo } = corrections;
  const warnings = [...songMap.warnings];
  const heard = songMap.beats.map((beat) => ({
    timeInSeconds: beat.timeInSeconds,
    confidence: beat.confidence,
    isDownbeat: beat.beatInBar === 1,
  }));
  const shifted = shiftBeats(rescale(heard, tempo), shiftInSeconds, songMap.durationInSeconds);
  const edited = editBeats(shifted, corrections, warnings);
  const wasHeard = songMap.beats.length > 0;
  const beatsPerBar = corrections.beatsPerBar ?? (wasHeard ? songMap.beatsPerBar : USUAL_BEATS_PER_BAR);
  const countsAnew =
    !wasHeard ||
    tempo !== undefined ||
    corrections.beatsPerBar !== undefined ||
    corrections.firstDownbeatInSeconds !== undefined;
  const beats = countsAnew ? markDownbeats(edited, beatsPerBar, corrections.firstDownbeatInSeconds) : edited;
  const sections = editSections(songMap, corrections, warnings);
  const buildUps = addNamedDrops(songMap.buildUps, sections);
  return {
    ...songMap,
    ...(buildUps !== undefined && { buildUps }),
    tempoBpm: wasHeard ? songMap.tempoBpm * TEMPO_FACTOR[tempo ?? 'asHeard'] : medianTempoBpm(beats),
    // what a listener might tap instead is what was heard before
    alternativeTempoBpm: tempo === undefined ? songMap.alternativeTempoBpm : songMap.tempoBpm,
    beatsPerBar: beats.length === 0 ? 0 : beatsPerBar,
    beats: countBars(beats),
    sections,
    warnings,
  };
}

/** Names of sections that begin with a drop, and of those that lead up to one. */
const DROP_NAME = /^drop\b/i;
const BUILD_NAME = /build|riser?\b|pre-?drop/i;
/** A heard drop this close to a named one is the same. */
const SAME_DROP_SECONDS = 1;
/** How long before a named drop the build-up begins when no section is named so. */
const USUAL_BUILD_UP_SECONDS = 4;

/** Build-ups with one more for each section that is called a drop and had none. */
function addNamedDrops(
  heard: readonly BuildUp[] | undefined,
  sections: readonly Section[],
): BuildUp[] | undefined {
  const named = sections.flatMap(({ name = '', startInSeconds: dropInSeconds }, index): BuildUp[] => {
    const before = sections[index - 1];
    const isHeard = heard?.some((other) => Math.abs(other.dropInSeconds - dropInSeconds) < SAME_DROP_SECONDS);
    if (!DROP_NAME.test(name) || before === undefined || isHeard === true) return [];
    const startInSeconds = BUILD_NAME.test(before.name ?? '')
      ? before.startInSeconds
      : Math.max(before.startInSeconds, dropInSeconds - USUAL_BUILD_UP_SECONDS);
    return [{ startInSeconds, dropInSeconds, strength: CERTAIN }];
  });
  if (named.length === 0) return heard === undefined ? undefined : [...heard];
  return [...(heard ?? []), ...named].sort((a, b) => a.dropInSeconds - b.dropInSeconds);
}

/** Of beats that were all tapped by a person; 0 for fewer than two. */
function medianTempoBpm(beats: readonly LooseBeat[]): number {
  const beatInSeconds = median(gapsOf(beats.map(({ timeInSeconds }) => timeInSeconds)));
  // [s/min] / [s/beat] = [beats/min]
  return beatInSeconds <= 0 ? 0 : 60 / beatInSeconds;
}

function rescale(beats: readonly LooseBeat[], tempo: SongCorrections['tempo']): LooseBeat[] {
  if (tempo === 'half') {
    const downbeatsAt = (parity: number): number =>
      beats.filter(({ isDownbeat }, index) => isDownbeat && index % 2 === parity).length;
    const parity = downbeatsAt(1) > downbeatsAt(0) ? 1 : 0;
    return beats.filter((_, index) => index % 2 === parity);
  }
  if (tempo === 'double') {
    return beats.flatMap((beat, index) => {
      const next = beats[index + 1];
      if (next === undefined) return [beat];
      const between: LooseBeat = {
        timeInSeconds: (beat.timeInSeconds + next.timeInSeconds) / 2,
        confidence: Math.min(beat.confidence, next.confidence),
        isDownbeat: false,
      };
      return [beat, between];
    });
  }
  return [...beats];
}

/**
 * Beats moved by the same time. What falls off the song is gone; but the one that a song begins with stays there when it
 * comes out a little before, or a correction by a few milliseconds would count all bars from the next one.
 */
function shiftBeats(
  beats: readonly LooseBeat[],
  shiftInSeconds: number,
  durationInSeconds: number,
): LooseBeat[] {
  return beats.flatMap((beat, index) => {
    const timeInSeconds = beat.timeInSeconds + shiftInSeconds;
    if (timeInSeconds > durationInSeconds) return [];
    if (timeInSeconds < -SAME_BEAT_SHARE * beatLengthAt(beats, index)) return [];
    return [{ ...beat, timeInSeconds: Math.max(0, timeInSeconds) }];
  });
}

/** Index of the item nearest to a time; −1 if there is none. */
function nearestIndex<T>(items: readonly T[], timeOf: (item: T) => number, timeInSeconds: number): number {
  let nearest = -1;
  let distance = Number.POSITIVE_INFINITY;
  for (const [index, item] of items.entries()) {
    const candidate = Math.abs(timeOf(item) - timeInSeconds);
    if (candidate < distance) [nearest, distance] = [index, candidate];
  }
  return nearest;
}

const timeOfBeat = ({ timeInSeconds }: LooseBeat): number => timeInSeconds;

function editBeats(
  beats: readonly LooseBeat[],
  { beats: edits = {} }: SongCorrections,
  warnings: string[],
): LooseBeat[] {
  const edited = [...beats];
  /** The beat that a person means: the nearest one, if it is nearer than any neighbour could be. */
  const find = (timeInSeconds: number): number => {
    const index = nearestIndex(edited, timeOfBeat, timeInSeconds);
    const distance = Math.abs((edited[index]?.timeInSeconds ?? Number.NaN) - timeInSeconds);
    return distance <= SAME_BEAT_SHARE * beatLengthAt(edited, index) ? index : -1;
  };
  for (const timeInSeconds of edits.removeInSeconds ?? []) {
    const index = find(timeInSeconds);
    const [removed] = index < 0 ? [] : edited.splice(index, 1);
    if (removed === undefined) warnings.push(`No beat to remove was found at ${timeInSeconds} s.`);
    // the bar begins with the next beat instead
    else if (removed.isDownbeat && edited[index] !== undefined) {
      edited[index] = { ...edited[index], isDownbeat: true };
    }
  }
  for (const { fromInSeconds, toInSeconds } of edits.move ?? []) {
    const index = find(fromInSeconds);
    if (index < 0) warnings.push(`No beat to move was found at ${fromInSeconds} s.`);
    else edited[index] = { ...edited[index]!, timeInSeconds: toInSeconds, confidence: CERTAIN };
  }
  for (const timeInSeconds of edits.addInSeconds ?? []) {
    const index = find(timeInSeconds);
    const tapped = { timeInSeconds, confidence: CERTAIN, isDownbeat: edited[index]?.isDownbeat ?? false };
    if (index < 0) edited.push(tapped);
    else edited[index] = tapped;
    edited.sort((a, b) => a.timeInSeconds - b.timeInSeconds);
  }
  return edited.sort((a, b) => a.timeInSeconds - b.timeInSeconds);
}

/** How long the beat at an index is, in seconds; a second where there is no neighbour to tell. */
function beatLengthAt(beats: readonly LooseBeat[], index: number): number {
  const at = (place: number): number => beats[place]?.timeInSeconds ?? Number.NaN;
  const lengths = [at(index) - at(index - 1), at(index + 1) - at(index)].filter(Number.isFinite);
  return lengths.length === 0 ? 1 : Math.min(...lengths);
}

/** Makes every `beatsPerBar`th beat a downbeat, counted from the one that is sure. */
function markDownbeats(
  beats: readonly LooseBeat[],
  beatsPerBar: number,
  firstDownbeatInSeconds: number | undefined,
): LooseBeat[] {
  const first =
    firstDownbeatInSeconds === undefined
      ? beats.findIndex(({ isDownbeat }) => isDownbeat)
      : nearestIndex(beats, timeOfBeat, firstDownbeatInSeconds);
  const anchor = Math.max(0, first);
  return beats.map((beat, index) => ({
    ...beat,
    isDownbeat: beatsPerBar > 0 && (index - anchor) % beatsPerBar === 0,
  }));
}

/** Numbers bars and beats: 1 is the first full bar, 0 the pick-up before it. */
function countBars(beats: readonly LooseBeat[]): Beat[] {
  const firstDownbeat = Math.max(
    0,
    beats.findIndex(({ isDownbeat }) => isDownbeat),
  );
  const length = beats.slice(firstDownbeat + 1).findIndex(({ isDownbeat }) => isDownbeat) + 1;
  let bar = 0;
  // a pick-up ends on the last beat of its bar
  let beatInBar = Math.max(0, length - firstDownbeat);
  return beats.map(({ timeInSeconds, confidence, isDownbeat }) => {
    if (isDownbeat) [bar, beatInBar] = [bar + 1, 0];
    beatInBar += 1;
    return { timeInSeconds, bar, beatInBar, confidence };
  });
}

/** A boundary that is added so near to another one is that one, which another analysis has heard: it moves there. */
const SAME_BOUNDARY_SECONDS = 0.3;

function editSections(songMap: SongMap, corrections: SongCorrections, warnings: string[]): Section[] {
  const { shiftInSeconds = 0, sections: edits = {} } = corrections;
  const last = songMap.sections.length - 1;
  const within = (time: number): number => clamp(time, 0, songMap.durationInSeconds);
  // the ends of the song stay where they are
  const sections = songMap.sections.map((section, index) => ({
    ...section,
    startInSeconds: index === 0 ? section.startInSeconds : within(section.startInSeconds + shiftInSeconds),
    endInSeconds: index === last ? section.endInSeconds : within(section.endInSeconds + shiftInSeconds),
  }));
  for (const time of edits.removeBoundariesInSeconds ?? []) {
    const index = nearestIndex(sections.slice(1), ({ startInSeconds }) => startInSeconds, time) + 1;
    const removed = sections[index];
    if (index === 0 || removed === undefined) warnings.push(`No section boundary was found at ${time} s.`);
    else {
      sections[index - 1] = { ...sections[index - 1]!, endInSeconds: removed.endInSeconds };
      sections.splice(index, 1);
    }
  }
  const added = new Set<number>();
  for (const time of edits.addBoundariesInSeconds ?? []) {
    const index = sections.findIndex(
      (section) => section.startInSeconds < time && time < section.endInSeconds,
    );
    const heardAt = (place: number): number =>
      place > 0 && !added.has(sections[place]!.startInSeconds) ? sections[place]!.startInSeconds : Infinity;
    // of the boundaries that were heard the nearest one moves, and never past another
    const [same] = sections
      .map((_, place) => ({ place, distance: Math.abs(heardAt(place) - time) }))
      .filter(
        ({ place, distance }) =>
          distance <= SAME_BOUNDARY_SECONDS && (place === index || place === index + 1),
      )
      .sort((first, second) => first.distance - second.distance);
    const isInside = time > 0 && time < songMap.durationInSeconds;
    if (isInside && same !== undefined) {
      sections[same.place - 1]!.endInSeconds = time;
      sections[same.place]!.startInSeconds = time;
    } else if (index >= 0) {
      const section = sections[index]!;
      sections.splice(index, 1, { ...section, endInSeconds: time }, { ...section, startInSeconds: time });
    } else if (!sections.some(({ startInSeconds }, place) => place > 0 && startInSeconds === time)) {
      warnings.push(`A section boundary at ${time} s lies outside of the song.`);
    }
    added.add(time);
  }
  const names = new Map<number, string>();
  for (const { atInSeconds, name } of edits.names ?? []) {
    const index = sections.findIndex(
      ({ startInSeconds, endInSeconds }) => startInSeconds <= atInSeconds && atInSeconds < endInSeconds,
    );
    if (index < 0) warnings.push(`There is no section at ${atInSeconds} s to call "${name}".`);
    else names.set(index, name);
  }
  const namesOfLabels = new Map([...names].reverse().map(([index, name]) => [sections[index]!.label, name]));
  return sections.map((section, index) => {
    const name = names.get(index) ?? section.name ?? namesOfLabels.get(section.label);
    return name === undefined ? section : { ...section, name };
  });
}
