import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { infiniteZoom, zoomAt } from '../../src/react/transitions/infinite-zoom.tsx';
import { presentationElement } from './render-presentation.tsx';

describe('zoomAt', () => {
  it('nests the pictures: both grow by the same factor at each moment', () => {
    const factors = Array.from({ length: 20 }, (_, index) => {
      const [now, next] = [zoomAt(index / 20, 6), zoomAt((index + 1) / 20, 6)];
      expect(next.outer / now.outer).toBeCloseTo(next.inner / now.inner, 10);
      expect(now.inner * 6).toBeCloseTo(now.outer, 10);
      return next.outer / now.outer;
    });
    expect(factors.every((factor) => factor > 1)).toBe(true);
  });

  it('begins with the old shot alone and ends with the new one filling the frame, both without speed', () => {
    expect(zoomAt(0, 8)).toEqual({ outer: 1, inner: 1 / 8, reveal: 0 });
    expect(zoomAt(1, 8)).toEqual({ outer: 8, inner: 1, reveal: 1 });
    expect(zoomAt(0.001, 8).outer).toBeCloseTo(1, 4);
    expect(zoomAt(0.999, 8).inner).toBeCloseTo(1, 4);
  });
});

describe('infiniteZoom', () => {
  const styleOf = (
    direction: 'entering' | 'exiting',
    progress: number,
    options: Parameters<typeof infiniteZoom>[0] = {},
  ): string => renderToStaticMarkup(presentationElement(infiniteZoom(options), direction, progress));

  it('leaves a shot as it is outside of its transition', () => {
    expect(styleOf('exiting', 0)).toContain('transform:scale(1)');
    const entered = styleOf('entering', 1);
    expect(entered).toContain('transform:scale(1)');
    expect(entered).toContain('opacity:1');
    expect(entered).not.toContain('mask');
    // a later transition of the same shot must be able to cover it
    expect(entered).not.toContain('z-index');
  });

  it('draws back from the last shot when it flies out', () => {
    expect(styleOf('exiting', 0.01, { direction: 'out' })).toContain('z-index:1');
    expect(styleOf('entering', 0, { direction: 'out', scale: 4 })).toContain('transform:scale(4)');
    expect(styleOf('entering', 1, { direction: 'out', scale: 4 })).toContain('transform:scale(1)');
  });

  it('refuses a scale that is none and a point outside of the picture', () => {
    expect(() => infiniteZoom({ scale: 1 })).toThrow('scale must be above 1, but is 1');
    expect(() => infiniteZoom({ origin: { x: 1.2, y: 0 } })).toThrow('origin must lie in the picture');
  });
});
