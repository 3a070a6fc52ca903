import { lerp, mix, white, type Rgb } from '../color.ts';
import type { Point } from '../pen.ts';
import { buildCast } from '../elements/cast.ts';
import {
  drawGrass,
  drawRidge,
  drawTree,
  grassOf,
  ridgeOf,
  treeOf,
  type Tree,
  type TreeKind,
} from '../elements/nature.ts';
import { drawLeafTunnel, drawPortalOutside } from '../elements/portal-outside.ts';
import { buildShafts, buildSky } from '../elements/sky.ts';
import { buildThings } from '../elements/things.ts';
import type { Setting } from '../scene.ts';
import type { Builder, Painter, World } from '../world.ts';

/** How a landscape is put together. */
interface Plan {
  horizon: number;
  /** From far to near: depth, base line, height, roughness. */
  ridges: readonly (readonly [depth: number, y: number, height: number, rough: number])[];
  trees?: { kinds: readonly TreeKind[]; count: number; height: number };
  grass?: number;
  shafts?: number;
  road?: boolean;
  path?: boolean;
  flowers?: boolean;
  framing?: TreeKind;
}

const plans: Partial<Record<Setting, Plan>> = {
  field: {
    horizon: 0.1,
    ridges: [
      [0.06, 0.08, 0.09, 0.4],
      [0.14, 0.12, 0.07, 0.2],
      [0.3, 0.2, 0.06, 0.1],
      [0.62, 0.3, 0.05, 0.05],
    ],
    trees: { kinds: ['round'], count: 7, height: 0.16 },
    grass: 170,
    flowers: true,
  },
  park: {
    horizon: 0.1,
    ridges: [
      [0.1, 0.09, 0.05, 0.3],
      [0.4, 0.2, 0.05, 0.1],
      [0.7, 0.29, 0.03, 0],
    ],
    trees: { kinds: ['round', 'willow', 'round'], count: 12, height: 0.4 },
    grass: 90,
    path: true,
    framing: 'round',
    shafts: 0.16,
  },
  garden: {
    horizon: 0.08,
    ridges: [
      [0.12, 0.06, 0.05, 0.3],
      [0.45, 0.2, 0.03, 0.1],
      [0.72, 0.3, 0.02, 0],
    ],
    trees: { kinds: ['round', 'round', 'pine'], count: 9, height: 0.36 },
    grass: 150,
    flowers: true,
    framing: 'round',
    shafts: 0.2,
  },
  forest: {
    horizon: 0.12,
    ridges: [
      [0.1, 0.06, 0.08, 0.5],
      [0.35, 0.2, 0.05, 0.2],
      [0.7, 0.3, 0.04, 0.1],
    ],
    trees: { kinds: ['pine', 'birch', 'pine', 'bare'], count: 34, height: 0.7 },
    grass: 130,
    shafts: 0.34,
    framing: 'pine',
  },
  mountains: {
    horizon: 0.14,
    ridges: [
      [0.05, 0.1, 0.42, 0.95],
      [0.1, 0.14, 0.34, 0.9],
      [0.2, 0.2, 0.22, 0.8],
      [0.42, 0.28, 0.12, 0.6],
      [0.75, 0.36, 0.09, 0.4],
    ],
    trees: { kinds: ['pine'], count: 26, height: 0.15 },
    framing: 'pine',
  },
  desert: {
    horizon: 0.1,
    ridges: [
      [0.05, 0.1, 0.2, 0.7],
      [0.12, 0.13, 0.08, 0.05],
      [0.3, 0.2, 0.1, 0.02],
      [0.6, 0.3, 0.11, 0.02],
    ],
  },
  snow: {
    horizon: 0.08,
    ridges: [
      [0.06, 0.08, 0.26, 0.85],
      [0.18, 0.14, 0.12, 0.4],
      [0.4, 0.22, 0.08, 0.15],
      [0.7, 0.31, 0.05, 0.05],
    ],
    trees: { kinds: ['pine', 'bare', 'pine'], count: 22, height: 0.26 },
    framing: 'bare',
  },
  road: {
    horizon: 0.06,
    ridges: [
      [0.05, 0.06, 0.2, 0.7],
      [0.12, 0.08, 0.08, 0.3],
      [0.26, 0.1, 0.03, 0.1],
    ],
    trees: { kinds: ['round', 'pine'], count: 8, height: 0.16 },
    road: true,
  },
  sky: { horizon: 0.5, ridges: [] },
};

