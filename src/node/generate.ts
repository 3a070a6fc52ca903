import path from 'node:path';
import PQueue from 'p-queue';
import type { PlannedClip } from '../clips/planned-clip.ts';
import { chooseTake, takesInOrder, type LockFile } from '../clips/lock-file.ts';
import type { Take } from '../clips/take.ts';
import { BeatcutError, messageOf } from '../core/error.ts';
import { hashOf } from '../core/hash.ts';
import type { GenerationPlan, VideoProvider } from '../providers/video-provider.ts';
import { waitFor, type Delay } from './delay.ts';
import type { JobJournal } from './journal/job-journal.ts';
import { JOB_RECORD_VERSION, jobIdOf, type JobRecord } from './journal/job-record.ts';
import { runJob, type JobOutcome, type JobStep } from './journal/run-job.ts';
import { readReferencePictures } from './read-reference-pictures.ts';
import { withFileLock } from './store/file-lock.ts';
import type { LockFileOnDisk } from './store/lock-file-on-disk.ts';
import type { TakeStore } from './store/take-store.ts';

export type { PlannedClip };

/** A clip that shall have takes. */
export type ClipOrder = Omit<PlannedClip, 'slots'>;

/** News from `generateClips`. */
export type GenerateEvent = { clip: ClipOrder } & (
  | { type: 'waiting-for-other-process' }
  | { type: 'planned'; plan: GenerationPlan }
  | { type: 'step'; jobId: string; step: JobStep }
  | { type: 'ended'; jobId: string; outcome: JobOutcome }
);

/** What `generateClips` takes. */
export interface GenerateClipsOptions {
  orders: readonly ClipOrder[];
  /** All that are configured: a job that was begun earlier goes on with its own. */
  providers: readonly VideoProvider[];
  /** Id of the one that makes new takes. */
  provider: string;
  /** How many takes each clip shall have in the end; 1 by default. */
  takes?: number | undefined;
  /**
   * Which takes count: `any`, by default, so that changing providers buys nothing again, or only those of the same
   * `model` and provider. Drafts count only for a provider of drafts.
   */
  count?: 'any' | 'model' | undefined;
  /** Send orders again whose fate is not known. It may buy a clip twice, so only a person decides it. */
  resubmit?: boolean | undefined;
  /** Order again what was refused, failed, expired, was cancelled or lost. */
  retryFailed?: boolean | undefined;
  /** Start no job that could take the estimated cost of this run above it. Unknown prices are refused, too. */
  maxCostUsd?: number | undefined;
  /** Start no more jobs than this. */
  maxClips?: number | undefined;
  lockFile: LockFileOnDisk;
  store: TakeStore;
  journal: JobJournal;
  /** Folder for the locks that keep two processes apart. */
  locksDir: string;
  /** Where the reference pictures lie. */
  publicDir: string;
  onProgress?: ((event: GenerateEvent) => void | Promise<void>) | undefined;
  signal?: AbortSignal | undefined;
  now?: (() => Date) | undefined;
  delay?: Delay | undefined;
}

/** How one job ended. */
export type JobReport = { jobId: string; provider: string; model: string; seed: number } & (
  | JobOutcome
  /** Not started because of a limit of this run. */
  | { status: 'over-limit'; message: string }
);

/** What became of one clip. */
export interface ClipReport {
  clip: ClipOrder;
  /** The take that the edit uses now, or `undefined` if there is none. */
  chosen: Take | undefined;
  /** Every job that this run began, went on with, or found ended without a clip. */
  jobs: JobReport[];
  /** What stopped this clip as a whole. */
  error?: { message: string; hint: string | undefined };
}

/** What `generateClips` resolves with. */
export interface GenerateClipsResult {
  clips: ClipReport[];
  /** Sum of the estimates of the jobs that this run started, as far as prices are known. */
  estimatedCostUsd: number;
  /** Sum of what the providers said the takes of this run cost. */
  reportedCostUsd: number;
}

const CONCURRENT_JOBS = 4;
const MINUTE_IN_MS = 60_000;

