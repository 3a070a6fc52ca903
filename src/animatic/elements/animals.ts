import { mix } from '../color.ts';
import type { Pen, Point } from '../pen.ts';
import type { ThingOptions } from './thing-options.ts';

/** A dog, a horse or a deer, trotting. */
export function drawHoofed(
  pen: Pen,
  {
    x,
    y,
    height,
    flip = false,
    color,
    shade,
    time,
    kind,
    pace,
  }: ThingOptions & { kind: 'dog' | 'horse' | 'deer'; pace: number },
): void {
  const size = kind === 'dog' ? 0.42 : kind === 'deer' ? 0.85 : 1;
  const coat = mix(shade, kind === 'deer' ? [164, 104, 60] : color, kind === 'dog' ? 0.35 : 0.25);
  pen.within(
    x,
    y,
    height * size,
    () => {
      const step = time * 7 * pace;
      const bob = Math.abs(Math.sin(step)) * 0.02;
      for (const [at, phase] of [
        [-0.42, 0],
        [0.38, 1.6],
        [-0.36, 3.1],
        [0.44, 4.7],
      ] as const) {
        const swing = Math.sin(step + phase) * 0.17;
        const bend = Math.max(0, Math.cos(step + phase)) * 0.13;
        pen.limb(at, -0.72 - bob, 0.1, at + swing * 0.6, -0.36 - bend * 0.4, 0.055, coat);
        pen.limb(
          at + swing * 0.6,
          -0.36 - bend * 0.4,
          0.05,
          at + swing - bend * 0.6,
          -0.02 - bend,
          0.035,
          coat,
        );
      }
      pen.blob(
        [
          [-0.6, -0.98 - bob],
          [0, -0.98 - bob],
          [0.52, -1.06 - bob],
          [0.62, -0.76 - bob],
          [0.1, -0.64 - bob],
          [-0.5, -0.66 - bob],
          [-0.68, -0.82 - bob],
        ],
        coat,
      );
      const head: Point = kind === 'dog' ? [0.78, -1.16 - bob] : [0.86, -1.5 - bob];
      pen.limb(0.46, -0.92 - bob, 0.17, head[0] - 0.05, head[1], 0.1, coat);
      pen.limb(head[0] - 0.05, head[1], 0.12, head[0] + 0.24, head[1] + 0.11, 0.065, coat);
      pen.polygon(
        [
          [head[0] - 0.1, head[1] - 0.06],
          [head[0] - 0.12, head[1] - 0.27],
          [head[0] + 0.04, head[1] - 0.09],
        ],
        coat,
      );
      if (kind === 'deer')
        for (const side of [-0.16, 0.1])
          pen.line(
            [
              [head[0] - 0.05, head[1] - 0.1],
              [head[0] + side, head[1] - 0.36],
              [head[0] + side * 2, head[1] - 0.56],
            ],
            0.035,
            coat,
            1,
            true,
          );
      if (kind === 'horse')
        pen.line(
          [
            [head[0] - 0.16, head[1] - 0.1],
            [0.52, -1.2 - bob],
            [0.36, -1 - bob],
          ],
          0.13,
          mix(coat, [0, 0, 0], 0.35),
          1,
          true,
        );
      const wag = Math.sin(time * 9) * 0.1;
      pen.line(
        [
          [-0.6, -0.9 - bob],
          [-0.82, -0.96 - bob + wag * 0.3],
          [-0.9, (kind === 'dog' ? -1.2 : -0.5) - bob + wag],
        ],
        kind === 'horse' ? 0.11 : 0.06,
        coat,
        1,
        true,
      );
    },
    { flip },
  );
}

/** A sitting cat whose tail moves. */
export function drawCat(pen: Pen, { x, y, height, flip = false, shade, time }: ThingOptions): void {
  pen.within(
    x,
    y,
    height * 0.36,
    () => {
      pen.blob(
        [
          [-0.3, 0],
          [-0.34, -0.5],
          [-0.02, -0.85],
          [0.22, -0.6],
          [0.26, 0],
        ],
        shade,
      );
      pen.circle(0.12, -0.92, 0.22, shade);
      pen.polygon(
        [
          [-0.06, -1.02],
          [-0.04, -1.28],
          [0.12, -1.1],
        ],
        shade,
      );
      pen.polygon(
        [
          [0.14, -1.1],
          [0.3, -1.28],
          [0.32, -1],
        ],
        shade,
      );
      const wave = Math.sin(time * 2) * 0.12;
      pen.line(
        [
          [-0.26, -0.06],
          [-0.6, -0.06],
          [-0.72, -0.3 + wave],
          [-0.62, -0.56 + wave],
        ],
        0.1,
        shade,
        1,
        true,
      );
    },
    { flip },
  );
}