/** Open land: sky, ridges that fade into the haze, trees, ground and grass. */
export const buildLandscape: Builder = (world) => {
  const { scene, palette, tone, halfWidth } = world;
  const plan = plans[scene.setting] ?? plans.field!;
  const random = world.random('land');
  const snowy = scene.setting === 'snow' || scene.weather === 'snow' || scene.season === 'winter';
  const ground = groundColor(world, snowy);
  const wind = scene.weather === 'wind' || scene.weather === 'storm' ? 2.6 : 1;
  const lift = (random() - 0.5) * 0.06;

  const ridges = plan.ridges.map(([depth, y, height, rough]) => ({
    depth,
    y: y + lift * (1 - depth),
    points: ridgeOf({
      random,
      width: halfWidth + 0.75,
      height: height * lerp(0.75, 1.3, random()),
      rough,
      step: rough > 0.6 ? 0.028 : 0.05,
    }),
    color: depth < 0.3 ? mix(tone(depth * 0.9), ground, depth) : mix(tone(depth * 0.75), ground, 0.45),
  }));
  const leaf = leafColor(world, snowy);
  const trees: (Tree & { depth: number })[] = [];
  if (plan.trees)
    for (let index = 0; index < plan.trees.count; index++) {
      const depth = lerp(0.16, 0.82, ((index + random()) / plan.trees.count) ** 1.2);
      const side = random() < 0.5 ? -1 : 1;
      // clearing in the middle, denser towards the edges
      const clear = world.scene.subjects.length > 0 || world.portal ? 0.2 : 0.06;
      const x = side * lerp(clear * depth, halfWidth + 0.3, random() ** 0.8);
      const kind = plan.trees.kinds[index % plan.trees.kinds.length]!;
      const bare = snowy && kind === 'round' ? 'bare' : kind;
      trees.push({
        ...treeOf(
          bare,
          x,
          groundAt(ridges, depth, x, plan.horizon),
          plan.trees.height * lerp(0.75, 1.3, random()) * (0.32 + depth),
          random,
        ),
        depth,
      });
    }
  trees.sort((a, b) => a.depth - b.depth);
  const blades = plan.grass && !snowy ? grassOf(random, halfWidth + 0.3, plan.grass, 0.06) : [];
  const nearBlades =
    plan.grass && !snowy ? grassOf(random, halfWidth + 0.3, Math.round(plan.grass * 0.5), 0.17) : [];
  const flowers =
    plan.flowers || scene.props.some(({ kind }) => kind === 'flowers')
      ? Array.from(
          { length: 90 },
          () => [lerp(-halfWidth - 0.2, halfWidth + 0.2, random()), random(), random()] as const,
        )
      : [];
  const frameTree =
    plan.framing && random() < 0.85
      ? {
          ...treeOf(
            snowy && plan.framing === 'round' ? 'bare' : plan.framing,
            (random() < 0.5 ? -1 : 1) * (halfWidth + 0.02),
            0.56,
            lerp(1.05, 1.35, random()),
            random,
            12,
          ),
        }
      : undefined;

  const sky = buildSky(plan.horizon)(world);
  const shafts =
    plan.shafts && scene.weather !== 'rain' && scene.timeOfDay !== 'night'
      ? buildShafts([world.light[0], world.light[1] - 0.1], plan.shafts)(world)
      : undefined;
  const castY = world.castDepth < 1 ? 0.33 : 0.36;
  const cast = buildCast({
    height: 0.34,
    groundY: castY,
    ...(plan.road || plan.path
      ? {
          at: 0,
          away: scene.subjects.every(
            ({ action }) =>
              action === 'walk' || action === 'hold-hands' || action === 'stand' || action === 'look',
          ),
        }
      : {}),
  })(world);
  const things = buildThings({ groundY: castY, indoors: false })(world);
  const road = plan.road
    ? buildRoad(plan.horizon + 0.04, mix(tone(0.85), [40, 40, 48], 0.4))(world)
    : undefined;

  return (frame) => {
    const { pen, time } = frame;
    sky(frame);
    for (const ridge of ridges) {
      frame.at(ridge.depth, () => {
        drawRidge(
          pen,
          ridge.points,
          ridge.y,
          ridge.color,
          mix(ridge.color, mix(palette.skyLow, palette.light, 0.3), (1 - ridge.depth) * 0.4),
        );
        if (snowy && ridge.depth < 0.25)
          pen.line(
            ridge.points.map(([x, y]): Point => [x, y + ridge.y + 0.004]),
            0.012,
            mix(palette.skyLow, white, 0.6),
            0.8,
          );
      });
      things.behind?.(frame, ridge.depth);
    }
    if (plan.ridges.length > 0)
      frame.at(0.14, () =>
        pen.glow(world.light[0], plan.horizon, 0.75, palette.light, 0.3 * scene.finish.bloom),
      );
    if (road) road(frame);
    if (plan.path)
      frame.at(0.72, () =>
        pen.polygon(
          [
            [-0.01, 0.16],
            [0.03, 0.16],
            [0.42, 0.8],
            [-0.3, 0.8],
          ],
          mix(ground, palette.skyLow, 0.42),
          0.8,
        ),
      );
    for (const tree of trees)
      frame.at(tree.depth, () =>
        drawTree(pen, tree, {
          time,
          trunk:
            tree.kind === 'birch'
              ? mix(tone(tree.depth * 0.6), palette.skyLow, 0.35)
              : tone(tree.depth * 0.9 + 0.08),
          leaf: mix(tone(tree.depth * 0.95), leaf, 0.22 + 0.2 * tree.depth),
          highlight: palette.light,
          wind,
        }),
      );
    if (world.portal === 'tunnel') drawLeafTunnel(world, frame);
    else if (world.portal) frame.at(0.7, () => drawPortalOutside(world, frame, world.focus[0], 0.27));
    shafts?.(frame);
    if (scene.weather === 'fog')
      frame.at(0.5, () =>
        pen.rect(
          -2,
          -0.1,
          4,
          0.9,
          pen.linear(0, -0.1, 0, 0.22, [
            [0, palette.skyLow, 0],
            [1, palette.skyLow, 0.5],
          ]),
        ),
      );
    frame.at(0.85, () => {
      drawGrass(pen, blades, castY, mix(tone(0.9), leaf, 0.35), time, wind);
      if (flowers.length > 0) {
        const colors = [
          palette.accent,
          mix(palette.light, white, 0.4),
          mix(palette.accent, palette.light, 0.5),
        ];
        for (const [index, color] of colors.entries())
          pen.dots(
            flowers
              .filter((_, at) => at % 3 === index)
              .map(
                ([x, down, size]) =>
                  [
                    x + Math.sin(time * 1.5 + x * 6) * 0.004 * wind,
                    castY - 0.05 + down * 0.13,
                    0.004 + 0.006 * size,
                  ] as const,
              ),
            mix(tone(0.8), color, 0.85),
          );
      }
    });
    things.paint(frame);
    frame.at(world.castDepth, () => cast(frame));
    frame.at(1.3, () => drawGrass(pen, nearBlades, 0.6, mix(palette.near, leaf, 0.1), time, wind));
    if (frameTree)
      frame.at(1.15, () =>
        drawTree(pen, frameTree, {
          time,
          trunk: mix(palette.near, [0, 0, 0], 0.2),
          leaf: palette.near,
          highlight: mix(palette.near, palette.light, 0.4),
          wind,
        }),
      );
  };
};

