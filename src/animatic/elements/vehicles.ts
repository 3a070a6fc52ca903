import { mix, white, type Rgb } from '../color.ts';
import type { Pen, Point } from '../pen.ts';
import type { ThingOptions } from './thing-options.ts';

function wheel(
  pen: Pen,
  x: number,
  y: number,
  radius: number,
  color: Rgb,
  turn: number,
  spokes: number,
): void {
  const rim: Point[] = Array.from({ length: 25 }, (_, index) => [
    x + Math.cos(index * 0.2618) * radius,
    y + Math.sin(index * 0.2618) * radius,
  ]);
  pen.line(rim, radius * 0.12, color);
  for (let spoke = 0; spoke < spokes; spoke++) {
    const angle = turn + (spoke / spokes) * Math.PI;
    pen.line(
      [
        [x - Math.cos(angle) * radius, y - Math.sin(angle) * radius],
        [x + Math.cos(angle) * radius, y + Math.sin(angle) * radius],
      ],
      radius * 0.03,
      color,
      0.6,
    );
  }
}

/** A bicycle under its rider. */
export function drawBicycle(
  pen: Pen,
  { x, y, height, flip = false, color, shade, time }: ThingOptions,
): void {
  pen.within(
    x,
    y,
    height,
    () => {
      const turn = time * 6;
      const frame = mix(shade, color, 0.8);
      wheel(pen, -0.3, -0.17, 0.17, shade, turn, 4);
      wheel(pen, 0.36, -0.17, 0.17, shade, turn, 4);
      pen.line(
        [
          [-0.3, -0.17],
          [0.02, -0.17],
          [0.28, -0.42],
          [-0.1, -0.42],
          [-0.3, -0.17],
        ],
        0.022,
        frame,
      );
      pen.line(
        [
          [0.02, -0.17],
          [-0.12, -0.5],
        ],
        0.022,
        frame,
      );
      pen.line(
        [
          [0.36, -0.17],
          [0.26, -0.52],
          [0.33, -0.56],
        ],
        0.022,
        frame,
      );
      pen.line(
        [
          [-0.18, -0.5],
          [-0.04, -0.5],
        ],
        0.032,
        shade,
      );
      pen.line(
        [
          [0.02 + Math.cos(turn) * 0.06, -0.17 + Math.sin(turn) * 0.06],
          [0.02 - Math.cos(turn) * 0.06, -0.17 - Math.sin(turn) * 0.06],
        ],
        0.02,
        shade,
      );
    },
    { flip },
  );
}

/** A car from its side, with lights on. */
export function drawCar(
  pen: Pen,
  { x, y, height, flip = false, color, shade, light, time }: ThingOptions,
): void {
  pen.within(
    x,
    y,
    height,
    () => {
      const bounce = Math.sin(time * 9) * 0.006;
      const body = mix(shade, color, 0.72);
      pen.ellipse(0, 0, 1.3, 0.06, shade, 0.5);
      pen.blob(
        [
          [-1.22, -0.18 + bounce],
          [-1.24, -0.5 + bounce],
          [-0.85, -0.56 + bounce],
          [-0.55, -0.9 + bounce],
          [0.25, -0.92 + bounce],
          [0.62, -0.56 + bounce],
          [1.2, -0.48 + bounce],
          [1.28, -0.2 + bounce],
          [0.9, -0.14 + bounce],
          [-0.9, -0.14 + bounce],
        ],
        body,
      );
      pen.polygon(
        [
          [-0.62, -0.55 + bounce],
          [-0.46, -0.8 + bounce],
          [-0.12, -0.81 + bounce],
          [-0.12, -0.55 + bounce],
        ],
        mix(shade, light, 0.55),
      );
      pen.polygon(
        [
          [-0.05, -0.55 + bounce],
          [-0.05, -0.81 + bounce],
          [0.2, -0.8 + bounce],
          [0.46, -0.55 + bounce],
        ],
        mix(shade, light, 0.7),
      );
      for (const wheelX of [-0.72, 0.75]) {
        pen.circle(wheelX, -0.17, 0.17, mix(shade, [0, 0, 0], 0.4));
        pen.circle(wheelX, -0.17, 0.08, mix(shade, white, 0.3));
      }
      pen.circle(1.17, -0.38 + bounce, 0.06, mix(light, white, 0.5));
      pen.glow(1.2, -0.38 + bounce, 0.9, light, 0.8);
      pen.beam(
        [
          [1.18, -0.42 + bounce],
          [1.18, -0.34 + bounce],
        ],
        [
          [3.2, -0.6],
          [3.2, 0.06],
        ],
        light,
        0.45,
      );
      pen.circle(-1.18, -0.4 + bounce, 0.045, [255, 60, 50]);
      pen.glow(-1.2, -0.4 + bounce, 0.4, [255, 60, 50], 0.7);
    },
    { flip },
  );
}

