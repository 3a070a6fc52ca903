/** What `findMiddleRange` takes. */
export interface FindMiddleRangeOptions {
  /** By how much each frame differs from the one before it. */
  changes: readonly number[];
  /** The frames around the transition that belong to its two shots alone or to it. */
  first: number;
  last: number;
  /** Where the transition is planned. */
  startFrame: number;
  lengthInFrames: number;
}

/** Between which frames the middle of a transition can lie. */
export interface MiddleRange {
  earliest: number;
  latest: number;
}

/** Shots that change by more than this share of the largest change hide where a transition begins. Measured: a cross fade between shots that turn has 0.5. */
const MAX_SHOT_SHARE = 0.55;
/** A frame belongs to the transition if it changes by this factor more than the shots themselves, … */
const ACTIVE_FACTOR = 1.25;
/** … and by this much, of 255: what coding adds. */
const ACTIVE_LEAST = 0.5;
/** A change of less than this share of the largest one is a shot that begins to move, or comes to rest. */
const ACTIVE_SHARE = 0.1;
/** Within so many frames of its ends a transition reaches half of what it usually adds to a shot's own change, by its upper quartile. One that sets in more gently has ends that can't be told. */
const MAX_ONSET_IN_FRAMES = 4;
/** So many frames of a shot, at least, tell how much it changes by itself. */
const LEAST_FRAMES_OF_SHOT = 3;
/** So many are enough: those furthest from the transition, which an early or late one reaches last. */
const MOST_FRAMES_OF_SHOT = 6;

/** Up to which change, of 255, a frame is still a shot's own, where that usually changes by `level`. */
export const calmLimit = (level: number): number => level * ACTIVE_FACTOR + ACTIVE_LEAST;

/**
 * The places at which a transition of known length covers all frames that change more than the shots beside it do. Some
 * transitions change little at their ends, so there may be several such places.
 *
 * @returns `null` when the picture does not tell: the shots change as much as the transition, or by leaps of their own, or it
 * sets in too gently.
 */
export function findMiddleRange({
  changes,
  first,
  last,
  startFrame,
  lengthInFrames,
}: FindMiddleRangeOptions): MiddleRange | null {
  // the first frame of a range differs from one outside of it; frames beside the transition may be off by one
  const before = levelOf(changes.slice(first + 1, startFrame - 1).slice(0, MOST_FRAMES_OF_SHOT));
  const after = levelOf(changes.slice(startFrame + lengthInFrames + 2, last + 1).slice(-MOST_FRAMES_OF_SHOT));
  if (before === null || after === null) return null;
  const most = Math.max(0, ...changes.slice(first + 1, last + 1));
  if (Math.max(before, after) > MAX_SHOT_SHARE * most) return null;
  const limitOf = (level: number): number => Math.max(calmLimit(level), ACTIVE_SHARE * most);
  let firstActive = first + 1;
  while (firstActive <= last && changes[firstActive]! <= limitOf(before)) firstActive += 1;
  let lastActive = last;
  while (lastActive >= firstActive && changes[lastActive]! <= limitOf(after)) {
    lastActive -= 1;
  }
  // not the largest one, which may be a flash or a jump of a shot
  const high = quantileOf(changes.slice(firstActive, lastActive + 1), 0.75);
  const setsIn = (level: number, from: number, to: number): boolean =>
    changes.slice(Math.max(from, first + 1), to + 1).some((change) => change >= (high + level) / 2);
  if (!setsIn(before, firstActive, firstActive + MAX_ONSET_IN_FRAMES - 1)) return null;
  if (!setsIn(after, lastActive - MAX_ONSET_IN_FRAMES + 1, lastActive)) return null;
  // a frame that changes has left the picture before it: a transition over n frames changes n times
  const count = lastActive - firstActive + 1;
  if (count < 1 || count > lengthInFrames + 1) return null;
  const earliest = lastActive - lengthInFrames / 2;
  const latest = firstActive - 1 + lengthInFrames / 2;
  // a frame too many belongs to a shot that moves more than before, at one end or the other
  return { earliest: Math.min(earliest, latest), latest: Math.max(earliest, latest) };
}

/** How much a shot changes by itself, of which some frames are given: their lower quartile counts. */
function levelOf(changes: readonly number[]): number | null {
  if (changes.length < LEAST_FRAMES_OF_SHOT) return null;
  return quantileOf(changes, 0.25);
}

/** The value under which a share of some values lies; 0 for none. */
const quantileOf = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(share * values.length)] ?? 0;
