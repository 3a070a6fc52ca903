import { z } from 'zod';
import { clipRequestSchema } from '../../clips/clip-request.ts';
import { takeSchema, type Take } from '../../clips/take.ts';
import { parseDocument, type Json } from '../../core/json.ts';
import { hashOf } from '../../core/hash.ts';
import type { GenerationPlan, Job } from '../../providers/video-provider.ts';

/** The version of job records that this program writes, and the newest that it reads. */
export const JOB_RECORD_VERSION = 1;

/** Why no clip will come from a job; `abandoned` when a person had an order of unknown fate sent again. */
export type JobFailure = (typeof JOB_FAILURES)[number];

const JOB_FAILURES = ['refused', 'failed', 'expired', 'cancelled', 'lost', 'abandoned'] as const;

/**
 * How far a job has come. On disk each state is there before the step that follows it begins:
 * `intent` → start → `running` → poll, download, check → `arrived` → into the store, into the lock file → `done`.
 */
export type JobProgress =
  /** The order is about to be sent, or was and its answer is not known. */
  | {
      status: 'intent';
      /** What was heard instead of an answer. */
      trouble?: string;
    }
  /** The provider has the order. */
  | { status: 'running'; job: Job }
  /** The clip's bytes were checked and hashed; the record of the take to be. */
  | { status: 'arrived'; job: Job; take: Take }
  | { status: 'done'; job: Job; take: Take }
  /** The provider said that no clip will come, or no longer has the job. */
  | { status: 'failed'; reason: JobFailure; message: string; job?: Job };

/** One paid job, from before the order is sent until the take is in the lock file. */
export interface JobRecord {
  version: typeof JOB_RECORD_VERSION;
  id: string;
  provider: string;
  /** 1, or one more each time a person had the same order sent again. */
  attempt: number;
  /** ISO 8601. */
  createdAt: string;
  plan: GenerationPlan;
  progress: JobProgress;
}

/**
 * The id of a job: it follows from what is ordered, so that two processes that are about to order the same take at the
 * same moment meet in one file, which only one of them can create. Begins with the clip key's first digits.
 */
export function jobIdOf({
  provider,
  plan: { order, model },
  attempt,
}: Pick<JobRecord, 'provider' | 'plan' | 'attempt'>): string {
  const { clipKey, seed } = order;
  return `${jobIdPrefixOf(clipKey)}${hashOf({ clipKey, provider, model, seed, attempt }).slice(0, 16)}`;
}

/** What the ids of all jobs for a clip begin with. */
export const jobIdPrefixOf = (clipKey: string): string => `${clipKey.slice(0, 16)}-`;

const jsonSchema: z.ZodType<Json> = z.json();

const jobSchema = z.object({
  provider: z.string(),
  model: z.string(),
  operation: jsonSchema,
  jobId: z.string().optional(),
  startedAt: z.string(),
});

const planSchema = z.object({
  order: z.object({
    clipKey: z.string(),
    request: clipRequestSchema,
    minDurationInSeconds: z.number(),
    fps: z.number(),
    width: z.number(),
    height: z.number(),
    seed: z.number(),
    shotNumber: z.number().optional(),
    continues: z.string().optional(),
  }),
  model: z.string(),
  durationInSeconds: z.number(),
  width: z.number(),
  height: z.number(),
  fps: z.number(),
  audio: z.boolean().optional(),
  warnings: z.array(z.string()),
  estimatedCostUsd: z.number().nullable(),
});

const jobRecordSchema: z.ZodType<JobRecord> = z.object({
  version: z.literal(JOB_RECORD_VERSION),
  id: z.string(),
  provider: z.string(),
  attempt: z.number().int().positive(),
  createdAt: z.string(),
  plan: planSchema,
  progress: z.discriminatedUnion('status', [
    z.object({ status: z.literal('intent'), trouble: z.string().optional() }),
    z.object({ status: z.literal('running'), job: jobSchema }),
    z.object({ status: z.literal('arrived'), job: jobSchema, take: takeSchema }),
    z.object({ status: z.literal('done'), job: jobSchema, take: takeSchema }),
    z.object({
      status: z.literal('failed'),
      reason: z.enum(JOB_FAILURES),
      message: z.string(),
      job: jobSchema.optional(),
    }),
  ]),
}) as z.ZodType<JobRecord>; // zod writes `?: T | undefined`, the type says `?: T`

/**
 * Reads a job record from JSON text. `path` is for messages.
 *
 * @throws BeatcutError `DOCUMENT_BROKEN` or `DOCUMENT_TOO_NEW`.
 */
export const parseJobRecord = ({ text, path }: { text: string; path: string }): JobRecord =>
  parseDocument({
    text,
    schema: jobRecordSchema,
    what: `job record ${path}`,
    version: JOB_RECORD_VERSION,
    hint: 'It records a paid job: repair it by hand, or move it away once you know what became of the job.',
  });