/** A flock of birds with beating wings. */
export function drawBirds(pen: Pen, { x, y, height, flip = false, shade, time }: ThingOptions): void {
  for (let bird = 0; bird < 11; bird++) {
    const row = Math.ceil(bird / 2) * (bird % 2 === 0 ? 1 : -1);
    const bx =
      x + (flip ? -1 : 1) * (time * 0.045 - Math.abs(row) * 0.055) * height * 2 + Math.sin(bird * 5.1) * 0.02;
    const by = y + row * 0.026 + Math.sin(time * 1.4 + bird) * 0.006;
    const size = (0.012 + 0.006 * Math.abs(Math.sin(bird * 3.7))) * (height / 0.5);
    const beat = Math.sin(time * 9 + bird * 1.9);
    pen.line(
      [
        [bx - size * 1.5, by - size * beat],
        [bx - size * 0.5, by - size * 0.25 * beat - size * 0.2],
        [bx, by],
        [bx + size * 0.5, by - size * 0.25 * beat - size * 0.2],
        [bx + size * 1.5, by - size * beat],
      ],
      size * 0.24,
      shade,
    );
  }
}

/** A shoal of fish. */
export function drawFish(pen: Pen, { x, y, flip = false, color, shade, time }: ThingOptions): void {
  for (let fish = 0; fish < 18; fish++) {
    const size = 0.012 + 0.014 * Math.abs(Math.sin(fish * 2.3));
    const fx = x + (flip ? -1 : 1) * (time * 0.05 - 0.2) + Math.sin(fish * 4.7) * 0.26;
    const fy = y + Math.cos(fish * 3.1) * 0.13 + Math.sin(time * 1.2 + fish) * 0.012;
    const wag = Math.sin(time * 8 + fish * 2) * 0.3;
    pen.within(
      fx,
      fy,
      size,
      () => {
        pen.ellipse(0, 0, 1.2, 0.5, mix(shade, color, 0.4 + 0.4 * Math.abs(Math.sin(fish * 1.3))));
        pen.polygon(
          [
            [-0.9, 0],
            [-1.8, -0.55 + wag],
            [-1.8, 0.55 + wag],
          ],
          mix(shade, color, 0.5),
        );
      },
      { flip },
    );
  }
}

/** A whale that swims with its whole body. */
export function drawWhale(pen: Pen, { x, y, height, flip = false, shade, light, time }: ThingOptions): void {
  const wave = (at: number): number => Math.sin(time * 1.3 - at * 1.6) * 0.09 * (0.35 + at * 0.8);
  pen.within(
    x + (flip ? -1 : 1) * (time * 0.03 - 0.12),
    y,
    height,
    () => {
      const spine = Array.from({ length: 9 }, (_, index) => index / 8);
      const thick = [0.1, 0.28, 0.36, 0.36, 0.31, 0.23, 0.15, 0.09, 0.05];
      pen.blob(
        [
          ...spine.map((at, index): Point => [1.1 - at * 2.3, wave(at) - thick[index]! * 0.8]),
          ...spine.toReversed().map((at, index): Point => [1.1 - at * 2.3, wave(at) + thick[8 - index]!]),
        ],
        shade,
      );
      pen.blob(
        [
          ...spine.slice(0, 5).map((at, index): Point => [1.06 - at * 2.3, wave(at) + thick[index]! * 0.3]),
          ...spine
            .slice(0, 5)
            .toReversed()
            .map((at, index): Point => [1.06 - at * 2.3, wave(at) + thick[4 - index]! * 0.94]),
        ],
        mix(shade, light, 0.32),
      );
      const tail = wave(1);
      pen.blob(
        [
          [-1.1, tail],
          [-1.45, tail - 0.3],
          [-1.6, tail - 0.24],
          [-1.3, tail + 0.02],
          [-1.56, tail + 0.3],
          [-1.4, tail + 0.34],
        ],
        shade,
      );
      pen.polygon(
        [
          [0.42, 0.26],
          [0.1, 0.78 + wave(0.3)],
          [0.06, 0.3],
        ],
        shade,
      );
      pen.circle(0.78, 0.06 + wave(0.1), 0.03, light);
    },
    { flip },
  );
}
