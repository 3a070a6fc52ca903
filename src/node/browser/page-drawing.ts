import { cpus } from 'node:os';

/** Ways in which Chromium can draw, as Remotion names them; `null` lets Chromium decide. */
export const GL_MODES = [null, 'angle', 'angle-egl', 'egl', 'swangle', 'swiftshader', 'vulkan'] as const;

/** See {@link GL_MODES}. */
export type GlMode = (typeof GL_MODES)[number];

/** How a browser draws frames. */
export interface PageDrawing {
  gl: GlMode;
  imageFormat: 'jpeg' | 'png';
  /** 0–100; counts for JPEG. */
  jpegQuality: number;
  /** Pages at work at once. */
  concurrency: number;
}

/** More pages than this take more memory than time they save. */
export const MAX_CONCURRENCY = 8;

/** Of the pictures on their way to the encoder: the encoder's own losses are larger. */
export const FRAME_JPEG_QUALITY = 92;

/** How frames are drawn on a machine on which nothing was measured. */
export const usualPageDrawing = (): PageDrawing => ({
  gl: null,
  imageFormat: 'jpeg',
  jpegQuality: FRAME_JPEG_QUALITY,
  concurrency: Math.min(MAX_CONCURRENCY, cpus().length),
});
