export type { AnimaticContext, AnimaticGradient } from './canvas.ts';
export {
  createAnimaticPainter,
  drawAnimatic,
  type AnimaticPainter,
  type CreateAnimaticPainterOptions,
  type DrawAnimaticOptions,
} from './painter.ts';
export { parseScene, type ParseSceneOptions } from './parse-scene.ts';
export type { Scene } from './scene.ts';
export type { Slate } from './slate.ts';
