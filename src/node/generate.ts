import path from 'node:path';
import type { PlannedClip } from '../clips/planned-clip.ts';
import { chooseTake } from '../clips/lock-file.ts';
import type { Take } from '../clips/take.ts';
import { BeatcutError, messageOf } from '../core/error.ts';
import { shortHash } from '../core/hash.ts';
import type { GenerationPlan, VideoProvider } from '../providers/video-provider.ts';
import { waitFor, type Delay } from './delay.ts';
import { findOpenJobs, planOrders, type ClipOrder } from './generate-orders.ts';
import type { JobJournal } from './journal/job-journal.ts';
import type { JobRecord } from './journal/job-record.ts';
import { runJob, type JobOutcome, type JobStep } from './journal/run-job.ts';
import { createBudget, type Budget } from './money/budget.ts';
import { listLedger, sumLedger } from './money/ledger.ts';
import type { PriceRule } from './money/price-rules.ts';
import { createProviderQueue, type ProviderQueue } from './provider-queue.ts';
import { readLastFrame } from './read-last-frame.ts';
import { readReferencePictures } from './read-reference-pictures.ts';
import type { StartGate } from './start-gate.ts';
import { withFileLock } from './store/file-lock.ts';
import type { LockFileOnDisk } from './store/lock-file-on-disk.ts';
import type { TakeStore } from './store/take-store.ts';

export type { ClipOrder, PlannedClip };

/** News from `generateClips`. */
export type GenerateEvent = { clip: ClipOrder } & (
  | { type: 'waiting-for-other-process' }
  | { type: 'planned'; plan: GenerationPlan }
  /** `startedUsd`: estimate of what this run has ordered so far. */
  | { type: 'step'; jobId: string; step: JobStep; startedUsd: number }
  | { type: 'ended'; jobId: string; outcome: JobOutcome; startedUsd: number }
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
  /** Make new takes of clips that continue another take than the one that is used now. */
  renewStale?: boolean | undefined;
  /** Order again what was refused, failed, expired, was cancelled or lost. */
  retryFailed?: boolean | undefined;
  /**
   * Start no job that could take the estimated cost of this run above it, jobs counted that were begun earlier and still
   * run. Unknown prices are refused, too.
   */
  maxCostUsd?: number | undefined;
  /** Start no job that could take the project above it: everything counted that was ever bought, and what runs. */
  budgetUsd?: number | undefined;
  /** What models cost where their provider doesn't know; the first list that has a rule counts. */
  prices?: readonly (readonly PriceRule[])[] | undefined;
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
  /** How long a download may stand still before it is begun again; a minute by default. */
  idleLimitMs?: number | undefined;
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
  const lockFile = await options.lockFile.read(); // a broken one stops here, before anything costs money
  const wanted = new Set(options.orders.map(({ clipKey }) => clipKey));
  const running = listLedger(lockFile, await options.journal.list()).filter(
    ({ clipKey, state }) => state === 'open' && wanted.has(clipKey),
  );
  const run: Run = {
    ...options,
    takes,
    newTakesBy: provider,
    queues: new Map(),
    budget: createBudget({ ...options, runningUsd: sumLedger(running).countedUsd }),
    now: options.now ?? (() => new Date()),
    delay: options.delay ?? waitFor,
  };
  const reports = new Map<string, Promise<ClipReport>>();
  const make = (clip: ClipOrder): Promise<ClipReport> => {
    const source = options.orders.find(({ clipKey }) => clipKey === clip.request.continueFrom);
    // a clip that continues another one waits for it; circles can't be, since keys are hashes of what is before them
    const report =
      reports.get(clip.clipKey) ??
      Promise.resolve(source === undefined ? undefined : make(source)).then(() => generateClip(run, clip));
    reports.set(clip.clipKey, report);
    return report;
  };
  const clips = await Promise.all(options.orders.map(make));
  const taken = clips
    .flatMap(({ jobs }) => jobs)
    .flatMap((job) => (job.status === 'taken' ? [job.take] : []));
  return {
    clips,
    estimatedCostUsd: run.budget.startedUsd(),
    reportedCostUsd: taken.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0),
  };
}

interface Run extends Omit<GenerateClipsOptions, 'provider'> {
  takes: number;
  newTakesBy: VideoProvider;
  queues: Map<string, ProviderQueue>;
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
        const begun = await findOpenJobs(run, clip);
        jobs.push(...(await Promise.all(begun.map((record) => runQueued(clipRun, clip, record)))));
        const source = await findSource(run, clip);
        const { orders, failed } = await planOrders({
          records: run,
          clip,
          provider: run.newTakesBy,
          takes: run.takes,
          prices: run.prices ?? [],
          onlyThisModel: run.count === 'model',
          continues: source?.take?.sha256,
          renewStale: run.renewStale === true,
          resubmit: run.resubmit === true,
          retryFailed: run.retryFailed === true,
          now: run.now,
        });
        jobs.push(...failed.flatMap((record) => reportFailed(record, jobs)));
        const [first] = orders;
        if (first !== undefined && source !== undefined && source.take === undefined) {
          throw source.error;
        }
        if (first !== undefined) await run.onProgress?.({ type: 'planned', clip, plan: first.plan });
        jobs.push(...(await Promise.all(orders.map((record) => runQueued(clipRun, clip, record, true)))));
      },
    );
  } catch (cause) {
    const hint = BeatcutError.isInstance(cause) ? cause.hint : undefined;
    error = { message: signal?.aborted === true ? 'Stopped.' : messageOf(cause), hint };
  }
  const after = await lockFile.read();
  const locked = after.clips[clip.clipKey];
  const chosen = locked === undefined ? undefined : chooseTake(locked, after);
  return { clip, chosen, jobs, ...(error !== undefined && { error }) };
}

