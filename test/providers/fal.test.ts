import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFal } from '@ai-sdk/fal';
import { afterAll, describe, expect, test } from 'vitest';
import { aiSdkVideo } from '../../src/providers/ai-sdk.ts';
import type { VideoProvider } from '../../src/providers/video-provider.ts';
import { createTestClip } from '../../src/testing/create-test-clip.ts';
import { readBody, sendClip, sendJson } from '../../src/testing/http-answers.ts';
import { videoProviderChecks } from '../../src/testing/provider-contract.ts';
import { orderOf } from './order-of.ts';

const SECRET = 'fal-very-secret-0123456789';

interface FalJob {
  body: Record<string, unknown>;
  polls: number;
}

type Fault = {
  on: 'start' | 'poll' | 'end' | 'download';
  answer: (response: ServerResponse) => void;
  accepts?: boolean;
};

const jobs: FalJob[] = [];
const faults: Fault[] = [];
const fault =
  (on: Fault['on'], answer: Fault['answer'], accepts = false) =>
  () =>
    void faults.push({ on, answer, accepts });
const status =
  (code: number, body: unknown = { detail: 'no' }, headers = {}) =>
  (response: ServerResponse) =>
    sendJson(response, code, body, headers);

/** As fal's queue answers: an order, the result or "still in progress", and files without a key. */
async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const number = Number(/\d+$/.exec(pathname)?.[0]);
  const on = request.method === 'POST' ? 'start' : pathname.startsWith('/files') ? 'download' : 'poll';
  const isEnding = on === 'poll' && (jobs[number - 1]?.polls ?? 0) >= 1;
  const index = faults.findIndex((next) => next.on === on || (next.on === 'end' && isEnding));
  const [next] = index < 0 ? [] : faults.splice(index, 1);
  if (on === 'start' && (next === undefined || next.accepts === true)) {
    expect(request.headers.authorization).toBe(`Key ${SECRET}`);
    jobs.push({ body: JSON.parse(new TextDecoder().decode(body)) as FalJob['body'], polls: 0 });
  }
  if (next !== undefined) return next.answer(response);
  if (on === 'start') {
    const id = `wan/requests/${jobs.length}`;
    return sendJson(response, 200, {
      request_id: `r${jobs.length}`,
      response_url: `https://queue.fal.run/fal-ai/${id}`,
    });
  }
  const job = jobs[number - 1];
  if (job === undefined) return sendJson(response, 404, { detail: 'Not found' });
  if (on === 'download') return sendClip(response, createTestClip({ seed: number, durationInSeconds: 1 }));
  job.polls += 1;
  if (job.polls < 2) return sendJson(response, 400, { detail: 'Request is still in progress' });
  sendJson(response, 200, {
    video: { url: `https://v3.fal.media/files/${number}`, content_type: 'video/mp4' },
  });
}

const server = createServer((request, response) => {
  handle(request, response).catch(() => response.destroy());
});
await new Promise<void>((resolve) => {
  server.listen(0, '127.0.0.1', resolve);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
const loopback = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
/** The network: every host is the server on loopback. */
const fetchThere: typeof fetch = (input, init) =>
  fetch((input instanceof Request ? input.url : String(input)).replace(/^https:\/\/[^/]+/, loopback), init);
const create = (): VideoProvider =>
  aiSdkVideo({
    model: createFal({ apiKey: SECRET, fetch: fetchThere }).video('wan'),
    env: { FAL_KEY: SECRET },
    fetch: fetchThere,
  });

describe('the contract of providers, with @ai-sdk/fal', () => {
  const checks = videoProviderChecks({
    createProvider: create,
    secret: SECRET,
    billedOrders: () => jobs.length,
    arrange: {
      turnAway: fault('start', status(400, { error: { message: `No. ${SECRET}`, code: 400 } })),
      busy: fault('start', status(429, {}, { 'retry-after': '7' })),
      loseAnswer: fault('start', status(503), true),
      failPoll: fault('poll', status(500)),
      resetPoll: fault('poll', (response) => response.destroy()),
      failDownload: fault('download', status(500)),
      cutDownload: fault('download', (response) => {
        response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': 5000 });
        response.write(new Uint8Array(100), () => response.destroy());
      }),
      expireLink: fault('download', status(404)),
      expireClip: fault('download', status(404)),
      refuseJob: fault(
        'end',
        status(422, { error: { message: 'The content policy was violated', code: 422 } }),
      ),
      failJob: fault('end', status(422)),
      loseJob: fault('end', status(404)),
    },
  });
  for (const { name, run } of checks) test(name, run);
});

describe('a model of fal', () => {
  const request = { prompt: 'a lake', aspectRatio: '16:9' };
  const order = orderOf(request);

  test('is sent the length with its unit, the shape, and a seed also where the seed is 0', async () => {
    const provider = create();
    const job = await provider.start(provider.plan(order), { idempotencyKey: 'abc' });
    expect(jobs.at(-1)!.body).toEqual({ prompt: 'a lake.', aspect_ratio: '16:9', duration: '5s', seed: 1 });
    expect(JSON.stringify(job)).not.toContain(SECRET);
  });

  test.each([
    [500, 'passing'],
    [502, 'passing'],
    [503, 'passing'],
    [429, 'passing'],
    [401, 'lasting'],
    [403, 'lasting'],
  ])(
    'answers a poll with HTTP %i as %s trouble, although the SDK calls it the end of the job',
    async (code, trouble) => {
      const provider = create();
      const job = await provider.start(provider.plan(order), { idempotencyKey: 'abc' });
      await provider.poll(job, {});
      fault('poll', status(code))();
      await expect(provider.poll(job, {})).rejects.toMatchObject({ trouble });
      expect(await provider.poll(job, {})).toEqual({ status: 'succeeded' });
    },
  );
});
