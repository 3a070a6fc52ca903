import { describe, expect, it } from 'vitest';
import type { PageDrawing } from '../../../src/node/browser/page-drawing.ts';
import type { DrawingTrial } from '../../../src/node/browser/render-profile.ts';
import { chooseDrawing } from '../../../src/node/profile/choose-drawing.ts';

const usual: PageDrawing = { gl: null, imageFormat: 'jpeg', jpegQuality: 92, concurrency: 2 };
const candidates = [
  [{ gl: 'angle' }, { gl: 'vulkan' }],
  [{ concurrency: 1 }, { concurrency: 3 }],
  [{ imageFormat: 'png' }],
] as const;

/** A machine that draws at speeds of its own; the n-th measurement of all may be told apart. */
const choose = (
  speedOf: (drawing: PageDrawing, count: number) => number | null,
): Promise<{ drawing: PageDrawing; trials: DrawingTrial[] }> => {
  let count = 0;
  return chooseDrawing({
    usual,
    candidates,
    measure: async (drawing) => ({ drawing, framesPerSecond: speedOf(drawing, count++) }),
  });
};

describe('chooseDrawing', () => {
  it('takes the best value of each setting', async () => {
    const { drawing } = await choose(
      ({ gl, concurrency, imageFormat }) =>
        10 + (gl === 'angle' ? 4 : 0) + (concurrency === 3 ? 2 : 0) - (imageFormat === 'png' ? 5 : 0),
    );
    expect(drawing).toEqual({ ...usual, gl: 'angle', concurrency: 3 });
  });

  it('looks for the number of pages in the mode that was best', async () => {
    const { drawing } = await choose(({ gl, concurrency }) =>
      gl === 'vulkan' ? 20 - concurrency : concurrency,
    );
    expect(drawing).toEqual({ ...usual, gl: 'vulkan', concurrency: 1 });
  });

  it('leaves out what does not work', async () => {
    const { drawing, trials } = await choose(({ gl }) => (gl === null ? 10 : null));
    expect(drawing).toEqual(usual);
    expect(trials.filter(({ framesPerSecond }) => framesPerSecond === null)).toHaveLength(2);
  });

  it('keeps the usual way when another one was faster only once', async () => {
    const { drawing, trials } = await choose((_, count) => (count === 1 ? 30 : 10));
    expect(drawing).toEqual(usual);
    expect(trials.filter(({ drawing: { gl } }) => gl === 'angle').length).toBeGreaterThan(3);
  });

  it('keeps the usual way when another one is hardly faster', async () => {
    expect((await choose(({ gl }) => (gl === 'angle' ? 10.3 : 10))).drawing).toEqual(usual);
  });
});
