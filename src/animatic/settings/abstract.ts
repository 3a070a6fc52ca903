import { lerp, mix, white } from '../color.ts';
import type { Point } from '../pen.ts';
import { buildCast } from '../elements/cast.ts';
import { drawPortal } from '../elements/portal.ts';
import type { Builder } from '../world.ts';

/** For prompts that name no place: bands of light, discs or petals that breathe, from the seed. */
export const buildAbstract: Builder = (world) => {
  const { palette, halfWidth } = world;
  const random = world.random('abstract');
  const style = Math.floor(random() * 3);
  const colors = [
    palette.skyTop,
    palette.skyMiddle,
    palette.skyLow,
    palette.accent,
    palette.light,
    palette.far,
  ];
  const pick = (): (typeof colors)[number] => colors[Math.floor(random() * colors.length)]!;
  const [cx, cy] = [world.light[0] * 0.7, world.light[1] + 0.12];
  const bands = Array.from({ length: 9 }, (_, index) => ({
    y: lerp(-0.42, 0.56, index / 8),
    swell: lerp(0.03, 0.12, random()),
    length: lerp(1.4, 3.4, random()),
    phase: random() * 6,
    color: mix(pick(), palette.near, index / 11),
    speed: lerp(0.3, 0.9, random()),
  }));
  const discs = Array.from({ length: 11 }, (_, index) => ({
    radius: 0.82 - index * 0.07,
    color: mix(pick(), index % 2 ? palette.near : palette.light, 0.28),
    phase: random() * 6,
  }));
  const petals = Array.from({ length: 4 }, (_, ring) => ({
    count: 6 + ring * 3 + Math.floor(random() * 4),
    reach: 0.72 - ring * 0.15,
    color: mix(pick(), ring % 2 ? palette.light : palette.near, 0.2),
    turn: (random() - 0.5) * 0.5,
  }));
  const orbs = Array.from({ length: 16 }, () => ({
    angle: random() * 6.28,
    reach: lerp(0.15, 0.95, random()),
    size: lerp(0.006, 0.04, random()),
    speed: lerp(0.1, 0.4, random()),
    color: pick(),
  }));
  const cast = buildCast({ height: 0.24, groundY: 0.4, exposure: 0.12 })(world);
  return (frame) => {
    const { pen, time } = frame;
    pen.fade(
      -halfWidth - 0.1,
      -0.6,
      halfWidth * 2 + 0.2,
      1.2,
      [-0.5, 0.5],
      [
        [0, palette.skyTop],
        [0.6, palette.skyMiddle],
        [1, palette.skyLow],
      ],
    );
    frame.at(0.1, () => pen.glow(cx, cy, 1, palette.light, 0.7));
    if (style === 0) {
      frame.at(0.2, () => pen.circle(cx, cy, 0.17, mix(palette.light, white, 0.4)));
      for (const [index, { y, swell, length, phase, color, speed }] of bands.entries())
        frame.at(0.15 + index * 0.12, () => {
          const points: Point[] = [];
          for (let x = -halfWidth - 0.8; x <= halfWidth + 0.8; x += 0.08)
            points.push([
              x,
              y +
                swell * Math.sin((x * 6.28) / length + phase + time * speed) +
                swell * 0.4 * Math.sin((x * 14) / length - time * speed * 0.7),
            ]);
          pen.polygon(
            [...points, [halfWidth + 0.8, 1.5], [-halfWidth - 0.8, 1.5]],
            pen.linear(0, y - swell, 0, y + 0.3, [
              [0, mix(color, palette.light, 0.3)],
              [1, color],
            ]),
            1,
          );
        });
    } else if (style === 1)
      for (const [index, { radius, color, phase }] of discs.entries())
        frame.at(0.15 + index * 0.08, () => {
          const x = cx + 0.05 * Math.sin(time * 0.6 + phase);
          const y = cy + 0.05 * Math.cos(time * 0.5 + phase);
          pen.circle(
            x,
            y,
            radius * (1 + 0.04 * Math.sin(time * 0.9 + phase)),
            pen.linear(x, y - radius, x, y + radius, [
              [0, mix(color, palette.light, 0.3)],
              [1, mix(color, palette.near, 0.3)],
            ]),
            1,
          );
        });
    else
      for (const [ring, { count, reach, color, turn }] of petals.entries())
        frame.at(0.2 + ring * 0.2, () => {
          for (let petal = 0; petal < count; petal++) {
            const angle = (petal / count) * Math.PI * 2 + time * turn * 0.5;
            const size = reach * (1 + 0.05 * Math.sin(time + petal));
            const tip = (side: number, at: number): Point => [
              cx + Math.cos(angle + side) * size * at,
              cy + Math.sin(angle + side) * size * at,
            ];
            pen.blob(
              [[cx, cy], tip(-0.3, 0.5), tip(0, 1), tip(0.3, 0.5)],
              petal % 2 ? color : mix(color, palette.accent, 0.4),
              0.86,
            );
          }
        });
    frame.at(0.8, () => {
      for (const { angle, reach, size, speed, color } of orbs) {
        const turn = angle + time * speed;
        pen.circle(
          cx + Math.cos(turn) * reach,
          cy + Math.sin(turn) * reach * 0.6,
          size,
          mix(color, white, 0.25),
          0.85,
        );
      }
    });
    if (world.portal) frame.at(0.5, () => drawPortal(world, frame, world.focus[0], world.focus[1], 0.26));
    frame.at(1, () => cast(frame));
  };
};