/**
 * Makes the takes that are missing: goes on with every job that was begun, then starts new ones, at each provider as
 * many at once as it allows. Each clip is looked after by one process at a time. What goes wrong with one clip is
 * reported with it; the others go on. Never throws for a single clip.
 *
 * @throws BeatcutError `PROVIDER_UNKNOWN`, `TAKES_INVALID`, or when the lock file can't be read.
 */
export async function generateClips(options: GenerateClipsOptions): Promise<GenerateClipsResult> {
  const provider = options.providers.find(({ id }) => id === options.provider);
  if (provider === undefined) throw unknownProvider(options.provider, options.providers);
  const { takes = 1 } = options;
  if (!Number.isInteger(takes) || takes < 1) {
    throw new BeatcutError({
      code: 'TAKES_INVALID',
      message: `generateClips: takes must be a whole number from 1, got ${takes}.`,
      hint: 'For example: --takes 3',
    });
  }
  await options.lockFile.read(); // a broken one stops here, before anything costs money
  const run: Run = {
    ...options,
    takes,
    newTakesBy: provider,
    queues: new Map(),
    budget: createBudget(options),
    now: options.now ?? (() => new Date()),
    delay: options.delay ?? waitFor,
  };
  const clips = await Promise.all(options.orders.map((clip) => generateClip(run, clip)));
  const taken = clips
    .flatMap(({ jobs }) => jobs)
    .flatMap((job) => (job.status === 'taken' ? [job.take] : []));
  return {
    clips,
    estimatedCostUsd: run.budget.spentUsd(),
    reportedCostUsd: taken.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0),
  };
}

interface Run extends Omit<GenerateClipsOptions, 'provider'> {
  takes: number;
  newTakesBy: VideoProvider;
  queues: Map<string, PQueue>;
  budget: Budget;
  now: () => Date;
  delay: Delay;
}

async function generateClip(run: Run, clip: ClipOrder): Promise<ClipReport> {
  const { lockFile, locksDir, signal, delay } = run;
  const jobs: JobReport[] = [];
  let error: ClipReport['error'];
  try {
    await withFileLock(
      {
        lockPath: path.join(locksDir, `${clip.clipKey}.lock`),
        onWait: () => void run.onProgress?.({ type: 'waiting-for-other-process', clip }),
        signal,
        delay,
      },
      async (clipSignal) => {
        const clipRun = { ...run, signal: clipSignal };
        // two rounds: what was begun must have ended before it is known how many takes are missing
        const begun = await beginAgain(clipRun, clip);
        jobs.push(...(await Promise.all(begun.map((record) => runQueued(clipRun, clip, record)))));
        const orders = await missingTakes(clipRun, clip, jobs);
        jobs.push(...(await Promise.all(orders.map((record) => runQueued(clipRun, clip, record, true)))));
      },
    );
  } catch (cause) {
    const hint = BeatcutError.isInstance(cause) ? cause.hint : undefined;
    error = { message: signal?.aborted === true ? 'Stopped.' : messageOf(cause), hint };
  }
  const locked = (await lockFile.read()).clips[clip.clipKey];
  const chosen = locked === undefined ? undefined : chooseTake(locked);
  return { clip, chosen, jobs, ...(error !== undefined && { error }) };
}

/** The jobs of a clip that have not ended, and those done whose take is not in the lock file or not on the disk. */
async function beginAgain(run: Run, clip: ClipOrder): Promise<JobRecord[]> {
  const known = takesOf(await run.lockFile.read(), clip);
  const records: JobRecord[] = [];
  for (const record of latestAttempts(await run.journal.list({ clipKey: clip.clipKey }))) {
    const { progress } = record;
    if (progress.status === 'failed') continue;
    if (progress.status === 'done') {
      const { take } = progress;
      const isKnown = known.some(({ sha256 }) => sha256 === take.sha256);
      if (isKnown && (await run.store.inspect(take)) === 'intact') continue;
      // it was paid for: put it back where it belongs, from the store or from the provider
      records.push({ ...record, progress: { ...progress, status: 'arrived' } });
    } else records.push(record);
  }
  return records;
}

/**
 * Records of the orders that are to be sent now. `jobs` are the reports of this run so far; failures of earlier runs that
 * stand in the way of a take are added to them.
 */
