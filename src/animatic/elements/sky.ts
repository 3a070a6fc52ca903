import { lerp, mix, white, type Rgb } from '../color.ts';
import type { Point } from '../pen.ts';
import type { Builder, World } from '../world.ts';

/** The sky with sun or moon, stars and clouds, down to a horizon. `horizon` is where its lowest colour lies. */
export const buildSky =
  (horizon: number): Builder =>
  (world) => {
    const { palette, scene, halfWidth } = world;
    const night = scene.timeOfDay === 'night';
    const random = world.random('sky');
    const covered = scene.weather === 'rain' || scene.weather === 'storm' || scene.weather === 'fog';
    const starLight = night ? 1 : scene.timeOfDay === 'dusk' ? 0.45 : 0;
    const stars = Array.from({ length: covered ? 20 : 150 }, () => ({
      x: lerp(-halfWidth - 0.1, halfWidth + 0.1, random()),
      y: lerp(-0.62, horizon - 0.04, random() ** 1.3),
      radius: 0.0009 + 0.0021 * random() ** 4,
      group: Math.floor(random() * 3),
    }));
    const clouds = Array.from({ length: covered || scene.weather === 'cloudy' ? 11 : 5 }, () =>
      cloudOf(world, random, horizon),
    );
    const [lightX, lightY] = world.light;
    const big = world.portal === 'moon' || world.portal === 'sun';
    const radius =
      (night ? 0.055 : scene.timeOfDay === 'day' ? 0.05 : 0.085) * (big ? 2.1 : lerp(0.85, 1.3, random()));
    const craters = Array.from(
      { length: 6 },
      () => [random() * 1.3 - 0.65, random() * 1.3 - 0.65, 0.08 + random() * 0.17] as const,
    );

    return (frame) => {
      const { pen, time } = frame;
      frame.at(0.02, () => {
        pen.fade(
          -halfWidth - 0.6,
          -1.2,
          halfWidth * 2 + 1.2,
          2.4,
          [-0.62, horizon],
          [
            [0, palette.skyTop],
            [0.55, palette.skyMiddle],
            [1, palette.skyLow],
          ],
        );
        if (starLight > 0)
          for (let group = 0; group < 3; group++)
            pen.dots(
              stars.filter((star) => star.group === group).map((star) => [star.x, star.y, star.radius]),
              mix(palette.light, white, 0.6),
              starLight * (0.62 + 0.3 * Math.sin(time * (1.1 + group * 0.6) + group * 2)),
            );
      });
      frame.at(big ? 0.75 : 0.02, () => {
        const strength = covered ? 0.4 : 1;
        pen.glow(lightX, lightY, night ? 0.55 : 1.05, palette.light, (night ? 0.5 : 0.62) * strength);
        if (!covered || big) {
          pen.circle(lightX, lightY, radius, mix(palette.light, white, 0.35), night || big ? 1 : 0.96);
          if (night)
            for (const [x, y, size] of craters)
              if (Math.hypot(x, y) + size < 0.92)
                pen.circle(
                  lightX + x * radius,
                  lightY + y * radius,
                  size * radius,
                  mix(palette.light, palette.skyMiddle, 0.35),
                  0.45,
                );
          pen.glow(lightX, lightY, radius * 2.6, palette.light, 0.55);
        }
      });
      for (const cloud of clouds)
        frame.at(cloud.depth, () => {
          const x = cloud.x + time * cloud.speed;
          for (const [dx, dy, rx, ry] of cloud.puffs)
            pen.ellipse(x + dx, cloud.y + dy, rx, ry, cloud.color, cloud.alpha);
        });
    };
  };

interface Cloud {
  x: number;
  y: number;
  speed: number;
  depth: number;
  color: Rgb;
  alpha: number;
  puffs: (readonly [dx: number, dy: number, rx: number, ry: number])[];
}

/** Long flat streaks near the horizon, rounder heaps higher up. */
function cloudOf(world: World, random: () => number, horizon: number): Cloud {
  const { palette, halfWidth } = world;
  const height = random();
  const y = lerp(horizon - 0.08, -0.5, height);
  const size = lerp(0.5, 1.25, random());
  const near = lerp(0.03, 0.12, height);
  const puffs = Array.from({ length: 4 + Math.floor(random() * 4) }, (_, index) => {
    const offset = (index - 2.5) * 0.075 * size;
    return [
      offset + random() * 0.05,
      (random() - 0.5) * 0.022 * size,
      lerp(0.08, 0.17, random()) * size,
      lerp(0.008, 0.026 + 0.012 * height, random()) * size,
    ] as const;
  });
  return {
    x: lerp(-halfWidth - 0.3, halfWidth + 0.3, random()),
    y,
    speed:
      (0.004 + 0.012 * random()) *
      (world.scene.weather === 'wind' || world.scene.weather === 'storm' ? 3 : 1),
    depth: near,
    color: mix(mix(palette.skyLow, palette.light, 0.35), palette.skyMiddle, height * 0.7),
    alpha: lerp(0.24, 0.5, random()) * (world.scene.timeOfDay === 'night' ? 0.45 : 1),
    puffs,
  };
}

/** Shafts of light from a point downwards, slowly breathing. */
export const buildShafts =
  (from: Point, strength: number): Builder =>
  (world) => {
    const random = world.random('shafts');
    const shafts = Array.from({ length: 7 }, () => ({
      angle: (random() - 0.5) * 2.1,
      width: 0.03 + 0.07 * random(),
      pulse: random() * 6,
    }));
    return ({ pen, time }) => {
      for (const { angle, width, pulse } of shafts) {
        const turn = angle + 0.03 * Math.sin(time * 0.4 + pulse);
        const end = (side: number): Point => [
          from[0] + 1.5 * Math.sin(turn + side),
          from[1] + 1.5 * Math.cos(turn + side),
        ];
        pen.beam(
          [
            [from[0] - 0.006, from[1]],
            [from[0] + 0.006, from[1]],
          ],
          [end(-width), end(width)],
          world.palette.light,
          strength * (0.7 + 0.3 * Math.sin(time * 0.9 + pulse)),
        );
      }
    };
  };
