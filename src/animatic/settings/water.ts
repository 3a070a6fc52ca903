import { lerp, mix, white, type Rgb } from '../color.ts';
import type { Point } from '../pen.ts';
import { buildCast } from '../elements/cast.ts';
import { drawRidge, drawTree, ridgeOf, treeOf } from '../elements/nature.ts';
import { drawPortal } from '../elements/portal.ts';
import { drawPortalOutside } from '../elements/portal-outside.ts';
import { buildShafts, buildSky } from '../elements/sky.ts';
import { buildThings } from '../elements/things.ts';
import type { Builder } from '../world.ts';

/** Sea, lake or beach: the sky mirrored in water that glitters under the light, waves, sand. */
export const buildWater: Builder = (world) => {
  const { scene, palette, tone, halfWidth } = world;
  const random = world.random('water');
  const horizon = scene.setting === 'lake' ? 0.09 : 0.05;
  const sky = buildSky(horizon)(world);
  const far =
    scene.setting === 'sea' && random() < 0.5
      ? []
      : [0.05, 0.1].slice(0, scene.setting === 'lake' ? 2 : 1).map((depth) => ({
          depth,
          points: ridgeOf({
            random,
            width: halfWidth + 0.6,
            height: scene.setting === 'lake' ? 0.24 : 0.08,
            rough: 0.8,
            step: 0.03,
          }),
        }));
  const glints = Array.from({ length: 190 }, () => ({
    x: (random() + random() + random() - 1.5) * 0.5,
    y: random(),
    width: random(),
    phase: random() * 6.28,
  }));
  const waves = Array.from({ length: scene.setting === 'sea' ? 12 : 8 }, (_, index) => ({
    y: (index + 0.4) / (scene.setting === 'sea' ? 12 : 8),
    phase: random() * 6.28,
    length: lerp(0.7, 1.3, random()),
  }));
  const beach = scene.setting === 'beach';
  const rough =
    scene.weather === 'storm' ? 2.6 : scene.weather === 'wind' ? 1.7 : scene.setting === 'lake' ? 0.35 : 1;
  const shore = 0.27;
  const sand = mix(mix(tone(0.55), [226, 182, 128], 0.5), palette.skyLow, 0.14);
  const palm =
    beach && random() < 0.55
      ? treeOf('palm', (random() < 0.5 ? -1 : 1) * halfWidth * 0.85, 0.5, 0.95, random)
      : undefined;
  const reeds =
    scene.setting === 'lake'
      ? Array.from(
          { length: 50 },
          () => [lerp(-halfWidth - 0.2, halfWidth + 0.2, random()), random(), random()] as const,
        )
      : [];
  const bridge = /bridge/i.test(scene.prompt);
  const cast = buildCast({
    height: 0.33,
    groundY: (beach ? 0.36 : scene.setting === 'lake' ? 0.4 : 0.42) - (world.castDepth < 1 ? 0.05 : 0),
  })(world);
  const things = buildThings({ groundY: beach ? 0.36 : 0.28, indoors: false })(world);
  const deep: Rgb = mix(mix(palette.skyTop, palette.near, 0.35), [20, 90, 120], 0.16);
  return (frame) => {
    const { pen, time } = frame;
    sky(frame);
    for (const { depth, points } of far)
      frame.at(depth, () =>
        drawRidge(pen, points, horizon - 0.005, mix(tone(depth * 2.2), palette.skyLow, 0.25), tone(0.2)),
      );
    frame.at(0.16, () => {
      pen.fade(
        -3,
        horizon,
        6,
        1.5,
        [horizon, 0.55],
        [
          [0, mix(palette.skyLow, deep, 0.18)],
          [0.35, mix(palette.skyMiddle, deep, 0.45)],
          [1, deep],
        ],
      );
      pen.rect(-3, horizon - 0.002, 6, 0.004, palette.light, 0.5);
    });
    for (const [index, wave] of waves.entries()) {
      const depth = 0.16 + wave.y * 0.7;
      frame.at(depth, () => {
        const y = horizon + 0.02 + wave.y ** 1.4 * 0.46;
        const size = (0.006 + 0.022 * wave.y) * rough;
        const points: Point[] = [];
        for (let x = -halfWidth - 0.7; x <= halfWidth + 0.7; x += 0.07)
          points.push([
            x,
            y +
              size *
                (Math.sin((x * 6) / wave.length / (0.4 + wave.y) + time * 1.1 + wave.phase) +
                  0.5 * Math.sin((x * 13) / wave.length - time * 1.6 + wave.phase * 2)),
          ]);
        const color = mix(
          mix(palette.skyMiddle, deep, 0.35 + 0.6 * wave.y),
          palette.skyLow,
          index % 2 === 0 ? 0.12 : 0,
        );
        pen.polygon(
          [...points, [halfWidth + 0.7, y + 0.5], [-halfWidth - 0.7, y + 0.5]],
          pen.linear(0, y - size, 0, y + 0.14, [
            [0, color, 0.85],
            [1, color, 0],
          ]),
        );
        if (rough > 1.5) pen.line(points, 0.004 * wave.y + 0.001, white, 0.35);
      });
    }
    // the road of light under sun or moon
    frame.at(0.3, () => {
      const { context } = pen;
      context.save();
      context.globalCompositeOperation = 'screen';
      for (const half of [0, 1])
        pen.shape(mix(palette.light, white, 0.25), half === 0 ? 0.7 : 0.4, (path) => {
          for (const [index, { x, y, width, phase }] of glints.entries()) {
            if (index % 2 !== half) continue;
            const shine = Math.max(0, Math.sin(time * (1.4 + (index % 5) * 0.24) + phase));
            const gy = horizon + 0.006 + y ** 1.5 * 0.45;
            const gx = world.light[0] + x * (0.25 + y * 1.1);
            path.moveTo(gx, gy);
            path.ellipse(
              gx,
              gy,
              (0.006 + 0.034 * width * (0.3 + y)) * shine,
              (0.0011 + 0.0026 * y) * shine,
              0,
              0,
              Math.PI * 2,
            );
          }
        });
      context.restore();
    });
    if (bridge)
      frame.at(0.5, () => {
        pen.line(
          Array.from({ length: 25 }, (_, index): Point => [
            -2 + index / 6,
            0.1 - 0.09 * Math.cos(index * 0.7) ** 2,
          ]),
          0.006,
          palette.near,
        );
        pen.rect(-2.2, 0.1, 4.4, 0.022, palette.near);
        for (let pier = -4; pier <= 4; pier++)
          pen.rect(pier * 0.75 * 0.6 - 0.02, 0.0, 0.04, 0.28, palette.near);
      });
    if (beach)
      frame.at(0.9, () => {
        const wash = Math.sin(time * 0.8) * 0.022;
        const edge = (lift: number): Point[] =>
          Array.from({ length: 24 }, (_, index): Point => {
            const x = -halfWidth - 0.5 + (index / 23) * (halfWidth * 2 + 1);
            return [x, shore + lift + 0.016 * Math.sin(x * 5 + 1) + 0.008 * Math.sin(x * 13 + time * 0.7)];
          });
        const bottom: Point[] = [
          [halfWidth + 0.8, 1.5],
          [-halfWidth - 0.8, 1.5],
        ];
        pen.polygon([...edge(wash), ...bottom], white, 0.75);
        pen.polygon([...edge(wash + 0.012), ...bottom], mix(sand, deep, 0.3));
        pen.polygon(
          [...edge(0.045), ...bottom],
          pen.linear(0, shore, 0, 0.6, [
            [0, sand],
            [1, mix(sand, palette.near, 0.6)],
          ]),
        );
      });
    else if (scene.setting === 'lake')
      frame.at(0.95, () => {
        pen.blob(
          [
            [-halfWidth - 0.6, 1.4],
            [-halfWidth - 0.5, 0.38],
            [-0.2, 0.36],
            [halfWidth * 0.7, 0.44],
            [halfWidth + 0.7, 0.4],
            [halfWidth + 0.7, 1.4],
          ],
          mix(tone(0.85), palette.near, 0.3),
        );
        pen.shape(palette.near, 1, (path) => {
          for (const [x, height, lean] of reeds) {
            const tip = x + (lean - 0.5) * 0.05 + Math.sin(time * 1.4 + x * 5) * 0.012;
            path.moveTo(x - 0.003, 0.42);
            path.lineTo(tip, 0.36 - height * 0.13);
            path.lineTo(x + 0.003, 0.42);
          }
        });
      });
    if (world.portal) frame.at(0.8, () => drawPortalOutside(world, frame, world.focus[0], 0.3));
    things.paint(frame);
    frame.at(world.castDepth, () => {
      if (scene.setting === 'sea' && scene.subjects.length > 0) {
        pen.polygon(
          [
            [-0.75, 0.42],
            [0.85, 0.42],
            [0.6, 0.6],
            [-0.5, 0.6],
          ],
          palette.near,
        );
        pen.rect(-0.75, 0.41, 1.6, 0.016, mix(palette.near, palette.light, 0.4));
      }
      cast(frame);
    });
    if (palm)
      frame.at(1.2, () =>
        drawTree(pen, palm, {
          time,
          trunk: palette.near,
          leaf: palette.near,
          highlight: palette.light,
          wind: rough,
        }),
      );
  };
};

