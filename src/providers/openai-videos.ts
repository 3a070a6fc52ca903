import OpenAI, { APIConnectionError, APIError } from 'openai';
import type { Video } from 'openai/resources/videos.js';
import { messageOf } from '../core/error.ts';
import type { Json } from '../core/json.ts';
import { causeCodeOf, isNeverConnected, isTurnedAway, parseRetryAfter, troubleOf } from './http-trouble.ts';
import {
  isSora,
  NO_KEY,
  publicPartOf,
  resolveOpenaiVideosSettings,
  type OpenaiVideosOptions,
} from './openai-videos-settings.ts';
import { downloadOf } from './open-download.ts';
import { promptText } from './prompt-text.ts';
import { snapOrder } from './snap.ts';
import {
  ProviderError,
  StartError,
  type GenerationPlan,
  type Job,
  type JobState,
  type VideoProvider,
} from './video-provider.ts';

export type { OpenaiVideosOptions };

const START_TIMEOUT_MS = 180_000;
const POLL_TIMEOUT_MS = 60_000;
// the server's clock may lag behind ours by so much
const CLOCK_DIFFERENCE_MS = 5 * 60_000;
// before a server that says it is busy is asked again, if it doesn't say itself
const BUSY_SECONDS = 10;

/**
 * Makes clips at any server that speaks the protocol of OpenAI's Videos API (`POST /videos`, poll, download): vLLM-Omni,
 * SGLang-Diffusion, NVIDIA Dynamo, a LiteLLM proxy in front of Veo or Runway, or a gateway. OpenAI itself switched that
 * API and the Sora models off on 2026-09-24.
 *
 * @throws BeatcutError `OPENAI_VIDEOS_SHUT_DOWN`, `PROVIDER_OPTION_MISSING`, `PROVIDER_OPTION_INVALID`.
 */
