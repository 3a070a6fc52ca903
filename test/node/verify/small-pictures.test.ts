import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFrames } from '../../../src/node/media/read-frames.ts';
import { joinSegments } from '../../../src/node/segments/join-segments.ts';
import { startSegmentEncoder } from '../../../src/node/segments/segment-encoder.ts';
import { CUT_PICTURE } from '../../../src/node/verify/measure-cuts.ts';
import { listPictureGroups } from '../../../src/node/verify/picture-groups.ts';
import { readSmallPictures } from '../../../src/node/verify/small-pictures.ts';

const [WIDTH, HEIGHT, FPS] = [192, 108, 30];
let folder: string;

/** A stretch of moving stripes; every seed another one. */
async function segment(seed: number, frameCount: number): Promise<{ file: string; frameCount: number }> {
  const file = path.join(folder, `${seed}.ts`);
  const encoder = startSegmentEncoder({
    outputFile: file,
    input: { kind: 'yuv420p', widthInPixels: WIDTH, heightInPixels: HEIGHT },
    fps: FPS,
    encoding: { crf: 18, preset: 'veryfast' },
  });
  for (let frame = 0; frame < frameCount; frame++) {
    const picture = new Uint8Array((WIDTH * HEIGHT * 3) / 2).fill(128);
    for (let pixel = 0; pixel < WIDTH * HEIGHT; pixel++)
      picture[pixel] = 30 + (((pixel % WIDTH) * seed + frame * 7 + Math.floor(pixel / WIDTH)) % 190);
    await encoder.write(picture);
  }
  await encoder.finish();
  return { file, frameCount };
}

const join = async (name: string, segments: { file: string; frameCount: number }[]): Promise<string> => {
  const outputFile = path.join(folder, name);
  await joinSegments({ segments, soundFile: null, fps: FPS, outputFile });
  return outputFile;
};

async function picturesOf(file: string, picturesDir?: string): Promise<string[]> {
  const pictures: string[] = [];
  for await (const picture of readSmallPictures({ path: file, fps: FPS, picturesDir }))
    pictures.push(Buffer.from(picture).toString('base64'));
  return pictures;
}

async function decoded(file: string): Promise<string[]> {
  const pictures: string[] = [];
  for await (const { data } of readFrames({ path: file, ...CUT_PICTURE }))
    pictures.push(Buffer.from(data).toString('base64'));
  return pictures;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'beatcut-pictures-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('readSmallPictures', () => {
  it('gives the frames that a decoder gives, whatever part of a film it knows', async () => {
    const [a, b, c, d, swapped, first] = await Promise.all([
      segment(1, 31),
      segment(2, 1),
      segment(3, 17),
      segment(4, 40),
      segment(5, 17),
      segment(6, 31),
    ]);
    const picturesDir = path.join(folder, 'pictures');
    const films = {
      whole: [a, b, c, d],
      middle: [a, b, swapped, d],
      beginning: [first, b, swapped, d],
      end: [first, b, swapped, d, c, a, swapped],
    };
    for (const [name, segments] of Object.entries(films)) {
      const film = await join(`${name}.mp4`, segments);
      expect(await listPictureGroups({ path: film })).toHaveLength(segments.length);
      expect(await picturesOf(film, picturesDir), name).toEqual(await decoded(film));
    }
    // each group of pictures is kept once
    expect(await readdir(picturesDir)).toHaveLength(6);
    expect(await picturesOf(path.join(folder, 'whole.mp4'), picturesDir)).toEqual(
      await picturesOf(path.join(folder, 'whole.mp4')),
    );
  });
});
