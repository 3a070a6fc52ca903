import { renderToStaticMarkup } from 'react-dom/server';
import type { ReactNode } from 'react';
import { Sequence } from 'remotion';
import type { TransitionPresentation } from '@remotion/transitions';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { Flash } from '../../src/react/effects/flash.tsx';
import { FlashGuard } from '../../src/react/effects/flash-guard.tsx';
import { limitFlashes } from '../../src/react/effects/limit-flashes.ts';
import { momentsOf, pulseAt } from '../../src/react/effects/moments.ts';
import { PunchIn } from '../../src/react/effects/punch-in.tsx';
import { RgbSplit } from '../../src/react/effects/rgb-split.tsx';
import { Shake, shakenPlace } from '../../src/react/effects/shake.tsx';
import { smoothNoise } from '../../src/react/effects/smooth-noise.ts';
import { Strobe } from '../../src/react/effects/strobe.tsx';
import { Song } from '../../src/react/song.tsx';
import { audioReveal, columnHeights } from '../../src/react/transitions/audio-reveal.tsx';
import { dip, dipAt } from '../../src/react/transitions/dip.tsx';
import { lumaRamp, lumaReveal } from '../../src/react/transitions/luma-reveal.tsx';
import { matchAt, matchCut, type MatchedShape } from '../../src/react/transitions/match-cut.tsx';
import { whipAt, whipPan } from '../../src/react/transitions/whip-pan.tsx';
import { presentationElement } from './render-presentation.tsx';
import { renderForFrame } from './render-for-frame.tsx';
import { steadySong } from './steady-song.ts';

const inSong = (children: ReactNode, frame: number, fps = 30): string =>
  renderForFrame({
    frame,
    fps,
    children: (
      <Song src="song.mp3" map={steadySong} muted>
        {children}
      </Song>
    ),
  });
const opacityOf = (html: string): number => Number(/opacity:([\d.e-]+)/.exec(html)?.[1] ?? 0);
const scaleOf = (html: string): number => Number(/scale\(([\d.]+)\)/.exec(html)?.[1] ?? Number.NaN);

describe('momentsOf', () => {
  const times = (on: Parameters<typeof momentsOf>[1]['on'], more = {}): number[] =>
    momentsOf(steadySong, { on, ...more }).map((moment) => moment.timeInSeconds);

  it('finds beats, downbeats, hits by their instrument, sections, drops and times of one’s own', () => {
    expect(times('beat').slice(0, 3)).toEqual([0, 0.5, 1]);
    expect(times('downbeat')).toEqual([0, 2, 4, 6, 8]);
    expect(times('snare').slice(0, 2)).toEqual([0.5, 1.5]);
    expect(times('hat')[0]).toBe(0.25);
    expect(times('section')).toEqual([0, 4]);
    expect(times('drop')).toEqual([4]);
    expect(times([3, 1])).toEqual([1, 3]);
    expect(times('hit')).toHaveLength(50);
  });

  it('leaves out soft hits and all but every so manieth', () => {
    expect(times('kick', { minStrength: 0.9 })).toEqual([0, 2, 4, 6, 8]);
    expect(times('beat', { every: 8 })).toEqual([0, 4, 8]);
    expect(() => times('beat', { every: 0 })).toThrow('"every" must be a whole number from 1 on, but is 0');
  });
});

describe('pulseAt', () => {
  const moments = [
    { timeInSeconds: 1, strength: 1 },
    { timeInSeconds: 1.1, strength: 0.2 },
  ];
  const at = (timeInSeconds: number): number =>
    pulseAt({ moments, timeInSeconds, decayInSeconds: 0.4 }).pulse;

  it('is at its strength when a moment comes, falls steadily and ends after the decay', () => {
    expect(at(0.99)).toBe(0);
    expect(at(1)).toBe(1);
    expect(at(1.05)).toBeLessThan(1);
    expect(at(1.51)).toBe(0);
  });

  it('is not cut off by a softer moment', () => {
    expect(at(1.1)).toBeGreaterThan(0.5);
    expect(pulseAt({ moments, timeInSeconds: 1.1, decayInSeconds: 0.4 }).index).toBe(0);
  });

  it('begins on the nearest frame when it looks ahead by half of one', () => {
    expect(
      pulseAt({ moments, timeInSeconds: 0.99, decayInSeconds: 0.4, lookAheadInSeconds: 0.016 }).pulse,
    ).toBe(1);
  });
});

