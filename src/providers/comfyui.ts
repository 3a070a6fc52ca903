import { messageOf } from '../core/error.ts';
import { sha256Hex } from '../core/hash.ts';
import type { Json } from '../core/json.ts';
import { findInput, findNode, type ComfyuiInputs, type ComfyuiWorkflow } from './comfyui-workflow.ts';
import { causeCodeOf, isNeverConnected, isTurnedAway, parseRetryAfter, troubleOf } from './http-trouble.ts';
import { checkModelSettings, type ModelSettings } from './model-settings.ts';
import { openDownload } from './open-download.ts';
import { promptText } from './prompt-text.ts';
import { createSecrets } from './secrets.ts';
import { snapOrder } from './snap.ts';
import {
  ProviderError,
  StartError,
  type FirstFrame,
  type GenerationPlan,
  type Job,
  type JobState,
  type ProviderLimits,
  type VideoProvider,
} from './video-provider.ts';

export type { ComfyuiInputs, ComfyuiWorkflow };

/** What `comfyui` takes. */
export interface ComfyuiOptions extends ModelSettings {
  /** Where the server is; `http://127.0.0.1:8188` by default. */
  baseURL?: string;
  /** The workflow: what `JSON.parse` makes of the exported file. */
  workflow: ComfyuiWorkflow;
  inputs: ComfyuiInputs;
  /** Id or title of the node that saves the video; any that has one by default. */
  outputNode?: string;
  /** What the workflow's model is called in the lock file; `comfyui` by default. */
  model?: string;
  /** The provider's name in lock file and messages; `comfyui` by default. */
  id?: string;
  /** Sent with each request, for a server behind a login. */
  headers?: Readonly<Record<string, string>>;
  /** One job at a time by default, as the server works. */
  limits?: ProviderLimits;
}

const TIMEOUT_MS = 60_000;
const BUSY_SECONDS = 10;
const VIDEO_FILE = /\.(mp4|mov|webm)$/i;

/**
 * Makes clips with a workflow on a ComfyUI server. The id of a job is chosen here and follows from the order, so that a
 * job whose answer was lost is found again by asking for that id.
 *
 * @throws BeatcutError `PROVIDER_OPTION_INVALID` when the workflow has not the inputs that are named, or
 * for a setting that is out of range.
 */
