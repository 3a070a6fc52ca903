import { mix, white, type Rgb } from '../color.ts';
import type { Pen } from '../pen.ts';
import type { ThingOptions } from './thing-options.ts';

/** What the drawing of furniture takes; `height` is a grown-up's height at the same place. */
export interface FurnitureOptions extends ThingOptions {
  wood: Rgb;
}

/** A bed with pillow and blanket; a hospital's has rails and a drip. */
export function drawBed(
  pen: Pen,
  { x, y, height, shade, light, color, wood, time }: FurnitureOptions,
  hospital: boolean,
): void {
  pen.within(x, y, height, () => {
    const linen = mix(mix(shade, white, 0.62), light, 0.2);
    const frame = hospital ? mix(shade, white, 0.5) : wood;
    pen.ellipse(0, 0.01, 1.05, 0.05, shade, 0.5);
    for (const at of [-0.92, 0.92]) pen.rect(at - 0.03, -0.6, 0.06, 0.6, frame);
    pen.rect(-0.95, -0.62, 0.07, 0.5, frame);
    pen.rect(-0.9, -0.2, 1.82, 0.1, frame);
    pen.blob(
      [
        [-0.95, -0.2],
        [-0.92, -0.36],
        [0, -0.36],
        [0.9, -0.36],
        [0.95, -0.2],
      ],
      linen,
    );
    pen.blob(
      [
        [-0.9, -0.34],
        [-0.86, -0.5],
        [-0.5, -0.5],
        [-0.42, -0.34],
      ],
      mix(linen, white, 0.35),
    );
    const breath = Math.sin(time * 1.6) * 0.012;
    pen.blob(
      [
        [-0.4, -0.18],
        [-0.36, -0.42 - breath],
        [0.1, -0.46 - breath],
        [0.7, -0.42],
        [0.98, -0.32],
        [0.96, -0.12],
        [0, -0.12],
      ],
      mix(shade, mix(color, white, 0.2), 0.66),
    );
    if (hospital) {
      pen.line(
        [
          [1.15, 0],
          [1.15, -1.3],
          [1.28, -1.3],
        ],
        0.025,
        frame,
      );
      pen.blob(
        [
          [1.2, -1.28],
          [1.36, -1.28],
          [1.34, -1.02],
          [1.22, -1.02],
        ],
        mix(light, white, 0.4),
        0.8,
      );
      pen.rect(-1.5, -0.95, 0.36, 0.28, shade);
      pen.line(
        Array.from(
          { length: 13 },
          (_, index) =>
            [-1.47 + index * 0.025, -0.81 - ((index + Math.floor(time * 8)) % 6 === 0 ? 0.07 : 0)] as const,
        ),
        0.012,
        [90, 240, 160],
      );
    }
  });
}

/** A crib with a mobile that turns above it. */
export function drawCrib(
  pen: Pen,
  { x, y, height, shade, light, color, wood, time }: FurnitureOptions,
): void {
  pen.within(x, y, height, () => {
    const bar = mix(wood, light, 0.35);
    pen.rect(-0.5, -0.3, 1, 0.2, mix(shade, mix(color, white, 0.5), 0.7));
    pen.rects(
      Array.from({ length: 11 }, (_, index) => [-0.52 + index * 0.1, -0.62, 0.025, 0.6] as const),
      bar,
    );
    pen.rect(-0.55, -0.66, 1.12, 0.05, bar);
    pen.rect(-0.55, -0.12, 1.12, 0.05, bar);
    pen.line(
      [
        [0.5, -0.6],
        [0.5, -1.25],
        [0.05, -1.32],
      ],
      0.022,
      bar,
      1,
      true,
    );
    for (let star = 0; star < 4; star++) {
      const angle = time * 0.9 + star * 1.571;
      const sx = 0.05 + Math.cos(angle) * 0.24;
      pen.line(
        [
          [0.05, -1.3],
          [sx, -1.08],
        ],
        0.006,
        bar,
      );
      pen.circle(
        sx,
        -1.04,
        0.045 * (0.75 + 0.25 * Math.sin(angle)),
        star % 2 ? color : mix(light, white, 0.4),
      );
    }
  });
}