/** The most numbers of a sorted list within any second, by looking at every window. */
function busiestSecond(frames: readonly number[], fps: number): number {
  return Math.max(
    0,
    ...frames.map((first) => frames.filter((frame) => frame >= first && frame < first + fps).length),
  );
}

describe('limitFlashes', () => {
  it.each([24, 29.97, 30, 60])('lets at most three flashes begin in any second at %s fps', (fps) => {
    for (let seed = 0; seed < 20; seed++) {
      const random = createRandom(seed);
      const wishes = [20, 60, 200].map((count) =>
        Array.from({ length: count }, () => ({ timeInSeconds: random() * 20, strength: random() })),
      );
      const frames = limitFlashes({ wishes, fps, maxPerSecond: 3 });
      expect(busiestSecond(frames, fps)).toBeLessThanOrEqual(3);
      expect(frames.length).toBeGreaterThan(20);
    }
  });

  it('keeps every beat up to 180 a minute, and prefers what comes first', () => {
    const beats = Array.from({ length: 30 }, (_, index) => ({ timeInSeconds: index / 3, strength: 1 }));
    const hits = beats.map((beat) => ({ timeInSeconds: beat.timeInSeconds + 0.15, strength: 1 }));
    expect(limitFlashes({ wishes: [beats, hits], fps: 30, maxPerSecond: 3 })).toEqual(
      beats.map((beat) => Math.round(beat.timeInSeconds * 30)),
    );
  });

  it('counts two wishes for one frame as one flash', () => {
    const same = [{ timeInSeconds: 1, strength: 1 }];
    expect(limitFlashes({ wishes: [same, same], fps: 30, maxPerSecond: 1 })).toEqual([30]);
  });
});

describe('<Flash> and <Strobe>', () => {
  /** Frames on which the brightness jumps up. */
  const flashesOf = (children: ReactNode, fps = 30): number[] => {
    const shown = Array.from({ length: 90 }, (_, frame) => opacityOf(inSong(children, frame, fps)));
    return shown.flatMap((value, frame) => (value > (shown[frame - 1] ?? 0) + 0.05 ? [frame] : []));
  };

  it('lights up on the frame of the downbeat and fades', () => {
    expect(inSong(<Flash />, 59)).not.toContain('opacity');
    expect(opacityOf(inSong(<Flash opacity={0.5} />, 60))).toBeCloseTo(0.5);
    expect(opacityOf(inSong(<Flash opacity={0.5} />, 63))).toBeLessThan(0.3);
    expect(inSong(<Flash />, 68)).not.toContain('opacity');
  });

  it('never flashes more than three times in a second, all flashing components taken together', () => {
    const all = (
      <>
        <Flash on="hit" decayInSeconds={0.1} />
        <Flash on="hat" decayInSeconds={0.1} />
        <Strobe perBeat={8} flashInFrames={1} />
        <Sequence from={10}>
          <Strobe perBeat={4} flashInFrames={1} />
        </Sequence>
      </>
    );
    const frames = flashesOf(all);
    expect(frames.length).toBeGreaterThan(3);
    expect(busiestSecond(frames, 30)).toBeLessThanOrEqual(3);
  });

  it('flashes on what is preferred where not all can', () => {
    const withPreference = (
      <FlashGuard prefer={['hat']}>{<Flash on="hat" decayInSeconds={0.1} />}</FlashGuard>
    );
    // 0.25, 0.75 s, …: between the beats
    expect(flashesOf(withPreference).slice(0, 3)).toEqual([8, 23, 38]);
    expect(flashesOf(<Flash on="hat" decayInSeconds={0.1} />)).not.toEqual(flashesOf(withPreference));
  });

  it('takes the limit off only when told to', () => {
    const strobe = <Strobe perBeat={4} flashInFrames={1} />;
    expect(busiestSecond(flashesOf(strobe), 30)).toBeLessThanOrEqual(3);
    expect(busiestSecond(flashesOf(<FlashGuard maxPerSecond={Infinity}>{strobe}</FlashGuard>), 30)).toBe(8);
  });

  it('bounds the contrast and refuses a saturated red', () => {
    expect(opacityOf(inSong(<Flash opacity={1} />, 60))).toBeCloseTo(0.85);
    expect(
      opacityOf(
        inSong(
          <FlashGuard maxOpacity={0.3}>
            <Flash opacity={1} />
          </FlashGuard>,
          60,
        ),
      ),
    ).toBeCloseTo(0.3);
    for (const color of ['red', '#f00', '#e01010']) {
      expect(() => inSong(<Flash color={color} />, 0)).toThrow('saturated red');
    }
    expect(() => inSong(<Flash color="#ff8080" />, 0)).not.toThrow();
  });
});

