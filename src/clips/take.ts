import { z } from 'zod';
import { takeChecksSchema, type TakeChecks } from './take-checks.ts';

/**
 * One generated file for a clip request. Its bytes lie in the take store under their hash; the record lies in the lock
 * file, so that another machine knows what exists, what it cost and how it came about.
 */
export interface Take {
  /** SHA-256 of the provider's bytes, in hex. It names the take and its file. */
  sha256: string;
  /** The file's ending without the dot: `mp4`. */
  extension: string;
  sizeInBytes: number;
  durationInSeconds: number;
  width: number;
  height: number;
  fps: number;
  /** The provider's id in the config, such as `animatic`. */
  provider: string;
  model: string;
  seed?: number;
  /** A draft is never chosen while a real take exists. */
  draft: boolean;
  /** ISO 8601 date and time. */
  createdAt: string;
  /** What the provider said it cost, if it said so. */
  costUsd?: number;
  /** What was expected before it was asked for. */
  estimatedCostUsd?: number;
  /** The provider's own id of the job. */
  jobId?: string;
  /** SHA-256 of the take whose last frame it begins with. */
  continues?: string;
  /** What was ordered, where it came out otherwise. */
  ordered?: { durationInSeconds: number; width: number; height: number };
  /** What was seen in its picture when it arrived. */
  checks?: TakeChecks;
  /** A person said no to it. It is never chosen and never deleted. */
  rejected?: boolean;
  /** What a person gives it, from 1 to 5. */
  rating?: number;
  /** What a person says about it. */
  note?: string;
}

/** The schema of a take's record. Members that this version does not know are kept, so that no newer one loses them. */
export const takeSchema: z.ZodType<Take> = z.looseObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits'),
  extension: z.string().regex(/^[a-z0-9]+$/, 'expected a file ending such as mp4'),
  sizeInBytes: z.number().int().positive(),
  durationInSeconds: z.number().positive(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  fps: z.number().positive(),
  provider: z.string(),
  model: z.string(),
  seed: z.number().optional(),
  draft: z.boolean(),
  createdAt: z.string(),
  costUsd: z.number().optional(),
  estimatedCostUsd: z.number().optional(),
  jobId: z.string().optional(),
  continues: z.string().optional(),
  ordered: z.object({ durationInSeconds: z.number(), width: z.number(), height: z.number() }).optional(),
  checks: takeChecksSchema.optional(),
  rejected: z.boolean().optional(),
  rating: z.number().int().min(1).max(5).optional(),
  note: z.string().optional(),
}) as z.ZodType<Take>; // zod writes `?: T | undefined`, the type says `?: T`
