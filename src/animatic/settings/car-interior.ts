import { mix, white } from '../color.ts';
import type { Point } from '../pen.ts';
import { drawRidge, ridgeOf } from '../elements/nature.ts';
import { buildSky } from '../elements/sky.ts';
import type { Builder } from '../world.ts';

/** Inside a car, seen from the back seat: the road through the windscreen, wheel, mirror, heads of those in front. */
export const buildCarInterior: Builder = (world) => {
  const { scene, palette, tone, halfWidth } = world;
  const random = world.random('car');
  const sky = buildSky(0.04)(world);
  const ridge = ridgeOf({ random, width: halfWidth + 0.7, height: 0.16, rough: 0.7, step: 0.04 });
  const lights = Array.from({ length: 26 }, (_, index) => ({
    side: index % 2 ? 1 : -1,
    at: random(),
    up: random(),
    hue: random(),
  }));
  const vanishX = world.focus[0];
  const dark = mix(palette.near, [0, 0, 0], 0.3);
  const heads = Math.max(1, Math.min(2, scene.subjects.length));
  return (frame) => {
    const { pen, time, camera } = frame;
    const shake = 0.002 * Math.sin(time * 23);
    sky(frame);
    frame.at(0.1, () => drawRidge(pen, ridge, 0.05, tone(0.2), tone(0.35)));
    const ahead = time * (1.8 + scene.energy * 2) + camera.dolly * 3;
    const at = (side: number, up: number, distance: number): Point => [
      vanishX + side / distance,
      0.05 + (0.34 - up) / distance,
    ];
    pen.polygon(
      [
        [-3, 0.05],
        [3, 0.05],
        [3, 1],
        [-3, 1],
      ],
      pen.linear(0, 0.05, 0, 0.4, [
        [0, mix(tone(0.3), palette.skyLow, 0.2)],
        [1, tone(0.8)],
      ]),
    );
    pen.polygon(
      [at(-0.5, 0, 40), at(0.5, 0, 40), at(0.5, 0, 0.5), at(-0.5, 0, 0.5)],
      mix(tone(0.75), [50, 50, 60], 0.5),
    );
    for (let dash = 0; dash < 12; dash++) {
      const from = ((((dash * 1.7 - ahead) % 20.4) + 20.4) % 20.4) + 0.6;
      pen.polygon(
        [at(-0.02, 0, from + 0.7), at(0.02, 0, from + 0.7), at(0.02, 0, from), at(-0.02, 0, from)],
        palette.light,
        0.85,
      );
    }
    for (const { side, at: where, up, hue } of lights) {
      const distance = ((((where * 18 - ahead) % 18) + 18) % 18) + 0.7;
      const near = Math.min(1, 1.4 / distance);
      const [x, y] = at(side * (0.95 + hue * 0.9), 0.36 + up * 0.6, distance);
      const [gx, gy] = at(side * (0.95 + hue * 0.9), 0, distance);
      pen.line(
        [
          [gx, gy],
          [x, y],
        ],
        0.014 * near,
        mix(palette.far, palette.near, near),
      );
      if (world.dark) {
        pen.circle(x, y, 0.012 * near + 0.002, mix(hue < 0.3 ? palette.accent : palette.light, white, 0.4));
        pen.glow(x, y, 0.16 * near + 0.02, hue < 0.3 ? palette.accent : palette.light, 0.8);
      } else pen.circle(x, y, 0.1 * near, mix(tone(0.4), [60, 110, 70], 0.3));
    }
    pen.glow(vanishX, 0.04, 0.5, palette.light, 0.55);
    frame.at(0.55, () =>
      pen.within(0, shake, 1, () => {
        // windscreen frame
        const w = halfWidth;
        pen.shape(dark, 1, (path) => {
          path.rect(-4, -2, 8, 4);
          // against the direction of the rectangle, so that it becomes a hole
          path.moveTo(-w * 1.02, 0.24);
          path.quadraticCurveTo(0, 0.13, w * 1.02, 0.24);
          path.quadraticCurveTo(w * 0.95, -0.3, w * 0.78, -0.36);
          path.quadraticCurveTo(0, -0.44, -w * 0.78, -0.36);
          path.quadraticCurveTo(-w * 0.95, -0.3, -w * 1.02, 0.24);
          path.closePath();
        });
        pen.shape(
          pen.linear(0, 0.14, 0, 0.6, [
            [0, mix(dark, palette.light, 0.16)],
            [1, dark],
          ]),
          1,
          (path) => {
            path.moveTo(-4, 1.5);
            path.lineTo(-4, 0.3);
            path.quadraticCurveTo(0, 0.12, 4, 0.3);
            path.lineTo(4, 1.5);
            path.closePath();
          },
        );
        const wheelX = -w * 0.42;
        pen.line(
          Array.from({ length: 33 }, (_, index): Point => [
            wheelX + Math.cos(index * 0.19635) * 0.2,
            0.34 + Math.sin(index * 0.19635 + Math.sin(time * 0.8) * 0.04) * 0.18,
          ]),
          0.026,
          mix(dark, palette.light, 0.08),
        );
        pen.glow(wheelX, 0.27, 0.2, palette.accent, 0.35);
        pen.dots(
          [
            [wheelX - 0.06, 0.25, 0.028],
            [wheelX + 0.06, 0.25, 0.028],
          ],
          mix(palette.accent, palette.light, 0.4),
          0.8,
        );
        pen.line(
          [
            [0, -0.42],
            [0, -0.36],
          ],
          0.012,
          dark,
        );
        pen.blob(
          [
            [-0.15, -0.37],
            [0.15, -0.37],
            [0.14, -0.29],
            [-0.14, -0.29],
          ],
          mix(dark, palette.light, 0.1),
        );
        pen.blob(
          [
            [-0.13, -0.36],
            [0.13, -0.36],
            [0.12, -0.3],
            [-0.12, -0.3],
          ],
          mix(palette.skyMiddle, palette.light, 0.4),
        );
      }),
    );
    frame.at(0.8, () =>
      pen.within(0, shake * 1.5, 1, () => {
        for (const [index, side] of ([-1, 1] as const).entries()) {
          const x = side * halfWidth * 0.44;
          pen.blob(
            [
              [x - 0.3, 1],
              [x - 0.27, 0.26],
              [x, 0.18],
              [x + 0.27, 0.26],
              [x + 0.3, 1],
            ],
            mix(dark, palette.near, 0.4),
          );
          if (index < heads) {
            const lean = Math.sin(time * 0.7 + index) * 0.012;
            pen.circle(x + lean - 0.004 * side, -0.006, 0.1, palette.light, 0.8);
            pen.limb(x, 0.16, 0.06, x + lean, 0.02, 0.06, dark);
            pen.circle(x + lean, 0, 0.1, dark);
            if (scene.subjects[index]?.hair !== 'short')
              pen.blob(
                [
                  [x - 0.12 + lean, -0.03],
                  [x + lean, -0.13],
                  [x + 0.12 + lean, -0.03],
                  [x + 0.13, 0.2],
                  [x - 0.13, 0.2],
                ],
                dark,
              );
          }
          pen.blob(
            [
              [x - 0.12, 0.22],
              [x - 0.11, 0.07],
              [x + 0.11, 0.07],
              [x + 0.12, 0.22],
            ],
            mix(dark, palette.near, 0.5),
          );
        }
      }),
    );
  };
};
