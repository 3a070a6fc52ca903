import { expect, test } from 'vitest';
import { filmSizeOf } from '../../../src/node/film/film-size.ts';

const composition = { width: 1280, height: 720 };

test('a film is as large as its composition, times the scale', () => {
  expect(filmSizeOf({ composition })).toEqual({ width: 1280, height: 720 });
  expect(filmSizeOf({ composition, scale: 0.25 })).toEqual({ width: 320, height: 180 });
});

test('a size that H.264 does not have is refused with what would be odd', () => {
  expect(() => filmSizeOf({ composition, scale: 0.125 / 2 })).toThrow(
    expect.objectContaining({
      code: 'OUTPUT_INVALID',
      message: expect.stringContaining('80 × 45') as string,
    }) as Error,
  );
});