async function missingTakes(run: Run, clip: ClipOrder, jobs: JobReport[]): Promise<JobRecord[]> {
  const { newTakesBy: provider, journal, store, now } = run;
  const { shotId: _, referenceFiles: __, ...order } = clip;
  const planFor = (seed: number): GenerationPlan => provider.plan({ ...order, seed });
  const firstPlan = planFor(seedOf(clip.clipKey, 1));
  const { model } = firstPlan;

  const counted: Take[] = [];
  for (const take of takesOf(await run.lockFile.read(), clip)) {
    if (take.rejected === true || (take.draft && !provider.draft)) continue;
    if (run.count === 'model' && (take.provider !== provider.id || take.model !== model)) continue;
    // a draft whose bytes are gone or that no longer fills its slot is made again: it costs nothing; a real take is never
    // bought again unasked
    if (take.draft && take.durationInSeconds < clip.minDurationInSeconds) continue;
    if (take.draft && (await store.inspect(take)) !== 'intact') continue;
    counted.push(take);
  }
  let missing = run.takes - counted.length;
  if (missing <= 0) return [];
  await run.onProgress?.({ type: 'planned', clip, plan: firstPlan });

  const orders: JobRecord[] = [];
  const addOrder = (plan: GenerationPlan, attempt: number): void => {
    const record = { provider: provider.id, plan, attempt };
    orders.push({
      version: JOB_RECORD_VERSION,
      id: jobIdOf(record),
      ...record,
      createdAt: now().toISOString(),
      progress: { status: 'intent' },
    });
  };
  const history = latestAttempts(await journal.list({ clipKey: clip.clipKey })).filter(
    (record) => record.provider === provider.id && record.plan.model === model,
  );
  for (const record of history) {
    const { progress } = record;
    if (progress.status === 'done' || missing === 0) continue;
    missing -= 1; // it stands for one of the missing takes, whether it is ordered again or waits for a person
    const { seed } = record.plan.order;
    if (progress.status === 'failed') {
      const { reason, message } = progress;
      if (run.retryFailed === true || reason === 'abandoned') addOrder(planFor(seed), record.attempt + 1);
      else if (!jobs.some(({ jobId }) => jobId === record.id)) {
        jobs.push({ ...idsOf(record), status: 'failed', reason, message });
      }
    } else if (progress.status === 'intent' && run.resubmit === true) {
      const message = 'Its fate was not known; a person had the order sent again.';
      await journal.write({ ...record, progress: { status: 'failed', reason: 'abandoned', message } });
      addOrder(planFor(seed), record.attempt + 1);
    }
  }
  const usedSeeds = new Set([
    ...counted.map(({ seed }) => seed),
    ...history.map(({ plan }) => plan.order.seed),
  ]);
  for (let number = 1; missing > 0; number += 1) {
    const seed = seedOf(clip.clipKey, number);
    if (usedSeeds.has(seed)) continue;
    addOrder(planFor(seed), 1);
    missing -= 1;
  }
  return orders;
}

/** Runs a job when its provider has a place for it. `isNew` jobs are checked against the limits and written down first. */
async function runQueued(run: Run, clip: ClipOrder, record: JobRecord, isNew = false): Promise<JobReport> {
  const { signal, journal, store, lockFile, publicDir, now, delay } = run;
  const ids = idsOf(record);
  const provider = run.providers.find(({ id }) => id === record.provider);
  if (provider === undefined) {
    const { message, hint } = unknownProvider(record.provider, run.providers);
    return { ...ids, status: 'unfinished', message: `A job was begun with it: ${message}`, hint };
  }
  const ended = async (outcome: JobOutcome): Promise<JobReport> => {
    await run.onProgress?.({ type: 'ended', clip, jobId: record.id, outcome });
    return { ...ids, ...outcome };
  };
  return queueOf(run, provider).add(async () => {
    if (signal?.aborted === true) {
      return { ...ids, status: 'unfinished', message: 'Stopped.', hint: undefined };
    }
    if (isNew) {
      const refusal = run.budget.reserve(record.plan.estimatedCostUsd);
      if (refusal !== undefined) return { ...ids, status: 'over-limit', message: refusal };
      if (!(await journal.create(record))) {
        const message = 'Another process ordered the same take at the same moment.';
        return ended({ status: 'unfinished', message, hint: 'Run the command again.' });
      }
    }
    const outcome = await runJob({
      record,
      mayStart: isNew,
      provider,
      journal,
      store,
      lockFile,
      readReferences: () =>
        readReferencePictures({ request: clip.request, files: clip.referenceFiles, publicDir }),
      onStep: (step) => run.onProgress?.({ type: 'step', clip, jobId: record.id, step }),
      signal,
      now,
      delay,
    });
    if (isNew && outcome.status === 'rejected') run.budget.release(record.plan.estimatedCostUsd);
    return ended(outcome);
  });
}