describe('<PunchIn>, <Shake> and <RgbSplit>', () => {
  it('jumps on the downbeat and settles', () => {
    const at = (frame: number): number => scaleOf(inSong(<PunchIn scale={1.2}>shot</PunchIn>, frame));
    expect(at(59)).toBe(1);
    expect(at(60)).toBeCloseTo(1.2);
    expect(at(64)).toBeLessThan(at(62));
    expect(at(75)).toBe(1);
    expect(() => inSong(<PunchIn scale={0.5} />, 0)).toThrow(
      '<PunchIn>: scale must be at least 1, but is 0.5',
    );
  });

  it('shakes the same way each time the frame is drawn, and another way on the next blow', () => {
    const at = (frame: number): string => inSong(<Shake>shot</Shake>, frame);
    expect(at(62)).toBe(at(62));
    expect(at(62)).not.toBe(at(122));
    expect(at(14)).toContain('translate(0%, 0%) rotate(0deg) scale(1)');
  });

  it('covers the frame however it is thrown and turned', () => {
    for (const aspect of [16 / 9, 9 / 16, 1]) {
      for (let step = 0; step < 200; step++) {
        const place = shakenPlace({
          force: 1,
          sinceInSeconds: step / 50,
          distance: 0.1,
          turnInDegrees: 8,
          frequencyHz: 9,
          seed: 'wild',
          aspect,
        });
        const angle = (place.turnInDegrees * Math.PI) / 180;
        for (const [cornerX, cornerY] of [
          [-0.5, -0.5],
          [0.5, -0.5],
          [0.5, 0.5],
          [-0.5, 0.5],
        ] as const) {
          // the frame's corner, seen from the picture
          const [x, y] = [(cornerX - place.x) * aspect, cornerY - place.y];
          const inX = (x * Math.cos(angle) + y * Math.sin(angle)) / place.scale / aspect;
          const inY = (-x * Math.sin(angle) + y * Math.cos(angle)) / place.scale;
          expect(Math.max(Math.abs(inX), Math.abs(inY))).toBeLessThanOrEqual(0.5);
        }
      }
    }
  });

  it('splits the colours only while it is felt', () => {
    expect(inSong(<RgbSplit>shot</RgbSplit>, 44)).not.toContain('filter');
    const hit = inSong(<RgbSplit distance={0.01}>shot</RgbSplit>, 15);
    expect(hit).toContain('filter:url(#beatcut-rgb-split');
    expect(Number(/dx="(-[\d.]+)"/.exec(hit)?.[1])).toBeCloseTo(-0.8 * 0.01 * 640);
  });

  it('has noise that is smooth, bounded and the same for the same seed', () => {
    for (let at = 0; at < 40; at += 0.01) {
      expect(Math.abs(smoothNoise('a', at))).toBeLessThanOrEqual(1);
      expect(Math.abs(smoothNoise('a', at + 0.01) - smoothNoise('a', at))).toBeLessThan(0.04);
    }
    expect(smoothNoise('a', 3.3)).toBe(smoothNoise('a', 3.3));
    expect(smoothNoise('a', 3.3)).not.toBe(smoothNoise('b', 3.3));
  });
});

