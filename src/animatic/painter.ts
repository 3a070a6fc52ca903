import { BeatcutError } from '../core/error.ts';
import { clamp } from '../core/numbers.ts';
import { cameraAt, type CameraPose } from './camera.ts';
import type { AnimaticContext } from './canvas.ts';
import { buildParticles } from './elements/particles.ts';
import { buildFinish } from './finish.ts';
import { Pen } from './pen.ts';
import type { Scene } from './scene.ts';
import { builders } from './settings/index.ts';
import { drawSlate, type Slate } from './slate.ts';
import { createWorld, type Frame, type World } from './world.ts';

/** What `createAnimaticPainter` takes. */
export interface CreateAnimaticPainterOptions {
  scene: Scene;
  /** Size of the picture in the context's units; any size and aspect ratio. */
  width: number;
  height: number;
  /** The length of the shot: the camera's move takes just as long. */
  durationInSeconds: number;
  /** The caption in the lower corner; none when left out. */
  slate?: Slate;
}

/** Draws the frames of one shot. */
export interface AnimaticPainter {
  /**
   * Paints one moment over the rectangle from 0,0 to `width`,`height`, and leaves the context's state as it was.
   * Depends on nothing but the time: frames may be painted in any order, and any number of times.
   */
  paint(context: AnimaticContext, timeInSeconds: number): void;
}

/**
 * Plans a shot once, so that each of its frames is quick to draw.
 *
 * @throws BeatcutError `ANIMATIC_SIZE` when width, height or length is not a number above 0.
 */
export function createAnimaticPainter({
  scene,
  width,
  height,
  durationInSeconds,
  slate,
}: CreateAnimaticPainterOptions): AnimaticPainter {
  for (const [name, value] of Object.entries({ width, height, durationInSeconds }))
    if (!(Number.isFinite(value) && value > 0))
      throw new BeatcutError({
        code: 'ANIMATIC_SIZE',
        message: `createAnimaticPainter: ${name} must be a number above 0, not ${value}.`,
        hint: 'Give the size of the picture in pixels and the length of the shot in seconds.',
      });
  const world = createWorld({ scene, aspect: width / height });
  const layers = [builders[scene.setting](world), buildParticles(world), buildFinish(world)];
  return {
    paint(context, timeInSeconds) {
      const progress = clamp(timeInSeconds / durationInSeconds);
      context.save();
      context.beginPath();
      context.rect(0, 0, width, height);
      context.clip();
      // from here on: the origin in the middle, the frame one unit high
      context.translate(width / 2, height / 2);
      context.scale(height, height);
      const pen = new Pen(context);
      const pose = cameraAt({ scene, progress, timeInSeconds, halfWidth: world.halfWidth });
      // in a mirrored picture a pan to the right must still go to the right
      const camera = scene.mirrored
        ? { ...pose, x: -pose.x, roll: -pose.roll, parallax: -pose.parallax }
        : pose;
      const frame: Frame = {
        pen,
        time: timeInSeconds,
        progress,
        camera,
        at: (depth, draw) => drawAt(pen, world, camera, depth, draw),
      };
      context.save();
      if (scene.mirrored) context.scale(-1, 1);
      for (const layer of layers) layer(frame);
      context.restore();
      if (slate) drawSlate(pen, { slate, prompt: scene.prompt, halfWidth: world.halfWidth });
      context.restore();
    },
  };
}

/** Nothing comes nearer to the camera than this part of its way. */
const nearest = 0.22;

/**
 * Draws with the camera's move applied to a depth. A plane at distance 1 / depth looks (1 / depth) / (1 / depth − dolly)
 * times as large once the camera has gone `dolly` towards it; what lies at depth 0 does not move at all.
 */
function drawAt(pen: Pen, world: World, camera: CameraPose, depth: number, draw: () => void): void {
  const { context } = pen;
  const scale = camera.zoom / Math.max(nearest, 1 - camera.dolly * depth);
  const [focusX, focusY] = world.focus;
  context.save();
  context.rotate(camera.roll * (0.4 + 0.6 * depth));
  context.translate(
    focusX * (1 - camera.centring) - camera.x * depth - camera.parallax * (depth - 0.5),
    focusY * (1 - camera.centring) - camera.y * (0.25 + 0.75 * depth),
  );
  context.scale(scale, scale);
  context.translate(-focusX, -focusY);
  draw();
  context.restore();
}

/** What `drawAnimatic` takes: a painter's options and a moment. */
export interface DrawAnimaticOptions extends CreateAnimaticPainterOptions {
  timeInSeconds: number;
}

/** Draws one frame of a shot. To draw several, keep a painter: it plans the picture only once. */
export const drawAnimatic = (
  context: AnimaticContext,
  { timeInSeconds, ...options }: DrawAnimaticOptions,
): void => createAnimaticPainter(options).paint(context, timeInSeconds);