export function comfyui(options: ComfyuiOptions): VideoProvider {
  checkModelSettings('comfyui', options);
  const {
    workflow,
    inputs,
    id = 'comfyui',
    model = 'comfyui',
    headers = {},
    priceUsdPerSecond = 0,
  } = options;
  const server = new URL(options.baseURL ?? 'http://127.0.0.1:8188').href.replace(/\/+$/, '');
  const secrets = createSecrets(options.env ?? (typeof process === 'undefined' ? {} : process.env), headers);
  const places = new Map(
    Object.entries(inputs).map(([name, place]) => [name, findInput(workflow, name, place as string)]),
  );
  const send = options.fetch ?? fetch;

  /** Sends a request and reads its JSON. Throws `HttpError` for a status that is none of success. */
  async function request(path: string, init: RequestInit, signal: AbortSignal | undefined): Promise<unknown> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const response = await send(`${server}${path}`, {
      ...init,
      headers: { ...headers, ...(init.headers as Record<string, string> | undefined) },
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    const text = await response.text();
    if (!response.ok) throw new HttpError(response.status, text, response.headers.get('retry-after'));
    return text === '' ? undefined : (JSON.parse(text) as unknown); // orders that have no answer
  }

  async function ask(
    path: string,
    signal: AbortSignal | undefined,
    init: RequestInit = {},
  ): Promise<unknown> {
    try {
      return await request(path, init, signal);
    } catch (error) {
      signal?.throwIfAborted();
      const retryAfterInSeconds = error instanceof HttpError ? error.retryAfterInSeconds : undefined;
      throw new ProviderError({
        trouble: error instanceof HttpError ? troubleOf(error.status) : 'passing',
        code: 'PROVIDER_REQUEST_FAILED',
        message: `${id} (${server}): ${secrets.hide(messageOf(error))}`,
        ...(retryAfterInSeconds !== undefined && { retryAfterInSeconds }),
      });
    }
  }

  /** Whether the server has a job: in its history, in its queue, or nowhere. */
  async function find(
    promptId: string,
    signal: AbortSignal | undefined,
  ): Promise<{ entry: HistoryEntry } | { isRunning: boolean } | undefined> {
    // the queue first: a job goes from there to the history, not back
    const queue = (await ask('/queue', signal)) as QueueAnswer;
    const holds = (jobs: readonly (readonly unknown[])[] | undefined): boolean =>
      jobs?.some((job) => job[1] === promptId) ?? false;
    const history = (await ask(`/history/${promptId}`, signal)) as Record<string, HistoryEntry>;
    const entry = history[promptId];
    if (entry !== undefined) return { entry };
    if (holds(queue.queue_running)) return { isRunning: true };
    return holds(queue.queue_pending) ? { isRunning: false } : undefined;
  }

  async function upload(name: string, { mediaType, bytes }: FirstFrame): Promise<string> {
    const form = new FormData();
    const file = `beatcut-${sha256Hex(bytes).slice(0, 16)}.${mediaType.split('/')[1] ?? 'png'}`;
    form.append('image', new File([Uint8Array.from(bytes)], file, { type: mediaType }));
    form.append('overwrite', 'true');
    const answer = (await request('/upload/image', { method: 'POST', body: form }, undefined)) as {
      name?: string;
      subfolder?: string;
    };
    if (answer.name === undefined) throw new Error(`the picture for ${name} was not taken`);
    return answer.subfolder ? `${answer.subfolder}/${answer.name}` : answer.name;
  }

  const jobOf = (promptId: string): Job => ({
    provider: id,
    model,
    operation: { promptId, server },
    jobId: promptId,
    startedAt: new Date().toISOString(),
  });

  return {
    id,
    draft: options.draft ?? false,
    limits: options.limits ?? { concurrentJobs: 1 },
    takesFirstFrame: inputs.firstFrame !== undefined,

    plan(order) {
      const snapped = snapOrder(order, options, model);
      const { references, continueFrom } = order.request;
      const warnings = [...snapped.warnings];
      const taken = inputs.reference === undefined ? 0 : 1;
      if ((references?.length ?? 0) > taken) {
        warnings.push(
          `The workflow takes ${taken === 0 ? 'no reference picture' : 'one reference picture'} (inputs.reference); ${references!.length - taken} left out.`,
        );
      }
      if (continueFrom !== undefined && inputs.firstFrame === undefined) {
        warnings.push(
          `The workflow takes no first frame (inputs.firstFrame); the shot won't continue the one before.`,
        );
      }
      return {
        order,
        model,
        ...snapped,
        warnings,
        fps: options.fps ?? order.fps,
        estimatedCostUsd: priceUsdPerSecond * snapped.durationInSeconds, // [$/s] · [s] = [$]
      };
    },

    async start(plan, { idempotencyKey, references = [], firstFrame }) {
      const promptId = uuidOf(idempotencyKey);
      let filled: ComfyuiWorkflow;
      try {
        const [reference] = references;
        // uploads cost nothing and order nothing
        const pictures = {
          ...(firstFrame &&
            places.has('firstFrame') && { firstFrame: await upload('firstFrame', firstFrame) }),
          ...(reference && places.has('reference') && { reference: await upload('reference', reference) }),
        };
        filled = fill(plan, pictures);
      } catch (error) {
        throw startError(error, 'no');
      }
      let answer: { prompt_id?: string };
      try {
        const body = JSON.stringify({ prompt: filled, prompt_id: promptId, client_id: 'beatcut' });
        const json = { 'content-type': 'application/json' };
        answer = (await request(
          '/prompt',
          { method: 'POST', body, headers: json },
          undefined,
        )) as typeof answer;
      } catch (error) {
        const isNo =
          error instanceof HttpError ? isTurnedAway(error.status) : isNeverConnected(causeCodeOf(error));
        throw startError(error, isNo ? 'no' : 'maybe');
      }
      // an old server chooses an id of its own
      return jobOf(answer.prompt_id ?? promptId);
    },

    async poll(job, { signal }): Promise<JobState> {
      const found = await find(promptIdOf(job), signal);
      if (found === undefined) {
        return {
          status: 'lost',
          message: `${id} no longer knows the job ${job.jobId}; it may have been restarted.`,
        };
      }
      return 'entry' in found ? stateOf(found.entry) : { status: 'pending' };
    },

    async download(job, { signal }) {
      const found = await find(promptIdOf(job), signal);
      const file = found !== undefined && 'entry' in found ? fileOf(found.entry) : undefined;
      if (file === undefined) {
        throw new ProviderError({
          trouble: found !== undefined && !('entry' in found) ? 'passing' : 'gone',
          code: 'PROVIDER_ANSWER_INVALID',
          message: `${id} has no video for the job ${job.jobId}.`,
          hint: 'Name the node that saves it: outputNode.',
        });
      }
      const query = new URLSearchParams({
        filename: file.filename,
        subfolder: file.subfolder ?? '',
        type: file.type ?? 'output',
      });
      return openDownload({
        id,
        url: `${server}/view?${query.toString()}`,
        headers,
        fetch: send,
        hide: (text) => secrets.hide(text),
        signal,
      });
    },

    async cancel(job, { signal }) {
      const promptId = promptIdOf(job);
      const found = await find(promptId, signal);
      if (found === undefined || 'entry' in found) return;
      // one that waits is taken out of the queue; one that runs is interrupted, which old servers do to whatever runs
      const [path, order] = found.isRunning
        ? ['/interrupt', { prompt_id: promptId }]
        : ['/queue', { delete: [promptId] }];
      await ask(path, signal, {
        method: 'POST',
        body: JSON.stringify(order),
        headers: { 'content-type': 'application/json' },
      });
    },

    async recover(_, { idempotencyKey, knownJobs, signal }) {
      const promptId = uuidOf(idempotencyKey);
      const isKnown = knownJobs.some(({ jobId }) => jobId === promptId);
      const found = isKnown ? undefined : await find(promptId, signal);
      // what is not there may be on its way, or from before a restart: only a person can tell
      return found === undefined ? { status: 'unknown' } : { status: 'found', job: jobOf(promptId) };
    },
  };

  function fill(
    plan: GenerationPlan,
    pictures: { firstFrame?: string; reference?: string },
  ): ComfyuiWorkflow {
    const { request: clip, seed } = plan.order;
    const values: Record<string, Json | undefined> = {
      prompt: promptText(clip, { withNegativePrompt: inputs.negativePrompt === undefined }),
      negativePrompt: clip.negativePrompt,
      seed,
      width: plan.width,
      height: plan.height,
      fps: plan.fps,
      frameCount: Math.round(plan.durationInSeconds * plan.fps) + 1, // [s] · [frames/s] = [frames]
      durationInSeconds: plan.durationInSeconds,
      ...pictures,
    };
    const filled = structuredClone(workflow) as Record<string, { inputs: Record<string, Json> }>; // ours to change
    for (const [name, { node, input }] of places) {
      const value = values[name];
      if (value !== undefined) filled[node]!.inputs[input] = value;
    }
    return filled as ComfyuiWorkflow;
  }

  function startError(error: unknown, submitted: 'no' | 'maybe'): StartError {
    const isBusy =
      error instanceof HttpError && (error.status === 429 || error.status === 503) && submitted === 'no';
    return new StartError({
      submitted,
      code: 'PROVIDER_START_FAILED',
      message: `${id} (${server}) did not take the order: ${secrets.hide(messageOf(error))}`,
      ...(isBusy && { retryAfterInSeconds: error.retryAfterInSeconds ?? BUSY_SECONDS }),
    });
  }

  function promptIdOf(job: Job): string {
    const { promptId, server: startedAt } = job.operation as { promptId: string; server: string }; // written by jobOf
    if (startedAt === server) return promptId;
    throw new ProviderError({
      trouble: 'lasting',
      code: 'PROVIDER_MOVED',
      message: `The job ${promptId} was started at ${startedAt}, but ${id} now stands for ${server}.`,
      hint: 'Set its baseURL back until the job is done, or give the new server a provider id of its own.',
    });
  }

  function stateOf({ status, outputs }: HistoryEntry): JobState {
    const messages = status?.messages ?? [];
    const failure = messages.find(([kind]) => kind === 'execution_error')?.[1];
    if (messages.some(([kind]) => kind === 'execution_interrupted')) {
      return { status: 'failed', reason: 'cancelled', message: `${id}: the job was interrupted.` };
    }
    if (status?.status_str === 'error' || failure !== undefined) {
      const message = secrets.hide(failure?.exception_message ?? 'the workflow failed').trim();
      const reason = /safety|nsfw|moderation|content[_ -]?polic/i.test(message) ? 'refused' : 'failed';
      return {
        status: 'failed',
        reason,
        message: `${message}${failure?.node_type ? ` (node ${failure.node_type})` : ''}`,
      };
    }
    if (outputs === undefined) return { status: 'pending' };
    return { status: 'succeeded' };
  }

  function fileOf({ outputs = {} }: HistoryEntry): OutputFile | undefined {
    const node = options.outputNode === undefined ? undefined : findNode(workflow, options.outputNode);
    // savers list videos as gifs, images or videos, by their age
    return Object.entries(outputs)
      .filter(([name]) => node === undefined || name === node)
      .flatMap(([, output]) => Object.values(output).flat())
      .find((file): file is OutputFile => typeof file === 'object' && VIDEO_FILE.test(file?.filename ?? ''));
  }
}

interface OutputFile {
  filename: string;
  subfolder?: string;
  type?: string;
}

interface HistoryEntry {
  status?: {
    status_str?: string;
    messages?: [kind: string, details?: { exception_message?: string; node_type?: string }][];
  };
  outputs?: Record<string, Record<string, (OutputFile | null)[]>>;
}

interface QueueAnswer {
  queue_running?: readonly (readonly unknown[])[];
  queue_pending?: readonly (readonly unknown[])[];
}

class HttpError extends Error {
  readonly status: number;
  readonly retryAfterInSeconds: number | undefined;

  constructor(status: number, body: string, retryAfter: string | null) {
    super(`HTTP ${status}: ${/"message": *"([^"]*)"/.exec(body)?.[1] ?? body.slice(0, 200)}`);
    this.status = status;
    this.retryAfterInSeconds = parseRetryAfter(retryAfter, new Date());
  }
}

/** A UUID that follows from a text (its hash, marked as version 8 of RFC 9562: an id of one's own making). */
function uuidOf(text: string): string {
  const hex = sha256Hex(text);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
