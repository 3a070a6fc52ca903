import { chooseTake, isStale, takesInOrder, type LockFile } from '../clips/lock-file.ts';
import { areAlike, describeChecks } from '../clips/take-checks.ts';
import type { Take } from '../clips/take.ts';
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
export const listClips = ({
  lockFile,
  store,
}: {
  lockFile: LockFile;
  store: TakeStore;
}): Promise<ListedClip[]> =>
  Promise.all(Object.keys(lockFile.clips).map((clipKey) => listClip({ lockFile, clipKey, store })));

/** Lists the takes of a clip that the lock file has. */
export async function listClip({
  lockFile,
  clipKey,
  store,
}: {
  lockFile: LockFile;
  clipKey: string;
  store: TakeStore;
}): Promise<ListedClip> {
  const clip = lockFile.clips[clipKey]!; // as the caller has found it
  const chosen = chooseTake(clip, lockFile);
  const ordered = takesInOrder(clip);
  const takes = await Promise.all(
    ordered.map(async (take, index) => ({
      ...take,
      number: index + 1,
      chosen: take.sha256 === chosen?.sha256,
      picked: take.sha256 === clip.pick,
      condition: await store.inspect(take),
      warnings: [
        ...(isStale(clip, take, lockFile) ? ['continues another take than the one used before it'] : []),
        ...warningsOf(take, ordered),
      ],
    })),
  );
  const costUsd = takes.reduce((sum, take) => sum + (take.costUsd ?? take.estimatedCostUsd ?? 0), 0);
  return { clipKey, prompt: clip.request.prompt, takes, costUsd };
}

/** What a person should look at before choosing a take: what its checks found, and which earlier take shows the same. */
function warningsOf(take: Take, takes: readonly Take[]): string[] {
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