/** A table; laid with cups and a bowl if asked. */
export function drawTable(
  pen: Pen,
  { x, y, height, shade, light, color, wood, time }: FurnitureOptions,
  laid: boolean,
): void {
  pen.within(x, y, height, () => {
    pen.rect(-0.62, -0.46, 1.24, 0.06, mix(wood, light, 0.3));
    pen.rect(-0.58, -0.4, 1.16, 0.06, wood);
    for (const at of [-0.54, 0.5]) pen.rect(at, -0.36, 0.05, 0.36, mix(wood, shade, 0.3));
    pen.blob(
      [
        [0.18, -0.46],
        [0.2, -0.58],
        [0.34, -0.58],
        [0.36, -0.46],
      ],
      mix(color, shade, 0.25),
    );
    for (let puff = 0; puff < 4; puff++) {
      const rise = (time * 0.3 + puff / 4) % 1;
      pen.circle(
        0.27 + Math.sin(rise * 5 + puff) * 0.04,
        -0.6 - rise * 0.4,
        0.02 + rise * 0.035,
        white,
        0.22 * (1 - rise),
      );
    }
    if (laid) {
      pen.blob(
        [
          [-0.4, -0.46],
          [-0.44, -0.56],
          [-0.1, -0.56],
          [-0.14, -0.46],
        ],
        mix(white, shade, 0.3),
      );
      pen.dots(
        [
          [-0.34, -0.58, 0.06],
          [-0.24, -0.6, 0.065],
          [-0.17, -0.58, 0.05],
        ],
        [226, 110, 60],
      );
    }
  });
}

/** A wooden chair from its side. */
export function drawChair(pen: Pen, { x, y, height, wood, shade }: FurnitureOptions): void {
  pen.within(x, y, height, () => {
    const color = mix(wood, shade, 0.2);
    pen.line(
      [
        [-0.18, 0],
        [-0.16, -0.26],
        [-0.2, -0.62],
      ],
      0.035,
      color,
    );
    pen.line(
      [
        [0.16, 0],
        [0.15, -0.26],
      ],
      0.035,
      color,
    );
    pen.rect(-0.2, -0.29, 0.38, 0.045, color);
  });
}

/** A school desk with its chair. */
export function drawDesk(pen: Pen, options: FurnitureOptions): void {
  const { x, y, height, wood, light, shade } = options;
  drawChair(pen, { ...options, x: x - height * 0.36 });
  pen.within(x, y, height, () => {
    pen.polygon(
      [
        [-0.3, -0.44],
        [0.34, -0.44],
        [0.38, -0.38],
        [-0.34, -0.38],
      ],
      mix(wood, light, 0.35),
    );
    for (const at of [-0.28, 0.3])
      pen.line(
        [
          [at, -0.38],
          [at, 0],
        ],
        0.025,
        mix(shade, wood, 0.4),
      );
  });
}

/** A sofa with cushions. */
export function drawSofa(pen: Pen, { x, y, height, shade, color, light }: FurnitureOptions): void {
  pen.within(x, y, height, () => {
    const cloth = mix(shade, color, 0.5);
    pen.ellipse(0, 0.01, 1, 0.05, shade, 0.5);
    pen.blob(
      [
        [-0.85, -0.1],
        [-0.86, -0.62],
        [0, -0.66],
        [0.86, -0.62],
        [0.85, -0.1],
      ],
      mix(cloth, shade, 0.2),
    );
    pen.rect(-0.8, -0.33, 1.6, 0.24, cloth);
    pen.blob(
      [
        [-0.98, -0.02],
        [-1, -0.46],
        [-0.82, -0.5],
        [-0.72, -0.4],
        [-0.74, -0.02],
      ],
      mix(cloth, light, 0.12),
    );
    pen.blob(
      [
        [0.98, -0.02],
        [1, -0.46],
        [0.82, -0.5],
        [0.72, -0.4],
        [0.74, -0.02],
      ],
      mix(cloth, light, 0.12),
    );
    pen.blob(
      [
        [-0.6, -0.32],
        [-0.58, -0.56],
        [-0.3, -0.54],
        [-0.3, -0.32],
      ],
      mix(light, color, 0.3),
    );
  });
}

/** The back of an armchair, close to the camera. */
export function drawArmchair(pen: Pen, { x, y, height, shade }: FurnitureOptions): void {
  pen.within(x, y, height, () =>
    pen.blob(
      [
        [-0.5, 0.3],
        [-0.55, -0.5],
        [-0.3, -0.85],
        [0.3, -0.85],
        [0.55, -0.5],
        [0.5, 0.3],
      ],
      shade,
    ),
  );
}

/** A bookshelf. */
export function drawShelf(pen: Pen, { x, y, height, wood, shade, light, color }: FurnitureOptions): void {
  pen.within(x, y, height, () => {
    pen.rect(-0.3, -1, 0.6, 1, mix(wood, shade, 0.35));
    for (let shelf = 0; shelf < 4; shelf++) {
      pen.rect(-0.27, -0.95 + shelf * 0.24, 0.54, 0.2, shade);
      for (let book = 0; book < 9; book++) {
        const tall = 0.11 + 0.07 * Math.abs(Math.sin(book * 3.1 + shelf * 2));
        const tone = [color, light, mix(color, shade, 0.5), mix(light, wood, 0.6)][
          (book * 5 + shelf * 3) % 4
        ]!;
        if ((book + shelf * 2) % 7 !== 0)
          pen.rect(-0.26 + book * 0.058, -0.75 + shelf * 0.24 - tall, 0.048, tall, mix(tone, shade, 0.42));
      }
    }
  });
}

