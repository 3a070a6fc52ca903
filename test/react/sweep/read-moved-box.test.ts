import { describe, expect, it } from 'vitest';
import { boundsOf, coversFrame } from '../../../src/edit/moved-box.ts';
import { readMasks, readTransform, type BoxStyle } from '../../../src/react/sweep/read-moved-box.ts';

const FRAME = { width: 320, height: 180 };
/** As a browser computes the style of an element that says nothing. */
const PLAIN: BoxStyle = {
  ...{
    transform: 'none',
    transformOrigin: '160px 90px',
    transformStyle: 'flat',
    backfaceVisibility: 'visible',
  },
  ...{ translate: 'none', rotate: 'none', scale: 'none', willChange: 'auto' },
  ...{ maskImage: 'none', maskComposite: 'add', maskMode: 'match-source', maskSize: 'auto' },
  ...{ maskPosition: '0% 0%', maskOrigin: 'border-box', maskClip: 'border-box' },
};
const transformOf = (style: Partial<BoxStyle>) => readTransform({ ...PLAIN, ...style }, FRAME);
const masksOf = (style: Partial<BoxStyle>) => readMasks({ ...PLAIN, ...style });

describe('readTransform', () => {
  it('reads affine transforms about their origin, the single ones before the list', () => {
    expect(transformOf({})).toEqual([1, 0, 0, 1, 0, 0]);
    expect(transformOf({ transform: 'matrix(1, 0, 0, 1, 0, 0)', scale: '1' })).toEqual([1, 0, 0, 1, 0, 0]);
    expect(transformOf({ transform: 'matrix(2, 0, 0, 2, 10, 0)' })).toEqual([2, 0, 0, 2, -150, -90]);
    expect(transformOf({ scale: '2 1', transformOrigin: '0px 0px' })).toEqual([2, 0, 0, 1, 0, 0]);
    expect(transformOf({ translate: '10% -5px' })).toEqual([1, 0, 0, 1, 32, -5]);
    const turned = transformOf({ rotate: '90deg', translate: '1px', transform: 'matrix(2, 0, 0, 2, 0, 0)' })!;
    for (const [index, value] of [0, 2, -2, 0, 341, -230].entries()) expect(turned[index]).toBeCloseTo(value);
  });

  it.each<[string, Partial<BoxStyle>]>([
    ['depth', { transform: 'matrix3d(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1)' }],
    ['a shift in depth', { translate: '1px 2px 3px' }],
    ['a scale in depth', { scale: '1 1 2' }],
    ['a turn about another axis', { rotate: 'x 20deg' }],
    ['an origin in depth', { scale: '2', transformOrigin: '160px 90px 5px' }],
    ['a space of its own', { scale: '2', transformStyle: 'preserve-3d' }],
    ['a layer of its own', { scale: '2', willChange: 'transform' }],
    ['sums of lengths', { translate: 'calc(10% + 5px)' }],
  ])('knows nothing of %s', (_, style) => expect(transformOf(style)).toBeNull());
});

describe('readMasks', () => {
  const radial = 'radial-gradient(50% 40% at 30% 60%, rgb(0, 0, 0) 50%, rgba(0, 0, 0, 0) 75%)';
  const linear = 'linear-gradient(to left, rgba(255, 0, 0, 0.25) 0%, rgb(0, 0, 0) 12.5%)';

  it('reads gradients that must all let a place through', () => {
    expect(masksOf({})).toEqual([]);
    expect(
      masksOf({
        maskImage: `${radial}, ${linear}`,
        maskComposite: 'intersect, add',
        maskMode: 'match-source, alpha',
      }),
    ).toEqual([
      {
        kind: 'radial',
        center: { x: 0.3, y: 0.6 },
        radius: { x: 0.5, y: 0.4 },
        stops: [
          { at: 0.5, opacity: 1 },
          { at: 0.75, opacity: 0 },
        ],
      },
      {
        kind: 'linear',
        axis: 'x',
        stops: [
          { at: 0.875, opacity: 1 },
          { at: 1, opacity: 0.25 },
        ],
      },
    ]);
  });

  it('takes the ends for the first and the last stop where they name no place', () => {
    const [mask] = masksOf({ maskImage: linear.replace(' 0%', '').replace(' 12.5%', '') })!;
    expect(mask!.stops).toEqual([
      { at: 0, opacity: 1 },
      { at: 1, opacity: 0.25 },
    ]);
  });

  it.each<[string, Partial<BoxStyle>]>([
    ['another way to compose', { maskImage: `${radial}, ${linear}`, maskComposite: 'exclude, add' }],
    ['brightness as a mask', { maskImage: linear, maskMode: 'luminance' }],
    ['a mask of another size', { maskImage: linear, maskSize: '50% 50%' }],
    ['a mask elsewhere', { maskImage: linear, maskPosition: '10px 0%' }],
    ['a mask of a part', { maskImage: linear, maskClip: 'content-box' }],
    ['pictures', { maskImage: 'url("mask.png")' }],
    ['other gradients', { maskImage: 'conic-gradient(rgb(0, 0, 0) 0%, rgba(0, 0, 0, 0) 100%)' }],
    ['repeated ones', { maskImage: linear.replace('linear', 'repeating-linear') }],
    ['slanted ones', { maskImage: linear.replace('to left', '30deg') }],
    ['other spaces of colours', { maskImage: linear.replace('to left', 'to left in oklch') }],
    ['stops by length', { maskImage: linear.replace('12.5%', '20px') }],
    ['stops between others without a place', { maskImage: linear.replace('0%', '0%, rgb(0, 0, 0)') }],
    ['hints between stops', { maskImage: linear.replace('0%', '0%, 30%') }],
    ['circles', { maskImage: radial.replace('50% 40%', 'circle 40px') }],
  ])('knows nothing of %s', (_, style) => expect(masksOf(style)).toBeNull());
});

describe('a moved box', () => {
  it('covers the frame as long as all corners of the frame lie in it', () => {
    expect(coversFrame([1, 0, 0, 1, 0, 0], FRAME)).toBe(true);
    expect(coversFrame([1, 0, 0, 1, 0.5, 0], FRAME)).toBe(false);
    expect(coversFrame([1, 0, 0, 1, 0.5, 0], FRAME, 0.6)).toBe(true);
    expect(coversFrame([-2, 0, 0, 2, 400, -40], FRAME)).toBe(true);
    expect(coversFrame([0, 0, 0, 2, 0, 0], FRAME)).toBe(false);
    // turned by 3 degrees it must grow
    const [cos, sin] = [Math.cos(Math.PI / 60), Math.sin(Math.PI / 60)];
    const turned = (scale: number) =>
      [
        ...[scale * cos, scale * sin, -scale * sin, scale * cos],
        ...[160 - scale * (160 * cos - 90 * sin), 90 - scale * (160 * sin + 90 * cos)],
      ] as unknown as Parameters<typeof coversFrame>[0];
    expect(coversFrame(turned(1.05), FRAME)).toBe(false);
    expect(coversFrame(turned(1.1), FRAME)).toBe(true);
    expect(boundsOf([0.5, 0, 0, -1, 10, 180], FRAME)).toEqual({ left: 10, top: 0, right: 170, bottom: 180 });
  });
});
