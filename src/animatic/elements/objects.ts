import { mix, white, type Rgb } from '../color.ts';
import type { Pen, Point } from '../pen.ts';
import { drawCandles } from './lights.ts';
import type { ThingOptions } from './thing-options.ts';

/** A park bench. */
export function drawBench(pen: Pen, { x, y, height, shade, light }: ThingOptions): void {
  pen.within(x, y, height, () => {
    const wood = mix(shade, light, 0.16);
    for (const at of [-0.48, 0.48])
      pen.line(
        [
          [at, 0],
          [at, -0.28],
          [at - 0.02, -0.56],
        ],
        0.035,
        shade,
      );
    for (const at of [-0.27, -0.42, -0.52]) pen.rect(-0.6, at, 1.2, 0.06, wood);
  });
}

/** A grand piano from its side. */
export function drawPiano(pen: Pen, { x, y, height, flip = false, shade, light }: ThingOptions): void {
  pen.within(
    x,
    y,
    height,
    () => {
      for (const at of [-0.7, 0.1, 0.75])
        pen.line(
          [
            [at, 0],
            [at, -0.35],
          ],
          0.06,
          shade,
        );
      pen.rect(-0.85, -0.56, 1.75, 0.24, shade);
      pen.polygon(
        [
          [-0.7, -0.56],
          [0.9, -0.56],
          [0.6, -1.15],
          [-0.1, -0.95],
        ],
        mix(shade, light, 0.12),
      );
      pen.rect(-0.98, -0.5, 0.2, 0.06, mix(light, white, 0.6));
    },
    { flip },
  );
}

/** A birthday cake on a stand. */
export function drawCake(pen: Pen, { x, y, height, color, light, shade, time }: ThingOptions): void {
  pen.rect(x - height * 0.5, y - height * 0.1, height, height * 0.06, mix(shade, light, 0.5));
  pen.rect(x - height * 0.42, y - height * 0.42, height * 0.84, height * 0.33, mix(color, white, 0.35));
  pen.rect(x - height * 0.3, y - height * 0.66, height * 0.6, height * 0.25, mix(color, white, 0.55));
  drawCandles(pen, { x, y: y - height * 0.66, height: height * 0.4, color, light, shade, time });
}

/** A stack of moving boxes. */
export function drawBoxes(pen: Pen, { x, y, height, shade, light }: ThingOptions): void {
  const card: Rgb = mix(shade, [196, 146, 92], 0.62);
  for (const [dx, dy, size] of [
    [-0.35, 0, 0.42],
    [0.15, 0, 0.36],
    [-0.2, -0.4, 0.3],
  ] as const) {
    pen.rect(
      x + dx * height,
      y + (dy - size * 0.85) * height,
      size * height * 1.1,
      size * 0.85 * height,
      dy === 0 ? card : mix(card, light, 0.16),
    );
    pen.rect(
      x + (dx + size * 0.48) * height,
      y + (dy - size * 0.85) * height,
      size * 0.14 * height,
      size * 0.85 * height,
      mix(card, shade, 0.3),
    );
  }
}

/** A swing that swings. */
export function drawSwing(pen: Pen, { x, y, height, shade, color, time }: ThingOptions): void {
  const angle = Math.sin(time * 1.9) * 0.42;
  pen.within(x, y - height, height, () => {
    pen.line(
      [
        [-0.4, 1],
        [-0.25, 0],
        [0.25, 0],
        [0.4, 1],
      ],
      0.03,
      shade,
    );
    const seat: Point = [Math.sin(angle) * 0.72, Math.cos(angle) * 0.72];
    pen.line(
      [
        [-0.04, 0],
        [seat[0] - 0.08, seat[1]],
        [seat[0] + 0.08, seat[1]],
        [0.06, 0],
      ],
      0.014,
      mix(shade, color, 0.7),
    );
  });
}

/** A ferris wheel with lit cabins. */
export function drawFerrisWheel(pen: Pen, { x, y, height, shade, light, color, time }: ThingOptions): void {
  const radius = height * 0.42;
  const cy = y - height * 0.5;
  pen.line(
    [
      [x - height * 0.26, y],
      [x, cy],
      [x + height * 0.26, y],
    ],
    height * 0.022,
    shade,
  );
  const rim = (size: number): Point[] =>
    Array.from({ length: 41 }, (_, index) => [
      x + Math.cos(index * 0.15708) * size,
      cy + Math.sin(index * 0.15708) * size,
    ]);
  pen.line(rim(radius), height * 0.014, shade);
  pen.line(rim(radius * 0.9), height * 0.006, shade);
  for (let spoke = 0; spoke < 14; spoke++) {
    const angle = (spoke / 14) * Math.PI * 2 + time * 0.16;
    const end: Point = [x + Math.cos(angle) * radius, cy + Math.sin(angle) * radius];
    pen.line([[x, cy], end], height * 0.005, shade, 0.9);
    pen.ellipse(
      end[0],
      end[1] + height * 0.025,
      height * 0.026,
      height * 0.03,
      mix(shade, spoke % 2 ? color : light, 0.85),
    );
    pen.circle(end[0], end[1], height * 0.008, mix(light, white, 0.5));
  }
  pen.glow(x, cy, radius * 1.5, mix(light, color, 0.4), 0.4);
}

