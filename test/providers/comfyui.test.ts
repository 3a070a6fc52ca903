import { afterAll, describe, expect, test } from 'vitest';
import { comfyui, type ComfyuiOptions } from '../../src/providers/comfyui.ts';
import type { VideoProvider } from '../../src/providers/video-provider.ts';
import { videoProviderChecks } from '../../src/testing/provider-contract.ts';
import { orderOf } from './order-of.ts';
import { createComfyServer, type ComfyFault } from './comfyui-server.ts';

const SECRET = 'sk-very-secret-0123456789';
const server = await createComfyServer(SECRET);
afterAll(() => server.close());
const workflow = {
  '6': { class_type: 'CLIPTextEncode', inputs: { text: '', clip: ['4', 1] }, _meta: { title: 'Positive' } },
  '7': { class_type: 'CLIPTextEncode', inputs: { text: 'blurry' }, _meta: { title: 'Negative' } },
  '3': { class_type: 'KSampler', inputs: { seed: 1, steps: 20 } },
  '5': { class_type: 'EmptyLatent', inputs: { width: 1, height: 1, length: 1 } },
  '2': { class_type: 'LoadImage', inputs: { image: 'none.png' } },
};
const inputs = {
  prompt: 'Positive.text',
  negativePrompt: '7.text',
  seed: '3.seed',
  width: '5.width',
  height: '5.height',
  frameCount: '5.length',
  firstFrame: '2.image',
};
const create = (options: Partial<ComfyuiOptions> = {}): VideoProvider =>
  comfyui({
    baseURL: server.baseURL,
    workflow,
    inputs,
    headers: { 'x-key': SECRET },
    fps: 16,
    env: {},
    ...options,
  });
const fault = (name: ComfyFault) => () => void server.faults.push(name);

describe('the contract of providers, with ComfyUI', () => {
  const checks = videoProviderChecks({
    createProvider: create,
    secret: SECRET,
    billedOrders: () => server.jobs.length,
    arrange: {
      turnAway: fault('turn-away'),
      busy: fault('busy'),
      loseAnswer: fault('lose-answer'),
      failPoll: fault('fail-poll'),
      resetPoll: fault('reset-poll'),
      failDownload: fault('fail-download'),
      redirectDownload: fault('redirect'),
      mistypeDownload: fault('mistype'),
      cutDownload: fault('cut-off'),
      expireLink: fault('expire'),
      expireClip: fault('expire'),
      refuseJob: fault('refuse'),
      failJob: fault('fail'),
      loseJob: fault('lose'),
    },
  });
  for (const { name, run } of checks) test(name, run);
});

describe('comfyui', () => {
  const request = {
    prompt: 'a lake',
    negativePrompt: 'text',
    aspectRatio: '16:9',
    continueFrom: 'a'.repeat(64),
  };
  const order = orderOf(request, { minDurationInSeconds: 2, width: 832, height: 480, seed: 7 });

  test('fills the inputs that are named, uploads the first frame, and changes nothing else', async () => {
    const provider = create();
    const firstFrame = { mediaType: 'image/png', bytes: new Uint8Array(9) };
    await provider.start(provider.plan(order), { idempotencyKey: 'abc', firstFrame });
    const sent = server.jobs.at(-1)!.workflow;
    expect(sent).toMatchObject({
      '6': { inputs: { text: 'a lake.', clip: ['4', 1] } },
      '7': { inputs: { text: 'text' } },
      '3': { inputs: { seed: 7, steps: 20 } },
      '5': { inputs: { width: 832, height: 480, length: 33 } },
      '2': { inputs: { image: 'up-1.png' } },
    });
    expect(workflow['6'].inputs.text).toBe('');
  });

  test('finds a job by the id that it chose itself, also after its answer was lost', async () => {
    const provider = create();
    server.faults.push('lose-answer');
    const plan = provider.plan(order);
    const options = { idempotencyKey: 'lost', since: new Date(), knownJobs: [] };
    await expect(provider.start(plan, { idempotencyKey: 'lost' })).rejects.toMatchObject({
      submitted: 'maybe',
    });
    expect(await provider.recover!(plan, options)).toMatchObject({
      status: 'found',
      job: { jobId: server.jobs.at(-1)!.id },
    });
    expect(await provider.recover!(plan, { ...options, idempotencyKey: 'other' })).toEqual({
      status: 'unknown',
    });
  });

  test('says at once which input the workflow has not', () => {
    expect(() => create({ inputs: { prompt: 'Nobody.text' } })).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('6 (Positive)') as string }),
    );
    expect(() => create({ inputs: { prompt: '6.words' } })).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('text, clip') as string }),
    );
  });

  test('refuses a price, a length and a size that are none', () => {
    for (const wrong of [{ priceUsdPerSecond: Number.NaN }, { secondsAllowed: [0] }, { sizes: ['720p'] }]) {
      expect(() => create(wrong)).toThrow(expect.objectContaining({ code: 'PROVIDER_OPTION_INVALID' }));
    }
  });

  test('warns when the workflow can’t begin with a picture', () => {
    expect(create({ inputs: { prompt: '6.text' } }).plan(order).warnings).toEqual([
      expect.stringContaining('inputs.firstFrame'),
    ]);
    expect(create().plan(order).warnings).toEqual([]);
  });
});
