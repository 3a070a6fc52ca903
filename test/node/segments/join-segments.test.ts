import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probeVideo } from '../../../src/node/media/probe-video.ts';
import { joinSegments } from '../../../src/node/segments/join-segments.ts';
import { encodeStripes } from './encode-stripes.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'beatcut-join-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('joinSegments', () => {
  // an encoder that has seen too few frames to put them in another order begins at another decoding time
  it.each([
    [1, 30],
    [2, 1, 30],
    [30, 1],
    [1, 1, 1],
  ])('keeps the rate and the length of a film with segments of %i, %i … frames', async (...lengths) => {
    for (const fps of [24, 30_000 / 1001]) {
      const segments = [];
      for (const [index, frameCount] of lengths.entries())
        segments.push(await encodeStripes({ folder, seed: index + 3, frameCount, fps }));
      const outputFile = path.join(folder, 'film.mp4');
      await joinSegments({ segments, soundFile: null, fps, outputFile });
      const frameCount = lengths.reduce((sum, length) => sum + length, 0);
      const film = await probeVideo({ path: outputFile });
      expect(film.frameCount).toBe(frameCount);
      expect(film.fps).toBeCloseTo(fps, 3);
      expect(film.durationInSeconds).toBeCloseTo(frameCount / fps, 3);
    }
  });
});
