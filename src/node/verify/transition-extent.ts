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

/** A frame belongs to the transition if it changes by this factor more than the shots themselves, … */
const ACTIVE_FACTOR = 1.25;
/** … and by this much, of 255: what coding adds. */
const ACTIVE_LEAST = 0.5;
/** So many frames of a shot, at least, tell how much it changes by itself. */
const LEAST_FRAMES_OF_SHOT = 3;

/**
 * The places at which a transition of known length covers all frames that change more than the shots beside it do. Some
 * transitions change little at their ends, so there may be several such places.
 *
 * @returns `null` when the picture does not tell: the shots change as much as the transition, or by leaps of their own.
 */
export function findMiddleRange({
  changes,
  first,
  last,
  startFrame,
  lengthInFrames,
}: FindMiddleRangeOptions): MiddleRange | null {
  // the first frame of a range differs from one outside of it; frames beside the transition may be off by one
  const before = limitOf(changes.slice(first + 1, startFrame - 1));
  const after = limitOf(changes.slice(startFrame + lengthInFrames + 2, last + 1));
  if (before === null || after === null) return null;
  let firstActive = first + 1;
  while (firstActive <= last && changes[firstActive]! <= before) firstActive += 1;
  let lastActive = last;
  while (lastActive >= firstActive && changes[lastActive]! <= after) lastActive -= 1;
  // a frame that changes has left the picture before it: a transition over n frames changes n times
  const count = lastActive - firstActive + 1;
  if (count < 1 || count > lengthInFrames + 1) return null;
  const earliest = lastActive - lengthInFrames / 2;
  const latest = firstActive - 1 + lengthInFrames / 2;
  // a frame too many belongs to a shot that moves more than before, at one end or the other
  return { earliest: Math.min(earliest, latest), latest: Math.max(earliest, latest) };
}

/** Above this a frame changes more than its shot does, of which some frames are given: their lower quartile counts. */
function limitOf(changes: readonly number[]): number | null {
  if (changes.length < LEAST_FRAMES_OF_SHOT) return null;
  const sorted = [...changes].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 4)]! * ACTIVE_FACTOR + ACTIVE_LEAST;
}
