import type { ReactNode } from 'react';
import { useCurrentFrame } from 'remotion';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { InfiniteZoom } from '../../src/react/transitions/infinite-zoom-series.tsx';
import { createZoomPath, type ZoomJoint, type ZoomPath } from '../../src/react/transitions/zoom-path.ts';
import { Song } from '../../src/react/song.tsx';
import { steadySong } from './steady-song.ts';
import { renderForFrame } from './render-for-frame.tsx';

const FRAMES = 400;

/** Chains of five pictures with joints, scales and origins all over the place. */
function chains(): { name: string; joints: ZoomJoint[]; path: ZoomPath }[] {
  return Array.from({ length: 12 }, (_, seed) => {
    const random = createRandom(seed);
    const joints = [60, 140, 215, 330].map((middle): ZoomJoint => {
      const half = 6 + random() * 24;
      return {
        startFrame: middle - half,
        endFrame: middle + half,
        scale: 2 + random() * 10,
        origin: { x: 0.1 + 0.8 * random(), y: 0.1 + 0.8 * random() },
      };
    });
    const drift = seed % 3 === 0 ? ('constant' as const) : 0.002 + 0.004 * random();
    const path = createZoomPath({
      startFrame: 0,
      endFrame: FRAMES,
      joints,
      lastOrigin: { x: 0.5, y: 0.3 },
      drift,
      ease: seed % 2 === 0,
    });
    return { name: `${seed} (${drift === 'constant' ? drift : 'pulses'})`, joints, path };
  });
}

/** The picture that fills the screen on a frame. */
const mainPicture = (joints: readonly ZoomJoint[], frame: number): number =>
  joints.filter((joint) => frame >= joint.endFrame).length;

describe('createZoomPath', () => {
  it.each(chains())('never jumps in size or in its speed: chain $name', ({ joints, path }) => {
    const step = 1e-3;
    const speed = (frame: number): number =>
      (path.depthAt(frame + step) - path.depthAt(frame - step)) / (2 * step);
    for (let frame = 1; frame < FRAMES - 1; frame += 0.25) {
      expect(path.depthAt(frame + step)).toBeGreaterThanOrEqual(path.depthAt(frame));
      // the steepest pulse here needs 6 frames from rest to full speed
      expect(Math.abs(speed(frame + 0.01) - speed(frame - 0.01))).toBeLessThan(0.01);
    }
    // where one picture gives way to the next, both measures agree on either side to the last digit that matters
    for (const [index, { endFrame }] of joints.entries()) {
      const [outer, inner] = [index, index + 1];
      const logScale = (picture: number, frame: number): number =>
        Math.log(path.viewAt(picture, frame).scale);
      const before = (logScale(outer, endFrame - 1e-4) - logScale(outer, endFrame - 2e-4)) / 1e-4;
      const after = (logScale(inner, endFrame + 2e-4) - logScale(inner, endFrame + 1e-4)) / 1e-4;
      expect(after).toBeCloseTo(before, 5);
      expect(path.viewAt(inner, endFrame).scale).toBeCloseTo(1, 9);
      expect(path.viewAt(inner, endFrame).x).toBeCloseTo(0, 9);
    }
  });

  it.each(chains())(
    'keeps the resting point of the screen in one gliding movement: chain $name',
    ({ joints, path }) => {
      // what stands still on the screen while the picture grows: x where x·v + dx/dt = 0 for the picture's middle
      const restingPoint = (picture: number, frame: number): number => {
        const step = 1e-3;
        const [before, after] = [path.viewAt(picture, frame - step), path.viewAt(picture, frame + step)];
        const speed = Math.log(after.scale / before.scale);
        const { x } = path.viewAt(picture, frame);
        return x - (after.x - before.x) / speed;
      };
      for (const [index, { endFrame }] of joints.entries()) {
        expect(restingPoint(index, endFrame - 0.01)).toBeCloseTo(restingPoint(index + 1, endFrame + 0.01), 2);
      }
    },
  );

  it.each(chains())('never shows what lies beyond a picture: chain $name', ({ joints, path }) => {
    for (let frame = 0; frame < FRAMES; frame += 0.5) {
      const { scale, x, y } = path.viewAt(mainPicture(joints, frame), frame);
      for (const shift of [x, y]) expect(Math.abs(shift)).toBeLessThanOrEqual((scale - 1) / 2 + 1e-9);
    }
  });

  it('nests the pictures: both grow and move as one', () => {
    const { joints, path } = chains()[1]!;
    const joint = joints[1]!;
    const factor = (frame: number): number => path.viewAt(1, frame).scale / path.viewAt(2, frame).scale;
    for (let frame = joint.startFrame; frame <= joint.endFrame; frame++) {
      expect(factor(frame)).toBeCloseTo(factor(joint.startFrame), 9);
    }
    expect(path.viewAt(2, joint.startFrame).scale).toBeCloseTo(1 / joint.scale, 9);
  });

  it('multiplies the size by equal factors in equal times at a constant rate', () => {
    const joint = (middle: number): ZoomJoint => ({
      startFrame: middle - 20,
      endFrame: middle + 20,
      scale: 5,
      origin: { x: 0.5, y: 0.5 },
    });
    const path = createZoomPath({
      startFrame: 0,
      endFrame: 300,
      joints: [joint(80), joint(200)],
      lastOrigin: { x: 0.5, y: 0.5 },
      drift: 'constant',
      ease: false,
    });
    for (let frame = 0; frame < 300; frame++) {
      expect(path.depthAt(frame + 1) - path.depthAt(frame)).toBeCloseTo(Math.log(5) / 40, 12);
    }
  });

  it('starts from rest and comes to rest when it eases', () => {
    const { path } = chains()[2]!;
    expect(path.depthAt(0.5)).toBeLessThan(1e-4);
    expect(path.depthAt(FRAMES) - path.depthAt(FRAMES - 0.5)).toBeLessThan(1e-4);
  });
});

