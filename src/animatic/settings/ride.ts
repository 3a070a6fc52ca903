import { lerp, mix, white } from '../color.ts';
import type { Point } from '../pen.ts';
import { buildCast } from '../elements/cast.ts';
import { drawRidge, drawTree, ridgeOf, treeOf } from '../elements/nature.ts';
import { buildSky } from '../elements/sky.ts';
import type { Builder, Frame, World } from '../world.ts';

/** The land that flies past outside. Layers repeat, so that any time has a picture. */
function passing(world: World): (frame: Frame, speed: number) => void {
  const { palette, tone, halfWidth, scene } = world;
  const random = world.random('passing');
  const span = 3.2;
  const sky = buildSky(0.1)(world);
  const layers = [
    { depth: 0.12, rate: 0.03, y: 0.06, height: 0.2, rough: 0.7 },
    { depth: 0.3, rate: 0.14, y: 0.12, height: 0.1, rough: 0.3 },
    { depth: 0.6, rate: 0.5, y: 0.2, height: 0.05, rough: 0.2 },
  ].map((layer) => {
    const points = ridgeOf({ random, width: span / 2, height: layer.height, rough: layer.rough, step: 0.05 });
    // ends meet: the last part fades into the first, so that the land can repeat
    const seamless = points.map(([x, y], index): Point => {
      const part = Math.max(0, (index / points.length - 0.75) * 4);
      return [x, lerp(y, points[0]![1], part)];
    });
    return { ...layer, points: seamless };
  });
  const trees = Array.from({ length: 12 }, (_, index) => ({
    tree: treeOf(
      scene.season === 'winter' ? 'bare' : index % 3 === 0 ? 'round' : 'pine',
      0,
      0,
      lerp(0.1, 0.26, random()),
      random,
    ),
    at: random(),
  }));
  return (frame, speed) => {
    const { pen, time } = frame;
    sky(frame);
    const gone = time * speed + 1.7;
    for (const { depth, rate, y, points } of layers) {
      const shift = (gone * rate) % span;
      for (const copy of [-1, 0, 1, 2]) {
        const left = copy * span - shift;
        if (left > halfWidth + span / 2 + 0.2 || left < -halfWidth - span / 2 - 0.2) continue;
        pen.within(left, 0, 1, () =>
          drawRidge(pen, points, y, tone(depth), mix(tone(depth), palette.skyLow, 0.12)),
        );
      }
    }
    const way = halfWidth * 2 + 1;
    if (world.dark)
      for (let lamp = 0; lamp < 26; lamp++) {
        const near = ((lamp * 0.37) % 1) ** 2;
        const x = way / 2 - ((((lamp * 0.618) % 1) * way + gone * lerp(0.05, 0.6, near)) % way);
        const y = lerp(0.03, 0.2, near) + 0.02 * Math.sin(lamp * 7);
        pen.circle(
          x,
          y,
          lerp(0.002, 0.006, near),
          mix(lamp % 4 ? palette.light : palette.accent, white, 0.3),
        );
        if (near > 0.2) pen.glow(x, y, 0.03 + 0.06 * near, lamp % 4 ? palette.light : palette.accent, 0.7);
      }
    for (const { tree, at } of trees) {
      const x = way / 2 - ((at * way + gone * 0.5) % way);
      drawTree(
        pen,
        { ...tree, x, y: 0.22 },
        { time, trunk: tone(0.75), leaf: tone(0.7), highlight: palette.light },
      );
    }
    for (let pole = 0; pole < 3; pole++) {
      const x = way / 2 - (((pole / 3) * way + gone * 1.5) % way);
      pen.line(
        [
          [x, 0.4],
          [x, -0.5],
        ],
        0.012,
        palette.near,
      );
      pen.line(
        [
          [x - 0.06, -0.34],
          [x + 0.06, -0.34],
        ],
        0.008,
        palette.near,
      );
    }
    for (const [wire, sag] of [
      [-0.34, 0.05],
      [-0.3, 0.055],
    ] as const)
      pen.line(
        Array.from({ length: 41 }, (_, index): Point => {
          const x = -halfWidth + (index / 40) * halfWidth * 2;
          const part = ((((x + gone * 1.5) % (way / 3)) + way / 3) % (way / 3)) / (way / 3);
          return [x, wire + sag * (1 - (2 * part - 1) ** 2)];
        }),
        0.0022,
        palette.near,
        0.7,
      );
  };
}

