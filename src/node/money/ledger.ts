import { takesInOrder, type LockFile } from '../../clips/lock-file.ts';
import type { JobRecord } from '../journal/job-record.ts';

/** One take that was made or ordered, with what it cost. Drafts that cost nothing are in it, too. */
export interface LedgerEntry {
  clipKey: string;
  prompt: string;
  provider: string;
  model: string;
  /** `2026-11-22`, in UTC: when it was made, or ordered where it is not there yet. */
  day: string;
  /**
   * `taken`: the take is there. `open`: its job runs, or its fate is not known; it counts as spent. `failed`: it ended
   * without a clip; most providers don't bill that, so it is listed and not counted.
   */
  state: 'taken' | 'open' | 'failed';
  /** In US dollars; `null` where no price is known. */
  estimatedUsd: number | null;
  /** What the provider said; `null` where it said nothing. */
  reportedUsd: number | null;
}

/** An entry with its time instead of its day. */
type Dated = Omit<LedgerEntry, 'day'> & { at: string };

/** Everything that was made or ordered, oldest first. The lock file knows the takes of every machine, the journal the jobs of this one. */
export function listLedger(lockFile: LockFile, jobs: readonly JobRecord[]): LedgerEntry[] {
  const known = new Set<string>();
  const taken = Object.entries(lockFile.clips).flatMap(([clipKey, clip]) =>
    takesInOrder(clip).map((take): Dated => {
      known.add(take.sha256);
      return {
        clipKey,
        prompt: clip.request.prompt,
        provider: take.provider,
        model: take.model,
        at: take.createdAt,
        state: 'taken',
        estimatedUsd: take.estimatedCostUsd ?? null,
        reportedUsd: take.costUsd ?? null,
      };
    }),
  );
  const ordered = jobs.flatMap(({ progress, plan, provider, createdAt }): Dated[] => {
    if ('take' in progress && known.has(progress.take.sha256)) return [];
    const state = progress.status === 'failed' ? 'failed' : progress.status === 'done' ? 'taken' : 'open';
    return [
      {
        clipKey: plan.order.clipKey,
        prompt: plan.order.request.prompt,
        provider,
        model: plan.model,
        at: createdAt,
        state,
        estimatedUsd: plan.estimatedCostUsd,
        reportedUsd: 'take' in progress ? (progress.take.costUsd ?? null) : null,
      },
    ];
  });
  const all = [...taken, ...ordered].sort((a, b) => (a.at < b.at ? -1 : 1));
  return all.map(({ at, ...entry }) => ({ ...entry, day: dayOf(at) }));
}

const dayOf = (isoTime: string): string => isoTime.slice(0, 10);

/** What some entries cost. Estimates and reports are kept apart: one is a guess, the other an answer. */
export interface LedgerSum {
  takes: number;
  /** Jobs that run, or whose fate is not known. */
  open: number;
  failed: number;
  /** Sum of all estimates but those of failed jobs. */
  estimatedUsd: number;
  /** Sum of what providers reported. */
  reportedUsd: number;
  /** Sum of the estimates of failed and stopped jobs, which is in no other sum. */
  failedUsd: number;
  /** What a budget counts: the report where there is one, else the estimate. */
  countedUsd: number;
  /** How many have neither. */
  unknown: number;
}

/** Adds entries up. */
export function sumLedger(entries: readonly LedgerEntry[]): LedgerSum {
  const sum: LedgerSum = {
    takes: 0,
    open: 0,
    failed: 0,
    estimatedUsd: 0,
    reportedUsd: 0,
    failedUsd: 0,
    countedUsd: 0,
    unknown: 0,
  };
  for (const { state, estimatedUsd, reportedUsd } of entries) {
    if (state === 'failed') {
      sum.failed += 1;
      sum.failedUsd += estimatedUsd ?? 0;
      continue;
    }
    sum[state === 'taken' ? 'takes' : 'open'] += 1;
    sum.estimatedUsd += estimatedUsd ?? 0;
    sum.reportedUsd += reportedUsd ?? 0;
    sum.countedUsd += reportedUsd ?? estimatedUsd ?? 0;
    if (reportedUsd === null && estimatedUsd === null) sum.unknown += 1;
  }
  return sum;
}

/** Entries in groups, in the order in which the groups first come. */
export function groupLedger(
  entries: readonly LedgerEntry[],
  nameOf: (entry: LedgerEntry) => string,
): { name: string; sum: LedgerSum }[] {
  const groups = new Map<string, LedgerEntry[]>();
  for (const entry of entries) {
    const name = nameOf(entry);
    groups.set(name, [...(groups.get(name) ?? []), entry]);
  }
  return [...groups].map(([name, members]) => ({ name, sum: sumLedger(members) }));
}
