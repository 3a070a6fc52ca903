import { describe, expect, it } from 'vitest';
import type { PlannedCut } from '../../../src/edit/edit-plan.ts';
import { createCutFinder, type CutMeasurement } from '../../../src/node/verify/measure-cuts.ts';
import { createPicture, type Picture } from './pictures.ts';

const WIDTH = 96;
const HEIGHT = 54;

const rasterize = (picture: Picture): Uint8Array =>
  Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, index) => {
    const pixel = Math.floor(index / 3);
    return picture((pixel % WIDTH) / (WIDTH - 1), Math.floor(pixel / WIDTH) / (HEIGHT - 1));
  });

/** A picture under a slow camera move. */
const moving =
  (picture: Picture, frame: number): Picture =>
  (x, y) =>
    picture(x + frame * 0.002, y);

const findCuts = ({
  frames,
  ...options
}: {
  frames: readonly Uint8Array[];
  cuts: readonly PlannedCut[];
  fps: number;
}): Omit<CutMeasurement, 'fps'> => {
  const finder = createCutFinder(options);
  for (const frame of frames) finder.push(frame);
  return finder.finish();
};

const cutAt = (frame: number, transitionInFrames = 0): PlannedCut => ({
  frame,
  timeInSeconds: frame / 30,
  beat: 0,
  fromShot: 'a',
  toShot: 'b',
  transitionInFrames,
  transitionStartFrame: frame - transitionInFrames / 2,
});

const [a, b, c] = [createPicture('a'), createPicture('b'), createPicture('c')];
const hardCut = (at: number): Uint8Array[] =>
  Array.from({ length: 60 }, (_, frame) => rasterize(moving(frame < at ? a : b, frame)));

