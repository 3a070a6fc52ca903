import { BeatcutError } from '../core/error.ts';
import type { Json } from '../core/json.ts';
import { checkModelSettings, type ModelSettings } from './model-settings.ts';

/** What `openaiVideos` takes. */
export interface OpenaiVideosOptions extends ModelSettings {
  /**
   * Where the server is, up to and including `/v1`: `http://localhost:8000/v1`. By default `BEATCUT_OPENAI_BASE_URL`, else
   * `OPENAI_BASE_URL` of the environment.
   */
  baseURL?: string;
  /** By default `BEATCUT_OPENAI_API_KEY`, else `OPENAI_API_KEY` of the environment, else none. */
  apiKey?: string;
  /** The model as the server calls it. By default `BEATCUT_OPENAI_MODEL` of the environment. */
  model?: string;
  /** The provider's name in lock file and messages; `openai-videos` by default. */
  id?: string;
  /**
   * Which fields besides those of the protocol the server takes. `standard`, the default: none (LiteLLM and most
   * gateways refuse what they don't know). `self-hosted`: `seed`, `fps` and `negative_prompt`, as vLLM-Omni and
   * SGLang-Diffusion do.
   */
  fields?: 'standard' | 'self-hosted';
  /** Fields to send with each order; objects are sent as JSON text. */
  extraFields?: Readonly<Record<string, Json>>;
}

/** What `openaiVideos` needs to know before all else. */
export interface OpenaiVideosSettings {
  id: string;
  baseURL: string;
  model: string;
  apiKey: string;
}

/** The SDK wants some key; servers without one ignore it. */
export const NO_KEY = 'none' as const;

/**
 * Reads and checks the options and the environment.
 *
 * @throws BeatcutError `OPENAI_VIDEOS_SHUT_DOWN`, `PROVIDER_OPTION_MISSING`, `PROVIDER_OPTION_INVALID`.
 */
export function resolveOpenaiVideosSettings(options: OpenaiVideosOptions): OpenaiVideosSettings {
  const { id = 'openai-videos' } = options;
  const env = options.env ?? (typeof process === 'undefined' ? {} : process.env);
  const baseURL = options.baseURL ?? env.BEATCUT_OPENAI_BASE_URL ?? env.OPENAI_BASE_URL;
  const model = options.model ?? env.BEATCUT_OPENAI_MODEL;
  if (
    (baseURL === undefined && (model === undefined || isSora(model))) ||
    /(^|\/\/)api\.openai\.com/.test(baseURL ?? '')
  ) {
    throw new BeatcutError({
      code: 'OPENAI_VIDEOS_SHUT_DOWN',
      message: `openaiVideos: OpenAI switched its Videos API and the Sora models off on 2026-09-24${model === undefined ? '' : `, so ${model} can't be had from api.openai.com`}.`,
      hint: 'Set baseURL (or BEATCUT_OPENAI_BASE_URL) to a server that speaks the same protocol, and model to one that it has: vLLM-Omni or SGLang-Diffusion with Wan 2.2 or LTX-2 on a machine of your own, or a LiteLLM proxy in front of Veo or Runway. Clips that were made with Sora go on rendering.',
    });
  }
  if (baseURL === undefined || !URL.canParse(baseURL)) {
    throw new BeatcutError({
      code: baseURL === undefined ? 'PROVIDER_OPTION_MISSING' : 'PROVIDER_OPTION_INVALID',
      message: `openaiVideos: baseURL must be the server's URL up to /v1${baseURL === undefined ? '; none is set' : ''}.`,
      hint: 'For example: openaiVideos({ baseURL: "http://localhost:8000/v1", model: "Wan-AI/Wan2.2-T2V-A14B" })',
    });
  }
  if (model === undefined || model === '') {
    throw new BeatcutError({
      code: 'PROVIDER_OPTION_MISSING',
      message: 'openaiVideos: model must be the model as the server calls it; none is set.',
      hint: 'Set model, or BEATCUT_OPENAI_MODEL in the environment.',
    });
  }
  checkModelSettings('openaiVideos', options);
  const apiKey = options.apiKey ?? env.BEATCUT_OPENAI_API_KEY ?? env.OPENAI_API_KEY;
  return { id, baseURL, model, apiKey: apiKey === undefined || apiKey === '' ? NO_KEY : apiKey };
}

/** Whether a model is one of those that OpenAI shut down. */
export const isSora = (model: string): boolean => /^(openai\/)?sora-/.test(model);

/** A URL without what may be secret in it: user, password, query. */
export function publicPartOf(baseURL: string): string {
  const { origin, pathname } = new URL(baseURL);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}
