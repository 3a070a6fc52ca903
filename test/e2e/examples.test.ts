import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXAMPLES, renderExampleFrames } from '../../scripts/example-frames.mjs';

const ids = Object.keys(EXAMPLES);
let folder: string;
let pictures: { id: string; frame: number; path: string }[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beatcut-examples-'));
  // two frames of each: every second one of those in the READMEs would take longer and tell no more
  pictures = await renderExampleFrames({
    ids,
    scale: 0.25,
    output: folder,
    framesOf: (id) => EXAMPLES[id]!.frames.slice(1, 3),
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Mean and standard deviation of a picture's brightness, 0–255. */
async function brightnessOf(
  path: string,
): Promise<{ mean: number; deviation: number; width: number; height: number }> {
  const image = await loadImage(await readFile(path));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let [sum, squares] = [0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const value = 0.2126 * data[at]! + 0.7152 * data[at + 1]! + 0.0722 * data[at + 2]!;
    sum += value;
    squares += value * value;
  }
  const count = data.length / 4;
  const mean = sum / count;
  return {
    mean,
    deviation: Math.sqrt(squares / count - mean * mean),
    width: image.width,
    height: image.height,
  };
}

describe('the examples', () => {
  it.each(ids)('%s draws pictures that are not blank and not all the same', async (id) => {
    const own = pictures.filter((picture) => picture.id === id);
    expect(own).toHaveLength(2);
    const [first, second] = await Promise.all(own.map(({ path }) => brightnessOf(path)));
    for (const picture of [first!, second!]) {
      expect(picture.deviation).toBeGreaterThan(8);
      expect(picture.mean).toBeGreaterThan(5);
      expect(picture.mean).toBeLessThan(250);
    }
    expect([first!.width, first!.height].toSorted((a, b) => a - b)).toEqual([180, 320]);
    const [one, other] = await Promise.all(own.map(({ path }) => readFile(path)));
    expect(one!.equals(other!)).toBe(false);
  });
});
