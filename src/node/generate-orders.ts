import { isStale, takesInOrder } from '../clips/lock-file.ts';
import type { PlannedClip } from '../clips/planned-clip.ts';
import type { Take } from '../clips/take.ts';
import { takeSeedOf } from '../clips/clip-request.ts';
import type { GenerationPlan, VideoProvider } from '../providers/video-provider.ts';
import type { JobJournal } from './journal/job-journal.ts';
import { JOB_RECORD_VERSION, jobIdOf, type JobRecord } from './journal/job-record.ts';
import { pricePlan, type PriceRule } from './money/price-rules.ts';
import type { LockFileOnDisk } from './store/lock-file-on-disk.ts';
import type { TakeStore } from './store/take-store.ts';

/** A clip that shall have takes. */
export type ClipOrder = Omit<PlannedClip, 'slots'>;

/** What a clip's jobs and takes are read from. */
export interface ClipRecords {
  lockFile: LockFileOnDisk;
  store: TakeStore;
  journal: JobJournal;
}

/**
 * The jobs of a clip that have not ended, and those done whose take is not in the lock file or not on the disk: they are
 * paid for, so the take is put back from the store or fetched from the provider again.
 */
export async function findOpenJobs(
  { lockFile, store, journal }: ClipRecords,
  { clipKey }: ClipOrder,
): Promise<JobRecord[]> {
  const known = takesInOrder((await lockFile.read()).clips[clipKey]);
  const records: JobRecord[] = [];
  for (const record of latestAttempts(await journal.list({ clipKey }))) {
    const { progress } = record;
    if (progress.status === 'failed') continue;
    if (progress.status === 'done') {
      const { take } = progress;
      const isKnown = known.some(({ sha256 }) => sha256 === take.sha256);
      if (isKnown && (await store.inspect(take)) === 'intact') continue;
      records.push({ ...record, progress: { ...progress, status: 'arrived' } });
    } else records.push(record);
  }
  return records;
}

/** What `planOrders` takes. */
export interface PlanOrdersOptions {
  records: ClipRecords;
  clip: ClipOrder;
  provider: VideoProvider;
  /** What models cost where the provider doesn't know. */
  prices: readonly (readonly PriceRule[])[];
  /** How many takes the clip shall have in the end. */
  takes: number;
  /** Whether only takes of this provider and its model count. */
  onlyThisModel: boolean;
  /** SHA-256 of the take whose last frame new takes shall begin with. */
  continues: string | undefined;
  /** Whether takes that continue another take than the one used count as missing. */
  renewStale: boolean;
  resubmit: boolean;
  retryFailed: boolean;
  now: () => Date;
}

/** What a clip still needs. */
export interface PlannedOrders {
  /** Records of the orders to send now. They are not on disk yet. */
  orders: JobRecord[];
  /** Jobs that ended without a clip and stand for a missing take until a person has them ordered again. */
  failed: JobRecord[];
}

/**
 * Plans the orders for the takes that a clip is missing. Call it when the clip's open jobs have been gone on with: those
 * that are still open stand for a take each.
 */
export async function planOrders(options: PlanOrdersOptions): Promise<PlannedOrders> {
  const { records, clip, provider, continues, resubmit, retryFailed, now } = options;
  const { clipKey } = clip;
  const { shotId: _, referenceFiles: __, chainKeys: ___, sharedSeed, ...order } = clip;
  const planFor = (seed: number): GenerationPlan =>
    pricePlan(
      provider.plan({ ...order, seed, ...(continues !== undefined && { continues }) }),
      provider.id,
      options.prices,
    );
  const { model } = planFor(takeSeedOf(clipKey, 1, sharedSeed));
  const counted = await countedTakes(options, model);
  let missing = options.takes - counted.length;
  if (missing <= 0) return { orders: [], failed: [] };

  const orders: JobRecord[] = [];
  const failed: JobRecord[] = [];
  const addOrder = (seed: number, attempt: number): void => {
    const record = { provider: provider.id, plan: planFor(seed), attempt };
    orders.push({
      version: JOB_RECORD_VERSION,
      id: jobIdOf(record),
      ...record,
      createdAt: now().toISOString(),
      progress: { status: 'intent' },
    });
  };
  const history = latestAttempts(await records.journal.list({ clipKey })).filter(
    (record) => record.provider === provider.id && record.plan.model === model,
  );
  for (const record of history) {
    const { progress, attempt } = record;
    if (progress.status === 'done' || missing === 0) continue;
    missing -= 1; // it stands for a missing take, whether it is ordered again or waits for a person
    const { seed } = record.plan.order;
    if (progress.status === 'failed') {
      if (retryFailed || progress.reason === 'abandoned') addOrder(seed, attempt + 1);
      else failed.push(record);
    } else if (progress.status === 'intent' && resubmit) {
      const message = 'Its fate was not known; a person had the order sent again.';
      await records.journal.write({
        ...record,
        progress: { status: 'failed', reason: 'abandoned', message },
      });
      addOrder(seed, attempt + 1);
    }
  }
  const usedSeeds = new Set([
    ...counted.map(({ seed }) => seed),
    ...history.map(({ plan }) => plan.order.seed),
  ]);
  for (let number = 1; missing > 0; number += 1) {
    const seed = takeSeedOf(clipKey, number, sharedSeed);
    if (usedSeeds.has(seed)) continue;
    addOrder(seed, 1);
    missing -= 1;
  }
  return { orders, failed };
}

/** The takes that need not be made. */
async function countedTakes(
  { records: { lockFile, store }, clip, provider, onlyThisModel, renewStale }: PlanOrdersOptions,
  model: string,
): Promise<Take[]> {
  const counted: Take[] = [];
  const contents = await lockFile.read();
  const locked = contents.clips[clip.clipKey];
  for (const take of takesInOrder(locked)) {
    if (renewStale && locked !== undefined && isStale(locked, take, contents)) continue;
    if (take.rejected === true || (take.draft && !provider.draft)) continue;
    if (onlyThisModel && (take.provider !== provider.id || take.model !== model)) continue;
    // a draft whose bytes are gone or that no longer fills its slot is made again: it costs nothing; a real take is never
    // bought again unasked
    if (take.draft && take.durationInSeconds < clip.minDurationInSeconds) continue;
    if (take.draft && (await store.inspect(take)) !== 'intact') continue;
    counted.push(take);
  }
  return counted;
}

/** Of jobs for the same order only the newest attempt. */
function latestAttempts(records: JobRecord[]): JobRecord[] {
  const latest = new Map<string, JobRecord>();
  for (const record of records) {
    const order = jobIdOf({ ...record, attempt: 0 });
    if ((latest.get(order)?.attempt ?? 0) < record.attempt) latest.set(order, record);
  }
  return [...latest.values()];
}
