import type { Take } from '../../clips/take.ts';
import { addTake } from '../../clips/lock-file.ts';
import { BeatcutError, messageOf } from '../../core/error.ts';
import {
  ProviderError,
  StartError,
  type FirstFrame,
  type GenerationPlan,
  type Job,
  type ReferencePicture,
  type VideoProvider,
} from '../../providers/video-provider.ts';
import type { Delay } from '../delay.ts';
import type { LockFileOnDisk } from '../store/lock-file-on-disk.ts';
import type { ReceivedClip, TakeStore } from '../store/take-store.ts';
import type { JobJournal } from './job-journal.ts';
import type { JobFailure, JobProgress, JobRecord } from './job-record.ts';

/** Something that a job has just done. What is on disk at that moment is what another process would go on from. */
export type JobStep =
  | {
      step:
        | 'intent'
        | 'accepted'
        | 'running'
        | 'downloading'
        | 'received'
        | 'arrived'
        | 'kept'
        | 'recorded'
        | 'done';
    }
  | { step: 'polled'; progress: number | undefined }
  | { step: 'retrying'; what: 'start' | 'poll' | 'download'; waitInMs: number; message: string };

/** How a run of a job ended. */
export type JobOutcome =
  | { status: 'taken'; take: Take }
  /** No clip will come from it. */
  | { status: 'failed'; reason: JobFailure; message: string }
  /** A person must decide. */
  | { status: 'ambiguous'; message: string }
  /** The provider did not take the order; nothing was bought. */
  | { status: 'rejected'; message: string; hint: string | undefined }
  /** The job is safe in the journal and goes on when the command is run again. */
  | { status: 'unfinished'; message: string; hint: string | undefined };

/** What `runJob` takes. */
export interface RunJobOptions {
  record: JobRecord;
  /** True for the process that created the record, in the run in which it did: only it may send the order. */
  mayStart: boolean;
  provider: VideoProvider;
  journal: JobJournal;
  store: TakeStore;
  lockFile: LockFileOnDisk;
  /** Reads the request's reference pictures when they are to be sent. */
  readReferences?: (() => Promise<ReferencePicture[]>) | undefined;
  /** Reads the picture that the clip shall begin with, when the order says so. */
  readFirstFrame?: (() => Promise<FirstFrame>) | undefined;
  /** Called after each step; the next one waits for it. */
  onStep?: ((step: JobStep) => void | Promise<void>) | undefined;
  /** How long a download may stand still before it is begun again; a minute by default. */
  idleLimitMs?: number | undefined;
  /** Aborting ends the run at the next step; an order that is being sent is waited for. */
  signal?: AbortSignal | undefined;
  now: () => Date;
  delay: Delay;
}

// waiting between two polls: from the first to the last, growing by the factor
const POLL_FIRST_MS = 1000;
const POLL_LONGEST_MS = 15_000;
const POLL_GROWTH = 1.5;
// with the growth above: about two and a half minutes of trouble before the job is left for another run
const MAX_TROUBLES_IN_A_ROW = 14;
// longer than any model of 2026 takes, queues included
const MAX_WAIT_MS = 2 * 60 * 60 * 1000;
const MAX_BUSY_STARTS = 5;
const IDLE_LIMIT_MS = 60_000;

/**
 * Goes on with a job from wherever its record says that it is, until it is done, has failed or can't go on now.
 * Each state is on disk before the step that follows it, so the process can be killed anywhere and another one goes on;
 * the order is sent at most once, by the process that created the record.
 */
export async function runJob(options: RunJobOptions): Promise<JobOutcome> {
  let { record } = options;
  const step = async (done: JobStep): Promise<void> => options.onStep?.(done);
  const write = async (progress: JobProgress): Promise<void> => {
    record = { ...record, progress };
    await options.journal.write(record);
  };

  try {
    for (let mayStart = options.mayStart; ; mayStart = false) {
      const { progress } = record;
      const isUnsent = progress.status === 'intent' && mayStart;
      if (!isUnsent) options.signal?.throwIfAborted(); // `send` itself takes back what it need not send
      switch (progress.status) {
        case 'intent': {
          if (isUnsent) await step({ step: 'intent' });
          const sent = isUnsent ? await send(options, record, step) : await find(options, record);
          if ('outcome' in sent) {
            if ('trouble' in sent) await write({ status: 'intent', trouble: sent.trouble });
            else await options.journal.remove(record);
            return sent.outcome;
          }
          await step({ step: 'accepted' });
          await write({ status: 'running', job: sent.job });
          await step({ step: 'running' });
          break;
        }
        case 'running': {
          await write(await fetchClip(options, record, progress.job, step));
          if (record.progress.status === 'arrived') await step({ step: 'arrived' });
          break;
        }
        case 'arrived': {
          const { job, take } = progress;
          if (!(await options.store.keep(record.id, take))) {
            await write({ status: 'running', job }); // the received file is gone: fetch it again
            break;
          }
          await step({ step: 'kept' });
          const { clipKey, request } = record.plan.order;
          await options.lockFile.update((lockFile) => addTake(lockFile, { clipKey, request, take }));
          await step({ step: 'recorded' });
          await write({ status: 'done', job, take });
          await step({ step: 'done' });
          break;
        }
        case 'done':
          return { status: 'taken', take: progress.take };
        case 'failed':
          return { status: 'failed', reason: progress.reason, message: progress.message };
      }
    }
  } catch (error) {
    // whatever it is, the record on disk says how far the job has come
    const hint = BeatcutError.isInstance(error) ? error.hint : undefined;
    const message = isStopped(options.signal) ? 'Stopped.' : messageOf(error);
    return {
      status: 'unfinished',
      message,
      hint: hint ?? 'Run the command again: the job goes on where it stopped.',
    };
  }
}