describe('createCutFinder', () => {
  it('finds a hard cut on its frame', () => {
    const { cuts, unplannedCuts } = findCuts({ frames: hardCut(30), cuts: [cutAt(30)], fps: 30 });
    expect(cuts[0]).toMatchObject({ frame: 30, timeInSeconds: 1, offsetInFrames: 0 });
    expect(unplannedCuts).toEqual([]);
  });

  it('tells by how many frames a cut is early or late', () => {
    expect(findCuts({ frames: hardCut(32), cuts: [cutAt(30)], fps: 30 }).cuts[0]!.offsetInFrames).toBeCloseTo(
      2,
    );
    expect(findCuts({ frames: hardCut(29), cuts: [cutAt(30)], fps: 30 }).cuts[0]!.offsetInFrames).toBeCloseTo(
      -1,
    );
  });

  it('says that nothing changes where no cut is to be seen', () => {
    const frames = Array.from({ length: 60 }, () => rasterize(a));
    expect(findCuts({ frames, cuts: [cutAt(30)], fps: 30 }).cuts[0]!.frame).toBeNull();
  });

  it.each([0, 12])('says nothing of a cut with a transition of %i frames in shots that flicker', (length) => {
    const frames = Array.from({ length: 60 }, (_, frame) =>
      rasterize((x, y) => (x < 0.1 ? (frame < 30 ? a : b)(x, y) : 30 + ((frame * 97) % 200))),
    );
    expect(findCuts({ frames, cuts: [cutAt(30, length)], fps: 30 }).cuts[0]!.frame).toBeNull();
  });

  it('finds a cut although one of the shots has a jump of its own close by', () => {
    const frames = Array.from({ length: 60 }, (_, frame) =>
      rasterize(moving(frame < 27 ? c : frame < 30 ? a : b, frame)),
    );
    const found = findCuts({ frames, cuts: [cutAt(30)], fps: 30 }).cuts[0]!.frame;
    expect(found).toBe(30);
  });

  it('says nothing of a cut that lies beyond the last frame', () => {
    const { cuts } = findCuts({ frames: hardCut(30), cuts: [cutAt(30), cutAt(90, 12), cutAt(120)], fps: 30 });
    expect(cuts.map(({ frame }) => frame)).toEqual([30, null, null]);
  });

  it('reports jumps that were not planned', () => {
    expect(findCuts({ frames: hardCut(20), cuts: [], fps: 30 }).unplannedCuts).toEqual([20]);
  });

  it.each([24, 25, 27.5])('finds the middle of a fade around frame %s', (middle) => {
    const frames = Array.from({ length: 60 }, (_, frame) => {
      const progress = Math.max(0, Math.min(1, (frame - middle) / 12 + 0.5));
      return rasterize((x, y) => moving(a, frame)(x, y) * (1 - progress) + moving(b, frame)(x, y) * progress);
    });
    const measured = findCuts({ frames, cuts: [cutAt(25, 12)], fps: 30 }).cuts[0]!.frame!;
    expect(Math.abs(measured - middle)).toBeLessThan(0.5);
  });

  it('measures a transition that begins on its beat by its own middle', () => {
    const frames = Array.from({ length: 60 }, (_, frame) => {
      const progress = Math.max(0, Math.min(1, (frame - 25) / 12));
      return rasterize((x, y) => a(x, y) * (1 - progress) + b(x, y) * progress);
    });
    const cut = { ...cutAt(25, 12), transitionStartFrame: 25 };
    const [measured] = findCuts({ frames, cuts: [cut], fps: 30 }).cuts;
    expect(measured!.frame).toBeCloseTo(31, 0);
    expect(Math.abs(measured!.offsetInFrames!)).toBeLessThan(0.75);
  });

  it.each([
    ['right', 25],
    ['right', 26.5],
    ['down', 25],
  ])(
    'finds the middle of a shot that pushes the one before it out to the %s, around frame %s',
    (way, middle) => {
      const frames = Array.from({ length: 60 }, (_, frame) => {
        const progress = Math.max(0, Math.min(1, (frame - middle) / 12 + 0.5));
        return rasterize((x, y) => {
          const [along, across] = way === 'right' ? [x, y] : [y, x];
          const [picture, place] = along < progress ? [c, along - progress + 1] : [a, along - progress];
          return way === 'right' ? picture(place, across) : picture(across, place);
        });
      });
      const measured = findCuts({ frames, cuts: [cutAt(25, 12)], fps: 30 }).cuts[0]!.frame!;
      expect(Math.abs(measured - middle)).toBeLessThan(0.75);
    },
  );

  it('says nothing of a large zoom whose speed has no middle', () => {
    const frames = Array.from({ length: 60 }, (_, frame) => {
      const progress = Math.max(0, Math.min(1, (frame - 12) / 36));
      const grown = 8 ** (progress ** 3); // ever faster, then it stops
      const at = (value: number): number => 0.5 + (value - 0.5) / grown;
      return rasterize((x, y) => a(at(x), at(y)));
    });
    expect(findCuts({ frames, cuts: [cutAt(30, 36)], fps: 30 }).cuts[0]!.frame).toBeNull();
  });

  it.each([
    [24, 0.5],
    [25, 0.5],
    [26.5, 0.3],
  ])('finds the middle of a zoom into a nested picture around frame %s, towards %s', (middle, originX) => {
    const scale = 8;
    const frames = Array.from({ length: 60 }, (_, frame) => {
      const progress = Math.max(0, Math.min(1, (frame - middle) / 16 + 0.5));
      const grown = scale ** (progress * progress * (3 - 2 * progress));
      const at = (value: number, origin: number, size: number): number => origin + (value - origin) / size;
      return rasterize((x, y) => {
        const [innerX, innerY] = [at(x, originX, grown / scale), at(y, 0.5, grown / scale)];
        const isInner = Math.hypot(innerX - 0.5, innerY - 0.5) < 0.5 + progress && progress > 0.1;
        if (isInner && innerX >= 0 && innerX <= 1 && innerY >= 0 && innerY <= 1) return b(innerX, innerY);
        return a(at(x, originX, grown), at(y, 0.5, grown));
      });
    });
    const measured = findCuts({ frames, cuts: [cutAt(25, 16)], fps: 30 }).cuts[0]!.frame!;
    expect(Math.abs(measured - middle)).toBeLessThan(0.5);
  });
});