function groundAt(
  ridges: readonly { depth: number; y: number; points: readonly Point[] }[],
  depth: number,
  x: number,
  horizon: number,
): number {
  const under = ridges.filter((ridge) => ridge.depth <= depth + 0.02);
  const ridge = under[under.length - 1];
  if (!ridge) return horizon + 0.03;
  const near = ridge.points.reduce((best, point) =>
    Math.abs(point[0] - x) < Math.abs(best[0] - x) ? point : best,
  );
  return ridge.y + near[1] + 0.02 + 0.12 * Math.max(0, depth - ridge.depth);
}

function groundColor({ scene, palette, tone }: World, snowy: boolean): Rgb {
  if (snowy) return mix(mix(palette.skyLow, white, 0.45), palette.skyTop, 0.18);
  if (scene.setting === 'desert') return mix(tone(0.4), [222, 150, 84], 0.55);
  const season = {
    spring: [110, 160, 84],
    summer: [120, 150, 66],
    autumn: [176, 120, 60],
    winter: [150, 156, 160],
  } as const;
  return mix(tone(0.55), season[scene.season], 0.3);
}

function leafColor({ scene, palette }: World, snowy: boolean): Rgb {
  if (snowy) return mix(palette.skyLow, white, 0.5);
  const season = {
    spring: [206, 150, 168],
    summer: [74, 132, 72],
    autumn: [222, 116, 44],
    winter: [120, 134, 140],
  } as const;
  return mix(season[scene.season], palette.skyLow, 0.1);
}

