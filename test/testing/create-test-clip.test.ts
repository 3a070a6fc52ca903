import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inspectContainer } from '../../src/node/store/inspect-container.ts';
import { probeVideo } from '../../src/node/media/probe-video.ts';
import { createTestClip } from '../../src/testing/create-test-clip.ts';

test.each([
  { width: 320, height: 180, fps: 24, durationInSeconds: 2 },
  { width: 1280, height: 720, fps: 30, durationInSeconds: 1 },
  { width: 720, height: 1280, fps: 25, durationInSeconds: 4 },
  { width: 34, height: 18, fps: 1, durationInSeconds: 3 },
])(
  'a test clip is a real video of $width × $height, $fps frames per second, $durationInSeconds s',
  async (options) => {
    const dir = await mkdtemp(path.join(tmpdir(), 'beatcut-clip-'));
    onTestFinished(() => rm(dir, { recursive: true }));
    const file = path.join(dir, 'clip.mp4');
    await writeFile(file, createTestClip(options));
    expect(await inspectContainer(file)).toBe('mp4');
    expect(await probeVideo({ path: file })).toMatchObject({
      ...options,
      codec: 'h264',
      frameCount: options.fps * options.durationInSeconds,
    });
  },
);

test('a test clip is the same for the same seed and another for another seed', () => {
  const bytes = createTestClip({ seed: 1 });
  expect(createTestClip({ seed: 1 })).toEqual(bytes);
  expect(createTestClip({ seed: 401 })).not.toEqual(bytes);
});