describe('transitions', () => {
  const presentations: [string, TransitionPresentation<never>][] = [
    ['whipPan', whipPan() as never],
    ['lumaReveal', lumaReveal() as never],
    ['dip', dip() as never],
    [
      'matchCut',
      matchCut({ from: { x: 0.3, y: 0.4, radius: 0.1 }, to: { x: 0.6, y: 0.5, radius: 0.3 } }) as never,
    ],
    ['audioReveal', audioReveal() as never],
  ];
  const draw = (
    presentation: TransitionPresentation<never>,
    direction: 'entering' | 'exiting',
    progress: number,
  ): string => inSong(presentationElement(presentation, direction, progress), 30);

  it.each(presentations)(
    '%s leaves a shot as it is before it ends and once it has begun',
    (_, presentation) => {
      for (const html of [draw(presentation, 'exiting', 0), draw(presentation, 'entering', 1)]) {
        expect(html).toContain('shot');
        expect(html).not.toMatch(/filter:|mask-image|clip-path|opacity:0/);
        expect(html.match(/translate[XY]?\((?!0%)[^)]*\)/)).toBeNull();
        expect(html.match(/scale\((?!1\))[^)]*\)/)).toBeNull();
      }
    },
  );

  it.each(presentations)('%s draws the same picture for the same progress', (_, presentation) => {
    const strip = (html: string): string => html.replaceAll(/beatcut-\w+-[\w-]+/g, 'id');
    expect(strip(draw(presentation, 'entering', 0.4))).toBe(strip(draw(presentation, 'entering', 0.4)));
  });

  it('turns the camera gently at both ends and fastest in the middle', () => {
    expect(whipAt(0)).toEqual({ gone: 0, ahead: 1, shared: 0, speed: 0 });
    expect(whipAt(0.5)).toEqual({ gone: 0.25, ahead: 0.25, shared: 0.5, speed: 1 });
    expect(whipAt(1)).toEqual({ gone: 1, ahead: 0, shared: 0, speed: 0 });
    expect(() => whipPan({ blur: 2 })).toThrow('blur must be 0–0.5');
  });

  it('melts the pictures of a whip pan into each other, with no gap between them and neither turning back', () => {
    let before = whipAt(0);
    for (let step = 1; step <= 100; step++) {
      const place = whipAt(step / 100);
      // what is seen through ends where the ending picture does
      expect(place.ahead + place.shared).toBeCloseTo(1 - place.gone, 9);
      expect(place.gone).toBeGreaterThan(before.gone);
      expect(place.ahead).toBeLessThan(before.ahead);
      before = place;
    }
    expect(draw(whipPan({ direction: 'up' }) as never, 'entering', 0.5)).toContain(
      'mask-image:linear-gradient(to top, rgb(0 0 0 / 0) 0%,',
    );
    expect(draw(whipPan() as never, 'exiting', 0.5)).not.toContain('mask-image');
  });

  it('shows nothing of the next picture at first and all of it at last, its bright or dark parts first', () => {
    for (const first of ['bright', 'dark'] as const) {
      const alpha = (progress: number, luminance: number): number => {
        const { slope, intercept } = lumaRamp({ progress, first, softness: 0.3 });
        return Math.min(1, Math.max(0, slope * luminance + intercept));
      };
      for (let luminance = 0; luminance <= 1; luminance += 0.1) {
        expect(alpha(0, luminance)).toBeCloseTo(0, 9);
        expect(alpha(1, luminance)).toBeCloseTo(1, 9);
      }
      expect(alpha(0.5, first === 'bright' ? 0.9 : 0.1)).toBe(1);
      expect(alpha(0.5, first === 'bright' ? 0.1 : 0.9)).toBe(0);
    }
    expect(() => lumaReveal({ softness: 0 })).toThrow('softness must be 0.02–1');
  });

  it('dips all the way down in the middle, and shows the next shot only from there on', () => {
    expect([0, 0.25, 0.5, 0.75, 1].map(dipAt)).toEqual([0, 0.5, 1, 0.5, 0]);
    expect(draw(dip() as never, 'entering', 0.4)).toMatch(/opacity:0[;"]/);
    expect(draw(dip() as never, 'entering', 0.5)).not.toMatch(/opacity:0[;"]/);
    expect(draw(dip({ color: 'white' }) as never, 'entering', 0.5)).toContain('background-color:white');
  });

  it('lays both shapes on each other, begins and ends with the plain picture, and covers the frame', () => {
    const random = createRandom('shapes');
    const shape = (): MatchedShape => ({
      x: 0.15 + 0.7 * random(),
      y: 0.15 + 0.7 * random(),
      radius: 0.05 + 0.4 * random(),
    });
    for (let turn = 0; turn < 40; turn++) {
      const [from, to] = [shape(), shape()];
      for (let step = 0; step <= 50; step++) {
        const progress = step / 50;
        const { shape: seen, ending, beginning } = matchAt(progress, from, to);
        for (const [own, place] of [
          [from, ending],
          [to, beginning],
        ] as const) {
          expect(0.5 + place.x + (own.x - 0.5) * place.scale).toBeCloseTo(seen.x, 9);
          expect(own.radius * place.scale).toBeCloseTo(seen.radius, 9);
        }
        const covers = ({ scale, x, y }: typeof ending): boolean =>
          Math.max(Math.abs(x), Math.abs(y)) <= (scale - 1) / 2 + 1e-9;
        if (progress <= 0.6) expect(covers(ending)).toBe(true);
        if (progress >= 0.25) expect(covers(beginning)).toBe(true);
      }
      const plain = { scale: 1, x: 0, y: 0 };
      for (const [place, key] of [
        [matchAt(0, from, to).ending, 'scale'],
        [matchAt(1, from, to).beginning, 'scale'],
      ] as const) {
        expect(place[key]).toBeCloseTo(plain[key], 9);
        expect(place.x).toBeCloseTo(0, 9);
      }
    }
    expect(() => matchCut({ from: { x: 0.5, y: 0.5, radius: 0 }, to: shape() })).toThrow(
      'radius must be above 0',
    );
  });

  it('raises columns from 0 to 1, ahead where the song is loud', () => {
    const heights = (progress: number, levels: [number, number, number]): number[] =>
      columnHeights({ progress, columns: 9, levels, response: 0.6, seed: 1 });
    expect(heights(0, [1, 1, 1])).toEqual(Array.from({ length: 9 }, () => 0));
    expect(heights(1, [0, 0, 0])).toEqual(Array.from({ length: 9 }, () => 1));
    const [loudLow, loudHigh] = [heights(0.5, [1, 0.5, 0]), heights(0.5, [0, 0.5, 1])];
    expect(loudLow[0]!).toBeGreaterThan(loudHigh[0]!);
    expect(loudLow[8]!).toBeLessThan(loudHigh[8]!);
    expect(() => audioReveal({ columns: 2 })).toThrow('columns must be a whole number from 3 to 200');
  });
});

describe('outside of a song', () => {
  it('says what is missing', () => {
    expect(() => renderForFrame({ frame: 0, children: <Flash /> })).toThrow('<Flash> needs a song around it');
    expect(renderToStaticMarkup(<FlashGuard>plain</FlashGuard>)).toBe('plain');
  });
});
