import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import { createAnimaticPainter, drawAnimatic, parseScene, type Scene } from '../../src/animatic/index.ts';
import { builders } from '../../src/animatic/settings/index.ts';
import { contrastOf, differenceOf, hashOfPixels, paint, painterOf, pixelsOf } from './render.ts';

const prompts = [
  'a young woman with a red scarf runs down a school corridor, push in to the door',
  'two lovers dance on a beach at sunset under string lights',
  'rainy neon street at night, a man with an umbrella and a taxi',
  'a family at breakfast in the kitchen, morning',
  'a misty forest, deer, tracking right',
  'inside a train at night, an old man reads',
  'kaleidoscope',
];

describe('createAnimaticPainter', () => {
  test('draws the same pixels for the same words, time and seed, in any order', () => {
    for (const prompt of prompts) {
      const times = [0, 0.7, 2.3, 3.9];
      const forwards = painterOf(prompt, { slate: { shotNumber: 3 } });
      const first = times.map((time) => hashOfPixels(paint(forwards, time)));
      const backwards = painterOf(prompt, { slate: { shotNumber: 3 } });
      const second = times.toReversed().map((time) => hashOfPixels(paint(backwards, time)));
      expect(second.reverse()).toEqual(first);
      expect(new Set(first).size).toBe(times.length);
    }
  });

  test('needs nothing but the scene as JSON', () => {
    const scene = parseScene(prompts[1]!, { seed: 9 });
    const copy = JSON.parse(JSON.stringify(scene)) as Scene;
    const options = { width: 192, height: 108, durationInSeconds: 4 };
    expect(hashOfPixels(paint(createAnimaticPainter({ scene: copy, ...options }), 1))).toBe(
      hashOfPixels(paint(createAnimaticPainter({ scene, ...options }), 1)),
    );
  });

  test('drawAnimatic draws what the painter draws', () => {
    const scene = parseScene(prompts[0]!);
    const context = createCanvas(192, 108).getContext('2d');
    drawAnimatic(context, { scene, width: 192, height: 108, durationInSeconds: 4, timeInSeconds: 1.5 });
    expect(hashOfPixels(context.getImageData(0, 0, 192, 108).data)).toBe(
      hashOfPixels(pixelsOf(prompts[0]!, 1.5)),
    );
  });

  test('draws another picture for each setting, none of them empty', () => {
    const base = parseScene('two people at dusk', { seed: 1 });
    const pictures = Object.keys(builders).map((setting) => {
      const scene = { ...base, setting: setting as Scene['setting'] };
      return paint(
        createAnimaticPainter({ scene, width: 160, height: 90, durationInSeconds: 4 }),
        1,
        160,
        90,
      );
    });
    for (const pixels of pictures) expect(contrastOf(pixels)).toBeGreaterThan(9);
    for (const [index, pixels] of pictures.entries())
      for (const other of pictures.slice(index + 1)) expect(differenceOf(pixels, other)).toBeGreaterThan(0.8);
  });

  test('draws other prompts and other seeds clearly differently', () => {
    for (const [index, prompt] of prompts.entries()) {
      const pixels = pixelsOf(prompt, 1, { seed: 1 });
      expect(differenceOf(pixels, pixelsOf(prompt, 1, { seed: 2 }))).toBeGreaterThan(6);
      expect(differenceOf(pixels, pixelsOf(prompt, 1, { seed: 3 }))).toBeGreaterThan(4);
      for (const other of prompts.slice(index + 1))
        expect(differenceOf(pixels, pixelsOf(other, 1, { seed: 1 }))).toBeGreaterThan(8);
    }
  });

  test.each(prompts)('moves all the time and without jumps: %s', (prompt) => {
    const painter = painterOf(prompt);
    const frames = Array.from({ length: 25 }, (_, frame) => paint(painter, 1 + frame / 24));
    const steps = frames.slice(1).map((pixels, index) => differenceOf(pixels, frames[index]!));
    expect(Math.min(...steps)).toBeGreaterThan(0.02);
    // a hard cut between two of these shots differs by 30 and more
    expect(Math.max(...steps)).toBeLessThan(9);
    const usual = steps.toSorted((a, b) => a - b)[12]!;
    expect(Math.max(...steps)).toBeLessThan(usual * 4 + 1);
  });

  test('shows the camera move: a portal grows, a pan goes its way in mirrored takes too', () => {
    const scene = parseScene('a field', { seed: 1 });
    const difference = (camera: Scene['camera']): number => {
      const painter = createAnimaticPainter({
        scene: { ...scene, camera },
        width: 192,
        height: 108,
        durationInSeconds: 4,
      });
      return differenceOf(paint(painter, 0), paint(painter, 3.9));
    };
    for (const camera of [
      'push-in',
      'pull-out',
      'pan-left',
      'pan-right',
      'crane-up',
      'crane-down',
      'orbit',
      'aerial',
    ] as const)
      expect(difference(camera)).toBeGreaterThan(difference('static'));
  });

  test('writes prompt and shot number only when asked to', () => {
    const plain = pixelsOf('a lake', 1);
    const slate = pixelsOf('a lake', 1, { slate: { shotNumber: 12 } });
    const upper = 192 * 4 * 70; // the caption stays in the lower third
    expect(hashOfPixels(slate.slice(0, upper))).toBe(hashOfPixels(plain.slice(0, upper)));
    expect(differenceOf(plain, slate)).toBeGreaterThan(0.3);
    expect(hashOfPixels(pixelsOf('a lake', 1, { slate: { shotNumber: 13 } }))).not.toBe(hashOfPixels(slate));
    expect(hashOfPixels(pixelsOf('a lake', 1, { slate: { shotNumber: 12, prompt: 'Take two' } }))).not.toBe(
      hashOfPixels(slate),
    );
  });

  test.each(['夜の東京', 'Ночной город', 'Ωκεανός', 'مدينة', '🌧️', '', 'x'.repeat(5000)])(
    'writes a slate for any text (%#)',
    (prompt) => {
      expect(contrastOf(pixelsOf(prompt, 1, { slate: { shotNumber: 1 } }))).toBeGreaterThan(3);
    },
  );

  test('fits any size and shape, and stays within its rectangle', () => {
    for (const [width, height] of [
      [1, 1],
      [7, 900],
      [900, 7],
      [108, 192],
      [120, 150],
      [100, 100],
      [640, 360],
    ] as const)
      for (const prompt of prompts.slice(0, 4))
        expect(pixelsOf(prompt, 1, { width, height, slate: { shotNumber: 1 } })[3]).toBe(255);
    const context = createCanvas(100, 60).getContext('2d');
    painterOf(prompts[1]!, { width: 80, height: 45 }).paint(context, 1);
    expect(context.getImageData(81, 0, 19, 60).data.every((value) => value === 0)).toBe(true);
    expect(context.getImageData(0, 46, 100, 14).data.every((value) => value === 0)).toBe(true);
  });

  test('looks the same at twice the size', () => {
    const small = pixelsOf(prompts[3]!, 1, { width: 160, height: 90 });
    const large = createCanvas(320, 180);
    painterOf(prompts[3]!, { width: 320, height: 180 }).paint(large.getContext('2d'), 1);
    const context = createCanvas(160, 90).getContext('2d');
    context.drawImage(large, 0, 0, 160, 90);
    expect(differenceOf(small, context.getImageData(0, 0, 160, 90).data)).toBeLessThan(5);
  });

  test('leaves the state of the context as it was', () => {
    const context = createCanvas(64, 36).getContext('2d');
    context.globalAlpha = 0.5;
    context.globalCompositeOperation = 'multiply';
    const before = context.getTransform();
    painterOf('a sea', { width: 64, height: 36 }).paint(context, 1);
    expect([context.globalAlpha, context.globalCompositeOperation]).toEqual([0.5, 'multiply']);
    expect(context.getTransform()).toEqual(before);
  });

  test('refuses a size or a length that is none, and says which', () => {
    const scene = parseScene('a sea');
    expect(() => createAnimaticPainter({ scene, width: 0, height: 9, durationInSeconds: 1 })).toThrow(
      'width must be a number above 0, not 0',
    );
    expect(() =>
      createAnimaticPainter({ scene, width: 9, height: 9, durationInSeconds: Number.NaN }),
    ).toThrow('durationInSeconds must be a number above 0, not NaN');
  });
});
