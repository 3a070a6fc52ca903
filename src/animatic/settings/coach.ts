import { lerp, mix, white } from '../color.ts';
import type { Point } from '../pen.ts';
import { buildCast } from '../elements/cast.ts';
import type { Builder } from '../world.ts';
import { passingLand } from './passing-land.ts';
/** Inside a train or a bus: the window with the land flying past, seats, somebody beside the window. */
export const buildCoach: Builder = (world) => {
  const { scene, palette, halfWidth } = world;
  const random = world.random('coach');
  const land = passingLand(world);
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