/** What came of sending an order, or of looking for it. */
type Sent =
  | { job: Job }
  | { outcome: Extract<JobOutcome, { status: 'rejected' }> }
  | { outcome: Extract<JobOutcome, { status: 'ambiguous' }>; trouble: string };

/** Sends the order: once, unless the provider says that it was turned away for being busy. */
async function send(
  options: RunJobOptions,
  record: JobRecord,
  step: (done: JobStep) => Promise<void>,
): Promise<Sent> {
  const { provider, readReferences, readFirstFrame, signal, delay } = options;
  let references: ReferencePicture[] | undefined;
  let firstFrame: FirstFrame | undefined;
  try {
    if (record.plan.order.request.references?.length) references = await readReferences?.();
    if (record.plan.order.continues !== undefined) firstFrame = await readFirstFrame?.();
  } catch (error) {
    const hint = BeatcutError.isInstance(error) ? error.hint : undefined;
    return { outcome: { status: 'rejected', message: messageOf(error), hint } };
  }
  for (let busy = 0; ; busy += 1) {
    if (isStopped(signal)) {
      return {
        outcome: { status: 'rejected', message: 'Stopped before the order was sent.', hint: undefined },
      };
    }
    try {
      // without the signal: an answer that nobody waits for would be a job that nobody knows
      const job = await provider.start(record.plan, {
        idempotencyKey: record.id,
        ...(references !== undefined && { references }),
        ...(firstFrame !== undefined && { firstFrame }),
      });
      return { job };
    } catch (error) {
      if (!(error instanceof StartError) || error.submitted === 'maybe') {
        return find(options, { ...record, progress: { status: 'intent', trouble: messageOf(error) } });
      }
      if (error.retryAfterInSeconds === undefined || busy === MAX_BUSY_STARTS) {
        return { outcome: { status: 'rejected', message: error.message, hint: error.hint } };
      }
      const waitInMs = error.retryAfterInSeconds * 1000;
      await step({ step: 'retrying', what: 'start', waitInMs, message: error.message });
      await delay(waitInMs, { signal }).catch(() => {}); // stopped, as the next round sees
    }
  }
}

// per provider: what one search finds is on disk before the next one begins, so that no two adopt the same job
const searches = new WeakMap<VideoProvider, Promise<unknown>>();

/** Looks for the job of an order whose answer is not known. */
async function find(options: RunJobOptions, record: JobRecord): Promise<Sent> {
  const { provider, journal, signal } = options;
  const trouble =
    (record.progress.status === 'intent' ? record.progress.trouble : undefined) ??
    'beatcut ended while the order was being sent';
  const search = async (): Promise<Sent> => {
    const others = (await journal.list()).filter(({ id }) => id !== record.id);
    const result = await provider.recover?.(record.plan, {
      idempotencyKey: record.id,
      since: new Date(record.createdAt),
      knownJobs: others.flatMap(({ progress }) =>
        'job' in progress && progress.job !== undefined ? [progress.job] : [],
      ),
      ...(signal !== undefined && { signal }),
    });
    if (result?.status === 'found') {
      // at once, not after this turn: the next search must know of it
      await journal.write({ ...record, progress: { status: 'running', job: result.job } });
      return { job: result.job };
    }
    if (result?.status === 'absent') {
      const message = `${provider.id} did not take the order: ${trouble}`;
      return { outcome: { status: 'rejected', message, hint: 'Nothing was bought. Run the command again.' } };
    }
    const message = `Whether ${provider.id} took the order is not known, so it is not sent again: ${trouble}`;
    return { outcome: { status: 'ambiguous', message }, trouble };
  };
  const turn = (searches.get(provider) ?? Promise.resolve()).then(search);
  searches.set(
    provider,
    turn.catch(() => {}), // the caller hears of it; the next one still gets its turn
  );
  return turn;
}