/** A road to the vanishing point, with dashes that come towards the camera. */
function buildRoad(horizon: number, color: Rgb): Builder {
  return (world): Painter => {
    const random = world.random('road');
    const bend = (random() - 0.5) * 0.3;
    const poles = Array.from({ length: 9 }, (_, index) => index);
    /** Distance ahead (1 near .. far) to the frame. */
    const at = (side: number, distance: number): Point => [
      world.focus[0] + bend * (1 / distance - 0.15) * 0.2 + (side * 0.62) / distance,
      horizon + 0.5 / distance,
    ];
    return (frame) => {
      const { pen, time, camera } = frame;
      const ahead = time * (1.6 + world.scene.energy * 2.2) + camera.dolly * 4;
      frame.at(0.25, () => {
        pen.polygon(
          [at(-1, 40), at(1, 40), at(1, 0.7), at(-1, 0.7)],
          pen.linear(0, horizon, 0, 0.5, [
            [0, mix(color, world.palette.skyLow, 0.5)],
            [1, mix(color, world.palette.near, 0.5)],
          ]),
        );
        for (const side of [-0.93, 0.93])
          pen.polygon(
            [at(side - 0.015, 40), at(side + 0.015, 40), at(side + 0.015, 0.7), at(side - 0.015, 0.7)],
            world.palette.light,
            0.5,
          );
        for (let dash = 0; dash < 16; dash++) {
          const from = ((((dash * 1.6 - ahead) % 25.6) + 25.6) % 25.6) + 0.7;
          pen.polygon(
            [at(-0.03, from + 0.7), at(0.03, from + 0.7), at(0.03, from), at(-0.03, from)],
            world.palette.light,
            0.85,
          );
        }
        for (const pole of poles) {
          const distance = ((((pole * 2.8 - ahead * 0.8) % 25.2) + 25.2) % 25.2) + 0.9;
          const [x, y] = at(1.7, distance);
          pen.line(
            [
              [x, y],
              [x, y - 0.62 / distance],
            ],
            0.024 / distance,
            mix(world.palette.near, world.palette.far, Math.min(1, distance / 18)),
          );
          pen.line(
            [
              [x - 0.09 / distance, y - 0.55 / distance],
              [x + 0.09 / distance, y - 0.55 / distance],
            ],
            0.016 / distance,
            mix(world.palette.near, world.palette.far, Math.min(1, distance / 18)),
          );
        }
      });
    };
  };
}
