import { BeatcutError, type BeatcutErrorOptions } from '../core/error.ts';
import type { Json } from '../core/json.ts';
import type { ClipRequest } from '../clips/clip-request.ts';

/** What one take of a clip shall be: the request and what only the maker needs to know. */
export interface TakeOrder {
  /** The clip key, for messages and idempotency. */
  clipKey: string;
  request: ClipRequest;
  /** How long the take must at least be to fill its longest slot with handles. */
  minDurationInSeconds: number;
  /** Frames per second that the edit would like. */
  fps: number;
  /** The edit's width in pixels; providers snap to what their model can do. */
  width: number;
  height: number;
  /** Distinguishes takes of the same request. */
  seed: number;
  /** The shot's number in the film, from 1, for slates. */
  shotNumber?: number;
}

/** What a provider would do for an order; made offline, costs nothing. */
export interface GenerationPlan {
  order: TakeOrder;
  model: string;
  /** Length of the take after snapping to what the model can do; what is billed. */
  durationInSeconds: number;
  width: number;
  height: number;
  fps: number;
  /** What the order asks for and the model can't do: `The longest clip of … is 8 s, the slot needs 11 s.` */
  warnings: string[];
  /** US dollars, or `null` where no price is known. 0 for what costs nothing. */
  estimatedCostUsd: number | null;
}

/** A paid job as plain JSON that any process can go on with. Holds no key and no signed URL. */
export interface Job {
  provider: string;
  model: string;
  /** The provider's own words for the job; only the provider reads them. */
  operation: Json;
  /** ISO 8601. */
  startedAt: string;
}

/** Where a job stands. All but `pending` and `succeeded` are final and mean that no clip will come. */
export type JobState =
  | { status: 'pending'; progress?: number }
  | { status: 'succeeded'; costUsd?: number; jobId?: string }
  | { status: 'failed'; reason: 'refused' | 'failed' | 'expired' | 'cancelled'; message: string }
  | { status: 'lost'; message: string };

/** A clip's bytes on their way. */
export interface Download {
  /** What the server says it is, such as `video/mp4`. */
  mediaType: string;
  /** The whole size if it is known. */
  sizeInBytes?: number;
  body: ReadableStream<Uint8Array>;
}

/**
 * One way to make clips. A plain object from a factory that validates its options at once. Runs in Node, touches no disk
 * and does not retry: durability and retries are the job runner's.
 */
export interface VideoProvider {
  /** The name in the config, the lock file and messages. */
  readonly id: string;
  /** Whether its takes are drafts. */
  readonly draft: boolean;
  /** Snaps the order to what the model can do, warns and estimates. Offline. */
  plan(order: TakeOrder): GenerationPlan;
  /**
   * Sends the one request that costs money, once.
   *
   * @throws StartError, which says whether the request may have been accepted.
   */
  start(plan: GenerationPlan, options: { idempotencyKey: string; signal?: AbortSignal }): Promise<Job>;
  /** Asks how a job stands. Throws on network trouble; that says nothing about the job. */
  poll(job: Job, options: { signal?: AbortSignal }): Promise<JobState>;
  /** Opens the finished clip. May be called again when it broke off. */
  download(job: Job, options: { signal?: AbortSignal }): Promise<Download>;
  /** Stops a running job, if the provider can. */
  cancel?(job: Job, options: { signal?: AbortSignal }): Promise<void>;
  /** Looks for a job whose answer was lost; `null` when the provider surely does not have it. */
  recover?(
    plan: GenerationPlan,
    options: { idempotencyKey: string; since: Date; signal?: AbortSignal },
  ): Promise<Job | null>;
}

/** Thrown by `start`. `submitted` decides whether asking again could buy the clip twice. */
export class StartError extends BeatcutError {
  /** `no`: the provider surely did not take the order. `maybe`: it may have. */
  readonly submitted: 'no' | 'maybe';

  constructor({ submitted, ...options }: BeatcutErrorOptions & { submitted: 'no' | 'maybe' }) {
    super(options);
    this.submitted = submitted;
  }
}