/** Waits for the clip and takes it in. Trouble on the way never ends the job and never sends an order. */
async function fetchClip(
  options: RunJobOptions,
  record: JobRecord,
  job: Job,
  step: (done: JobStep) => Promise<void>,
): Promise<JobProgress> {
  const { provider, signal, delay, now } = options;
  const context = signal === undefined ? {} : { signal };
  let waitedInMs = 0;
  let waitInMs = POLL_FIRST_MS;
  let troubles = 0;
  let timesGone = 0;

  for (;;) {
    let what: 'poll' | 'download' = 'poll';
    try {
      const state = await provider.poll(job, context);
      if (state.status === 'failed') return { ...state, job };
      if (state.status === 'lost') return { status: 'failed', reason: 'lost', message: state.message, job };
      if (state.status === 'pending') {
        await step({ step: 'polled', progress: state.progress });
        troubles = 0;
      } else {
        what = 'download';
        await step({ step: 'downloading' });
        const received = await receive(options, record, job);
        await step({ step: 'received' });
        const { plan } = record;
        const { seed } = plan.order;
        const take: Take = {
          ...received,
          provider: provider.id,
          model: plan.model,
          seed,
          draft: provider.draft,
          createdAt: now().toISOString(),
          ...(plan.order.continues !== undefined && { continues: plan.order.continues }),
          ...orderedOtherwise(plan, received),
          ...(state.costUsd !== undefined && { costUsd: state.costUsd }),
          ...(plan.estimatedCostUsd !== null && { estimatedCostUsd: plan.estimatedCostUsd }),
          ...(job.jobId !== undefined && { jobId: job.jobId }),
        };
        return { status: 'arrived', job, take };
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (isDiskFull(error)) throw error;
      const trouble = error instanceof ProviderError ? error.trouble : 'passing';
      if (trouble === 'lasting') throw error;
      // asked twice, since a link may have expired between poll and download
      if (trouble === 'gone') timesGone += 1;
      if (timesGone > 1) return { status: 'failed', reason: 'expired', message: messageOf(error), job };
      troubles += 1;
      if (troubles > MAX_TROUBLES_IN_A_ROW) throw error;
      const asked = error instanceof ProviderError ? error.retryAfterInSeconds : undefined;
      waitInMs = Math.max(waitInMs, (asked ?? 0) * 1000);
      await step({ step: 'retrying', what, waitInMs, message: messageOf(error) });
    }
    if (waitedInMs >= MAX_WAIT_MS) {
      throw new BeatcutError({
        code: 'JOB_STILL_RUNNING',
        message: `The job ${job.jobId ?? record.id} at ${provider.id} is still not done after two hours.`,
        hint: 'Run the command again later: it asks for the same job and orders nothing new.',
      });
    }
    await delay(waitInMs, { signal });
    waitedInMs += waitInMs;
    waitInMs = Math.min(waitInMs * POLL_GROWTH, Math.max(POLL_LONGEST_MS, waitInMs));
  }
}

/** What was ordered, where something else came: another size, or a clip that is shorter by more than a few frames. */
function orderedOtherwise(plan: GenerationPlan, received: ReceivedClip): Pick<Take, 'ordered'> {
  const { durationInSeconds, width, height } = plan;
  const isShorter = received.durationInSeconds < durationInSeconds - 0.2;
  const isAsOrdered = !isShorter && received.width === width && received.height === height;
  return isAsOrdered ? {} : { ordered: { durationInSeconds, width, height } };
}

/** Fetches a finished clip into the store. A download that stands still is broken off. */
async function receive(options: RunJobOptions, record: JobRecord, job: Job): Promise<ReceivedClip> {
  const { provider, store, signal, idleLimitMs = IDLE_LIMIT_MS } = options;
  const stalled = new AbortController();
  const watch = setTimeout(() => {
    const message = `The download from ${provider.id} stood still for ${idleLimitMs / 1000} s.`;
    stalled.abort(new ProviderError({ trouble: 'passing', code: 'DOWNLOAD_STALLED', message }));
  }, idleLimitMs);
  const either = signal === undefined ? stalled.signal : AbortSignal.any([signal, stalled.signal]);
  try {
    const { body, sizeInBytes } = await provider.download(job, {
      signal: either,
      onAlive: () => void watch.refresh(),
    });
    return await store.receive({
      id: record.id,
      body,
      sizeInBytes,
      onProgress: () => watch.refresh(),
      onWhole: () => clearTimeout(watch),
      signal: either,
    });
  } catch (error) {
    stalled.signal.throwIfAborted(); // with its reason, whatever the abort made of the download
    throw error;
  } finally {
    clearTimeout(watch);
  }
}

const isDiskFull = (error: unknown): boolean => BeatcutError.isInstance(error) && error.code === 'DISK_FULL';

const isStopped = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;
