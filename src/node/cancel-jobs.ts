import path from 'node:path';
import { BeatcutError, messageOf } from '../core/error.ts';
import type { VideoProvider } from '../providers/video-provider.ts';
import type { JobJournal } from './journal/job-journal.ts';
import type { JobRecord } from './journal/job-record.ts';
import { withFileLock } from './store/file-lock.ts';

/** What `cancelJobs` takes. */
export interface CancelJobsOptions {
  /** The jobs that a person means; those that have ended are left alone. */
  jobs: readonly JobRecord[];
  providers: readonly VideoProvider[];
  journal: JobJournal;
  /** Folder for the locks that keep two processes apart. */
  locksDir: string;
  signal?: AbortSignal | undefined;
}

/** What became of one job. */
export interface CancelledJob {
  record: JobRecord;
  /**
   * `cancelled`: it has ended without a clip. `asked`: the provider was told and has not said yet that it stopped; the next
   * `generate` hears of it. `finished`: its clip is ready; `generate` fetches it. `impossible`: it goes on.
   */
  outcome: 'cancelled' | 'asked' | 'finished' | 'impossible';
  message: string;
}

/**
 * Stops jobs at their providers. A job whose clip is ready is not given up, since it is paid for. What a stopped job costs
 * only the provider knows: the ledger lists it with its estimate and does not count it.
 *
 * While another process works on a clip, its provider is told and the record is left to that process.
 */
export async function cancelJobs(options: CancelJobsOptions): Promise<CancelledJob[]> {
  const results: CancelledJob[] = [];
  for (const record of options.jobs) {
    options.signal?.throwIfAborted();
    if (record.progress.status === 'intent' || record.progress.status === 'running') {
      results.push({ record, ...(await cancelJob(record, options)) });
    }
  }
  return results;
}

type Outcome = Omit<CancelledJob, 'record'>;

async function cancelJob(
  record: JobRecord,
  { providers, journal, locksDir, signal }: CancelJobsOptions,
): Promise<Outcome> {
  const { progress, plan } = record;
  const provider = providers.find(({ id }) => id === record.provider);
  if (provider === undefined) {
    return impossible(`there is no provider "${record.provider}" in beatcut.config.ts any more`);
  }
  if (progress.status !== 'running') {
    return impossible('whether the provider took the order is not known; look there');
  }
  if (provider.cancel === undefined) {
    return impossible(`${provider.id} can't stop a job; it runs on, and generate fetches its clip`);
  }
  try {
    await provider.cancel(progress.job, { ...(signal && { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    return impossible(messageOf(error));
  }
  const busy = new AbortController();
  const taken = new BeatcutError({ code: 'CLIP_BUSY', message: 'Another process works on the clip.' });
  try {
    return await withFileLock(
      {
        lockPath: path.join(locksDir, `${plan.order.clipKey}.lock`),
        onWait: () => busy.abort(taken),
        signal: signal === undefined ? busy.signal : AbortSignal.any([signal, busy.signal]),
      },
      () => writeOutcome(record, provider, journal, signal),
    );
  } catch (error) {
    if (error !== taken) throw error;
    return { outcome: 'asked', message: 'the process that waits for it hears of it' };
  }
}

/** Asks how the job stands now and writes it down if it has ended without a clip. */
async function writeOutcome(
  { id, plan }: JobRecord,
  provider: VideoProvider,
  journal: JobJournal,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const now = (await journal.list({ clipKey: plan.order.clipKey })).find((record) => record.id === id);
  if (now?.progress.status !== 'running') return { outcome: 'finished', message: 'it had ended meanwhile' };
  const { job } = now.progress;
  // a provider that can't be asked now is asked by the next run
  const state = await provider.poll(job, { ...(signal && { signal }) }).catch(() => undefined);
  if (state === undefined || state.status === 'pending') {
    return {
      outcome: 'asked',
      message: `${provider.id} was told; the next generate says whether it stopped`,
    };
  }
  if (state.status === 'succeeded') {
    return { outcome: 'finished', message: 'its clip is ready already; generate fetches it' };
  }
  const message = 'A person stopped it.'; // whatever the provider calls that; some forget the job at once
  await journal.write({ ...now, progress: { status: 'failed', reason: 'cancelled', message, job } });
  const { estimatedCostUsd } = plan;
  const estimate =
    estimatedCostUsd === null ? 'its price is not known' : `estimated were $${estimatedCostUsd.toFixed(2)}`;
  return { outcome: 'cancelled', message: `whether ${provider.id} bills it is not known (${estimate})` };
}

const impossible = (message: string): Outcome => ({ outcome: 'impossible', message });
