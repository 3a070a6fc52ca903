import { shortHash } from '../clips/clip-request.ts';
import { chooseTake, pickTake, takesInOrder, type LockedClip, type LockFile } from '../clips/lock-file.ts';
import type { PlannedClip } from '../clips/planned-clip.ts';
import { areAlike, describeChecks } from '../clips/take-checks.ts';
import type { Take } from '../clips/take.ts';
import { BeatcutError } from '../core/error.ts';
import type { LockFileOnDisk } from './store/lock-file-on-disk.ts';
import type { TakeCondition, TakeStore } from './store/take-store.ts';

/** A take as a list shows it. */
export interface ListedTake extends Take {
  /** From 1, in the order in which the takes were made; what people call it by. */
  number: number;
  /** Whether the edit uses it. */
  chosen: boolean;
  /** Whether a person picked it. */
  picked: boolean;
  condition: TakeCondition;
  /** What a person should look at. */
  warnings: string[];
}

/** A clip as a list shows it. */
export interface ListedClip {
  clipKey: string;
  prompt: string;
  takes: ListedTake[];
  /** What its takes cost, as far as providers said so or prices are known. */
  costUsd: number;
}

/** Lists every clip in the lock file with its takes. */
export async function listClips({
  lockFile,
  store,
}: {
  lockFile: LockFile;
  store: TakeStore;
}): Promise<ListedClip[]> {
  return Promise.all(
    Object.entries(lockFile.clips).map(async ([clipKey, clip]) => {
      const chosen = chooseTake(clip);
      const ordered = takesInOrder(clip);
      const takes = await Promise.all(
        ordered.map(async (take, index) => ({
          ...take,
          number: index + 1,
          chosen: take.sha256 === chosen?.sha256,
          picked: take.sha256 === clip.pick,
          condition: await store.inspect(take),
          warnings: warningsOf(take, ordered),
        })),
      );
      const costUsd = takes.reduce((sum, take) => sum + (take.costUsd ?? take.estimatedCostUsd ?? 0), 0);
      return { clipKey, prompt: clip.request.prompt, takes, costUsd };
    }),
  );
}

/** What a person should look at before choosing a take: what its checks found, and which earlier take shows the same. */
export function warningsOf(take: Take, takes: readonly Take[]): string[] {
  const { checks, ordered } = take;
  const twin = takes.findIndex(
    (other) =>
      checks !== undefined && other.checks !== undefined && other !== take && areAlike(checks, other.checks),
  );
  return [
    ...(ordered === undefined
      ? []
      : [`ordered were ${ordered.durationInSeconds} s at ${ordered.width}×${ordered.height}`]),
    ...(checks === undefined ? [] : describeChecks(checks)),
    ...(twin >= 0 && twin < takes.indexOf(take) ? [`almost the same as take ${twin + 1}`] : []),
  ];
}

/** What `pickClipTake` takes. */
export interface PickClipTakeOptions {
  lockFile: LockFileOnDisk;
  /** The clip: the beginning of its key, words of its prompt, or, where `shots` are given, a shot's id or number. */
  clip: string;
  /** The take: its number, the beginning of its hash, or `none` to leave the choice to beatcut again. */
  take: string;
  shots?: readonly PlannedClip[] | undefined;
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
    const chosen = chooseTake(clip);
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

function findClip(lockFile: LockFile, reference: string, shots: readonly PlannedClip[] = []): string {
  const shot = shots.find(
    ({ shotId, shotNumber }) => shotId === reference || String(shotNumber) === reference.replace(/^#/, ''),
  );
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

function findTake(clip: LockedClip, reference: string): Take {
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