/** A television that flickers. */
export function drawTv(pen: Pen, { x, y, height, shade, wood, time }: FurnitureOptions): void {
  pen.within(x, y, height, () => {
    pen.rect(-0.5, -0.26, 1, 0.26, mix(wood, shade, 0.3));
    pen.rect(-0.36, -0.72, 0.72, 0.44, shade);
    const flash = 0.75 + 0.15 * Math.sin(time * 5) + 0.1 * Math.sin(time * 13.7);
    pen.rect(-0.33, -0.69, 0.66, 0.38, [120, 180, 230], flash);
    pen.glow(0, -0.5, 1.2, [120, 180, 240], 0.45 * flash);
  });
}

/** A floor lamp. */
export function drawLampStand(pen: Pen, { x, y, height, shade, light, color }: ThingOptions): void {
  pen.within(x, y, height, () => {
    pen.line(
      [
        [0, 0],
        [0, -1.15],
      ],
      0.025,
      shade,
    );
    pen.ellipse(0, 0, 0.14, 0.025, shade);
    pen.polygon(
      [
        [-0.12, -1.38],
        [0.12, -1.38],
        [0.2, -1.1],
        [-0.2, -1.1],
      ],
      mix(mix(light, color, 0.2), white, 0.25),
    );
    pen.glow(0, -1.2, 1.6, light, 0.75);
    pen.beam(
      [
        [-0.19, -1.1],
        [0.19, -1.1],
      ],
      [
        [-0.6, 0.05],
        [0.6, 0.05],
      ],
      light,
      0.22,
    );
  });
}

/** A plant in a pot. */
export function drawPlant(pen: Pen, { x, y, height, shade, light, color, time }: FurnitureOptions): void {
  pen.within(x, y, height, () => {
    pen.polygon(
      [
        [-0.14, -0.26],
        [0.14, -0.26],
        [0.1, 0],
        [-0.1, 0],
      ],
      mix(shade, color, 0.5),
    );
    for (let leaf = 0; leaf < 9; leaf++) {
      const angle = (leaf / 8 - 0.5) * 2.3 + Math.sin(time * 0.9 + leaf) * 0.04;
      const reach = 0.42 + 0.2 * Math.abs(Math.sin(leaf * 2.7));
      pen.blob(
        [
          [0, -0.24],
          [Math.sin(angle - 0.22) * reach * 0.6, -0.24 - Math.cos(angle - 0.22) * reach * 0.6],
          [Math.sin(angle) * reach, -0.24 - Math.cos(angle) * reach],
          [Math.sin(angle + 0.22) * reach * 0.6, -0.24 - Math.cos(angle + 0.22) * reach * 0.6],
        ],
        mix(mix(shade, [58, 120, 84], 0.5), light, (leaf % 3) * 0.08),
      );
    }
  });
}

/** Kitchen cupboards, worktop and stove along the wall. */
export function drawKitchen(
  pen: Pen,
  { y, shade, light, color, wood }: FurnitureOptions,
  halfWidth: number,
): void {
  const front = mix(mix(shade, color, 0.34), light, 0.12);
  const edge = halfWidth + 0.5;
  pen.rect(-edge, y - 0.2, edge * 2, 0.24, front);
  pen.rect(-edge, y - 0.225, edge * 2, 0.03, mix(wood, light, 0.4));
  pen.rects(
    Array.from(
      { length: 12 },
      (_, index) => [-edge + (index + 0.95) * (edge / 6), y - 0.19, 0.004, 0.22] as const,
    ),
    shade,
    0.6,
  );
  for (const side of [-1, 1]) {
    pen.rect(side * (halfWidth * 0.78) - 0.17, -0.42, 0.34, 0.24, front);
    pen.rect(side * (halfWidth * 0.78) - 0.002, -0.41, 0.004, 0.22, shade, 0.6);
  }
  pen.blob(
    [
      [halfWidth * 0.5, y - 0.22],
      [halfWidth * 0.5 + 0.005, y - 0.3],
      [halfWidth * 0.5 + 0.095, y - 0.3],
      [halfWidth * 0.5 + 0.1, y - 0.22],
    ],
    mix(shade, light, 0.4),
  );
  pen.line(
    [
      [-halfWidth * 0.3, y - 0.23],
      [-halfWidth * 0.3, y - 0.3],
      [-halfWidth * 0.3 + 0.05, y - 0.31],
      [-halfWidth * 0.3 + 0.06, y - 0.27],
    ],
    0.01,
    mix(shade, white, 0.6),
    1,
    true,
  );
}