/**
 * The take that a clip continues, or why there is none yet; `undefined` where nothing is continued: by drafts, and by
 * providers that can't begin with a picture, as their plans warn.
 */
async function findSource(
  { lockFile, store, newTakesBy }: Run,
  { request: { continueFrom } }: ClipOrder,
): Promise<{ take: Take } | { take?: undefined; error: BeatcutError } | undefined> {
  if (continueFrom === undefined || newTakesBy.draft || newTakesBy.takesFirstFrame !== true) return undefined;
  const contents = await lockFile.read();
  const locked = contents.clips[continueFrom];
  const take = locked === undefined ? undefined : chooseTake(locked, contents);
  if (take !== undefined && !take.draft && (await store.inspect(take)) === 'intact') return { take };
  const prompt = locked === undefined ? '' : ` ("${locked.request.prompt}")`;
  return {
    error: new BeatcutError({
      code: 'CHAIN_NOT_READY',
      message: `It continues the clip ${shortHash(continueFrom)}${prompt}, which has no take to go on from${take?.draft === true ? ' but a draft' : ''}.`,
      hint: 'Generate that one first; nothing was bought.',
    }),
  };
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
    const startedUsd = run.budget.startedUsd();
    await run.onProgress?.({ type: 'ended', clip, jobId: record.id, outcome, startedUsd });
    return { ...ids, ...outcome };
  };
  const { jobs, gate } = queueOf(run, provider);
  return jobs.add(async () => {
    if (signal?.aborted === true) {
      return { ...ids, status: 'unfinished', message: 'Stopped.', hint: undefined };
    }
    if (isNew) {
      const refusal = await beginInTurn(run, gate, record);
      if (refusal !== undefined) return 'jobId' in refusal ? refusal : ended(refusal);
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
      readFirstFrame: () => readLastFrame({ lockFile, store, sha256: record.plan.order.continues }),
      onStep: (step) => {
        if (step.step === 'retrying' && step.what === 'start') gate.hold(step.waitInMs);
        const startedUsd = run.budget.startedUsd();
        return run.onProgress?.({ type: 'step', clip, jobId: record.id, step, startedUsd });
      },
      idleLimitMs: run.idleLimitMs,
      signal,
      now,
      delay,
    });
    if (isNew && outcome.status === 'rejected') run.budget.release(record.plan.estimatedCostUsd);
    return ended(outcome);
  });
}

/** Waits until the provider takes orders again, then writes the order down. Returns why not if it may not be sent. */
async function beginInTurn(run: Run, gate: StartGate, record: JobRecord): ReturnType<typeof begin> {
  let refusal: Awaited<ReturnType<typeof begin>>;
  try {
    const start = async (): Promise<boolean> => {
      refusal = await begin(run, record);
      return refusal === undefined;
    };
    await gate.pass(start, { signal: run.signal });
    return refusal;
  } catch (error) {
    if (run.signal?.aborted !== true) throw error;
    return { status: 'unfinished', message: 'Stopped.', hint: undefined };
  }
}

/** Writes a new order down if the limits allow it; else says why not. */
async function begin(
  run: Run,
  record: JobRecord,
): Promise<JobReport | Extract<JobOutcome, { status: 'unfinished' }> | undefined> {
  const { journal, lockFile, locksDir, budgetUsd, signal, delay } = run;
  const write = async (spentInAllUsd: number): ReturnType<typeof begin> => {
    const refusal = run.budget.reserve(record.plan.estimatedCostUsd, spentInAllUsd);
    if (refusal !== undefined) return { ...idsOf(record), status: 'over-limit', message: refusal };
    if (await journal.create(record)) return undefined;
    const message = 'Another process ordered the same take at the same moment.';
    return { status: 'unfinished', message, hint: 'Run the command again.' };
  };
  if (budgetUsd === undefined) return write(0);
  // one process at a time, so that two can't spend the same rest of the budget
  return withFileLock({ lockPath: path.join(locksDir, 'budget.lock'), signal, delay }, async () =>
    write(sumLedger(listLedger(await lockFile.read(), await journal.list())).countedUsd),
  );
}

/** The queue of a provider, which keeps to what it allows at once. */
function queueOf({ queues, delay }: Run, { id, limits }: VideoProvider): ProviderQueue {
  const queue = queues.get(id) ?? createProviderQueue({ limits, delay });
  queues.set(id, queue);
  return queue;
}

/** A job of an earlier run that ended without a clip, unless this run has just seen it end. */
function reportFailed(record: JobRecord, jobs: JobReport[]): JobReport[] {
  const { id, progress } = record;
  if (progress.status !== 'failed' || jobs.some(({ jobId }) => jobId === id)) return [];
  return [{ ...idsOf(record), status: 'failed', reason: progress.reason, message: progress.message }];
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

const unknownProvider = (id: string, providers: readonly VideoProvider[]): BeatcutError =>
  new BeatcutError({
    code: 'PROVIDER_UNKNOWN',
    message: `There is no provider "${id}"; the configured ones are: ${providers.map((provider) => provider.id).join(', ') || 'none'}.`,
    hint: 'Add it to `providers` in beatcut.config.ts.',
  });