/** A bus or a railway carriage: a long body with lit windows. */
export function drawCoach(
  pen: Pen,
  { x, y, height, flip = false, color, shade, light, cars }: ThingOptions & { cars: number },
): void {
  pen.within(
    x,
    y,
    height,
    () => {
      const body = mix(shade, color, 0.6);
      for (let car = 0; car < cars; car++) {
        const left = -car * 4.1;
        pen.rect(left - 3.9, -1.55, 3.9, 1.35, body);
        pen.rect(left - 3.9, -0.62, 3.9, 0.12, mix(body, light, 0.4));
        pen.rects(
          Array.from({ length: 6 }, (_, index) => [left - 3.7 + index * 0.62, -1.36, 0.46, 0.5] as const),
          mix(light, white, 0.2),
          0.95,
        );
        pen.dots(
          [
            [left - 3.2, -0.14, 0.19],
            [left - 0.7, -0.14, 0.19],
          ],
          mix(shade, [0, 0, 0], 0.4),
        );
        pen.glow(left - 1.95, -1.1, 2.6, light, 0.26);
      }
      pen.glow(0.05, -0.5, 1.3, light, 0.8);
    },
    { flip },
  );
}

/** A small sailing boat that rocks. */
export function drawBoat(
  pen: Pen,
  { x, y, height, flip = false, color, shade, light, time }: ThingOptions,
): void {
  pen.within(
    x,
    y + Math.sin(time * 1.1) * height * 0.03,
    height,
    () => {
      pen.blob(
        [
          [-0.9, -0.22],
          [0.95, -0.26],
          [0.6, 0.1],
          [-0.6, 0.1],
        ],
        mix(shade, [0, 0, 0], 0.2),
      );
      pen.line(
        [
          [0.05, -0.2],
          [0.05, -1.75],
        ],
        0.035,
        shade,
      );
      pen.polygon(
        [
          [0.1, -1.7],
          [0.1, -0.34],
          [0.78, -0.34],
        ],
        mix(shade, color, 0.85),
      );
      pen.polygon(
        [
          [0, -1.55],
          [0, -0.34],
          [-0.55, -0.34],
        ],
        mix(mix(shade, light, 0.7), white, 0.2),
      );
    },
    { flip, rotation: Math.sin(time * 0.9) * 0.04 },
  );
}

/** A hot-air balloon with striped envelope. */
export function drawHotAirBalloon(pen: Pen, { x, y, height, color, shade, light, time }: ThingOptions): void {
  pen.within(x, y + Math.sin(time * 0.7) * height * 0.05, height, () => {
    const ball: Point[] = Array.from({ length: 24 }, (_, index) => {
      const angle = (index / 24) * Math.PI * 2;
      return [
        Math.sin(angle) * (0.62 - 0.16 * Math.max(0, -Math.cos(angle)) ** 2),
        -1.1 - Math.cos(angle) * 0.7,
      ];
    });
    pen.blob(ball, mix(shade, color, 0.85));
    pen.inside(ball, () => {
      for (const stripe of [-0.4, 0, 0.4]) pen.ellipse(stripe, -1.1, 0.1, 0.9, mix(light, white, 0.3), 0.75);
      pen.ellipse(0.5, -1, 0.4, 1, shade, 0.25);
    });
    pen.line(
      [
        [-0.24, -0.46],
        [-0.12, -0.16],
        [0.12, -0.16],
        [0.24, -0.46],
      ],
      0.016,
      shade,
    );
    pen.rect(-0.12, -0.17, 0.24, 0.18, shade);
    pen.glow(0, -0.42, 0.5, light, 0.7 + 0.2 * Math.sin(time * 7));
  });
}

/** A plane or a rocket on its way up, with a trail. */
export function drawFlyer(
  pen: Pen,
  { x, y, height, flip = false, color, shade, light, time, rocket }: ThingOptions & { rocket: boolean },
): void {
  pen.within(
    x,
    y,
    height,
    () => {
      pen.beam(
        [
          [-0.6, -0.05],
          [-0.6, 0.05],
        ],
        [
          [-5, -0.16],
          [-5, 0.16],
        ],
        rocket ? light : white,
        0.7,
      );
      pen.blob(
        [
          [-0.7, -0.11],
          [0.4, -0.12],
          [0.85, 0],
          [0.4, 0.12],
          [-0.7, 0.11],
        ],
        mix(shade, color, 0.8),
      );
      pen.polygon(
        [
          [-0.65, 0],
          [-0.95, -0.3],
          [-0.45, -0.08],
        ],
        shade,
      );
      pen.polygon(
        [
          [0.15, 0.02],
          [-0.4, rocket ? 0.3 : 0.55],
          [-0.2, 0.02],
        ],
        shade,
      );
      if (rocket) pen.glow(-0.75, 0, 0.7 + 0.1 * Math.sin(time * 20), light, 1);
    },
    { flip, rotation: rocket ? -1 : -0.14 },
  );
}
