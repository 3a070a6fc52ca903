import PQueue from 'p-queue';
import type { ProviderLimits } from '../providers/video-provider.ts';
import type { Delay } from './delay.ts';
import { createStartGate, type StartGate } from './start-gate.ts';

/** What keeps jobs to what their provider allows. */
export interface ProviderQueue {
  /** Jobs under way, oldest first. */
  jobs: PQueue;
  /** How fast new ones start; jobs that were begun earlier don't wait for it. */
  gate: StartGate;
}

const CONCURRENT_JOBS = 4;

/** Creates the queue of one provider. */
export const createProviderQueue = ({
  limits: { concurrentJobs = CONCURRENT_JOBS, startsPerMinute } = {},
  delay,
}: {
  limits: ProviderLimits | undefined;
  delay: Delay;
}): ProviderQueue => ({
  jobs: new PQueue({ concurrency: concurrentJobs }),
  gate: createStartGate({ startsPerMinute, delay }),
});
