import type {
  Experimental_VideoModelV4 as VideoModelV4,
  Experimental_VideoModelV4CallOptions as CallOptions,
} from '@ai-sdk/provider';
import { afterAll, describe, expect, test } from 'vitest';
import { aiSdkVideo, type AiSdkVideoOptions } from '../../src/providers/ai-sdk.ts';
import type { VideoProvider } from '../../src/providers/video-provider.ts';
import { videoProviderChecks } from '../../src/testing/provider-contract.ts';
import { createVideosServer } from '../../src/testing/videos-server.ts';
import { orderOf } from './order-of.ts';
import { faultsAt } from './videos-server-faults.ts';

const SECRET = 'very-secret-0123456789';
const server = await createVideosServer();
afterAll(() => server.close());
const { faults } = server;
const calls: CallOptions[] = [];

/** What the AI SDK's models throw for an answer with an error status. */
class CallError extends Error {
  readonly statusCode: number;
  readonly responseHeaders: Record<string, string>;
  readonly url: string;

  constructor(message: string, { status, headers, url }: Response) {
    super(message);
    this.statusCode = status;
    this.responseHeaders = Object.fromEntries(headers);
    this.url = `${url}?key=${SECRET}`;
  }
}

async function ask(
  path: string,
  init?: RequestInit,
): Promise<{ id: string; status: string; error: { message: string } | null }> {
  const response = await fetch(`${server.baseURL}${path}`, init);
  const text = await response.text();
  if (!response.ok) throw new CallError(`${text} at ?key=${SECRET}`, response);
  return JSON.parse(text) as Awaited<ReturnType<typeof ask>>;
}

/** A model as those of the AI SDK's packages are, over HTTP; its operation and its addresses hold the key, as Google's do. */
const model: VideoModelV4 = {
  specificationVersion: 'v4',
  provider: 'fake.video',
  modelId: 'fake-1',
  maxVideosPerCall: 1,
  async doStart(options) {
    calls.push(options);
    const { id } = await ask('/videos', {
      method: 'POST',
      body: JSON.stringify({ prompt: options.prompt, model: 'fake-1', seconds: options.duration }),
      headers: { 'content-type': 'application/json' },
    });
    return {
      operation: { requestId: id, pollUrl: `https://x/${id}?key=${SECRET}` },
      warnings: [],
      response: { timestamp: new Date(), modelId: 'fake-1', headers: undefined },
    };
  },
  async doStatus({ operation }) {
    const { requestId, pollUrl } = operation as { requestId: string; pollUrl: string };
    expect(pollUrl).toContain(SECRET); // comes back as it was
    const { status, error } = await ask(`/videos/${requestId}`);
    const response = { timestamp: new Date(), modelId: 'fake-1', headers: undefined };
    if (status === 'failed') return { status: 'error', error: `${error?.message} (${SECRET})`, response };
    if (status !== 'completed') return { status: 'pending', response };
    const url = `${server.baseURL}/videos/${requestId}/content?key=${SECRET}`;
    return {
      status: 'completed',
      videos: [{ type: 'url', url, mediaType: 'video/mp4' }],
      warnings: [],
      providerMetadata: { fake: { costInUsdTicks: 4_000_000_000 } },
      response,
    };
  },
};
const create = (options: Partial<AiSdkVideoOptions> = {}): VideoProvider =>
  aiSdkVideo({ model, env: { FAKE_API_KEY: SECRET }, ...options });

describe('the contract of providers, with a model of the AI SDK', () => {
  const checks = videoProviderChecks({
    createProvider: create,
    secret: SECRET,
    billedOrders: () => server.jobs.length,
    arrange: faultsAt(server, SECRET),
  });
  for (const { name, run } of checks) test(name, run);
});

describe('aiSdkVideo', () => {
  const request = {
    prompt: 'a lake',
    negativePrompt: 'text',
    aspectRatio: '16:9',
    continueFrom: 'a'.repeat(64),
    references: [{ name: 'maya', sha256: 'b'.repeat(64) }],
  };
  const order = orderOf(request);
  const picture = { mediaType: 'image/png', bytes: new Uint8Array(9) };
  const start = {
    idempotencyKey: 'abc',
    firstFrame: picture,
    references: [{ ...picture, name: 'maya', sha256: 'b'.repeat(64) }],
  };

  test('sends only what the model is said to follow, and warns about the rest', async () => {
    const provider = create();
    const plan = provider.plan(order);
    expect(plan.warnings).toHaveLength(2);
    await provider.start(plan, start);
    expect(calls.at(-1)).toMatchObject({
      prompt: 'a lake. Avoid: text.',
      duration: 5,
      resolution: '1280x720',
      aspectRatio: '16:9',
      seed: 1, // 0 would be left out
      fps: undefined,
      image: undefined,
      frameImages: undefined,
      inputReferences: undefined,
      headers: { 'idempotency-key': 'abc' },
    });
  });

  test('sends first frame, references, frame rate and what must not be seen where they are followed', async () => {
    const provider = create({
      follows: { fps: true, firstFrame: true, references: true },
      negativePromptOption: 'fake.negativePrompt',
      providerOptions: { fake: { enhance: false } },
      audio: true,
    });
    const plan = provider.plan(order);
    expect(plan).toMatchObject({ warnings: [], audio: true });
    await provider.start(plan, start);
    expect(calls.at(-1)).toMatchObject({
      prompt: 'a lake.',
      fps: 30,
      image: { type: 'file', mediaType: 'image/png' },
      frameImages: [{ frameType: 'first_frame' }],
      inputReferences: [{ type: 'file' }],
      generateAudio: true,
      providerOptions: { fake: { enhance: false, negativePrompt: 'text' } },
    });
  });

  test('takes trouble of the service that is reported as an error of the job for what it is', async () => {
    const provider = create();
    const job = await provider.start(provider.plan(order), start);
    faults.push({ on: 'job', kind: 'fails', message: 'Service Unavailable (503)' });
    await expect(
      (async () => {
        for (let poll = 0; poll < 5; poll += 1) await provider.poll(job, {});
      })(),
    ).rejects.toMatchObject({ trouble: 'passing' });
  });

  test('hands on what the provider says a clip cost', async () => {
    const provider = create();
    const job = await provider.start(provider.plan(order), start);
    let state = await provider.poll(job, {});
    while (state.status === 'pending') state = await provider.poll(job, {});
    expect(state).toEqual({ status: 'succeeded', costUsd: 0.4 });
  });

  test('refuses a price that is no number, and no lengths at all', () => {
    for (const wrong of [{ priceUsdPerSecond: Number.NaN }, { secondsAllowed: [] }]) {
      expect(() => create(wrong)).toThrow(expect.objectContaining({ code: 'PROVIDER_OPTION_INVALID' }));
    }
  });

  test('refuses a model whose jobs can’t be asked after', () => {
    const { specificationVersion, provider, modelId, maxVideosPerCall } = model;
    const blocking: VideoModelV4 = { specificationVersion, provider, modelId, maxVideosPerCall };
    expect(() => create({ model: blocking })).toThrow(
      expect.objectContaining({ code: 'PROVIDER_OPTION_INVALID', hint: expect.any(String) as string }),
    );
  });
});