/** Under water: light from above, weed, far rocks, and who swims there. */
export const buildUnderwater: Builder = (world) => {
  const { palette, halfWidth, scene } = world;
  const random = world.random('deep');
  const shallow = mix(mix(palette.skyLow, [120, 230, 226], 0.5), white, 0.1);
  const middle = mix(palette.skyMiddle, [20, 130, 170], 0.62);
  const deep = mix(palette.near, [4, 40, 74], 0.6);
  const rocks = [0.2, 0.5, 0.85].map((depth, index) => ({
    depth,
    points: ridgeOf({ random, width: halfWidth + 0.6, height: 0.22 - index * 0.03, rough: 0.5, step: 0.045 }),
    y: 0.32 + index * 0.09,
  }));
  const weeds = Array.from({ length: 26 }, () => ({
    x: lerp(-halfWidth - 0.2, halfWidth + 0.2, random()),
    height: lerp(0.1, 0.36, random()),
    depth: random() < 0.5 ? 0.6 : 1.15,
    phase: random() * 6,
  }));
  const shafts = buildShafts([world.light[0] * 0.6, -0.75], 0.42)(world);
  const cast = buildCast({ height: 0.36, groundY: 0.24, at: (random() - 0.5) * 0.5, exposure: 0.42 })({
    ...world,
    scene: {
      ...scene,
      subjects: scene.subjects.map((subject) => ({
        ...subject,
        action: ['embrace', 'kiss', 'hold-child'].includes(subject.action) ? subject.action : 'float',
      })),
    },
  });
  const things = buildThings({ groundY: 0.3, indoors: false })(world);
  return (frame) => {
    const { pen, time } = frame;
    pen.fade(
      -halfWidth - 0.1,
      -0.6,
      halfWidth * 2 + 0.2,
      1.2,
      [-0.55, 0.5],
      [
        [0, shallow],
        [0.45, middle],
        [1, deep],
      ],
    );
    frame.at(0.1, () => {
      pen.glow(world.light[0] * 0.6, -0.55, 0.8, white, 0.7);
      for (let ripple = 0; ripple < 16; ripple++)
        pen.ellipse(
          world.light[0] * 0.6 + Math.sin(ripple * 2.4) * 0.7,
          -0.5 + (ripple % 5) * 0.018,
          0.1 + 0.05 * Math.sin(time * 1.1 + ripple),
          0.006,
          white,
          0.28,
        );
    });
    shafts(frame);
    for (const [index, rock] of rocks.entries()) {
      frame.at(rock.depth, () =>
        drawRidge(pen, rock.points, rock.y, mix(middle, deep, 0.35 + index * 0.3), deep),
      );
      if (index === 0 && world.portal)
        frame.at(0.3, () => drawPortal(world, frame, world.focus[0], world.focus[1], 0.26));
    }
    for (const { x, height, depth, phase } of weeds)
      frame.at(depth, () =>
        pen.line(
          Array.from({ length: 6 }, (_, index): Point => [
            x + Math.sin(time * 0.9 + phase + index * 0.7) * 0.024 * index * 0.5,
            0.56 - (height * index) / 5,
          ]),
          0.014,
          mix(deep, depth > 1 ? palette.near : [20, 120, 110], 0.45),
          1,
          true,
        ),
      );
    things.paint(frame);
    frame.at(1, () => cast(frame));
  };
};
