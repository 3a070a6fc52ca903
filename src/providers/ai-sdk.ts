import type {
  Experimental_VideoModelV4 as VideoModelV4,
  Experimental_VideoModelV4File as VideoFile,
  Experimental_VideoModelV4OperationStatusResult as StatusResult,
  JSONValue,
} from '@ai-sdk/provider';
import { BeatcutError, messageOf } from '../core/error.ts';
import type { Json } from '../core/json.ts';
import { causeCodeOf, isNeverConnected, isTurnedAway, parseRetryAfter, troubleOf } from './http-trouble.ts';
import { checkModelSettings, type ModelSettings } from './model-settings.ts';
import { openDownload } from './open-download.ts';
import { promptText } from './prompt-text.ts';
import { createSecrets } from './secrets.ts';
import { snapOrder } from './snap.ts';
import {
  ProviderError,
  StartError,
  type Download,
  type Job,
  type JobState,
  type ReferencePicture,
  type VideoProvider,
} from './video-provider.ts';

/** A video model without what only the SDK's own functions need, whose types differ from version to version. */
export type AiSdkVideoModel = Omit<VideoModelV4, 'handleWebhookOption'>;

/** What `aiSdkVideo` takes. */
export interface AiSdkVideoOptions extends ModelSettings {
  /** A video model of the AI SDK that can start a job and ask after it: `fal.video('fal-ai/wan-2.6')`. */
  model: AiSdkVideoModel;
  /** The provider's name in lock file and messages; the first word of the model's provider by default: `fal`. */
  id?: string;
  /** The model's own options, by the provider's name: `{ fal: { enhancePrompt: false } }`. */
  providerOptions?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  /** Where in `providerOptions` what must not be seen goes: `fal.negativePrompt`. Part of the prompt by default. */
  negativePromptOption?: string;
  /**
   * What the model follows besides prompt, length and seed. Some providers leave the rest out without a word, so it is
   * sent only where it is said here; by default size and shape are sent, and nothing else.
   */
  follows?: { size?: boolean; fps?: boolean; firstFrame?: boolean; references?: boolean };
  /** Whether a sound track is asked for; not said by default. */
  audio?: boolean;
  /** What a download needs besides its address. */
  downloadHeaders?: Readonly<Record<string, string>>;
}

// before a busy service is asked again, if it doesn't say itself
const BUSY_SECONDS = 10;
// xAI says costs in 10⁻¹⁰ dollars
const TICKS_PER_USD = 1e10;

/**
 * Makes clips with a video model of the AI SDK (specification V4, with `doStart` and `doStatus`): fal, Replicate, Google
 * Veo, xAI, Alibaba Wan, the AI gateway. The model is called directly, as the SDK's own functions send an order again
 * when its answer is lost.
 *
 * @throws BeatcutError `PROVIDER_OPTION_INVALID`.
 */
