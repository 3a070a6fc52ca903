import { expect, onTestFinished, test } from 'vitest';
import { cancelJobs } from '../../src/node/cancel-jobs.ts';
import { generateClips } from '../../src/node/generate.ts';
import type { JobRecord } from '../../src/node/journal/job-record.ts';
import { listLedger, sumLedger } from '../../src/node/money/ledger.ts';
import { withFileLock } from '../../src/node/store/file-lock.ts';
import { openaiVideos } from '../../src/providers/openai-videos.ts';
import type { VideoProvider } from '../../src/providers/video-provider.ts';
import { createVideosServer, type VideosServer } from '../../src/testing/videos-server.ts';
import { openTestProject, orderFor, type TestProject } from './test-project.ts';

interface Setup {
  server: VideosServer;
  project: TestProject;
  provider: VideoProvider;
  generate: (signal?: AbortSignal) => ReturnType<typeof generateClips>;
  /** Orders a clip and stops waiting for it once it runs. */
  begin: () => Promise<JobRecord[]>;
}

async function setUp(pollsUntilDone = 50): Promise<Setup> {
  const server = await createVideosServer({ pollsUntilDone });
  onTestFinished(() => server.close());
  const project = await openTestProject(onTestFinished);
  const provider = openaiVideos({ baseURL: server.baseURL, model: 'wan', priceUsdPerSecond: 0.1, env: {} });
  const generate: Setup['generate'] = (signal) =>
    generateClips({
      ...project,
      orders: [orderFor('a lake')],
      providers: [provider],
      provider: provider.id,
      signal,
    });
  return {
    server,
    project,
    provider,
    generate,
    begin: async () => {
      const stop = new AbortController();
      await generateClips({
        ...project,
        orders: [orderFor('a lake')],
        providers: [provider],
        provider: provider.id,
        signal: stop.signal,
        onProgress: (event) => {
          if (event.type === 'step' && event.step.step === 'running') stop.abort();
        },
      });
      return project.journal.list();
    },
  };
}

test('a running job is stopped at its provider, and is neither counted nor ordered again unasked', async () => {
  const { server, project, provider, begin, generate } = await setUp();
  const jobs = await begin();
  const [result] = await cancelJobs({ ...project, jobs, providers: [provider] });
  expect(result).toMatchObject({ outcome: 'cancelled', message: expect.stringContaining('$0.20') as string });
  expect(server.requests.at(-2)).toBe('DELETE /videos/video_1');
  const [record] = await project.journal.list();
  expect(record!.progress).toMatchObject({ status: 'failed', reason: 'cancelled' });
  const sum = sumLedger(listLedger(await project.lockFile.read(), await project.journal.list()));
  expect(sum).toMatchObject({ failed: 1, open: 0, countedUsd: 0, failedUsd: 0.2 });
  const again = await generate();
  expect(again.clips[0]!.jobs).toMatchObject([{ status: 'failed', reason: 'cancelled' }]);
  expect(server.jobs).toHaveLength(1);
});

test('a clip that is ready is not given up', async () => {
  const { server, project, provider, begin, generate } = await setUp(0);
  const jobs = await begin();
  await provider.poll((jobs[0]!.progress as { job: Parameters<VideoProvider['poll']>[0] }).job, {});
  expect(await cancelJobs({ ...project, jobs, providers: [provider] })).toMatchObject([
    { outcome: 'finished' },
  ]);
  expect(server.requests.some((request) => request.startsWith('DELETE'))).toBe(false);
  expect((await generate()).clips[0]!.chosen).toBeDefined();
});

test('while another process works on the clip its record is left alone', async () => {
  const { project, provider, begin } = await setUp();
  const jobs = await begin();
  const lockPath = `${project.locksDir}/${jobs[0]!.plan.order.clipKey}.lock`;
  const results = await withFileLock({ lockPath }, () =>
    cancelJobs({ ...project, jobs, providers: [provider] }),
  );
  expect(results).toMatchObject([{ outcome: 'asked' }]);
  expect((await project.journal.list())[0]!.progress.status).toBe('running');
});

test('says why a job can’t be stopped, and leaves it as it is', async () => {
  const { server, project, provider, begin } = await setUp();
  const [job] = await begin();
  const { cancel: _, ...without } = provider;
  const intent: JobRecord = { ...job!, progress: { status: 'intent' } };
  const messages = async (record: JobRecord, providers: VideoProvider[]): Promise<string> => {
    const [result] = await cancelJobs({ ...project, jobs: [record], providers });
    expect(result!.outcome).toBe('impossible');
    return result!.message;
  };
  expect(await messages(job!, [without])).toContain('can’t stop'.replace('’', "'"));
  expect(await messages(job!, [])).toContain('no provider "openai-videos"');
  expect(await messages(intent, [provider])).toContain('not known');
  server.faults.push({ on: 'poll', kind: 'status', status: 502 });
  expect(await messages(job!, [provider])).toContain('502');
  expect((await project.journal.list())[0]!.progress.status).toBe('running');
});
