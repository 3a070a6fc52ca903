import { BeatcutError } from '../../core/error.ts';

/**
 * The size in pixels of a composition's film, at `scale` times the composition's size (1 by default).
 *
 * @throws BeatcutError `OUTPUT_INVALID` when width or height would be odd, which H.264 doesn't have.
 */
export function filmSizeOf({
  composition,
  scale = 1,
}: {
  composition: { width: number; height: number };
  scale?: number | undefined;
}): { width: number; height: number } {
  const width = Math.round(composition.width * scale);
  const height = Math.round(composition.height * scale);
  if (width % 2 === 0 && height % 2 === 0) return { width, height };
  throw new BeatcutError({
    code: 'OUTPUT_INVALID',
    message: `A film of ${width} × ${height} pixels can't be encoded: width and height must be even.`,
    hint: 'Choose another --scale.',
  });
}