export function aiSdkVideo(options: AiSdkVideoOptions): VideoProvider {
  checkModelSettings('aiSdkVideo', options);
  const { model, follows = { size: true }, priceUsdPerSecond, audio, draft = false, limits } = options;
  const { doStart, doStatus } = bindModel(model);
  const id = options.id ?? model.provider.split('.')[0]!;
  const secrets = createSecrets(options.env ?? (typeof process === 'undefined' ? {} : process.env));
  const [negativeScope, negativeName] = options.negativePromptOption?.split('.') ?? [];

  async function statusOf(job: Job, signal: AbortSignal | undefined): Promise<StatusResult> {
    try {
      return await doStatus({
        operation: JSON.parse(secrets.unseal(JSON.stringify(job.operation))) as JSONValue,
        ...(signal !== undefined && { abortSignal: signal }),
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw requestError(error);
    }
  }

  function requestError(error: unknown): ProviderError {
    const { status, retryAfterInSeconds } = readCallError(error);
    return new ProviderError({
      trouble: status === undefined ? 'passing' : troubleOf(status),
      code: 'PROVIDER_REQUEST_FAILED',
      message: `${id}: ${secrets.hide(messageOf(error))}`,
      ...(retryAfterInSeconds !== undefined && { retryAfterInSeconds }),
    });
  }

  return {
    id,
    draft,
    ...(limits !== undefined && { limits }),
    takesFirstFrame: follows.firstFrame === true,

    plan(order) {
      const snapped = snapOrder(order, options, model.modelId);
      const warnings = [...snapped.warnings];
      const { references, continueFrom } = order.request;
      if (references?.length && follows.references !== true) {
        warnings.push(
          `${id} is not told to follow reference pictures (follows.references); they are left out.`,
        );
      }
      if (continueFrom !== undefined && follows.firstFrame !== true) {
        warnings.push(
          `${id} is not told to begin with a picture (follows.firstFrame); the shot won't continue the one before.`,
        );
      }
      return {
        order,
        model: model.modelId,
        ...snapped,
        warnings,
        fps: options.fps ?? order.fps,
        ...(audio !== undefined && { audio }),
        // [$/s] · [s] = [$]
        estimatedCostUsd:
          priceUsdPerSecond === undefined ? null : priceUsdPerSecond * snapped.durationInSeconds,
      };
    },

    async start(plan, { idempotencyKey, references = [], firstFrame }) {
      const { request, seed } = plan.order;
      const image = firstFrame !== undefined && follows.firstFrame === true ? fileOf(firstFrame) : undefined;
      const scope =
        negativeScope !== undefined && negativeName !== undefined && request.negativePrompt !== undefined;
      const providerOptions = {
        ...options.providerOptions,
        ...(scope && {
          [negativeScope]: {
            ...options.providerOptions?.[negativeScope],
            [negativeName]: request.negativePrompt,
          },
        }),
      };
      try {
        const { operation, response } = await doStart({
          prompt: promptText(request, { withNegativePrompt: negativeName === undefined }),
          n: 1,
          // both: some models read one, some the other
          aspectRatio: follows.size === false ? undefined : (request.aspectRatio as `${number}:${number}`), // as its schema says
          resolution: follows.size === false ? undefined : `${plan.width}x${plan.height}`,
          duration: plan.durationInSeconds,
          fps: follows.fps === true ? plan.fps : undefined,
          seed: seed === 0 ? 1 : seed, // providers take 0 for none
          image,
          frameImages: image === undefined ? undefined : [{ image, frameType: 'first_frame' }],
          inputReferences:
            follows.references === true && references.length > 0 ? references.map(fileOf) : undefined,
          generateAudio: audio,
          providerOptions: providerOptions as Parameters<typeof doStart>[0]['providerOptions'], // plain JSON by our types
          headers: { 'idempotency-key': idempotencyKey },
        });
        const jobId = jobIdIn(operation);
        return {
          provider: id,
          model: model.modelId,
          operation: JSON.parse(secrets.seal(JSON.stringify(operation))) as Json,
          ...(jobId !== undefined && { jobId }),
          startedAt: response.timestamp.toISOString(),
        };
      } catch (error) {
        const { status, retryAfterInSeconds } = readCallError(error);
        const code = causeCodeOf(error);
        const isSurelyNot = isNeverConnected(code) || (status !== undefined && isTurnedAway(status));
        // the error itself stays out: it holds headers and addresses
        throw new StartError({
          submitted: isSurelyNot ? 'no' : 'maybe',
          code: 'PROVIDER_START_FAILED',
          message: `${id} did not take the order: ${secrets.hide(messageOf(error))}`,
          ...(status === 429 && { retryAfterInSeconds: retryAfterInSeconds ?? BUSY_SECONDS }),
        });
      }
    },

    async poll(job, { signal }): Promise<JobState> {
      let result: StatusResult;
      try {
        result = await statusOf(job, signal);
      } catch (error) {
        if (error instanceof ProviderError && error.trouble === 'gone') {
          return { status: 'lost', message: `${id} no longer knows the job ${job.jobId ?? ''}.` };
        }
        throw error;
      }
      if (result.status === 'pending') return { status: 'pending' };
      if (result.status === 'completed') {
        const costUsd = costIn(result.providerMetadata);
        return { status: 'succeeded', ...(costUsd !== undefined && { costUsd }) };
      }
      const message = secrets.hide(result.error);
      // some models, such as fal's, report every answer with an error status as the job's end; it isn't
      if (/^(not found|gone)$/i.test(message)) {
        return { status: 'lost', message: `${id} no longer knows the job ${job.jobId ?? ''}.` };
      }
      const isLasting = isKeyTrouble(message);
      if (isLasting || isServiceTrouble(message)) {
        throw new ProviderError({
          trouble: isLasting ? 'lasting' : 'passing',
          code: 'PROVIDER_REQUEST_FAILED',
          message: `${id}: ${message}`,
        });
      }
      return { status: 'failed', reason: reasonOf(message), message };
    },

    async download(job, { signal }): Promise<Download> {
      // asked anew each time: addresses expire, and none is kept
      const result = await statusOf(job, signal);
      const video = result.status === 'completed' ? result.videos[0] : undefined;
      switch (video?.type) {
        case 'url':
          return openDownload({
            id,
            url: video.url,
            ...(options.downloadHeaders !== undefined && { headers: options.downloadHeaders }),
            fetch: options.fetch ?? fetch,
            hide: (text) => secrets.hide(text.replaceAll(video.url, 'its address')),
            signal,
          });
        case 'base64':
          return bytesDownload(
            video.mediaType,
            Uint8Array.from(atob(video.data), (letter) => letter.charCodeAt(0)),
          );
        case 'binary':
          return bytesDownload(video.mediaType, video.data);
        default:
          throw new ProviderError({
            trouble: result.status === 'pending' ? 'passing' : 'gone',
            code: 'PROVIDER_ANSWER_INVALID',
            message: `${id} has no file for the job ${job.jobId ?? ''}.`,
          });
      }
    },
  };
}

function bindModel(model: AiSdkVideoModel): Required<Pick<VideoModelV4, 'doStart' | 'doStatus'>> {
  if (model.specificationVersion === 'v4' && model.doStart !== undefined && model.doStatus !== undefined) {
    return { doStart: model.doStart.bind(model), doStatus: model.doStatus.bind(model) };
  }
  throw new BeatcutError({
    code: 'PROVIDER_OPTION_INVALID',
    message: `aiSdkVideo: ${model.provider}/${model.modelId} (specification ${model.specificationVersion}) can't start a job and ask after it later, so a clip could be lost.`,
    hint: 'Use a model that can: those of fal, Replicate, Google, xAI, Alibaba or the AI gateway, in a recent version.',
  });
}

const fileOf = ({ mediaType, bytes }: Pick<ReferencePicture, 'mediaType' | 'bytes'>): VideoFile => ({
  type: 'file',
  mediaType,
  data: bytes,
});

function bytesDownload(mediaType: string, bytes: Uint8Array): Download {
  const body = new Blob([Uint8Array.from(bytes)]).stream();
  return { mediaType, sizeInBytes: bytes.byteLength, body };
}

/** Status and wait of an error of the AI SDK, known by its members: other copies of the SDK throw other classes. */
function readCallError(error: unknown): {
  status: number | undefined;
  retryAfterInSeconds: number | undefined;
} {
  if (typeof error !== 'object' || error === null)
    return { status: undefined, retryAfterInSeconds: undefined };
  const { statusCode, responseHeaders } = error as {
    statusCode?: number;
    responseHeaders?: Record<string, string>;
  }; // of APICallError; undefined on others
  return {
    status: statusCode,
    retryAfterInSeconds: parseRetryAfter(responseHeaders?.['retry-after'], new Date()),
  };
}

/** The id in an operation as people would look it up. */
function jobIdIn(operation: JSONValue): string | undefined {
  if (typeof operation !== 'object' || operation === null || Array.isArray(operation)) return undefined;
  const members = operation as Readonly<Record<string, unknown>>; // it is no array
  for (const name of ['requestId', 'taskId', 'operationName', 'id']) {
    const value = members[name];
    if (typeof value === 'string') return value;
  }
  const { responseUrl, getUrl } = members;
  const address = [responseUrl, getUrl].find((value): value is string => typeof value === 'string');
  return address === undefined || !URL.canParse(address)
    ? undefined
    : new URL(address).pathname.split('/').findLast((part) => part !== '');
}

/** What a provider says a clip cost, wherever it stands. */
function costIn(metadata: unknown): number | undefined {
  const text = JSON.stringify(metadata) ?? '';
  const ticks = /"(?:costInUsdTicks|cost_in_usd_ticks)":(\d+(?:\.\d+)?)/.exec(text)?.[1];
  if (ticks !== undefined) return Number(ticks) / TICKS_PER_USD;
  const usd = /"(?:costUsd|cost_usd)":(\d+(?:\.\d+)?)/.exec(text)?.[1];
  return usd === undefined ? undefined : Number(usd);
}

// by numbers, by what HTTP calls them, and by what services say
const isServiceTrouble = (message: string): boolean =>
  /\b(408|425|429|50[0-4])\b|timed? ?out|temporar|unavailable|too many requests|too early|rate limit|ECONN|fetch failed|cannot connect|socket|other side closed|terminated|connection|internal server error|gateway/i.test(
    message,
  );

/** Trouble with the key or the account, which says nothing about the job. */
const isKeyTrouble = (message: string): boolean =>
  /^(unauthorized|forbidden|payment required|authentication is required.*|no user found for key.*)$/i.test(
    message,
  );

function reasonOf(message: string): 'refused' | 'failed' | 'expired' | 'cancelled' {
  if (/moderation|content[_ -]?polic|safety|nsfw|prohibited|filtered|sensitive/i.test(message))
    return 'refused';
  if (/cancell?ed/i.test(message)) return 'cancelled';
  return /expired/i.test(message) ? 'expired' : 'failed';
}
