import { afterAll, describe, expect, test } from 'vitest';
import { clipKeyOf } from '../../src/clips/clip-request.ts';
import { openaiVideos } from '../../src/providers/openai-videos.ts';
import { videoProviderChecks } from '../../src/testing/provider-contract.ts';
import { createVideosServer } from '../../src/testing/videos-server.ts';
import { faultsAt } from './videos-server-faults.ts';

const SECRET = 'sk-very-secret-0123456789';
const server = await createVideosServer({ apiKey: SECRET });
afterAll(() => server.close());
const { baseURL, faults } = server;

const order = {
  clipKey: clipKeyOf({ prompt: 'a lake', aspectRatio: '16:9' }),
  request: { prompt: 'a lake', look: '35mm', negativePrompt: 'text', aspectRatio: '16:9' },
  minDurationInSeconds: 4.2,
  fps: 30,
  width: 1920,
  height: 1080,
  seed: 7,
};

describe.each(['openai', 'vllm-omni', 'sglang', 'litellm'] as const)(
  'the contract of providers, over HTTP, at a server like %s',
  async (dialect) => {
    const own = await createVideosServer({ apiKey: SECRET, dialect });
    afterAll(() => own.close());
    const checks = videoProviderChecks({
      createProvider: () =>
        openaiVideos({
          baseURL: own.baseURL,
          apiKey: SECRET,
          model: 'wan',
          fields: dialect === 'vllm-omni' || dialect === 'sglang' ? 'self-hosted' : 'standard',
          env: {},
        }),
      secret: SECRET,
      billedOrders: () => own.jobs.length,
      arrange: faultsAt(own, SECRET),
    });
    for (const { name, run } of checks) test(name, run);
  },
);

