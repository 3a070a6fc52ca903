import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { placeParticles } from '../../src/react/audio-reactive/particle-field.tsx';
import { reactionLevel, useReaction, type Reaction } from '../../src/react/audio-reactive/reaction.ts';
import { Reactive } from '../../src/react/audio-reactive/reactive.tsx';
import { ReactiveCamera } from '../../src/react/audio-reactive/reactive-camera.tsx';
import { useReactiveColor } from '../../src/react/audio-reactive/reactive-color.ts';
import { spectrumBars } from '../../src/react/audio-reactive/spectrum-bars.ts';
import { createTravel } from '../../src/react/audio-reactive/travel.ts';
import { Song } from '../../src/react/song.tsx';
import { renderForFrame } from './render-for-frame.tsx';
import { steadySong } from './steady-song.ts';

const inSong = (children: ReactNode, frame: number): string =>
  renderForFrame({
    frame,
    children: (
      <Song src="song.mp3" map={steadySong} muted>
        {children}
      </Song>
    ),
  });

const Value = (reaction: Reaction): ReactNode => `<${useReaction(reaction)}>`;
const valueAt = (reaction: Reaction, frame: number): number =>
  Number(/&lt;(.*)&gt;/.exec(inSong(<Value {...reaction} />, frame))![1]);

describe('useReaction', () => {
  it('goes from one value to the other with the loudness of a band', () => {
    const low: Reaction = { by: 'low', from: 10, to: 20, rangeDb: 60, releaseInSeconds: 0 };
    // the bass rises evenly from 0 to 1 over ten seconds
    expect(valueAt(low, 30)).toBeCloseTo(10.95, 1);
    expect(valueAt(low, 150)).toBeCloseTo(14.95, 1);
    expect(valueAt({ ...low, by: 'high' }, 150)).toBeCloseTo(15.05, 1);
    expect(valueAt({ ...low, from: 20, to: 10 }, 150)).toBeCloseTo(15.05, 1);
  });

  it('jumps on hits and beats', () => {
    const snare: Reaction = { on: 'snare', from: 1, to: 2, decayInSeconds: 0.3 };
    expect(valueAt(snare, 14)).toBe(1);
    expect(valueAt(snare, 15)).toBeCloseTo(1.8);
    expect(valueAt(snare, 18)).toBeLessThan(1.5);
  });

  it('is the same at a time whatever was drawn before', () => {
    const at = { timeInSeconds: 3.3, lookAheadInSeconds: 0 };
    const reaction: Reaction = { by: 'overall', from: 0, to: 1 };
    expect(reactionLevel(steadySong, reaction, at)).toBe(reactionLevel(steadySong, reaction, at));
  });
});

describe('<Reactive>', () => {
  it('changes only what it is told to', () => {
    expect(inSong(<Reactive>shot</Reactive>, 60)).not.toMatch(/filter|opacity/);
    const html = inSong(
      <Reactive scale={{ on: 'downbeat', from: 1, to: 1.5 }} blur={{ on: 'downbeat', from: 0, to: 8 }}>
        shot
      </Reactive>,
      60,
    );
    expect(html).toContain('scale(1.5)');
    expect(html).toContain('filter:blur(8px)');
  });
});

describe('useReactiveColor', () => {
  const Swatch = ({ colors }: { colors: string[] }): ReactNode =>
    useReactiveColor({ on: 'downbeat', colors });

  it('mixes its colours by the level', () => {
    expect(inSong(<Swatch colors={['#000', '#f00', '#fff']} />, 60)).toBe('rgba(255, 255, 255, 1)');
    expect(inSong(<Swatch colors={['#000', '#f00', '#fff']} />, 59)).toBe('rgba(0, 0, 0, 1)');
    expect(() => inSong(<Swatch colors={['#000']} />, 0)).toThrow('needs at least two colours, but got 1');
  });
});

describe('createTravel', () => {
  it('moves on at all times, faster where it is louder, without a jump', () => {
    const travel = createTravel(steadySong, { by: 'low', rest: 0.2, rangeDb: 60 });
    expect(travel(0)).toBe(0);
    for (let at = 0; at < 14; at += 0.05) {
      const step = travel(at + 0.05) - travel(at);
      expect(step).toBeGreaterThanOrEqual(0.2 * 0.05 - 1e-9);
      expect(step).toBeLessThanOrEqual(1.2 * 0.05 + 1e-9);
    }
    expect(travel(9) - travel(8)).toBeGreaterThan(3 * (travel(2) - travel(1)) * 0.8);
  });
});

describe('placeParticles', () => {
  it.each(['rise', 'fall', 'fly'] as const)(
    'moves each smoothly and lets none appear at once (%s)',
    (motion) => {
      const at = (travelled: number) =>
        placeParticles({ count: 12, motion, size: 0.004, speed: 0.3, seed: 3, travelled });
      expect(at(5)).toEqual(at(5));
      for (let travelled = 0; travelled < 8; travelled += 0.02) {
        const [before, after] = [at(travelled), at(travelled + 0.02)];
        for (const [index, particle] of after.entries()) {
          const old = before[index]!;
          expect(Math.abs(particle.opacity - old.opacity)).toBeLessThan(0.15);
          // it changes its place only where it can't be seen
          if (Math.hypot(particle.x - old.x, particle.y - old.y) > 0.05) {
            expect(Math.min(particle.opacity, old.opacity)).toBeLessThan(0.12);
          }
        }
      }
    },
  );
});

describe('spectrumBars', () => {
  const sampleRateHz = 44_100;
  const binHz = sampleRateHz / 2 / 2048;
  const toneAt = (frequencyHz: number): number[] =>
    Array.from({ length: 2048 }, (_, bin) => (bin === Math.round(frequencyHz / binHz) ? 0.2 : 0));

  it.each([100, 440, 1000, 5000])(
    'raises the bar of a tone of %i Hz and no other far from it',
    (frequencyHz) => {
      const bars = spectrumBars({ bins: toneAt(frequencyHz), bars: 32, sampleRateHz });
      const expected = Math.floor((32 * Math.log2(frequencyHz / 40)) / Math.log2(12_000 / 40));
      const loudest = bars.indexOf(Math.max(...bars));
      expect(Math.abs(loudest - expected)).toBeLessThanOrEqual(1);
      expect(bars.filter((level, index) => level > 0 && Math.abs(index - expected) > 2)).toEqual([]);
    },
  );

  it('is flat in silence and never leaves 0–1', () => {
    expect(spectrumBars({ bins: [], bars: 8, sampleRateHz })).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    const full = spectrumBars({ bins: Array.from({ length: 2048 }, () => 1), bars: 8, sampleRateHz });
    expect(full.every((level) => level > 0.5 && level <= 1)).toBe(true);
  });
});

describe('<ReactiveCamera>', () => {
  it('never shows a border', () => {
    for (let frame = 0; frame < 300; frame += 3) {
      const html = inSong(<ReactiveCamera sway={0.08}>shot</ReactiveCamera>, frame);
      const [, x, y, , scale] = /translate\(([-\d.]+)%, ([-\d.]+)%\) rotate\(([-\d.]+)deg\) scale\(([\d.]+)\)/
        .exec(html)!
        .map(Number) as [number, number, number, number, number];
      expect(Math.max(Math.abs(x), Math.abs(y)) / 100).toBeLessThan((scale - 1) / 2);
    }
  });
});