export function openaiVideos(options: OpenaiVideosOptions = {}): VideoProvider {
  const settings = resolveOpenaiVideosSettings(options);
  const { id, baseURL, model, apiKey } = settings;
  const client = new OpenAI({
    baseURL,
    apiKey,
    maxRetries: 0, // every retry is the job runner's; the SDK would send an order twice
    logLevel: 'off',
    ...(options.fetch !== undefined && { fetch: options.fetch }),
  });
  const withoutKey = (text: string): string => (apiKey === NO_KEY ? text : text.replaceAll(apiKey, '[key]'));
  const server = publicPartOf(baseURL);

  const plan: VideoProvider['plan'] = (order) => {
    const snapped = snapOrder(order, options, model);
    const warnings = [...snapped.warnings];
    if (isSora(model)) {
      warnings.push(
        `OpenAI shut ${model} down on 2026-09-24; ${server} must mean another model by that name.`,
      );
    }
    if (order.continues !== undefined && order.request.references?.length) {
      warnings.push(`${id} sends one picture: the frame that the shot continues from, and no reference.`);
    } else if ((order.request.references?.length ?? 0) > 1) {
      warnings.push(`${id} sends one reference picture, the first of ${order.request.references?.length}.`);
    }
    return {
      order,
      model,
      ...snapped,
      warnings,
      fps: options.fps ?? order.fps,
      // [$/s] · [s] = [$]
      estimatedCostUsd:
        options.priceUsdPerSecond === undefined
          ? null
          : options.priceUsdPerSecond * snapped.durationInSeconds,
    };
  };

  return {
    id,
    draft: options.draft ?? false,
    ...(options.limits !== undefined && { limits: options.limits }),
    takesFirstFrame: true,
    plan,

    async start(plan, { idempotencyKey, references, firstFrame, signal }) {
      // one picture only, from which the protocol's models begin
      const reference =
        firstFrame === undefined ? references?.[0] : { ...firstFrame, name: 'first-frame.png' };
      const body = {
        model,
        prompt: sentPrompt(plan),
        seconds: String(plan.durationInSeconds),
        size: `${plan.width}x${plan.height}`,
        ...(reference !== undefined && {
          input_reference: new File([new Uint8Array(reference.bytes)], reference.name, {
            type: reference.mediaType,
          }),
        }),
        ...extraFields(plan),
      };
      let video: Video;
      try {
        video = await client.videos.create(body as OpenAI.VideoCreateParams, {
          // the SDK's type knows only OpenAI's own sizes and lengths
          timeout: START_TIMEOUT_MS,
          headers: { 'Idempotency-Key': idempotencyKey },
          signal,
        });
      } catch (error) {
        throw startError(error);
      }
      if (typeof video?.id !== 'string' || video.id === '') {
        throw new StartError({
          submitted: 'maybe',
          code: 'PROVIDER_ANSWER_INVALID',
          message: `${id} answered the order with something that is no video job (it has no id).`,
          hint: `Check that ${server} speaks the protocol of OpenAI's Videos API.`,
        });
      }
      return jobOf(video.id, video.created_at);
    },

    async poll(job, { signal }) {
      const video = await ask(() =>
        client.videos.retrieve(operationOf(job), { signal, timeout: POLL_TIMEOUT_MS }),
      ).catch((error: unknown) => {
        if (error instanceof ProviderError && error.trouble === 'gone') return undefined;
        throw error;
      });
      if (video === undefined) {
        return { status: 'lost', message: `${id} no longer knows the job ${job.jobId}.` };
      }
      return stateOf(video);
    },

    async download(job, { signal }) {
      const response = await ask(() => client.videos.downloadContent(operationOf(job), {}, { signal }));
      return downloadOf({ id, response });
    },

    async cancel(job, { signal }) {
      // deleting a video that is not done ends its job (vLLM-Omni, SGLang-Diffusion); one that is done must not be lost
      const video = await ask(() =>
        client.videos.retrieve(operationOf(job), { signal, timeout: POLL_TIMEOUT_MS }),
      );
      if (stateOf(video).status === 'pending') {
        await ask(() => client.videos.delete(operationOf(job), { signal, timeout: POLL_TIMEOUT_MS }));
      }
    },

    async recover(plan, { since, knownJobs, signal }) {
      const known = new Set(knownJobs.map((job) => job.jobId));
      const earliest = since.getTime() - CLOCK_DIFFERENCE_MS;
      const found: Video[] = [];
      await ask(async () => {
        for await (const video of client.videos.list({ order: 'desc', limit: 50 }, { signal })) {
          // [s] · [ms/s] = [ms]
          if (video.created_at * 1000 < earliest) break;
          const isOurs = video.prompt === sentPrompt(plan) && video.model === model && !known.has(video.id);
          if (isOurs) found.push(video);
        }
      });
      // the oldest: with several lost answers each finds its own in turn
      const video = found.at(-1);
      return video === undefined
        ? { status: 'unknown' }
        : { status: 'found', job: jobOf(video.id, video.created_at) };
    },
  };

  function sentPrompt({ order }: GenerationPlan): string {
    return promptText(order.request, { withNegativePrompt: options.fields !== 'self-hosted' });
  }

  function extraFields({ order, fps }: GenerationPlan): Record<string, string> {
    const { negativePrompt } = order.request;
    const fields: Record<string, Json | undefined> = {
      ...(options.fields === 'self-hosted' && { seed: order.seed, fps, negative_prompt: negativePrompt }),
      ...options.extraFields,
    };
    return Object.fromEntries(
      Object.entries(fields)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
    );
  }

  function jobOf(jobId: string, createdAt: number | undefined): Job {
    // [s] · [ms/s] = [ms]; a server may leave it out
    const startedAt = Number.isFinite(createdAt) ? new Date(createdAt! * 1000) : new Date();
    return {
      provider: id,
      model,
      jobId,
      operation: { id: jobId, server },
      startedAt: startedAt.toISOString(),
    };
  }

  function operationOf(job: Job): string {
    const { id: jobId, server: startedAt } = job.operation as { id: string; server: string }; // written by jobOf
    if (startedAt === server) return jobId;
    throw new ProviderError({
      trouble: 'lasting',
      code: 'PROVIDER_MOVED',
      message: `The job ${jobId} was started at ${startedAt}, but ${id} now stands for ${server}.`,
      hint: 'Set its baseURL back until the job is done, or give the new server a provider id of its own.',
    });
  }

  function stateOf({ status, progress, error }: Video): JobState {
    const message = withoutKey(error?.message ?? `${id} says that the job is ${status}.`);
    // servers say more than the SDK's type knows
    switch (status as string) {
      case 'completed':
      case 'succeeded':
        return { status: 'succeeded' };
      case 'failed':
      case 'error':
        return { status: 'failed', reason: isRefusal(error?.code, message) ? 'refused' : 'failed', message };
      case 'cancelled':
      case 'canceled':
        return { status: 'failed', reason: 'cancelled', message };
      case 'expired':
        return { status: 'failed', reason: 'expired', message };
      case 'deleted':
        return { status: 'lost', message };
      default:
        // [%] / [%] = [1]
        return { status: 'pending', ...(Number.isFinite(progress) && { progress: progress / 100 }) };
    }
  }

  function startError(error: unknown): StartError {
    const status = error instanceof APIError ? (error.status as number | undefined) : undefined;
    const code = causeCodeOf(error);
    const wasNeverSent = error instanceof APIConnectionError && isNeverConnected(code);
    const submitted = wasNeverSent || (status !== undefined && isTurnedAway(status)) ? 'no' : 'maybe';
    // the SDK's own error stays out: it holds headers
    return new StartError({
      submitted,
      code: 'PROVIDER_START_FAILED',
      message: `${id} (${server}) did not take the order: ${describe(error)}${code === undefined ? '' : ` (${code})`}`,
      ...(status === 429 && { retryAfterInSeconds: retryAfterOf(error) ?? BUSY_SECONDS }),
      ...hintFor(status),
    });
  }

  /** Runs a request that costs nothing and says what kind of trouble it met. */
  async function ask<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      if (error instanceof ProviderError || !(error instanceof APIError)) throw error;
      const status = error.status as number | undefined; // the SDK's type says any
      const trouble = status === undefined ? 'passing' : troubleOf(status);
      const retryAfterInSeconds = retryAfterOf(error);
      throw new ProviderError({
        trouble,
        code: 'PROVIDER_REQUEST_FAILED',
        message: `${id} (${server}): ${describe(error)}`,
        ...(retryAfterInSeconds !== undefined && { retryAfterInSeconds }),
        ...hintFor(status),
      });
    }
  }

  function describe(error: unknown): string {
    return withoutKey(messageOf(error));
  }
}

const isRefusal = (code: string | undefined, message: string): boolean =>
  /moderation|content[_ -]?polic|safety|nsfw|prohibited/i.test(`${code ?? ''} ${message}`);

function hintFor(status: number | undefined): { hint?: string } {
  if (status === 401 || status === 403) {
    return { hint: 'Check the key (BEATCUT_OPENAI_API_KEY or OPENAI_API_KEY) and what it may do.' };
  }
  if (status === 402) return { hint: 'The account has no credit left.' };
  if (status === 404) return { hint: 'Check baseURL (it ends in /v1) and the model name.' };
  return {};
}

/** Seconds that the answer asks to wait; `undefined` if it doesn't. */
function retryAfterOf(error: unknown): number | undefined {
  const headers = error instanceof APIError ? (error.headers as Headers | undefined) : undefined; // typed loosely
  return parseRetryAfter(headers?.get('retry-after'), new Date());
}