const Picture = ({ name }: { name: string }): ReactNode => `[${name}:${useCurrentFrame()}]`;

const film = (direction: 'in' | 'out'): ReactNode => (
  <Song src="song.mp3" map={steadySong} muted>
    <InfiniteZoom direction={direction} scale={4}>
      <InfiniteZoom.Shot id="a" bars={1} origin={{ x: 0.7, y: 0.4 }}>
        <Picture name="a" />
      </InfiniteZoom.Shot>
      <InfiniteZoom.Shot id="b" bars={1}>
        <Picture name="b" />
      </InfiniteZoom.Shot>
      <InfiniteZoom.Shot id="c">
        <Picture name="c" />
      </InfiniteZoom.Shot>
    </InfiniteZoom>
  </Song>
);

describe('<InfiniteZoom>', () => {
  const shotsAt = (frame: number, direction: 'in' | 'out' = 'in'): string[] =>
    renderForFrame({ frame, children: film(direction) }).match(/\[[^\]]*\]/g) ?? [];
  const scalesAt = (frame: number, direction: 'in' | 'out' = 'in'): number[] =>
    [...renderForFrame({ frame, children: film(direction) }).matchAll(/scale\(([\d.e-]+)\)/g)].map((match) =>
      Number(match[1]),
    );

  it('shows the next shot inside the one before it for half of the overlap before the beat', () => {
    // 120 BPM: the cut lies at frame 60, two beats of overlap are 30 frames
    expect(shotsAt(44)).toEqual(['[a:44]']);
    expect(shotsAt(45)).toEqual(['[a:45]', '[b:0]']);
    expect(shotsAt(74)).toEqual(['[a:74]', '[b:29]']);
    expect(shotsAt(75)).toEqual(['[b:30]']);
    const [outer, inner] = scalesAt(45) as [number, number];
    expect(outer / inner).toBeGreaterThan(4);
    expect(inner).toBeCloseTo(1 / 4, 9);
  });

  it('fills the frame throughout: the picture in front is never smaller than it, flying in or drawing back', () => {
    for (const direction of ['in', 'out'] as const) {
      for (let frame = 0; frame < 300; frame += 5) {
        expect(Math.max(...scalesAt(frame, direction))).toBeGreaterThanOrEqual(1);
      }
    }
  });

  it('draws back the way that it flies in', () => {
    const [inner, outer] = scalesAt(60, 'out') as [number, number];
    expect(inner).toBeLessThan(1);
    expect(outer).toBeGreaterThan(1);
    expect(renderForFrame({ frame: 60, children: film('out') })).toContain('z-index:1');
    expect(scalesAt(45, 'out')[0]).toBeCloseTo(1, 9);
  });

  it('gives the same picture for the same frame', () => {
    expect(renderForFrame({ frame: 55, children: film('in') })).toBe(
      renderForFrame({ frame: 55, children: film('in') }),
    );
  });

  it('says what is wrong with its children', () => {
    const render = (children: ReactNode) => (): string =>
      renderForFrame({
        frame: 0,
        children: (
          <Song src="song.mp3" map={steadySong} muted>
            {children}
          </Song>
        ),
      });
    expect(render(<InfiniteZoom>text</InfiniteZoom>)).toThrow('takes only <InfiniteZoom.Shot>');
    expect(render(<InfiniteZoom driftPerBar={0.9} />)).toThrow('driftPerBar must be at least 1');
    expect(
      render(
        <InfiniteZoom scale={1}>
          <InfiniteZoom.Shot id="x" bars={1} />
        </InfiniteZoom>,
      ),
    ).toThrow('Shot x of <InfiniteZoom>: scale must be above 1, but is 1');
    expect(
      render(
        <InfiniteZoom>
          <InfiniteZoom.Shot bars={1} origin={{ x: 0.05, y: 0.5 }} />
        </InfiniteZoom>,
      ),
    ).toThrow('origin must lie within 0.1–0.9');
  });
});
