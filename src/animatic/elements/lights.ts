import { mix, white } from '../color.ts';
import type { Pen, Point } from '../pen.ts';
import type { ThingOptions } from './thing-options.ts';

const flicker = (time: number, phase: number): number =>
  0.85 + 0.1 * Math.sin(time * 11 + phase) + 0.05 * Math.sin(time * 23 + phase * 2);

/** A street lamp with its cone of light. */
export function drawStreetLamp(pen: Pen, { x, y, height, flip = false, shade, light }: ThingOptions): void {
  pen.within(
    x,
    y,
    height,
    () => {
      pen.line(
        [
          [0, 0],
          [0, -1.25],
          [0.08, -1.36],
          [0.24, -1.38],
        ],
        0.03,
        shade,
        1,
        true,
      );
      pen.beam(
        [
          [0.18, -1.36],
          [0.3, -1.36],
        ],
        [
          [-0.3, 0.02],
          [0.78, 0.02],
        ],
        light,
        0.5,
      );
      pen.ellipse(0.24, -1.36, 0.08, 0.03, mix(light, white, 0.4));
      pen.glow(0.24, -1.35, 0.7, light, 0.85);
    },
    { flip },
  );
}

/** A few candles. */
export function drawCandles(pen: Pen, { x, y, height, light, time }: ThingOptions): void {
  for (let candle = 0; candle < 5; candle++) {
    const cx = x + (candle - 2) * height * 0.24;
    const tall = height * (0.4 + 0.25 * Math.abs(Math.sin(candle * 2.4)));
    pen.rect(cx - height * 0.04, y - tall, height * 0.08, tall, mix(light, white, 0.5));
    pen.ellipse(
      cx,
      y - tall - height * 0.08,
      height * 0.035,
      height * 0.085 * flicker(time, candle),
      mix(light, white, 0.7),
    );
    pen.glow(cx, y - tall - height * 0.08, height * 0.75 * flicker(time, candle * 2), [255, 170, 80], 0.7);
  }
}

/** A camp fire with sparks. */
export function drawCampfire(pen: Pen, { x, y, height, shade, time }: ThingOptions): void {
  pen.within(x, y, height, () => {
    pen.glow(0, -0.3, 3.4 * flicker(time, 0), [255, 140, 50], 0.75);
    for (const [dx, size, phase] of [
      [-0.12, 0.6, 0],
      [0.12, 0.5, 2],
      [0, 0.85, 4],
    ] as const) {
      const tall = size * flicker(time * 0.8, phase);
      pen.blob(
        [
          [dx - 0.14, 0],
          [dx - 0.16, -tall * 0.4],
          [dx + 0.04 * Math.sin(time * 8 + phase), -tall],
          [dx + 0.16, -tall * 0.4],
          [dx + 0.14, 0],
        ],
        phase === 4 ? [255, 214, 110] : [255, 132, 46],
        0.92,
      );
    }
    pen.line(
      [
        [-0.4, 0],
        [0.35, -0.1],
      ],
      0.09,
      shade,
    );
    pen.line(
      [
        [0.4, 0],
        [-0.35, -0.1],
      ],
      0.09,
      shade,
    );
    pen.dots(
      Array.from({ length: 14 }, (_, spark) => {
        const rise = (time * 0.4 + spark * 0.618) % 1;
        return [Math.sin(spark * 7 + rise * 5) * 0.3, -0.4 - rise * 1.9, 0.018 * (1 - rise)] as const;
      }),
      [255, 200, 110],
    );
  });
}

/** One paper lantern. */
export function drawLantern(pen: Pen, { x, y, height, light, color, time }: ThingOptions): void {
  pen.ellipse(x + Math.sin(time + y * 9) * 0.008, y, height * 0.34, height * 0.46, mix(light, color, 0.25));
  pen.glow(x, y, height * 1.7, mix(light, [255, 150, 60], 0.5), 0.6);
}

/** A firework at a moment of its life (`time`, one burst per unit). */
export function drawFirework(pen: Pen, { x, y, height, color, time }: ThingOptions): void {
  const life = time % 1;
  const grow = 1 - (1 - life) ** 3;
  const alpha = Math.max(0, 1 - life) ** 0.8;
  pen.glow(x, y, height * 2 * grow, color, 0.55 * alpha);
  for (let ray = 0; ray < 34; ray++) {
    const angle = ray * 2.399;
    const reach = height * grow * (0.45 + 0.55 * Math.abs(Math.sin(ray * 1.7)));
    const dx = Math.cos(angle);
    const dy = Math.sin(angle);
    pen.line(
      [
        [x + dx * reach * 0.72, y + dy * reach * 0.72 + life * life * height * 0.16],
        [x + dx * reach, y + dy * reach + life * life * height * 0.24],
      ],
      0.0035,
      mix(color, white, 0.4),
      alpha,
    );
  }
}

/** Bulbs on a sagging wire over the whole width `height`. */
export function drawStringLights(pen: Pen, { x, y, height, shade, light, color, time }: ThingOptions): void {
  for (let row = 0; row < 2; row++) {
    const at = (part: number): Point => [
      x + (part - 0.5) * height,
      y + row * 0.1 + 0.16 * (1 - (2 * ((part * 2.5 + row * 0.3) % 1) - 1) ** 2) - 0.06,
    ];
    pen.line(
      Array.from({ length: 61 }, (_, index) => at(index / 60)),
      0.002,
      shade,
    );
    for (let bulb = 0; bulb < 20; bulb++) {
      const [bx, by] = at((bulb + 0.5) / 20);
      const glow = 0.75 + 0.25 * Math.sin(time * 2 + bulb * 1.7);
      pen.circle(bx, by + 0.012, 0.007, mix(bulb % 3 === 0 ? color : light, white, 0.4));
      pen.glow(bx, by + 0.012, 0.055, bulb % 3 === 0 ? color : light, 0.7 * glow);
    }
  }
}