/** Inside a train or a bus: the window with the land flying past, seats, somebody beside the window. */
export const buildCoach: Builder = (world) => {
  const { scene, palette, halfWidth } = world;
  const random = world.random('coach');
  const land = passing(world);
  const bus = scene.setting === 'bus';
  const wall = mix(
    mix(palette.near, palette.far, 0.34),
    bus ? palette.light : palette.accent,
    bus ? 0.2 : 0.12,
  );
  const seat = mix(palette.near, palette.accent, 0.42);
  const seated = scene.subjects.map((subject) => ({
    ...subject,
    action: ['walk', 'run', 'stand', 'look', 'cycle'].includes(subject.action)
      ? ('sit' as const)
      : subject.action,
  }));
  const cast = buildCast({
    height: 0.95,
    groundY: 0.74,
    at: (random() < 0.5 ? -1 : 1) * lerp(0.35, 0.6, random()),
    exposure: 0.34,
  })({ ...world, scene: { ...scene, subjects: seated } });
  const windowTop = -0.3;
  const windowLow = 0.14;
  const wide = halfWidth * 0.78;
  return (frame) => {
    const { pen, time } = frame;
    const rattle = 0.0022 * Math.sin(time * 31) + 0.002 * Math.sin(time * 19);
    land(frame, 1.3);
    pen.within(0, rattle, 1, () =>
      frame.at(0.8, () => {
        const hole: Point[] = [
          [-wide, windowTop + 0.04],
          [-wide + 0.04, windowTop],
          [wide - 0.04, windowTop],
          [wide, windowTop + 0.04],
          [wide, windowLow - 0.04],
          [wide - 0.04, windowLow],
          [-wide + 0.04, windowLow],
          [-wide, windowLow - 0.04],
        ];
        pen.shape(
          pen.linear(0, -0.5, 0, 0.5, [
            [0, wall],
            [1, mix(wall, palette.near, 0.55)],
          ]),
          1,
          (path) => {
            path.rect(-4, -2, 8, 4);
            path.moveTo(...hole[0]!);
            for (const [x, y] of hole.toReversed()) path.lineTo(x, y);
            path.closePath();
          },
        );
        pen.line([...hole, hole[0]!], 0.022, mix(wall, palette.light, 0.34));
        for (const bar of bus ? [-0.5, 0, 0.5] : [0])
          pen.rect(bar * wide - 0.01, windowTop, 0.02, windowLow - windowTop, mix(wall, palette.light, 0.2));
        if (bus)
          for (let strap = -3; strap <= 3; strap++) {
            const x = strap * 0.3 * halfWidth + 0.02 * Math.sin(time * 2.3 + strap);
            pen.line(
              [
                [strap * 0.3 * halfWidth, windowTop - 0.085],
                [x, windowTop + 0.03],
              ],
              0.01,
              palette.near,
            );
            pen.line(
              [
                [x, windowTop + 0.03],
                [x - 0.03, windowTop + 0.08],
                [x + 0.03, windowTop + 0.08],
                [x, windowTop + 0.03],
              ],
              0.009,
              mix(palette.near, palette.light, 0.3),
            );
          }
        pen.beam(
          [
            [-wide * 0.9, windowTop],
            [-wide * 0.2, windowTop],
          ],
          [
            [-wide * 0.6, windowLow],
            [wide * 0.1, windowLow],
          ],
          white,
          0.12,
        );
        pen.rect(-4, windowLow + 0.03, 8, 0.018, mix(wall, palette.light, 0.24));
        pen.rect(-4, windowTop - 0.09, 8, 0.012, mix(wall, palette.light, 0.2));
        if (world.dark)
          for (const x of [-0.6, 0.6]) {
            pen.ellipse(x * halfWidth, -0.44, 0.16, 0.014, mix(palette.light, white, 0.4));
            pen.glow(x * halfWidth, -0.44, 0.5, palette.light, 0.4);
          }
        if (scene.weather === 'rain')
          for (let drop = 0; drop < 26; drop++) {
            const y =
              windowTop + ((drop * 0.37 + time * (0.05 + (drop % 4) * 0.03)) % 1) * (windowLow - windowTop);
            const x = -wide + ((drop * 0.618) % 1) * wide * 2;
            pen.line(
              [
                [x, y],
                [x - 0.018, y - 0.012],
              ],
              0.0028,
              white,
              0.5,
            );
          }
      }),
    );
    pen.within(0, rattle, 1, () => {
      frame.at(1, () => cast(frame));
      frame.at(1.1, () => {
        for (const x of [-1, 1])
          pen.blob(
            [
              [x * halfWidth * 0.98 - 0.22, 0.8],
              [x * halfWidth * 0.98 - 0.2, 0.12],
              [x * halfWidth * 0.98, 0.02],
              [x * halfWidth * 0.98 + 0.2, 0.12],
              [x * halfWidth * 0.98 + 0.22, 0.8],
            ],
            mix(seat, palette.near, 0.35),
          );
        pen.rect(-4, 0.46, 8, 0.6, mix(palette.near, seat, 0.3));
        pen.rect(-4, 0.455, 8, 0.012, mix(seat, palette.light, 0.3));
      });
    });
  };
};

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
