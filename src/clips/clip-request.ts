import { z } from 'zod';
import { hashOf } from '../core/hash.ts';

/** A picture that a clip shall follow: a character's face, a place, a style frame. */
export interface ClipReference {
  /** Who or what it shows; the name of a character of the treatment, or any word. */
  name: string;
  /** SHA-256 of the picture's bytes, in hex. The bytes count, not where the file lies. */
  sha256: string;
}

/**
 * What a picture should be. Everything that could change the picture is in it, and nothing else: neither how long the
 * slot is nor which model or provider makes it, so that re-timing an edit or changing vendors never buys anything again.
 */
export interface ClipRequest {
  /** The prompt with the treatment's characters written out. Never empty. */
  prompt: string;
  /** The treatment's look, shared by all shots below it. */
  look?: string;
  /** What must not be seen. */
  negativePrompt?: string;
  /** Width to height in lowest terms: `16:9`. */
  aspectRatio: string;
  references?: ClipReference[];
  /**
   * Clip key of the shot that this one continues: it begins with the last frame of that one's take. The key, not the
   * take's bytes: picking another take there asks for nothing new here, it only makes the takes stale that were chained
   * to the old pick (`Take.continues`), and picking the old one again makes them fresh.
   */
  continueFrom?: string;
}

/** The schema of a clip request. */
export const clipRequestSchema: z.ZodType<ClipRequest> = z.object({
  prompt: z.string().min(1),
  look: z.string().optional(),
  negativePrompt: z.string().optional(),
  aspectRatio: z.string().regex(/^\d+:\d+$/, 'expected width:height such as 16:9'),
  references: z.array(z.object({ name: z.string(), sha256: z.string() })).optional(),
  continueFrom: z.string().optional(),
}) as z.ZodType<ClipRequest>; // zod writes `?: T | undefined`, the type says `?: T`

/**
 * The clip key: SHA-256 (64 hex digits) of the request's canonical JSON. Two requests with equal contents have the same
 * key on every machine.
 */
export const clipKeyOf = (request: ClipRequest): string =>
  hashOf({ ...request, references: request.references?.length ? request.references : undefined });

/** Seeds are below this: 28 bits, which every model's seed can hold. */
export const SEED_LIMIT: number = 2 ** 28;

/**
 * The seed of a clip's n-th take, from 1, the same on every machine. With a treatment's `sharedSeed` that one and those
 * after it, so that the n-th takes of all shots below the treatment have the same; else one of the clip's own. A seed is not
 * part of the request: another one makes other takes from then on, and buys nothing again.
 */
export const takeSeedOf = (clipKey: string, takeNumber: number, sharedSeed?: number): number =>
  sharedSeed === undefined
    ? Number.parseInt(hashOf({ clipKey, number: takeNumber }).slice(0, 7), 16)
    : (sharedSeed + takeNumber - 1) % SEED_LIMIT;

/** Width to height in lowest terms, such as `16:9` for 1920 × 1080. */
export function aspectRatioOf({ width, height }: { width: number; height: number }): string {
  let [a, b] = [width, height];
  while (b > 0) [a, b] = [b, a % b];
  return `${width / a}:${height / a}`;
}