/** A lighthouse whose beam sweeps around. */
export function drawLighthouse(pen: Pen, { x, y, height, shade, light, color, time }: ThingOptions): void {
  pen.blob(
    [
      [x - height * 0.55, y + 0.12],
      [x - height * 0.3, y - 0.02],
      [x + height * 0.3, y - 0.02],
      [x + height * 0.6, y + 0.12],
    ],
    shade,
  );
  pen.within(x, y, height, () => {
    pen.polygon(
      [
        [-0.12, 0],
        [-0.075, -0.8],
        [0.075, -0.8],
        [0.12, 0],
      ],
      mix(shade, white, 0.55),
    );
    for (const stripe of [-0.2, -0.5])
      pen.polygon(
        [
          [-0.112, stripe],
          [-0.1, stripe - 0.14],
          [0.1, stripe - 0.14],
          [0.112, stripe],
        ],
        mix(shade, color, 0.8),
      );
    pen.rect(-0.1, -0.83, 0.2, 0.03, shade);
    pen.rect(-0.055, -0.95, 0.11, 0.12, mix(light, white, 0.5));
    pen.polygon(
      [
        [-0.08, -0.95],
        [0, -1.06],
        [0.08, -0.95],
      ],
      shade,
    );
    const sweep = Math.sin(time * 0.8);
    pen.beam(
      [
        [0, -0.92],
        [0, -0.86],
      ],
      [
        [sweep * 4, -1.3],
        [sweep * 4, -0.5],
      ],
      light,
      0.7 * Math.abs(sweep) + 0.1,
    );
    pen.glow(0, -0.89, 0.7, light, 0.9);
  });
}

/** A small house with lit windows and smoke. */
export function drawHouse(pen: Pen, { x, y, height, shade, light, time }: ThingOptions): void {
  pen.within(x, y, height, () => {
    for (let puff = 0; puff < 5; puff++) {
      const rise = (time * 0.12 + puff / 5) % 1;
      pen.circle(
        0.36 + rise * 0.35,
        -1.15 - rise * 0.8,
        0.05 + rise * 0.1,
        mix(shade, white, 0.6),
        0.3 * (1 - rise),
      );
    }
    pen.rect(0.3, -1.1, 0.13, 0.35, shade);
    pen.rect(-0.6, -0.62, 1.2, 0.62, mix(shade, light, 0.1));
    pen.polygon(
      [
        [-0.75, -0.58],
        [-0.1, -1.1],
        [0.75, -0.58],
      ],
      shade,
    );
    pen.rects(
      [
        [-0.42, -0.45, 0.2, 0.2],
        [0.24, -0.45, 0.2, 0.2],
      ],
      mix(light, white, 0.3),
    );
    pen.rect(-0.08, -0.4, 0.18, 0.4, mix(shade, light, 0.4));
    pen.glow(0, -0.35, 0.9, light, 0.6);
  });
}

/** A tent that glows from inside. */
export function drawTent(pen: Pen, { x, y, height, color, shade, light }: ThingOptions): void {
  pen.within(x, y, height, () => {
    pen.polygon(
      [
        [-0.8, 0],
        [0, -0.85],
        [0.85, 0],
      ],
      mix(shade, color, 0.75),
    );
    pen.polygon(
      [
        [-0.22, 0],
        [0, -0.82],
        [0.26, 0],
      ],
      mix(light, white, 0.2),
    );
    pen.glow(0, -0.3, 1.1, light, 0.6);
  });
}

/** A kite with its tail. */
export function drawKite(pen: Pen, { x, y, height, color, shade, light, time }: ThingOptions): void {
  const kx = x + Math.sin(time * 1.2) * 0.03;
  const ky = y + Math.sin(time * 1.7) * 0.02;
  pen.line(
    [
      [kx, ky],
      [kx - 0.06, ky + 0.3],
      [x - 0.16, 0.2],
    ],
    0.0015,
    shade,
    0.7,
    true,
  );
  pen.polygon(
    [
      [kx, ky - height * 0.8],
      [kx + height * 0.5, ky],
      [kx, ky + height * 0.6],
      [kx - height * 0.5, ky],
    ],
    color,
  );
  pen.polygon(
    [
      [kx, ky - height * 0.8],
      [kx + height * 0.5, ky],
      [kx, ky + height * 0.6],
    ],
    mix(color, light, 0.5),
  );
  pen.line(
    Array.from({ length: 8 }, (_, index): Point => [
      kx + Math.sin(time * 5 - index) * 0.012,
      ky + height * (0.6 + index * 0.22),
    ]),
    0.004,
    color,
    1,
    true,
  );
}
