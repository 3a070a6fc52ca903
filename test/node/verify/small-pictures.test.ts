import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFrames } from '../../../src/node/media/read-frames.ts';
import { joinSegments } from '../../../src/node/segments/join-segments.ts';
import { CUT_PICTURE } from '../../../src/node/verify/measure-cuts.ts';
import { listPictureGroups } from '../../../src/node/verify/picture-groups.ts';
import { readSmallPictures } from '../../../src/node/verify/small-pictures.ts';
import { encodeStripes, type StripedSegment } from '../segments/encode-stripes.ts';

const FPS = 30;
let folder: string;

const segment = (seed: number, frameCount: number): Promise<StripedSegment> =>
  encodeStripes({ folder, seed, frameCount, fps: FPS });

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
