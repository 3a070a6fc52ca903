import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { chooseTake, takesInOrder } from '../../src/clips/lock-file.ts';
import type { Take } from '../../src/clips/take.ts';
import type { Delay } from '../../src/node/delay.ts';
import {
  generateClips,
  type GenerateClipsOptions,
  type GenerateClipsResult,
} from '../../src/node/generate.ts';
import { openaiVideos, type OpenaiVideosOptions } from '../../src/providers/openai-videos.ts';
import type { VideoProvider } from '../../src/providers/video-provider.ts';
import {
  createVideosServer,
  type CreateVideosServerOptions,
  type VideosServer,
} from '../../src/testing/videos-server.ts';
import { filesBelow, openTestProject, orderFor, type TestProject } from './test-project.ts';

const SECRET = 'sk-very-secret-0123456789';

interface Studio {
  server: VideosServer;
  project: TestProject;
  provider: VideoProvider;
  generate: (
    prompts: string[],
    options?: Partial<GenerateClipsOptions>,
    provider?: VideoProvider,
  ) => Promise<GenerateClipsResult>;
  takes: () => Promise<Take[]>;
}

/** A project and a server that makes its clips. */
async function openStudio(
  serverOptions: CreateVideosServerOptions = {},
  providerOptions: OpenaiVideosOptions = {},
): Promise<Studio> {
  const server = await createVideosServer({ apiKey: SECRET, ...serverOptions });
  onTestFinished(() => server.close());
  const project = await openTestProject(onTestFinished);
  const { baseURL } = server;
  const provider = openaiVideos({ baseURL, apiKey: SECRET, model: 'wan', env: {}, ...providerOptions });
  return {
    server,
    project,
    provider,
    generate: (prompts, options, by = provider) =>
      generateClips({
        orders: prompts.map((prompt, index) => orderFor(prompt, index + 1)),
        providers: [by],
        provider: by.id,
        ...project,
        ...options,
      }),
    takes: async () => Object.values((await project.lockFile.read()).clips).flatMap(takesInOrder),
  };
}

const outcomes = ({ clips }: GenerateClipsResult): string[] =>
  clips.flatMap(({ jobs }) => jobs.map((job) => (job.status === 'failed' ? job.reason : job.status)));