describe('openaiVideos', () => {
  const provider = openaiVideos({ baseURL, apiKey: SECRET, model: 'wan', env: {} });

  test('sends what the protocol has and nothing else, with what must not be seen as part of the prompt', async () => {
    await provider.start(provider.plan(order), { idempotencyKey: 'abc' });
    expect(server.jobs.at(-1)).toMatchObject({ idempotencyKey: 'abc' });
    expect(server.jobs.at(-1)!.fields).toEqual({
      model: 'wan',
      prompt: 'a lake. 35mm. Avoid: text.',
      seconds: '5',
      size: '1920x1080',
    });
  });

  test('sends seed, frame rate and negative prompt to a self-hosted server, and extra fields as JSON text', async () => {
    const own = openaiVideos({
      baseURL,
      apiKey: SECRET,
      model: 'wan',
      fields: 'self-hosted',
      extraFields: { extra_params: { steps: 20 }, guidance_scale: 5 },
      env: {},
    });
    await own.start(own.plan(order), { idempotencyKey: 'abc' });
    expect(server.jobs.at(-1)!.fields).toMatchObject({
      prompt: 'a lake. 35mm.',
      negative_prompt: 'text',
      seed: '7',
      fps: '30',
      extra_params: '{"steps":20}',
      guidance_scale: '5',
    });
  });

  test('uploads the first reference picture and says that it sends no other', async () => {
    const reference = {
      name: 'maya',
      sha256: '0'.repeat(64),
      mediaType: 'image/png',
      bytes: new Uint8Array(9),
    };
    const plan = provider.plan({
      ...order,
      request: { ...order.request, references: [reference, reference] },
    });
    await provider.start(plan, { idempotencyKey: 'abc', references: [reference] });
    expect(server.jobs.at(-1)!.fields.input_reference).toBe('9 bytes');
    expect(plan.warnings).toEqual(['openai-videos sends one reference picture, the first of 2.']);
  });

  test('snaps length and size to what the model makes, estimates what is billed, and warns', () => {
    const sora = openaiVideos({
      baseURL,
      model: 'veo',
      sizes: ['1280x720', '720x1280'],
      secondsAllowed: [8, 4, 6],
      priceUsdPerSecond: 0.4,
      env: {},
    });
    expect(sora.plan(order)).toMatchObject({ durationInSeconds: 6, width: 1280, height: 720, warnings: [] });
    expect(sora.plan(order).estimatedCostUsd).toBeCloseTo(2.4);
    expect(sora.plan({ ...order, minDurationInSeconds: 9, width: 1080, height: 1080 })).toMatchObject({
      durationInSeconds: 8,
      width: 720,
      warnings: [
        'The longest clip of veo is 8 s, the slot needs 9.00 s.',
        'veo makes no clip in the shape 1080×1080; 720×1280 will be cropped.',
      ],
    });
    expect(provider.plan(order).estimatedCostUsd).toBeNull();
  });

  test('says where a job that was never sent went: nowhere', async () => {
    const closed = await createVideosServer();
    await closed.close();
    const unreachable = openaiVideos({ baseURL: closed.baseURL, model: 'wan', env: {} });
    const start = unreachable.start(unreachable.plan(order), { idempotencyKey: 'abc' });
    await expect(start).rejects.toMatchObject({
      submitted: 'no',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test.each([
    { fault: { on: 'start', kind: 'accept-then-reset' }, why: 'the connection breaks' },
    { fault: { on: 'start', kind: 'wrong-body' }, why: 'the answer is a web page' },
    {
      fault: { on: 'start', kind: 'wrong-body', body: '{}', contentType: 'application/json' },
      why: 'it has no id',
    },
    { fault: { on: 'start', kind: 'status', status: 500 }, why: 'the server fails' },
    { fault: { on: 'start', kind: 'status', status: 408 }, why: 'a proxy gives up' },
  ] as const)('does not know whether the order was taken when $why, and sends it once', async ({ fault }) => {
    faults.push(fault);
    const before = server.requests.length;
    await expect(provider.start(provider.plan(order), { idempotencyKey: 'abc' })).rejects.toMatchObject({
      submitted: 'maybe',
    });
    expect(server.requests.slice(before)).toEqual(['POST /videos']);
  });

  test('shows a wrong key to nobody, not even when the server repeats it', async () => {
    const wrong = openaiVideos({ baseURL, apiKey: 'sk-wrong-key', model: 'wan', env: {} });
    await expect(wrong.start(wrong.plan(order), { idempotencyKey: 'abc' })).rejects.toMatchObject({
      submitted: 'no',
      message: expect.stringContaining('Incorrect API key provided: [key]'),
      hint: expect.stringContaining('OPENAI_API_KEY'),
    });
  });

  test('keeps user, password and query of the base URL out of jobs', async () => {
    const url = new URL(baseURL);
    url.username = 'user';
    url.password = 'pass-word';
    const plain = await createVideosServer();
    const own = openaiVideos({ baseURL: `${plain.baseURL}?token=t0ken`, model: 'wan', env: {} });
    const job = await own.start(own.plan(order), { idempotencyKey: 'abc' }).catch((error: unknown) => error);
    expect(JSON.stringify(job)).not.toContain('t0ken');
    await plain.close();
  });

  test('does not ask another server after a job', async () => {
    const job = await provider.start(provider.plan(order), { idempotencyKey: 'abc' });
    const moved = openaiVideos({ baseURL: 'http://127.0.0.1:1/v1', model: 'wan', env: {} });
    await expect(moved.poll(job, {})).rejects.toMatchObject({ code: 'PROVIDER_MOVED', trouble: 'lasting' });
  });

  test('reads base URL, key and model from the environment, and its own names first', async () => {
    const env = {
      BEATCUT_OPENAI_BASE_URL: baseURL,
      OPENAI_BASE_URL: 'http://127.0.0.1:1/v1',
      OPENAI_API_KEY: SECRET,
      BEATCUT_OPENAI_MODEL: 'ltx',
    };
    const own = openaiVideos({ env });
    expect((await own.start(own.plan(order), { idempotencyKey: 'abc' })).model).toBe('ltx');
  });

  test.each([
    { options: {}, code: 'OPENAI_VIDEOS_SHUT_DOWN' },
    { options: { model: 'sora-2' }, code: 'OPENAI_VIDEOS_SHUT_DOWN' },
    { options: { model: 'sora-2', baseURL: 'https://api.openai.com/v1' }, code: 'OPENAI_VIDEOS_SHUT_DOWN' },
    { options: { model: 'wan' }, code: 'PROVIDER_OPTION_MISSING' },
    { options: { baseURL }, code: 'PROVIDER_OPTION_MISSING' },
    { options: { baseURL: 'localhost', model: 'wan' }, code: 'PROVIDER_OPTION_INVALID' },
    { options: { baseURL, model: 'wan', sizes: ['720p'] }, code: 'PROVIDER_OPTION_INVALID' },
    { options: { baseURL, model: 'wan', secondsAllowed: [] }, code: 'PROVIDER_OPTION_INVALID' },
    { options: { baseURL, model: 'wan', priceUsdPerSecond: -1 }, code: 'PROVIDER_OPTION_INVALID' },
    { options: { baseURL, model: 'wan', priceUsdPerSecond: Number.NaN }, code: 'PROVIDER_OPTION_INVALID' },
    { options: { baseURL, model: 'wan', fps: 0 }, code: 'PROVIDER_OPTION_INVALID' },
    { options: { baseURL, model: 'wan', limits: { startsPerMinute: 0 } }, code: 'PROVIDER_OPTION_INVALID' },
  ])('refuses $options with $code and a hint', ({ options, code }) => {
    expect(() => openaiVideos({ ...options, env: {} })).toThrow(
      expect.objectContaining({ code, hint: expect.any(String) as string }),
    );
  });

  test('lets a gateway have a model by the name of Sora, with a warning', () => {
    const { warnings } = openaiVideos({ baseURL, model: 'sora-2', env: {} }).plan(order);
    expect(warnings[0]).toContain('2026-09-24');
  });
});
