import { canonicalJson } from '../core/json.ts';
import { BeatcutError } from '../core/error.ts';
import { shortHash } from '../core/hash.ts';
import type { LockedClip, LockFile } from './lock-file.ts';

/** The two whole texts that a merge of git could not bring together. */
export interface ConflictSides {
  ours: string;
  theirs: string;
}

/**
 * Takes a text with git's conflict markers apart, in the two-sided or the three-sided (`diff3`, `zdiff3`) form. Returns
 * `undefined` for a text without conflicts.
 */
export function splitConflicts(text: string): ConflictSides | undefined {
  if (!/^<{7}(?: |$)/m.test(text)) return undefined;
  const ours: string[] = [];
  const theirs: string[] = [];
  let side: 'both' | 'ours' | 'base' | 'theirs' = 'both';
  for (const line of text.split(/\r?\n/)) {
    const marker = /^(<{7}|\|{7}|={7}|>{7})(?: |$)/.exec(line)?.[1]?.[0];
    if (marker === '<') side = 'ours';
    else if (marker === '|') side = 'base';
    else if (marker === '=') side = 'theirs';
    else if (marker === '>') side = 'both';
    else {
      if (side === 'both' || side === 'ours') ours.push(line);
      if (side === 'both' || side === 'theirs') theirs.push(line);
    }
  }
  return { ours: ours.join('\n'), theirs: theirs.join('\n') };
}

/**
 * Brings two lock files together that grew from the same one: every clip and every take of both. Takes are only ever
 * added, so that a take that one side lacks is new on the other.
 *
 * @throws BeatcutError `LOCK_FILES_DISAGREE` where both sides say something else about the same clip or take, such as
 * another pick; that is a person's to decide.
 */
export function mergeLockFiles(ours: LockFile, theirs: LockFile): LockFile {
  const clips: Record<string, LockedClip> = { ...ours.clips };
  for (const [clipKey, clip] of Object.entries(theirs.clips)) {
    const known = clips[clipKey];
    clips[clipKey] = known === undefined ? clip : mergeClips(clipKey, known, clip);
  }
  return { ...theirs, ...ours, clips };
}

function mergeClips(clipKey: string, ours: LockedClip, theirs: LockedClip): LockedClip {
  const { takes: ourTakes, ...ourSettings } = ours;
  const { takes: theirTakes, ...theirSettings } = theirs;
  const name = `clip ${shortHash(clipKey)} ("${ours.request.prompt}")`;
  if (!isEqual(ourSettings, theirSettings)) throw disagree(name, 'which take is picked');
  const known = new Map(ourTakes.map((take) => [take.sha256, take]));
  for (const take of theirTakes) {
    const same = known.get(take.sha256);
    if (same !== undefined && !isEqual(same, take)) {
      throw disagree(`take ${shortHash(take.sha256)} of ${name}`, 'what a person said about it');
    }
  }
  return { ...ours, takes: [...ourTakes, ...theirTakes.filter(({ sha256 }) => !known.has(sha256))] };
}

const isEqual = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);

const disagree = (name: string, what: string): BeatcutError =>
  new BeatcutError({
    code: 'LOCK_FILES_DISAGREE',
    message: `The two sides of the merge disagree about ${name}: ${what}.`,
    hint: 'Take out the conflict markers there and keep the lines of one side; beatcut brings the rest together.',
  });