/** The queue of a provider, which keeps to what it allows at once. */
function queueOf(run: Run, { id, limits }: VideoProvider): PQueue {
  let queue = run.queues.get(id);
  if (queue === undefined) {
    const { concurrentJobs = CONCURRENT_JOBS, startsPerMinute } = limits ?? {};
    queue = new PQueue({
      concurrency: concurrentJobs,
      ...(startsPerMinute !== undefined && { intervalCap: startsPerMinute, interval: MINUTE_IN_MS }),
    });
    run.queues.set(id, queue);
  }
  return queue;
}

interface Budget {
  /** Counts a job in, or says why it must not be started. */
  reserve(estimatedCostUsd: number | null): string | undefined;
  /** Takes back what was counted for a job that was not bought. */
  release(estimatedCostUsd: number | null): void;
  spentUsd(): number;
}

function createBudget({
  maxCostUsd,
  maxClips,
}: Pick<GenerateClipsOptions, 'maxCostUsd' | 'maxClips'>): Budget {
  let spentUsd = 0;
  let clips = 0;
  return {
    reserve(estimatedCostUsd) {
      if (maxClips !== undefined && clips >= maxClips) {
        return `The limit of ${maxClips} new clips for this run is reached (--max-clips).`;
      }
      if (maxCostUsd !== undefined && estimatedCostUsd === null) {
        return 'Its price is not known, and a limit of costs is set (--max-cost). Give the provider a price in beatcut.config.';
      }
      const afterwardsUsd = spentUsd + (estimatedCostUsd ?? 0);
      if (maxCostUsd !== undefined && afterwardsUsd > maxCostUsd) {
        return `It would take the estimate of this run to $${afterwardsUsd.toFixed(2)}, above the limit of $${maxCostUsd.toFixed(2)} (--max-cost).`;
      }
      spentUsd = afterwardsUsd;
      clips += 1;
      return undefined;
    },
    release(estimatedCostUsd) {
      spentUsd -= estimatedCostUsd ?? 0;
      clips -= 1;
    },
    spentUsd: () => spentUsd,
  };
}

const takesOf = (lockFile: LockFile, { clipKey }: ClipOrder): Take[] => {
  const clip = lockFile.clips[clipKey];
  return clip === undefined ? [] : takesInOrder(clip);
};

/** Of jobs for the same order only the newest attempt. */
function latestAttempts(records: JobRecord[]): JobRecord[] {
  const latest = new Map<string, JobRecord>();
  for (const record of records) {
    const order = jobIdOf({ ...record, attempt: 0 });
    if ((latest.get(order)?.attempt ?? 0) < record.attempt) latest.set(order, record);
  }
  return [...latest.values()];
}

const idsOf = ({
  id,
  provider,
  plan,
}: JobRecord): { jobId: string; provider: string; model: string; seed: number } => ({
  jobId: id,
  provider,
  model: plan.model,
  seed: plan.order.seed,
});

/** The seed of a clip's n-th take: 28 bits, so that every model's seed can hold it, and the same on every machine. */
const seedOf = (clipKey: string, number: number): number =>
  Number.parseInt(hashOf({ clipKey, number }).slice(0, 7), 16);

const unknownProvider = (id: string, providers: readonly VideoProvider[]): BeatcutError =>
  new BeatcutError({
    code: 'PROVIDER_UNKNOWN',
    message: `There is no provider "${id}"; the configured ones are: ${providers.map((provider) => provider.id).join(', ') || 'none'}.`,
    hint: 'Add it to `providers` in beatcut.config.ts.',
  });
