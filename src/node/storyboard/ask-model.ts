import OpenAI, { APIConnectionError, APIError } from 'openai';
import { z } from 'zod';
import { BeatcutError, messageOf } from '../../core/error.ts';
import { parseRetryAfter } from '../../providers/http-trouble.ts';
import { createSecrets } from '../../providers/secrets.ts';
import { waitFor, type Delay } from '../delay.ts';

/** The language model that writes storyboards. */
export interface StoryboardModelSettings {
  /** The model as the server calls it. */
  model: string;
  /** Where the server is, up to and including `/v1`; OpenAI's own by default. */
  baseURL?: string | undefined;
  /** Many servers of one's own need none. */
  apiKey?: string | undefined;
}

/** A shot as a model answers it. */
export interface WrittenShot {
  id: string;
  prompt: string;
}

/** What `askModel` resolves with. */
export interface ModelAnswer {
  /** Every shot that came whole, in the answer's order; not more than that is checked. */
  shots: WrittenShot[];
  /** What the answer lacks to be whole: it was cut off, refused, or was no list of shots. */
  trouble: string | undefined;
  /** Whether the model refused, which asking again does not change. */
  isRefusal: boolean;
  inputTokens: number;
  outputTokens: number;
}

/** What `createModelClient` takes. */
export interface CreateModelClientOptions {
  settings: StoryboardModelSettings;
  env: Readonly<Record<string, string | undefined>>;
  delay?: Delay | undefined;
  /** Called before each pause. */
  onRetry?: ((message: string) => void) | undefined;
}

/** Asks a model for shots. */
export interface ModelClient {
  /**
   * @throws BeatcutError `MODEL_REQUEST_FAILED` when the server can't be reached, refuses the key or goes on failing.
   */
  ask(options: { system: string; user: string; signal?: AbortSignal | undefined }): Promise<ModelAnswer>;
}

const TIMEOUT_MS = 180_000;
const ATTEMPTS = 5;
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 60_000;

const SHOTS_SCHEMA = {
  type: 'object',
  properties: {
    shots: {
      type: 'array',
      items: {
        type: 'object',
        properties: { id: { type: 'string' }, prompt: { type: 'string' } },
        required: ['id', 'prompt'],
        additionalProperties: false,
      },
    },
  },
  required: ['shots'],
  additionalProperties: false,
};

/** What a server is asked to keep to, from the strictest to nothing; the next one is tried when one is not supported. */
const FORMATS = [
  { type: 'json_schema', json_schema: { name: 'shots', strict: true, schema: SHOTS_SCHEMA } },
  { type: 'json_object' },
  undefined,
] as const;

const shotSchema = z.object({ id: z.string(), prompt: z.string() });

/** Creates the client of a model on any server that speaks the protocol of OpenAI's chat completions. */
export function createModelClient({
  settings: { model, baseURL, apiKey },
  env,
  delay = waitFor,
  onRetry,
}: CreateModelClientOptions): ModelClient {
  const secrets = createSecrets(env, { apiKey });
  const client = new OpenAI({
    apiKey: apiKey || 'none', // the SDK wants some key; servers without one ignore it
    baseURL: baseURL ?? 'https://api.openai.com/v1',
    maxRetries: 0, // ours says what it waits for, and stops on Ctrl-C
    timeout: TIMEOUT_MS,
  });
  let format = 0;

  async function request(
    messages: OpenAI.ChatCompletionMessageParam[],
    signal: AbortSignal | undefined,
  ): Promise<OpenAI.ChatCompletion> {
    for (let attempt = 1; ; attempt += 1) {
      const response_format = FORMATS[format];
      try {
        return await client.chat.completions.create(
          { model, messages, ...(response_format !== undefined && { response_format }) },
          { signal },
        );
      } catch (error) {
        signal?.throwIfAborted();
        const status = error instanceof APIError ? (error.status as number | undefined) : undefined; // typed any
        if ((status === 400 || status === 422) && response_format !== undefined && isAboutFormat(error)) {
          format += 1;
          attempt -= 1;
          continue;
        }
        const isPassing =
          error instanceof APIConnectionError || status === 408 || status === 429 || (status ?? 0) >= 500;
        const message = secrets.hide(messageOf(error));
        // a used-up account is answered with 429, too
        if (!isPassing || attempt === ATTEMPTS || /insufficient_quota/.test(message)) {
          throw new BeatcutError({
            code: 'MODEL_REQUEST_FAILED',
            message: `${model}: ${message}`,
            hint:
              status === 401 || status === 403
                ? 'Check the key: BEATCUT_LLM_API_KEY or OPENAI_API_KEY.'
                : status === 404
                  ? 'Check --base-url (it ends in /v1) and the model’s name.'
                  : 'What was written so far is kept. Run the command again to go on.',
          });
        }
        const headers = error instanceof APIError ? (error.headers as Headers | undefined) : undefined; // typed loosely
        const asked = parseRetryAfter(headers?.get('retry-after'), new Date());
        const waitInMs = Math.min(LONGEST_WAIT_MS, (asked ?? 0) * 1000 || FIRST_WAIT_MS * 2 ** (attempt - 1));
        onRetry?.(`${message}; asking again in ${(waitInMs / 1000).toFixed(0)} s`);
        await delay(waitInMs, { signal });
      }
    }
  }

  return {
    async ask({ system, user, signal }) {
      const completion = await request(
        [
          { role: 'system', content: system },
          { role: 'user', content: user },
        ],
        signal,
      );
      const choice = completion.choices?.[0];
      const text = choice?.message?.content ?? '';
      const refusal = choice?.message?.refusal ?? undefined;
      const isRefusal = refusal !== undefined || choice?.finish_reason === 'content_filter';
      const shots = readShots(text);
      return {
        shots,
        trouble: isRefusal
          ? `${model} refused: ${secrets.hide(refusal ?? 'its content filter ended the answer')}`
          : choice?.finish_reason === 'length'
            ? 'the answer was cut off'
            : shots.length === 0
              ? 'the answer was no list of shots'
              : undefined,
        isRefusal,
        inputTokens: completion.usage?.prompt_tokens ?? 0,
        outputTokens: completion.usage?.completion_tokens ?? 0,
      };
    },
  };
}

const isAboutFormat = (error: unknown): boolean =>
  /response_format|json_schema|json_object|json mode|structured|grammar|guided/i.test(messageOf(error));

/**
 * The shots in an answer: as JSON, as JSON among other text, and of JSON that was cut off all shots that are whole. A shot
 * is a flat object, so that it ends at the first brace outside of a text.
 */
export function readShots(text: string): WrittenShot[] {
  return (text.match(/\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\}/g) ?? []).flatMap((part) => {
    try {
      const result = shotSchema.safeParse(JSON.parse(part));
      return result.success ? [result.data] : [];
    } catch {
      return [];
    }
  });
}
