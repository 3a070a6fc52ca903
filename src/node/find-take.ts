import { shortHash } from '../core/hash.ts';
import { takesInOrder, type LockedClip, type LockFile } from '../clips/lock-file.ts';
import type { PlannedClip } from '../clips/planned-clip.ts';
import type { Take } from '../clips/take.ts';
import { BeatcutError } from '../core/error.ts';

/**
 * The key of the clip that a person means: by the beginning of its key, words of its prompt, or, where `shots` are given,
 * a shot's id or number.
 *
 * @throws BeatcutError `CLIP_UNKNOWN`, `CLIP_NOT_UNIQUE`.
 */
export function findClip(lockFile: LockFile, reference: string, shots: readonly PlannedClip[] = []): string {
  const shot = shots.find((candidate) => isShotNamed(candidate, reference));
  if (shot !== undefined && shot.clipKey in lockFile.clips) return shot.clipKey;
  const words = reference.toLowerCase();
  const found = Object.entries(lockFile.clips).filter(
    ([clipKey, { request }]) =>
      (/^[0-9a-f]{4,}$/.test(words) && clipKey.startsWith(words)) ||
      request.prompt.toLowerCase().includes(words),
  );
  const [first] = found;
  if (first !== undefined && found.length === 1) return first[0];
  const list = found.map(([clipKey, { request }]) => `${shortHash(clipKey)} "${request.prompt}"`);
  throw first === undefined
    ? new BeatcutError({
        code: 'CLIP_UNKNOWN',
        message: `No clip with takes is called "${reference}".`,
        hint: 'Name it by the beginning of its key or by words of its prompt (beatcut clips lists both), or by its shot together with --composition.',
      })
    : new BeatcutError({
        code: 'CLIP_NOT_UNIQUE',
        message: `"${reference}" may be any of ${found.length} clips: ${list.slice(0, 5).join(', ')}${found.length > 5 ? ' …' : ''}.`,
        hint: 'Name it by the beginning of its key.',
      });
}

/** Whether a person means this shot: by its id, its number (`4` or `#4`), or 8 or more digits of its clip key. */
export const isShotNamed = (
  { shotId, shotNumber, clipKey }: Pick<PlannedClip, 'shotId' | 'shotNumber' | 'clipKey'>,
  name: string,
): boolean =>
  shotId === name ||
  String(shotNumber) === name.replace(/^#/, '') ||
  (/^[0-9a-f]{8,}$/.test(name) && clipKey.startsWith(name));

/**
 * The shot that a person means; see `isShotNamed`.
 *
 * @throws BeatcutError `SHOT_UNKNOWN`.
 */
export function findShot(shots: readonly PlannedClip[], name: string): PlannedClip {
  const shot = shots.find((candidate) => isShotNamed(candidate, name));
  if (shot !== undefined) return shot;
  throw new BeatcutError({
    code: 'SHOT_UNKNOWN',
    message: `There is no shot "${name}".`,
    hint: `The shots are: ${shots.map(({ shotId, shotNumber }) => `${shotNumber} (${shotId})`).join(', ') || 'none'}.`,
  });
}

/**
 * The take that a person means: by its number or the beginning of its hash.
 *
 * @throws BeatcutError `TAKE_UNKNOWN`.
 */
export function findTake(clip: LockedClip, reference: string): Take {
  const takes = takesInOrder(clip);
  const isNumber = /^\d{1,4}$/.test(reference);
  const found = takes.filter(({ sha256 }, index) =>
    isNumber ? index + 1 === Number(reference) : sha256.startsWith(reference.toLowerCase()),
  );
  if (found[0] !== undefined && found.length === 1) return found[0];
  throw new BeatcutError({
    code: 'TAKE_UNKNOWN',
    message: `"${clip.request.prompt}" has no single take "${reference}"; it has take 1 to ${takes.length}.`,
    hint: 'Name it by its number or by the beginning of its hash; beatcut clips lists both.',
  });
}