describe('generateClips', () => {
  test('makes one take of each clip, whose bytes lie in the store under their hash', async () => {
    const { server, project, generate, takes } = await openStudio();
    const result = await generate(['a lake', 'a street', 'a hand']);
    expect(outcomes(result)).toEqual(['taken', 'taken', 'taken']);
    expect(result.clips.every(({ chosen }) => chosen !== undefined)).toBe(true);
    expect(server.jobs).toHaveLength(3);
    const files = await filesBelow(path.join(project.dir, '.beatcut/takes'));
    expect([...files.keys()].sort()).toEqual((await takes()).map(({ sha256 }) => `${sha256}.mp4`).sort());
    for (const [name, bytes] of files) {
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(path.parse(name).name);
    }
  });

  test('buys nothing for clips that have their takes', async () => {
    const { server, generate } = await openStudio();
    await generate(['a lake', 'a street']);
    const before = server.requests.length;
    expect(outcomes(await generate(['a lake', 'a street']))).toEqual([]);
    expect(server.requests.length).toBe(before);
  });

  test('makes as many takes as were asked for, each with a seed of its own, and the first is used', async () => {
    const { server, project, generate, takes } = await openStudio({}, { fields: 'self-hosted' });
    await generate(['a lake']);
    await generate(['a lake'], { takes: 4 });
    expect(server.jobs).toHaveLength(4);
    expect(new Set(server.jobs.map(({ fields }) => fields.seed)).size).toBe(4);
    expect(await takes()).toHaveLength(4);
    const lockFile = await project.lockFile.read();
    const [clip] = Object.values(lockFile.clips);
    expect(chooseTake(clip!, lockFile)).toEqual((await takes())[0]);
  });

  test('buys nothing again from another provider, unless its takes are asked for', async () => {
    const { server, project, generate } = await openStudio();
    await generate(['a lake']);
    const other = openaiVideos({
      id: 'other',
      baseURL: server.baseURL,
      apiKey: SECRET,
      model: 'ltx',
      env: {},
    });
    await generate(['a lake'], {}, other);
    expect(server.jobs).toHaveLength(1);
    await generate(['a lake'], { count: 'model' }, other);
    expect(server.jobs).toHaveLength(2);
    expect(await filesBelow(path.join(project.dir, '.beatcut/takes'))).toHaveProperty('size', 2);
  });

  test('makes drafts through the same steps; a real take is made all the same and takes the draft’s place', async () => {
    const { server, generate, takes } = await openStudio();
    const { baseURL } = server;
    const drafts = openaiVideos({
      id: 'drafts',
      baseURL,
      apiKey: SECRET,
      model: 'wan',
      draft: true,
      env: {},
    });
    const [draft] = (await generate(['a lake'], {}, drafts)).clips;
    expect(draft!.chosen).toMatchObject({ draft: true });
    const [real] = (await generate(['a lake'])).clips;
    expect(real!.chosen).toMatchObject({ draft: false });
    await generate(['a lake'], {}, drafts);
    expect(await takes()).toHaveLength(2);
  });

  test.each([
    {
      fault: { on: 'job', kind: 'refused', message: 'Not a face.' },
      reason: 'refused',
      message: 'Not a face.',
    },
    { fault: { on: 'job', kind: 'fails' }, reason: 'failed', message: 'The GPU fell over.' },
    { fault: { on: 'job', kind: 'lost' }, reason: 'lost', message: 'no longer knows' },
    { fault: { on: 'download', kind: 'expired', times: 2 }, reason: 'expired', message: 'expired' },
  ] as const)(
    'reports a job that ends $reason, lets the others go on, and orders it again only when told to',
    async (row) => {
      const { server, generate } = await openStudio(
        { faults: [row.fault] },
        { limits: { concurrentJobs: 1 } },
      );
      const first = await generate(['a lake', 'a street']);
      expect(outcomes(first).sort()).toEqual([row.reason, 'taken'].sort());
      const [job] = first.clips.flatMap(({ jobs }) => jobs).filter(({ status }) => status === 'failed');
      expect(job).toMatchObject({ message: expect.stringContaining(row.message) });
      expect(outcomes(await generate(['a lake', 'a street']))).toEqual([row.reason]);
      expect(server.jobs).toHaveLength(2);
      expect(outcomes(await generate(['a lake', 'a street'], { retryFailed: true }))).toEqual(['taken']);
      expect(server.jobs).toHaveLength(3);
    },
  );

  test.each([
    { on: 'poll', kind: 'status', status: 500 },
    { on: 'poll', kind: 'status', status: 429, headers: { 'retry-after': '30' } },
    { on: 'poll', kind: 'reset' },
    { on: 'poll', kind: 'wrong-body' },
    { on: 'download', kind: 'status', status: 503 },
    { on: 'download', kind: 'reset' },
    { on: 'download', kind: 'cut-off', withLength: true },
    { on: 'download', kind: 'cut-off', withLength: false },
    { on: 'download', kind: 'wrong-body' },
    { on: 'download', kind: 'wrong-body', contentType: 'video/mp4' },
    { on: 'download', kind: 'wrong-content-type', contentType: 'application/octet-stream' },
    { on: 'download', kind: 'expired' },
    { on: 'download', kind: 'redirect' },
    { on: 'start', kind: 'status', status: 429, headers: { 'retry-after': '30' } },
  ] as const)('gets the clip in the end, bought once, after $on: $kind', async (fault) => {
    const { server, project, generate } = await openStudio({
      faults: [{ ...fault, times: fault.kind === 'expired' ? 1 : 3 }],
    });
    expect(outcomes(await generate(['a lake']))).toEqual(['taken']);
    expect(server.jobs).toHaveLength(1);
    const files = await filesBelow(path.join(project.dir, '.beatcut/takes'));
    expect(files.size).toBe(1);
  });

  test('breaks off a download that stands still, and fetches the clip again', async () => {
    const { server, generate } = await openStudio({
      faults: [{ on: 'download', kind: 'stall', times: 2 }],
    });
    expect(outcomes(await generate(['a lake'], { idleLimitMs: 200 }))).toEqual(['taken']);
    // at least: on a busy machine a download that goes on may seem to stand still, too
    expect(server.jobs).toHaveLength(1);
    expect(server.jobs[0]!.downloads).toBeGreaterThanOrEqual(3);
  });

  test('waits as long as the server asks', async () => {
    const { project, generate } = await openStudio({
      faults: [{ on: 'poll', kind: 'status', status: 429, headers: { 'retry-after': '42' } }],
    });
    const waits: number[] = [];
    const delay: typeof project.delay = async (durationInMs) => void waits.push(durationInMs);
    await generate(['a lake'], { delay });
    expect(waits[0]).toBe(42_000);
  });

  test('keeps a job whose clip can’t be fetched now, and fetches it in another run', async () => {
    const { server, project, generate } = await openStudio({
      faults: [{ on: 'download', kind: 'status', status: 500, times: 1000 }],
    });
    expect(outcomes(await generate(['a lake']))).toEqual(['unfinished']);
    expect(await filesBelow(path.join(project.dir, '.beatcut/takes'))).toHaveProperty('size', 0);
    server.faults.length = 0;
    expect(outcomes(await generate(['a lake']))).toEqual(['taken']);
    expect(server.jobs).toHaveLength(1);
  });

  test('asks nothing again when the key is refused, and goes on once it is right', async () => {
    const { server, generate } = await openStudio({ faults: [{ on: 'poll', kind: 'status', status: 401 }] });
    const [clip] = (await generate(['a lake'])).clips;
    expect(clip!.jobs).toMatchObject([{ status: 'unfinished', hint: expect.stringContaining('key') }]);
    expect(server.requests).toEqual(['POST /videos', 'GET /videos/video_1']);
    expect(outcomes(await generate(['a lake']))).toEqual(['taken']);
    expect(server.jobs).toHaveLength(1);
  });

  test('buys nothing when the order was turned away, and may order again', async () => {
    const { server, project, generate } = await openStudio({
      faults: [{ on: 'start', kind: 'status', status: 402 }],
    });
    expect(outcomes(await generate(['a lake']))).toEqual(['rejected']);
    expect(await project.journal.list()).toEqual([]);
    expect(outcomes(await generate(['a lake']))).toEqual(['taken']);
    expect(server.jobs).toHaveLength(1);
  });

  test.each([{ kind: 'accept-then-reset' }, { kind: 'accept-then-status', status: 503 }] as const)(
    'finds each job again whose answer was lost ($kind), although the prompts are the same',
    async (fault) => {
      const { server, generate, takes } = await openStudio({ faults: [{ on: 'start', times: 3, ...fault }] });
      expect(outcomes(await generate(['a lake'], { takes: 3 }))).toEqual(['taken', 'taken', 'taken']);
      expect(server.jobs).toHaveLength(3);
      expect(new Set((await takes()).map(({ jobId }) => jobId)).size).toBe(3);
    },
  );

  test('stops where it can’t know whether it bought, and orders again only when a person says so', async () => {
    const { server, generate } = await openStudio({
      tellsPrompt: false,
      faults: [{ on: 'start', kind: 'accept-then-reset' }],
    });
    expect(outcomes(await generate(['a lake', 'a street'])).sort()).toEqual(['ambiguous', 'taken']);
    const again = await generate(['a lake', 'a street']);
    expect(outcomes(again)).toEqual(['ambiguous']);
    expect(again.clips.flatMap(({ jobs }) => jobs)).toMatchObject([
      { message: expect.stringContaining('is not known') },
    ]);
    expect(server.jobs).toHaveLength(2);
    expect(outcomes(await generate(['a lake', 'a street'], { resubmit: true })).at(-1)).toBe('taken');
    expect(server.jobs).toHaveLength(3);
    expect(outcomes(await generate(['a lake', 'a street']))).toEqual([]);
  });

  test('puts back what was paid for when the lock file has lost it', async () => {
    const { server, project, generate, takes } = await openStudio();
    await generate(['a lake', 'a street']);
    const before = await takes();
    await rm(project.lockFile.path);
    await generate(['a lake', 'a street']);
    expect(await takes()).toEqual(before);
    expect(server.jobs).toHaveLength(2);
  });

  test('fetches again what was paid for when its bytes are gone and the provider still has them', async () => {
    const { server, project, generate } = await openStudio();
    await generate(['a lake']);
    const files = await filesBelow(project.store.dir);
    await rm(project.store.dir, { recursive: true });
    await generate(['a lake']);
    expect(await filesBelow(project.store.dir)).toEqual(files);
    expect(server.jobs).toHaveLength(1);
  });

  test('never buys a real take again because its bytes and its job are gone', async () => {
    const { server, project, generate } = await openStudio();
    await generate(['a lake']);
    await rm(path.join(project.dir, '.beatcut'), { recursive: true });
    expect(outcomes(await generate(['a lake']))).toEqual([]);
    expect(server.jobs).toHaveLength(1);
  });

  test('starts nothing and leaves every file as it was when the lock file is broken', async () => {
    const { server, project, generate } = await openStudio();
    await writeFile(project.lockFile.path, '{"version": 1, "clips": <<<<<<< HEAD');
    const before = await filesBelow(project.dir);
    await expect(generate(['a lake'])).rejects.toMatchObject({ code: 'DOCUMENT_BROKEN' });
    expect(await filesBelow(project.dir)).toEqual(before);
    expect(server.requests).toEqual([]);
  });

  test('starts no more than the limits of costs and clips allow', async () => {
    const priced = await openStudio({}, { priceUsdPerSecond: 0.1 }); // 2 s a clip: 20 cents
    const result = await priced.generate(['a', 'b', 'c'], { maxCostUsd: 0.5 });
    expect(outcomes(result).sort()).toEqual(['over-limit', 'taken', 'taken']);
    expect(result.estimatedCostUsd).toBeCloseTo(0.4);
    expect(outcomes(await priced.generate(['a', 'b', 'c', 'd'], { maxClips: 1 })).sort()).toEqual([
      'over-limit',
      'taken',
    ]);
    expect(priced.server.jobs).toHaveLength(3);
    const unpriced = await openStudio();
    expect(outcomes(await unpriced.generate(['a'], { maxCostUsd: 5 }))).toEqual(['over-limit']);
    const odd: VideoProvider = {
      ...unpriced.provider,
      plan: (order) => ({ ...unpriced.provider.plan(order), estimatedCostUsd: Number.NaN }),
    };
    expect(outcomes(await unpriced.generate(['a'], { budgetUsd: 5 }, odd))).toEqual(['over-limit']);
    expect(unpriced.server.jobs).toHaveLength(0);
  });

  test('counts what runs already towards the limit of a run', async () => {
    const { server, generate } = await openStudio(
      { faults: [{ on: 'poll', kind: 'status', status: 401 }] },
      { priceUsdPerSecond: 0.1 },
    );
    expect(outcomes(await generate(['a'], { maxCostUsd: 0.3 }))).toEqual(['unfinished']);
    const [, b] = (await generate(['a', 'b'], { maxCostUsd: 0.3 })).clips;
    expect(b!.jobs).toMatchObject([
      { status: 'over-limit', message: expect.stringContaining('$0.20 for jobs that run already') },
    ]);
    expect(server.jobs).toHaveLength(1);
  });

  test('keeps to the budget of the project over all runs, also of two at the same time', async () => {
    const { server, generate } = await openStudio({}, { priceUsdPerSecond: 0.1 });
    await generate(['a'], { budgetUsd: 0.7 });
    const results = await Promise.all([
      generate(['b', 'c', 'd'], { budgetUsd: 0.7 }),
      generate(['e', 'f', 'g'], { budgetUsd: 0.7 }),
    ]);
    expect(results.flatMap(outcomes).sort()).toEqual([
      ...Array<string>(4).fill('over-limit'),
      'taken',
      'taken',
    ]);
    expect(server.jobs).toHaveLength(3);
  });

  test('knows a price by the rules where the provider knows none', async () => {
    const { generate, takes } = await openStudio();
    const prices = [[{ match: '*/wan', usdPerSecond: 0.05, asOf: '2026-11', source: 'a bill' }]];
    expect(outcomes(await generate(['a', 'b'], { maxCostUsd: 0.15, prices })).sort()).toEqual([
      'over-limit',
      'taken',
    ]);
    expect(await takes()).toMatchObject([{ estimatedCostUsd: 0.1 }]);
  });

  test('keeps to the number of jobs that a provider allows at once', async () => {
    const { server, generate } = await openStudio({}, { limits: { concurrentJobs: 2 } });
    let most = 0;
    await generate(['a', 'b', 'c', 'd', 'e'], {
      onProgress: () => {
        const open = server.jobs.filter(({ downloads }) => downloads === 0).length;
        most = Math.max(most, open);
      },
    });
    expect(most).toBe(2);
  });

  test('lets a provider that asked for a pause alone with every order, not only with the one it turned away', async () => {
    const { server, generate } = await openStudio(
      { faults: [{ on: 'start', kind: 'status', status: 429, headers: { 'retry-after': '30' } }] },
      { limits: { concurrentJobs: 2 } },
    );
    const waits: number[] = [];
    const delay: Delay = async (waitInMs) => {
      waits.push(waitInMs);
      await new Promise(setImmediate);
    };
    const prompts = Array.from({ length: 8 }, (_, index) => `lake ${index}`);
    expect(outcomes(await generate(prompts, { delay }))).toEqual(prompts.map(() => 'taken'));
    expect(server.jobs).toHaveLength(8);
    expect(waits.filter((waitInMs) => waitInMs > 20_000)).not.toHaveLength(1); // the order itself, and those behind it
  });

  test('orders with a treatment’s seed and those after it, and none of them twice', async () => {
    const { server, project, provider, generate } = await openStudio({}, { fields: 'self-hosted' });
    const orders = [{ ...orderFor('a lake'), sharedSeed: 7 }];
    await generateClips({ orders, providers: [provider], provider: provider.id, ...project, takes: 2 });
    await generateClips({ orders, providers: [provider], provider: provider.id, ...project, takes: 3 });
    const seeds = server.jobs.map(({ fields }) => fields.seed);
    expect(new Set(seeds)).toEqual(new Set(['7', '8', '9']));
    await generate(['a lake'], { takes: 3 }); // without it: bought all the same
    expect(server.jobs).toHaveLength(3);
  });

  test('stops when told to, waits for the order that is being sent, and goes on in another run', async () => {
    const { server, generate } = await openStudio({ pollsUntilDone: 3 });
    const stop = new AbortController();
    const first = await generate(['a', 'b', 'c', 'd', 'e', 'f'], {
      signal: stop.signal,
      onProgress: (event) => {
        if (event.type === 'step' && event.step.step === 'accepted') stop.abort();
      },
    });
    expect(outcomes(first)).not.toContain('taken');
    const bought = server.jobs.length;
    expect(bought).toBeLessThanOrEqual(4);
    expect(outcomes(await generate(['a', 'b', 'c', 'd', 'e', 'f']))).toEqual(Array(6).fill('taken'));
    expect(server.jobs).toHaveLength(6);
  });

  test('lets two runs at the same time make each take once', async () => {
    const { server, project, generate, takes } = await openStudio();
    const prompts = ['a', 'b', 'c'];
    await Promise.all([
      generate(prompts, { takes: 2 }),
      generate(prompts, { takes: 2 }),
      generate(prompts, { takes: 2 }),
    ]);
    expect(server.jobs).toHaveLength(6);
    expect(await takes()).toHaveLength(6);
    expect(await filesBelow(project.store.dir)).toHaveProperty('size', 6);
  });

  test('writes no key into any file', async () => {
    const { server, project, generate } = await openStudio({
      faults: [
        { on: 'poll', kind: 'status', status: 500, message: `Bad key ${SECRET}` },
        { on: 'job', kind: 'fails', message: `Worker with ${SECRET} died` },
        { on: 'start', kind: 'accept-then-reset' },
      ],
    });
    const events: unknown[] = [];
    const results = [
      await generate(['a', 'b'], { onProgress: (event) => void events.push(structuredClone(event)) }),
      await generate(['a', 'b'], { retryFailed: true }),
    ];
    expect(server.jobs.length).toBeGreaterThan(2);
    for (const [, bytes] of await filesBelow(project.dir)) expect(bytes.includes(SECRET)).toBe(false);
    expect(JSON.stringify([events, results])).not.toContain(SECRET);
  });

  test('refuses a provider that is not there and a number of takes that is none', async () => {
    const { generate } = await openStudio();
    await expect(generate(['a'], { provider: 'x' })).rejects.toMatchObject({ code: 'PROVIDER_UNKNOWN' });
    await expect(generate(['a'], { takes: 0 })).rejects.toMatchObject({ code: 'TAKES_INVALID' });
  });
});
