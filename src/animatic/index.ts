export type { AnimaticContext, AnimaticGradient } from './canvas.ts';
export {
  createAnimaticPainter,
  drawAnimatic,
  type AnimaticPainter,
  type CreateAnimaticPainterOptions,
  type DrawAnimaticOptions,
} from './painter.ts';
export { toGlyphs, traceText, widthOf } from './stroke-font.ts';
export { parseScene, type ParseSceneOptions } from './parse-scene.ts';
export type { Scene } from './scene.ts';
export type { Slate } from './slate.ts';
