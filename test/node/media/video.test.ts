import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeVideo, encodeVideoToBytes, rationalFps } from '../../../src/node/media/encode-video.ts';
import { probeVideo } from '../../../src/node/media/probe-video.ts';
import { readFrames } from '../../../src/node/media/read-frames.ts';

const WIDTH = 64;
const HEIGHT = 48;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'beatcut-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Frame n is one colour whose red is 5 n. */
function* plainFrames(count: number): Generator<Uint8Array> {
  for (let index = 0; index < count; index++) {
    const frame = new Uint8Array(WIDTH * HEIGHT * 4);
    for (let offset = 0; offset < frame.length; offset += 4) frame.set([5 * index, 200, 10, 255], offset);
    yield frame;
  }
}

function* failing(): Generator<Uint8Array> {
  yield* plainFrames(3);
  throw new Error('no more paint');
}

const size = { widthInPixels: WIDTH, heightInPixels: HEIGHT };

describe('encodeVideo and probeVideo', () => {
  it('write and read H.264 with BT.709 tags, limited range and exactly the frames given', async () => {
    const file = path.join(folder, 'plain.mp4');
    expect(await encodeVideo({ path: file, frames: plainFrames(40), ...size, fps: 29.97 })).toEqual({
      frameCount: 40,
    });
    expect(await probeVideo({ path: file })).toMatchObject({
      width: WIDTH,
      height: HEIGHT,
      frameCount: 40,
      codec: 'h264',
      pixelFormat: 'yuv420p',
      color: { range: 'tv', matrix: 'bt709', transfer: 'bt709', primaries: 'bt709' },
      hasAudio: false,
    });
    const { fps, durationInSeconds } = await probeVideo({ path: file });
    expect(fps).toBeCloseTo(30_000 / 1001, 6);
    expect(durationInSeconds).toBeCloseTo((40 * 1001) / 30_000, 3);
  });

  it('give the same bytes for the same frames', async () => {
    const options = { ...size, fps: 30, metadata: { title: 'a shot' } };
    const once = await encodeVideoToBytes({ ...options, frames: plainFrames(10) });
    const again = await encodeVideoToBytes({ ...options, frames: plainFrames(10) });
    expect(Buffer.compare(once, again)).toBe(0);
  });

  it('leave nothing behind when a frame has the wrong size or the frames fail', async () => {
    const target = path.join(folder, 'broken', 'broken.mp4');
    const encode = (frames: Iterable<Uint8Array>): Promise<unknown> =>
      encodeVideo({ path: target, frames, ...size, fps: 30 });
    await expect(encode([new Uint8Array(5)])).rejects.toMatchObject({ code: 'VIDEO_FRAME_SIZE' });
    await expect(encode(failing())).rejects.toThrow('no more paint');
    expect(await readdir(path.dirname(target))).toEqual([]);
  });

  it('write NTSC rates as the ratios that they are', () => {
    expect([25, 29.97, 23.976, 59.94, 12.5].map(rationalFps)).toEqual([
      '25',
      '30000/1001',
      '24000/1001',
      '60000/1001',
      '12.5',
    ]);
  });
});

describe('readFrames', () => {
  it('gives every frame once, in order, with its colours', async () => {
    const file = path.join(folder, 'read.mp4');
    await encodeVideo({ path: file, frames: plainFrames(40), ...size, fps: 30, crf: 5 });
    const reds: number[] = [];
    for await (const { index, data } of readFrames({ path: file, widthInPixels: 8, heightInPixels: 6 })) {
      expect(index).toBe(reds.length);
      expect(data).toHaveLength(8 * 6 * 3);
      reds.push(data[0]!);
      expect(Math.abs(data[1]! - 200)).toBeLessThan(5);
    }
    expect(reds).toHaveLength(40);
    for (const [index, red] of reds.entries()) expect(Math.abs(red - 5 * index)).toBeLessThan(6);
  });

  it('gives a range of frames by number, and stops when the loop is left', async () => {
    const file = path.join(folder, 'range.mp4');
    await encodeVideo({ path: file, frames: plainFrames(40), ...size, fps: 30 });
    const options = { path: file, widthInPixels: 2, heightInPixels: 2, pixelFormat: 'gray' } as const;
    const indices: number[] = [];
    for await (const frame of readFrames({ ...options, startInFrames: 10, endInFrames: 14 })) {
      indices.push(frame.index);
    }
    expect(indices).toEqual([10, 11, 12, 13]);
    for await (const frame of readFrames(options)) {
      expect(frame.data).toHaveLength(4);
      break;
    }
  });
});
