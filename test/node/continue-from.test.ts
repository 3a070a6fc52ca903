import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { clipKeyOf } from '../../src/clips/clip-request.ts';
import { chooseTake, isStale, takesInOrder } from '../../src/clips/lock-file.ts';
import type { Take } from '../../src/clips/take.ts';
import { pickClipTake } from '../../src/node/edit-takes.ts';
import {
  generateClips,
  type ClipOrder,
  type GenerateClipsOptions,
  type GenerateClipsResult,
} from '../../src/node/generate.ts';
import { openaiVideos } from '../../src/providers/openai-videos.ts';
import type { VideoProvider } from '../../src/providers/video-provider.ts';
import { createVideosServer, type VideosServer } from '../../src/testing/videos-server.ts';
import { openTestProject, orderFor, type TestProject } from './test-project.ts';

let server: VideosServer;
let project: TestProject;
let provider: VideoProvider;
const first = orderFor('a door opens', 1);
const chained = (prompt: string, shotNumber: number, source: ClipOrder): ClipOrder => {
  const plain = orderFor(prompt, shotNumber);
  const request = { ...plain.request, continueFrom: source.clipKey };
  return { ...plain, request, clipKey: clipKeyOf(request) };
};
const second = chained('through the door', 2, first);
const third = chained('into the garden', 3, second);

beforeEach(async () => {
  server = await createVideosServer({ pollsUntilDone: 0 });
  onTestFinished(() => server.close());
  project = await openTestProject(onTestFinished);
  provider = openaiVideos({ baseURL: server.baseURL, model: 'wan', env: {} });
});
const generate = (
  orders: ClipOrder[],
  options: Partial<GenerateClipsOptions> = {},
): Promise<GenerateClipsResult> =>
  generateClips({ orders, providers: [provider], provider: provider.id, ...project, ...options });
const takesOf = async ({ clipKey }: ClipOrder): Promise<Take[]> =>
  takesInOrder((await project.lockFile.read()).clips[clipKey]);
const staleness = async (order: ClipOrder): Promise<boolean[]> => {
  const lockFile = await project.lockFile.read();
  const clip = lockFile.clips[order.clipKey]!;
  return takesInOrder(clip).map((take) => isStale(clip, take, lockFile));
};

describe('clips that continue others', () => {
  test('are made in order, whatever the order of asking, each from the last frame of the one before', async () => {
    await generate([third, second, first]);
    expect(server.jobs.map(({ fields }) => fields.prompt)).toEqual([
      'a door opens.',
      'through the door.',
      'into the garden.',
    ]);
    expect(server.jobs.map(({ fields }) => fields.input_reference !== undefined)).toEqual([
      false,
      true,
      true,
    ]);
    const [[a], [b], [c]] = [await takesOf(first), await takesOf(second), await takesOf(third)];
    expect([a!.continues, b!.continues, c!.continues]).toEqual([undefined, a!.sha256, b!.sha256]);
  });

  test('get stale by another pick and nothing else, fresh again by the old one, and new takes only when asked', async () => {
    await generate([first], { takes: 2 });
    await generate([first, second, third]);
    const jobs = server.jobs.length;
    const pick = (take: string): Promise<unknown> =>
      pickClipTake({ lockFile: project.lockFile, clip: 'a door', take });
    await pick('2');
    expect([await staleness(first), await staleness(second), await staleness(third)]).toEqual([
      [false, false],
      [true],
      [false],
    ]);
    await generate([first, second, third]);
    expect(server.jobs).toHaveLength(jobs);
    await pick('1');
    expect(await staleness(second)).toEqual([false]);

    await pick('2');
    await generate([first, second, third], { renewStale: true });
    // the second gets a new take, which is used, and so the third got stale and was made again as well
    expect([await staleness(second), await staleness(third)]).toEqual([
      [true, false],
      [true, false],
    ]);
    const lockFile = await project.lockFile.read();
    const chosen = chooseTake(lockFile.clips[second.clipKey]!, lockFile);
    expect(chosen?.sha256).toBe((await takesOf(second))[1]!.sha256);
    expect(server.jobs).toHaveLength(jobs + 2);
  });

  test('buy nothing while the one before has no real take, and say which', async () => {
    const { clips } = await generate([second]);
    expect(clips[0]!.error).toMatchObject({ message: expect.stringContaining(first.clipKey.slice(0, 8)) });
    expect(server.jobs).toHaveLength(0);
    server.faults.push({ on: 'job', kind: 'fails' });
    const both = await generate([first, second]);
    expect(both.clips[1]!.error).toBeDefined();
    expect(server.jobs).toHaveLength(1);
  });

  test('are made all the same by a provider that can’t begin with a picture, and as drafts', async () => {
    provider = { ...provider, takesFirstFrame: false };
    await generate([second]);
    expect(server.jobs.map(({ fields }) => fields.input_reference)).toEqual([undefined]);
    expect((await takesOf(second))[0]).not.toHaveProperty('continues');
    provider = { ...openaiVideos({ id: 'd', baseURL: server.baseURL, model: 'wan', draft: true, env: {} }) };
    await generate([third]);
    expect(await takesOf(third)).toMatchObject([{ draft: true }]);
  });
});
