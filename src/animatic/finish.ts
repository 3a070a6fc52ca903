import { createRandom } from '../core/random.ts';
import { mix, type Rgb } from './color.ts';
import type { Builder } from './world.ts';

/** Film grain is new this many times a second, as on film. */
const grainPerSecond = 12;

/** What lies over the whole picture: a vignette, black and white, film grain. */
export const buildFinish: Builder = (world) => {
  const { scene, palette, halfWidth } = world;
  const { grain, vignette, saturation } = scene.finish;
  const edge: Rgb = mix(palette.near, [0, 0, 0], 0.55);
  const corner = Math.hypot(halfWidth, 0.5);
  return ({ pen, time }) => {
    const { context } = pen;
    if (saturation === 0) {
      context.save();
      context.globalCompositeOperation = 'saturation';
      pen.rect(-halfWidth, -0.5, halfWidth * 2, 1, [128, 128, 128]);
      context.restore();
    }
    pen.rect(
      -halfWidth,
      -0.5,
      halfWidth * 2,
      1,
      pen.radial(
        0,
        0,
        corner,
        [
          [0, edge, 0],
          [1, edge, 0.5 * vignette],
        ],
        corner * 0.52,
      ),
    );
    if (grain <= 0) return;
    const random = createRandom(`${scene.variation} grain ${Math.floor(time * grainPerSecond)}`);
    for (const color of [
      [255, 255, 255],
      [0, 0, 0],
    ] as const)
      pen.shape(color, 0.1 * grain, (path) => {
        for (let speck = 0; speck < 260; speck++)
          path.rect((random() * 2 - 1) * halfWidth, random() - 0.5, 0.0019, 0.0019);
      });
  };
};
