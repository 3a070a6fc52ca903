import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { clipKeyOf } from '../../src/clips/clip-request.ts';
import { sha256Hex } from '../../src/core/hash.ts';
import { encodeVideoToBytes } from '../../src/node/media/encode-video.ts';
import { animaticProvider, type AnimaticProviderOptions } from '../../src/providers/animatic.ts';
import { videoProviderChecks } from '../../src/testing/provider-contract.ts';

const create = (options: Partial<AnimaticProviderOptions> = {}) =>
  animaticProvider({ createCanvas, encodeVideo: encodeVideoToBytes, ...options });

const request = { prompt: 'a lake at dawn', look: 'pastel', aspectRatio: '16:9' };
const order = {
  clipKey: clipKeyOf(request),
  request,
  minDurationInSeconds: 0.4,
  fps: 24,
  width: 320,
  height: 180,
  seed: 1,
};

const bytesFor = async (options: Partial<AnimaticProviderOptions>, parts: Partial<typeof order> = {}) => {
  const provider = create(options);
  const job = await provider.start(provider.plan({ ...order, ...parts }), { idempotencyKey: 'x' });
  const { body } = await provider.download(job, {});
  return sha256Hex(new Uint8Array(await new Response(body).arrayBuffer()));
};

describe('the contract of providers', () => {
  const checks = videoProviderChecks({
    createProvider: () => create(),
    order: { width: 160, height: 90, minDurationInSeconds: 0.3 },
  });
  for (const { name, run } of checks) test(name, run);
});

describe('animaticProvider', () => {
  test('plans exactly what is asked for, at no cost, no larger than a draft needs to be', () => {
    const plan = create().plan({ ...order, minDurationInSeconds: 11.01, width: 3840, height: 2160 });
    expect(plan).toMatchObject({ width: 1280, height: 720, fps: 24, estimatedCostUsd: 0, warnings: [] });
    expect(plan.durationInSeconds).toBeGreaterThanOrEqual(11.01);
    expect(plan.durationInSeconds - 11.01).toBeLessThan(1 / 24);
    expect(create().plan({ ...order, width: 1080, height: 1920 })).toMatchObject({
      width: 720,
      height: 1280,
    });
  });

  test('draws the same take twice, and another one for another seed or another prompt', async () => {
    const first = await bytesFor({});
    expect(await bytesFor({})).toBe(first);
    expect(await bytesFor({}, { seed: 2 })).not.toBe(first);
    expect(await bytesFor({}, { request: { ...request, prompt: 'a lake at dusk' } })).not.toBe(first);
    expect(await bytesFor({ slate: false })).not.toBe(first);
  });

  test('gives the encoder each frame of the clip in full', async () => {
    const sizes: number[] = [];
    await bytesFor({
      encodeVideo: async ({ frames }) => {
        for await (const frame of frames) sizes.push(frame.byteLength);
        return new Uint8Array(1);
      },
    });
    expect(sizes).toEqual(Array.from({ length: 10 }, () => 320 * 180 * 4));
  });

  test('stops drawing when it is cancelled', async () => {
    const cancel = new AbortController();
    const provider = create({
      encodeVideo: async ({ frames }) => {
        for await (const frame of frames) if (frame.byteLength > 0) cancel.abort();
        return new Uint8Array(1);
      },
    });
    const job = await provider.start(provider.plan(order), { idempotencyKey: 'x' });
    await expect(provider.download(job, { signal: cancel.signal })).rejects.toThrow(/abort/i);
  });

  test('refuses a job of another provider and a size that is none', async () => {
    const job = { provider: 'animatic', model: 'm', operation: { id: 7 }, startedAt: '2026-01-01T00:00:00Z' };
    await expect(create().download(job, {})).rejects.toMatchObject({ code: 'JOB_UNKNOWN' });
    expect(() => create({ maxSideInPixels: 0 })).toThrow(/maxSideInPixels must be 16 or more, not 0/);
  });
});
