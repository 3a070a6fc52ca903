import { chooseTake, pickTake, updateTake } from '../clips/lock-file.ts';
import type { PlannedClip } from '../clips/planned-clip.ts';
import type { Take } from '../clips/take.ts';
import { BeatcutError } from '../core/error.ts';
import { findClip, findTake } from './find-take.ts';
import type { LockFileOnDisk } from './store/lock-file-on-disk.ts';

/** How a person names a clip. */
export interface NameClipOptions {
  lockFile: LockFileOnDisk;
  /** The clip: the beginning of its key, words of its prompt, or, where `shots` are given, a shot's id or number. */
  clip: string;
  shots?: readonly PlannedClip[] | undefined;
}

/** What `pickClipTake` takes. */
export interface PickClipTakeOptions extends NameClipOptions {
  /** The take: its number, the beginning of its hash, or `none` to leave the choice to beatcut again. */
  take: string;
}

/** What `pickClipTake` resolves with. */
export interface PickClipTakeResult {
  clipKey: string;
  prompt: string;
  /** The take that the edit uses now. */
  chosen: Take | undefined;
}

/**
 * Makes a take the one that the edit uses.
 *
 * @throws BeatcutError `CLIP_UNKNOWN`, `CLIP_NOT_UNIQUE`, `TAKE_UNKNOWN`, `TAKE_IS_DRAFT` for a draft where a real take
 * exists.
 */
export async function pickClipTake(options: PickClipTakeOptions): Promise<PickClipTakeResult> {
  let picked: PickClipTakeResult | undefined;
  await options.lockFile.update((lockFile) => {
    const clipKey = findClip(lockFile, options.clip, options.shots);
    const take = options.take === 'none' ? undefined : findTake(lockFile.clips[clipKey]!, options.take);
    const changed = pickTake(lockFile, { clipKey, sha256: take?.sha256 });
    const clip = changed.clips[clipKey]!;
    const chosen = chooseTake(clip, changed);
    if (take !== undefined && chosen?.sha256 !== take.sha256) {
      throw new BeatcutError({
        code: take.rejected === true ? 'TAKE_REJECTED' : 'TAKE_IS_DRAFT',
        message: `Take ${options.take} of "${clip.request.prompt}" can't be picked: ${take.rejected === true ? 'it was rejected' : 'it is a draft and there is a real take'}.`,
        hint: 'Pick another one; beatcut clips lists them.',
      });
    }
    picked = { clipKey, prompt: clip.request.prompt, chosen };
    return changed;
  });
  return picked!; // update ran the change, or threw
}

/** What `judgeClipTake` takes. What is `undefined` stays as it is. */
export interface JudgeClipTakeOptions extends NameClipOptions {
  /** The take: its number or the beginning of its hash. */
  take: string;
  /** From 1 to 5; `null` takes it back. */
  rating?: number | null | undefined;
  /** A rejected take is never chosen, and never deleted. */
  rejected?: boolean | undefined;
  /** `null` takes it back. */
  note?: string | null | undefined;
}

/** What `judgeClipTake` resolves with. */
export interface JudgeClipTakeResult extends PickClipTakeResult {
  /** The take as it is now. */
  take: Take;
}

/**
 * Says something about a take.
 *
 * @throws BeatcutError `CLIP_UNKNOWN`, `CLIP_NOT_UNIQUE`, `TAKE_UNKNOWN`, `RATING_INVALID`.
 */
export async function judgeClipTake(options: JudgeClipTakeOptions): Promise<JudgeClipTakeResult> {
  const { rating, rejected, note } = options;
  if (typeof rating === 'number' && !(Number.isInteger(rating) && rating >= 1 && rating <= 5)) {
    throw new BeatcutError({
      code: 'RATING_INVALID',
      message: `A rating is a whole number from 1 to 5, got ${rating}.`,
      hint: 'For example: beatcut rate <clip> <take> 4',
    });
  }
  let judged: JudgeClipTakeResult | undefined;
  await options.lockFile.update((lockFile) => {
    const clipKey = findClip(lockFile, options.clip, options.shots);
    const { sha256 } = findTake(lockFile.clips[clipKey]!, options.take);
    const changed = updateTake(lockFile, {
      clipKey,
      sha256,
      change: (take) => {
        const { rating: oldRating, rejected: oldRejected, note: oldNote, ...rest } = take;
        const newRating = rating === undefined ? oldRating : (rating ?? undefined);
        const newNote = note === undefined ? oldNote : (note ?? undefined);
        return {
          ...rest,
          ...((rejected ?? oldRejected) === true && { rejected: true }),
          ...(newRating !== undefined && { rating: newRating }),
          ...(newNote !== undefined && { note: newNote }),
        };
      },
    });
    const clip = changed.clips[clipKey]!;
    const take = clip.takes.find((other) => other.sha256 === sha256)!; // it was found above
    judged = { clipKey, prompt: clip.request.prompt, chosen: chooseTake(clip, changed), take };
    return changed;
  });
  return judged!; // update ran the change, or threw
}
