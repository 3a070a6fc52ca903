import { BeatcutError, type BeatcutErrorOptions } from '../core/error.ts';
import type { Json } from '../core/json.ts';
import type { ClipReference, ClipRequest } from '../clips/clip-request.ts';

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
  /** SHA-256 of the take whose last frame it shall begin with. */
  continues?: string;
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
  /** Whether a sound track is made, where that is known; it may cost more. */
  audio?: boolean;
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
  /** The provider's id of the job as a person would look it up, if it has one. */
  jobId?: string;
  /** ISO 8601. */
  startedAt: string;
}

/** Where a job stands. All but `pending` and `succeeded` are final and mean that no clip will come. */
export type JobState =
  | {
      status: 'pending';
      /** From 0 to 1. */
      progress?: number;
    }
  | {
      status: 'succeeded';
      /** What the provider says it cost. */
      costUsd?: number;
    }
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

/** What `download` is given. */
export interface DownloadOptions {
  signal?: AbortSignal | undefined;
  /**
   * To be called now and then while a clip is still being made ready, as a provider that draws it itself does: a download
   * without a sign of life is broken off after a minute. Bytes that flow are a sign by themselves.
   */
  onAlive?: (() => void) | undefined;
}

/** A reference picture with its bytes, which a provider uploads. */
export interface ReferencePicture extends ClipReference {
  /** Such as `image/png`. */
  mediaType: string;
  bytes: Uint8Array;
}

/** What `start` gets besides the plan. */
export interface StartOptions {
  /** The same for every attempt to send the same order; no other order has it. */
  idempotencyKey: string;
  /** The pictures of `request.references`, in that order; absent when the request has none. */
  references?: ReferencePicture[];
  /** The last frame of the take that this one continues, for providers with `takesFirstFrame`. */
  firstFrame?: FirstFrame;
  signal?: AbortSignal;
}

/** A picture that a clip begins with. */
export interface FirstFrame {
  /** Such as `image/png`. */
  mediaType: string;
  bytes: Uint8Array;
}

/** What `recover` gets besides the plan. */
export interface RecoverOptions {
  idempotencyKey: string;
  /** When the order was about to be sent, by this machine's clock. */
  since: Date;
  /** Jobs that are accounted for: what `recover` finds must be none of them. */
  knownJobs: readonly Job[];
  signal?: AbortSignal;
}

/** What became of an order whose answer was lost. */
export type RecoverResult =
  | { status: 'found'; job: Job }
  /** The provider surely never took the order; sending it again can't buy it twice. */
  | { status: 'absent' }
  /** It can't be known. Only a person may decide to send it again. */
  | { status: 'unknown' };

/** What a provider allows at once. */
export interface ProviderLimits {
  /** Jobs under way at the same time; 4 by default. */
  concurrentJobs?: number;
  /** Starts within any minute; not limited by default. */
  startsPerMinute?: number;
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
  readonly limits?: ProviderLimits;
  /** Whether a clip can begin with a given picture; false by default. */
  readonly takesFirstFrame?: boolean;
  /** Snaps the order to what the model can do, warns and estimates. Offline. */
  plan(order: TakeOrder): GenerationPlan;
  /**
   * Sends the one request that costs money, once.
   *
   * @throws StartError, which says whether the request may have been accepted.
   */
  start(plan: GenerationPlan, options: StartOptions): Promise<Job>;
  /**
   * Asks how a job stands.
   *
   * @throws ProviderError, or anything else, on trouble that says nothing about the job.
   */
  poll(job: Job, options: { signal?: AbortSignal }): Promise<JobState>;
  /**
   * Opens the finished clip. May be called again when it broke off.
   *
   * @throws ProviderError with trouble `gone` when the provider no longer has the clip.
   */
  download(job: Job, options: DownloadOptions): Promise<Download>;
  /**
   * Stops a running job, if the provider can. Does nothing to one whose clip is ready, which is paid for.
   *
   * @throws ProviderError, or anything else, when the provider could not be told.
   */
  cancel?(job: Job, options: { signal?: AbortSignal }): Promise<void>;
  /** Looks for a job whose answer was lost. Providers without it answer `unknown`. */
  recover?(plan: GenerationPlan, options: RecoverOptions): Promise<RecoverResult>;
}

/** What `new StartError` takes. */
export interface StartErrorOptions extends BeatcutErrorOptions {
  submitted: 'no' | 'maybe';
  /** How long the provider asks to wait before the next start, as `Retry-After` says. */
  retryAfterInSeconds?: number;
}

/** Thrown by `start`. `submitted` decides whether asking again could buy the clip twice. */
export class StartError extends BeatcutError {
  /** `no`: the provider surely did not take the order. `maybe`: it may have. */
  readonly submitted: 'no' | 'maybe';
  /** Set when the order was turned away only because the provider is busy. */
  readonly retryAfterInSeconds: number | undefined;

  constructor({ submitted, retryAfterInSeconds, ...options }: StartErrorOptions) {
    super(options);
    this.submitted = submitted;
    this.retryAfterInSeconds = retryAfterInSeconds;
  }
}

/** What `new ProviderError` takes. */
export interface ProviderErrorOptions extends BeatcutErrorOptions {
  trouble: 'passing' | 'lasting' | 'gone';
  /** How long the provider asks to wait, as `Retry-After` says. */
  retryAfterInSeconds?: number;
}

/** Thrown by `poll` and `download`. It never means that the job has ended. */
export class ProviderError extends BeatcutError {
  /**
   * `passing`: worth another try in a moment. `lasting`: not before a person has changed something, such as the key.
   * `gone`: the provider no longer has what was asked for.
   */
  readonly trouble: 'passing' | 'lasting' | 'gone';
  readonly retryAfterInSeconds: number | undefined;

  constructor({ trouble, retryAfterInSeconds, ...options }: ProviderErrorOptions) {
    super(options);
    this.trouble = trouble;
    this.retryAfterInSeconds = retryAfterInSeconds;
  }
}
