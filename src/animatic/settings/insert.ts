import { lerp, mix, white, type Rgb } from '../color.ts';
import type { Point } from '../pen.ts';
import { drawBeyond } from '../elements/beyond.ts';
import { drawPortal } from '../elements/portal.ts';
import type { Builder } from '../world.ts';

/** A thing that fills the frame: an eye, a ring, a clock, a phone, before blurred lights. */
export const buildInsert: Builder = (world) => {
  const { palette, halfWidth } = world;
  const random = world.random('insert');
  const bokeh = Array.from({ length: 24 }, () => ({
    x: lerp(-halfWidth - 0.2, halfWidth + 0.2, random()),
    y: lerp(-0.6, 0.6, random()),
    size: lerp(0.03, 0.12, random()),
    color: [palette.accent, palette.light, palette.skyLow][Math.floor(random() * 3)]!,
    phase: random() * 6,
    depth: lerp(0.1, 0.5, random()),
  }));
  const eye = world.portal === 'eye' || (!world.portal && random() < 0.3);
  const size = Math.min(0.78, halfWidth * 1.1);
  return (frame) => {
    const { pen, time } = frame;
    pen.rect(
      -halfWidth - 0.1,
      -0.6,
      halfWidth * 2 + 0.2,
      1.2,
      pen.linear(0, -0.5, 0, 0.5, [
        [0, mix(palette.skyTop, palette.near, 0.45)],
        [1, mix(palette.skyMiddle, palette.near, 0.4)],
      ]),
    );
    for (const { x, y, size, color, phase, depth } of bokeh)
      frame.at(depth, () => {
        pen.circle(
          x + Math.sin(time * 0.3 + phase) * 0.02,
          y + Math.cos(time * 0.25 + phase) * 0.02,
          size,
          color,
          0.13 + 0.05 * Math.sin(time + phase),
        );
      });
    frame.at(0.9, () => {
      if (eye) drawEye(world, frame, size);
      else {
        drawPortal(
          world,
          frame,
          world.focus[0],
          world.focus[1],
          world.portal === 'ring' || world.portal === 'cup' ? size * 0.62 : size * 0.86,
        );
      }
    });
  };
};

/** A great eye whose iris holds the next world. It blinks now and then. */
function drawEye(
  world: Parameters<Builder>[0],
  frame: Parameters<ReturnType<Builder>>[0],
  size: number,
): void {
  const { pen, time } = frame;
  const { palette, focus } = world;
  const [x, y] = focus;
  const skin = mix(mix(palette.near, [214, 156, 122], 0.62), palette.light, 0.12);
  const blink = Math.max(0, 1 - Math.abs(((time + 1.4) % 3.7) - 0.15) / 0.13);
  const open = 1 - 0.92 * Math.min(1, blink);
  const wide = size * 0.92;
  const high = size * 0.46 * open;
  pen.rect(
    -4,
    -3,
    8,
    6,
    pen.radial(x, y, 1.4, [
      [0, mix(skin, palette.light, 0.16)],
      [1, mix(skin, palette.near, 0.75)],
    ]),
  );
  const lid = (side: number): Point[] =>
    Array.from({ length: 25 }, (_, index): Point => {
      const part = index / 12 - 1;
      return [x + part * wide, y + side * high * (1 - part * part) ** (side < 0 ? 0.62 : 0.8) + part * 0.02];
    });
  const opening = [...lid(-1), ...lid(1).toReversed()];
  pen.blob(
    [
      [x - wide * 1.16, y - size * 0.4],
      [x, y - size * 0.92],
      [x + wide * 1.16, y - size * 0.36],
      [x + wide * 1.1, y + size * 0.3],
      [x, y + size * 0.62],
      [x - wide * 1.1, y + size * 0.3],
    ],
    mix(skin, palette.near, 0.2),
    0.7,
  );
  pen.polygon(opening, mix(mix(palette.skyLow, white, 0.72), palette.near, 0.1));
  pen.inside(opening, () => {
    const radius = size * 0.42;
    const look = Math.sin(time * 0.6) * 0.01;
    const iris: Rgb = mix(palette.accent, palette.skyMiddle, 0.35);
    pen.circle(x + look, y, radius * 1.06, mix(iris, palette.near, 0.7));
    pen.circle(x + look, y, radius, iris);
    for (let ray = 0; ray < 64; ray++) {
      const angle = ray * 0.098175;
      const inner = radius * 0.42;
      const outer = radius * (0.7 + 0.28 * Math.abs(Math.sin(ray * 2.7)));
      pen.line(
        [
          [x + look + Math.cos(angle) * inner, y + Math.sin(angle) * inner],
          [x + look + Math.cos(angle) * outer, y + Math.sin(angle) * outer],
        ],
        radius * 0.035,
        ray % 3 ? mix(iris, palette.light, 0.4) : mix(iris, palette.near, 0.4),
        0.7,
      );
    }
    const pupil: Point[] = Array.from({ length: 36 }, (_, index) => [
      x + look + Math.cos(index * 0.17453) * radius * 0.5,
      y + Math.sin(index * 0.17453) * radius * 0.5,
    ]);
    pen.polygon(pupil, mix(palette.near, [0, 0, 0], 0.5));
    pen.inside(
      pupil.map(([px, py]): Point => [x + look + (px - x - look) * 0.86, y + (py - y) * 0.86]),
      () => pen.within(x + look, y, 1, () => drawBeyond(world, frame, radius * 0.5)),
    );
    pen.ellipse(x + look - radius * 0.34, y - radius * 0.4, radius * 0.16, radius * 0.11, white, 0.9, -0.5);
    pen.polygon(
      [...lid(-1), [x + wide, y - high * 0.2], [x, y - high * 0.72], [x - wide, y - high * 0.2]],
      palette.near,
      0.24,
    );
  });
  pen.line(lid(-1), size * 0.032, mix(palette.near, [0, 0, 0], 0.3));
  pen.line(lid(1), size * 0.012, mix(skin, palette.near, 0.6));
  for (const [index, [lx, ly]] of lid(-1).entries()) {
    if (index < 2 || index > 22) continue;
    const part = index / 12 - 1;
    const length = size * (0.13 + 0.05 * Math.sin(index * 2));
    pen.line(
      [
        [lx, ly],
        [lx + part * length * 0.7, ly - length * 0.6 * open + length * 0.3 * (1 - open)],
        [lx + part * length * 1.25, ly - length * open + length * (1 - open)],
      ],
      size * 0.014,
      mix(palette.near, [0, 0, 0], 0.4),
      1,
      true,
    );
  }
  pen.line(
    Array.from({ length: 13 }, (_, index): Point => {
      const part = index / 6 - 1;
      return [
        x + part * wide * 1.05,
        y - size * 0.82 - size * 0.14 * (1 - part * part) + Math.max(0, part) * size * 0.1,
      ];
    }),
    size * 0.1,
    mix(mix(palette.near, [60, 36, 26], 0.5), skin, 0.1),
    0.92,
    true,
  );
}
