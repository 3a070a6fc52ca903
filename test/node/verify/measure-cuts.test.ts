import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clamp } from '../../../src/core/numbers.ts';
import type { PlannedCut } from '../../../src/edit/edit-plan.ts';
import { encodeVideo } from '../../../src/node/media/encode-video.ts';
import { measureCuts, type MeasuredCut } from '../../../src/node/verify/measure-cuts.ts';
import { createPicture, type Picture } from './pictures.ts';

const FPS = 24;
const [WIDTH, HEIGHT] = [192, 108];
const FRAMES = 110;
/** Where the middle of each film's transition is seen. */
const MIDDLE = 55;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'beatcut-cuts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Encodes a film, each frame of which is a picture. */
async function encode(name: string, pictureAt: (frame: number) => Picture): Promise<string> {
  const file = path.join(folder, `${name}.mp4`);
  function* frames(): Generator<Uint8Array> {
    for (let frame = 0; frame < FRAMES; frame++) {
      const picture = pictureAt(frame);
      const rgba = new Uint8Array(WIDTH * HEIGHT * 4).fill(255);
      for (let y = 0; y < HEIGHT; y++) {
        for (let x = 0; x < WIDTH; x++) {
          const value = clamp(picture(x / (WIDTH - 1), y / (HEIGHT - 1)), 0, 255);
          rgba.set([value, value, 255 - value / 2], 4 * (y * WIDTH + x));
        }
      }
      yield rgba;
    }
  }
  await encodeVideo({
    path: file,
    frames: frames(),
    widthInPixels: WIDTH,
    heightInPixels: HEIGHT,
    fps: FPS,
    preset: 'veryfast',
  });
  return file;
}

/** Measures a film against a plan that is earlier than the film by some frames. */
async function measure(file: string, lateInFrames: number, transitionInFrames: number): Promise<MeasuredCut> {
  const frame = MIDDLE - lateInFrames;
  const cut: PlannedCut = {
    frame,
    timeInSeconds: frame / FPS,
    beat: 0,
    fromShot: 'a',
    toShot: 'b',
    transitionInFrames,
    transitionStartFrame: frame - transitionInFrames / 2,
  };
  return (await measureCuts({ path: file, cuts: [cut] })).cuts[0]!;
}

const [a, b] = [createPicture('a'), createPicture('b')];
const progressAt = (frame: number, length: number): number => clamp((frame - MIDDLE) / length + 0.5);
/** A picture under a camera that pans by a share of the width each frame. */
const panned =
  (picture: Picture, frame: number, speed: number): Picture =>
  (x, y) =>
    picture(x + frame * speed, y);
const blended =
  (from: Picture, to: Picture, share: number): Picture =>
  (x, y) =>
    from(x, y) * (1 - share) + to(x, y) * share;

describe('measureCuts', () => {
  it.each([
    ['a still and a moving shot', 0, 0.02],
    ['a moving and a still shot', 0.02, 0],
    ['two moving shots', 0.003, -0.003],
  ])(
    'never says that a late or early long blend between %s is on time',
    async (name, speedA, speedB) => {
      const length = 40;
      const file = await encode(name, (frame) =>
        blended(panned(a, frame, speedA), panned(b, frame, speedB), progressAt(frame, length)),
      );
      const found: [late: number, offset: number | null, isAtLeast: boolean][] = [];
      for (const late of [-16, -10, -4, 0, 4, 10, 16]) {
        const { offsetInFrames, isAtLeast } = await measure(file, late, length);
        found.push([late, offsetInFrames, isAtLeast]);
      }
      for (const [late, offset, isAtLeast] of found) {
        if (offset === null) continue;
        // what is told exactly is right within a frame and a half; a bound is on the right side and no further than the truth
        const error = isAtLeast ? Math.max(0, Math.abs(offset) - Math.abs(late)) : Math.abs(offset - late);
        expect(error, JSON.stringify(found)).toBeLessThanOrEqual(1.5);
        if (isAtLeast && Math.abs(offset) > 1) expect(Math.sign(offset)).toBe(Math.sign(late));
      }
      // far off it is told to be off
      const far = found.filter(([late, offset]) => Math.abs(late) === 16 && offset !== null);
      expect(far.length, JSON.stringify(found)).toBeGreaterThan(0);
      for (const [, offset] of far) expect(Math.abs(offset!)).toBeGreaterThan(1);
    },
    60_000,
  );

  it.each([-6, -3, 0, 3, 6])(
    'tells that a blend of twelve frames is off by %i frames, although its shots move',
    async (late) => {
      const file = await encode('blend', (frame) =>
        blended(panned(a, frame, 0.002), panned(b, frame, -0.002), progressAt(frame, 12)),
      );
      const { offsetInFrames, isAtLeast } = await measure(file, late, 12);
      expect(isAtLeast).toBe(false);
      expect(Math.abs(offsetInFrames! - late)).toBeLessThanOrEqual(1);
    },
  );

  it('finds the jump of a transition that has no effect of its own', async () => {
    const file = await encode('leap', (frame) => panned(frame < MIDDLE - 6 ? a : b, frame, 0.01));
    const { offsetInFrames, isAtLeast } = await measure(file, 0, 12);
    expect(offsetInFrames).toBeCloseTo(-6, 3);
    expect(isAtLeast).toBe(false);
  });

  it.each([-9, 9])(
    'finds a hard cut that is off by %i frames, instead of a move of the shot',
    async (late) => {
      const file = await encode('hard', (frame) =>
        panned(frame < MIDDLE ? a : b, frame + 3 * Number(frame >= MIDDLE - late), 0.002),
      );
      const { offsetInFrames } = await measure(file, late, 0);
      expect(offsetInFrames).toBeCloseTo(late, 3);
    },
  );

  describe.each([
    ['alone', (picture: Picture): Picture => picture],
    [
      'under words that stand still',
      (picture: Picture): Picture =>
        (x, y) =>
          Math.abs(y - 0.3) < 0.1 && Math.floor(x * 24) % 2 === 0 ? 250 : picture(x, y),
    ],
    [
      'with a flash on its planned beat',
      (picture: Picture, frame: number, beat: number): Picture =>
        (x, y) => {
          const white = frame < beat ? 0 : 0.5 * Math.exp((beat - frame) / 6);
          return picture(x, y) * (1 - white) + 255 * white;
        },
    ],
  ])('for a zoom into a nested picture %s', (name, dress) => {
    it.each([-4, 0, 4])('tells that it is off by %i frames', async (late) => {
      const [length, scale] = [32, 6];
      const file = await encode(`zoom ${name}`, (frame) => {
        const progress = progressAt(frame, length);
        const grown = scale ** (progress * progress * (3 - 2 * progress));
        const at = (value: number, size: number): number => 0.5 + (value - 0.5) / size;
        const zoomed: Picture = (x, y) => {
          const [innerX, innerY] = [at(x, grown / scale), at(y, grown / scale)];
          const isInner = progress > 0.1 && Math.hypot(innerX - 0.5, innerY - 0.5) < 0.5 + progress;
          if (isInner && innerX >= 0 && innerX <= 1 && innerY >= 0 && innerY <= 1) return b(innerX, innerY);
          return a(at(x, grown), at(y, grown));
        };
        return dress(zoomed, frame, MIDDLE - late);
      });
      const { offsetInFrames, isAtLeast } = await measure(file, late, length);
      expect({ late, offsetInFrames, isAtLeast }).toMatchObject({
        offsetInFrames: expect.any(Number),
        isAtLeast: false,
      });
      expect(Math.abs(offsetInFrames! - late)).toBeLessThanOrEqual(1);
    });
  });
});
