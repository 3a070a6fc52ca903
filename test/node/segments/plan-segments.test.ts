import { describe, expect, it } from 'vitest';
import type { MovedTake } from '../../../src/node/fast-path/lay-moved-take.ts';
import { planSegments, type FramePlan } from '../../../src/node/segments/plan-segments.ts';

const placement = { widthInPixels: 1280, heightInPixels: 720, left: 0, top: 0 };
const clip = (take: string, sourceFrame: number, scene = take): FramePlan => ({
  depends: { take, sourceFrame },
  layers: [{ file: `/somewhere/${take}.mp4`, sha256: take, sourceFrame, placement, opacity: 1 }],
  scene,
  unknowns: [],
});
const page = (what: string, scene: string): FramePlan => ({ depends: what, scene, unknowns: [] });
const clips = (take: string, count: number): FramePlan[] =>
  Array.from({ length: count }, (_, frame) => clip(take, frame));
const plan = (frames: FramePlan[], settings: unknown = {}) =>
  planSegments({ frames, settings, browser: 'chromium' });
const ranges = (frames: FramePlan[]): string[] =>
  plan(frames).map(({ startFrame, endFrame, kind }) => `${startFrame}-${endFrame} ${kind}`);

describe('planSegments', () => {
  it('ends a segment where other clips are seen, and where the frames are made in another way', () => {
    expect(ranges([...clips('a', 20), page('x', 'a, b'), page('y', 'a, b'), ...clips('b', 20)])).toEqual([
      '0-20 clips',
      '20-22 page',
      '22-42 clips',
    ]);
  });

  it('covers every frame exactly once, and splits long stretches', () => {
    const frames = clips('a', 500);
    expect(ranges(frames)).toEqual(['0-240 clips', '240-480 clips', '480-500 clips']);
  });

  it('leaves a few frames without an overlay to the browser that draws those around them', () => {
    const title = Array.from({ length: 10 }, (_, frame) => page(`title ${frame}`, 'a'));
    expect(ranges([...title, ...clips('a', 3), ...title])).toEqual(['0-23 page']);
    expect(ranges([...title, ...clips('a', 30), ...title])).toEqual([
      '0-10 page',
      '10-40 clips',
      '40-50 page',
    ]);
  });

  it('ends a segment where another overlay begins, and leaves what is there for a moment to the one before', () => {
    const under = (contents: string, count: number): FramePlan[] =>
      clips('a', count).map((frame) => ({ ...frame, overlay: { contents, frame: 0 } }));
    expect(ranges([...clips('a', 20), ...under('x', 20), ...under('y', 4), ...under('z', 20)])).toEqual([
      '0-20 clips',
      '20-44 clips',
      '44-64 clips',
    ]);
    expect(ranges([...under('x', 12), ...under('y', 12)])).toEqual(['0-12 clips', '12-24 clips']);
    // another text is another picture, and another browser draws it in another way
    const [plain] = plan(clips('a', 12));
    const [one] = plan(under('x', 12));
    const [other] = plan(under('y', 12));
    const [elsewhere] = planSegments({ frames: under('x', 12), settings: {}, browser: 'another' });
    expect(new Set([plain, one, other, elsewhere].map((segment) => segment!.fingerprint)).size).toBe(4);
  });

  it('keeps the fingerprint of what moves as a whole, wherever it lies and wherever the takes lie', () => {
    const [, moved] = plan([...clips('a', 17), ...clips('b', 20)]);
    const [alone] = plan(
      clips('b', 20).map((frame) => ({
        ...frame,
        layers: frame.layers!.map((layer) => ({ ...layer, file: '/elsewhere' })),
      })),
    );
    expect(moved!.fingerprint).toBe(alone!.fingerprint);
  });

  it('gives another fingerprint for another take, another frame of it, another opacity, another place, other settings', () => {
    const base = clips('a', 12);
    const faded = base.map((frame) => ({
      ...frame,
      layers: frame.layers!.map((layer) => ({ ...layer, opacity: 0.5 })),
    }));
    const move = (e: number, masks: MovedTake['masks'] = []): FramePlan[] => {
      const moved: MovedTake = { take: { width: 1280, height: 720 }, transform: [1, 0, 0, 1, e, 0], masks };
      return base.map((frame) => ({ ...frame, layers: frame.layers!.map((layer) => ({ ...layer, moved })) }));
    };
    const late = base.map((_, frame) => clip('a', frame + 1));
    const prints = [
      plan(base),
      plan(clips('b', 12)),
      plan(late),
      plan(faded),
      plan(move(1)),
      plan(move(2)),
      plan(move(1, [{ kind: 'linear', axis: 'x', stops: [{ at: 0, opacity: 0.5 }] }])),
      plan(base, { crf: 20 }),
      plan(base.slice(1)),
    ].map(([segment]) => segment!.fingerprint);
    expect(new Set(prints).size).toBe(prints.length);
  });

  it('lets the browser count only where it draws', () => {
    const frames = [...clips('a', 12), page('x', 'b')];
    const [first, second] = planSegments({ frames, settings: {}, browser: 'one' });
    const [again, other] = planSegments({ frames, settings: {}, browser: 'another' });
    expect(again!.fingerprint).toBe(first!.fingerprint);
    expect(other!.fingerprint).not.toBe(second!.fingerprint);
  });
});
