import { createCanvas } from '@napi-rs/canvas';
import { sha256Hex } from '../../src/core/hash.ts';
import {
  createAnimaticPainter,
  parseScene,
  type AnimaticPainter,
  type ParseSceneOptions,
  type Slate,
} from '../../src/animatic/index.ts';

/** What `painterOf` and `pixelsOf` take. */
export interface RenderOptions extends ParseSceneOptions {
  width?: number;
  height?: number;
  durationInSeconds?: number;
  slate?: Slate;
}

/** A painter for a prompt. */
export function painterOf(
  prompt: string,
  { width = 192, height = 108, durationInSeconds = 4, slate, ...options }: RenderOptions = {},
): AnimaticPainter {
  const scene = parseScene(prompt, options);
  return createAnimaticPainter({ scene, width, height, durationInSeconds, ...(slate && { slate }) });
}

/** The pixels that a painter draws at a time, as red, green, blue, alpha. */
export function paint(
  painter: AnimaticPainter,
  timeInSeconds: number,
  width = 192,
  height = 108,
): Uint8ClampedArray {
  const context = createCanvas(width, height).getContext('2d');
  painter.paint(context, timeInSeconds);
  return context.getImageData(0, 0, width, height).data;
}

/** The pixels of one moment of a prompt. */
export const pixelsOf = (prompt: string, timeInSeconds = 1, options: RenderOptions = {}): Uint8ClampedArray =>
  paint(painterOf(prompt, options), timeInSeconds, options.width, options.height);

/** SHA-256 of pixels. */
export const hashOfPixels = (pixels: Uint8ClampedArray): string => sha256Hex(new Uint8Array(pixels));

/** Mean difference of the colours of two pictures, 0 to 255. */
export function differenceOf(a: Uint8ClampedArray, b: Uint8ClampedArray): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += Math.abs(a[index]! - b[index]!);
  return (sum / a.length) * (4 / 3); // alpha is always the same
}

/** How much the lightness of a picture varies: 0 for a plain one. */
export function contrastOf(pixels: Uint8ClampedArray): number {
  const values: number[] = [];
  for (let index = 0; index < pixels.length; index += 4)
    values.push((pixels[index]! + pixels[index + 1]! + pixels[index + 2]!) / 3);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
