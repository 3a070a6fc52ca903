import { mix, white } from '../color.ts';
import type { Frame, World } from '../world.ts';
import { drawBeyond, portalLight } from './beyond.ts';

/** A circle around the origin as a polygon. */
const round = (radius: number): readonly (readonly [number, number])[] =>
  Array.from(
    { length: 40 },
    (_, index) =>
      [Math.cos((index / 20) * Math.PI) * radius, Math.sin((index / 20) * Math.PI) * radius] as const,
  );

/** A box around the origin with half its width and height. */
const box = (w: number, h: number): readonly (readonly [number, number])[] => [
  [-w, -h],
  [w, -h],
  [w, h],
  [-w, h],
];

/** Draws a thing that the camera goes through, around a place. `size` is its height. */
export function drawPortal(world: World, frame: Frame, x: number, y: number, size: number): void {
  const { pen, time } = frame;
  const { palette, portal } = world;
  const { core, edge } = portalLight(world);
  const dark = mix(palette.near, [0, 0, 0], 0.25);
  const half = size / 2;
  pen.glow(x, y, size * 1.9, edge, 0.6);
  pen.within(x, y, 1, () => {
    switch (portal) {
      case 'door':
        pen.polygon(box(half * 0.62, half * 1.04), dark);
        pen.inside(box(half * 0.54, half * 0.98), () => drawBeyond(world, frame, half));
        break;
      case 'mirror':
        pen.ellipse(0, 0, half * 0.76, half * 1.06, palette.accent);
        pen.inside(
          round(1).map(([a, b]) => [a * half * 0.68, b * half * 0.97] as const),
          () => drawBeyond(world, frame, half),
        );
        pen.polygon(
          [
            [-half * 0.3, -half * 0.8],
            [-half * 0.1, -half * 0.86],
            [half * 0.1, half * 0.8],
            [-half * 0.2, half * 0.85],
          ],
          white,
          0.16,
        );
        break;
      case 'screen':
        pen.polygon(box(half * 0.98, half * 0.66), dark);
        pen.inside(box(half * 0.9, half * 0.57), () => drawBeyond(world, frame, half * 0.95));
        pen.rect(
          -half * 0.9,
          -half * 0.57 + ((time * 0.3) % 1) * half * 1.1,
          half * 1.8,
          half * 0.04,
          white,
          0.12,
        );
        break;
      case 'frame':
        pen.polygon(box(half * 0.88, half * 0.7), mix(palette.accent, [120, 80, 40], 0.5));
        pen.polygon(box(half * 0.78, half * 0.6), mix(palette.light, white, 0.5));
        pen.inside(box(half * 0.68, half * 0.5), () => drawBeyond(world, frame, half * 0.75));
        break;
      case 'ring':
        pen.context.lineWidth = half * 0.17;
        pen.inside(round(half * 0.85), () => drawBeyond(world, frame, half));
        pen.line(round(half * 0.86), half * 0.17, mix([232, 180, 80], palette.light, 0.3));
        pen.line(round(half * 0.9).slice(18, 28), half * 0.05, white, 0.85);
        break;
      case 'keyhole':
        pen.circle(0, 0, half * 1.05, mix([176, 128, 60], palette.near, 0.45));
        pen.inside(
          [
            ...round(half * 0.36)
              .map(([a, b]) => [a, b - half * 0.22] as const)
              .slice(8, 20),
            ...round(half * 0.36)
              .map(([a, b]) => [a, b - half * 0.22] as const)
              .slice(20),
            ...round(half * 0.36)
              .map(([a, b]) => [a, b - half * 0.22] as const)
              .slice(0, 5),
            [half * 0.34, half * 0.7],
            [-half * 0.34, half * 0.7],
          ],
          () => drawBeyond(world, frame, half * 0.8),
        );
        break;
      case 'puddle':
        pen.inside(
          round(1).map(([a, b]) => [a * half * 1.5, b * half * 0.52] as const),
          () => drawBeyond(world, frame, half * 1.5),
        );
        for (let ripple = 0; ripple < 2; ripple++) {
          const grow = (time * 0.4 + ripple * 0.5) % 1;
          pen.line(
            round(1).map(([a, b]) => [a * half * 1.3 * grow, b * half * 0.42 * grow] as const),
            0.003,
            white,
            0.6 * (1 - grow),
          );
        }
        break;
      case 'clock':
        pen.circle(0, 0, half, mix(palette.accent, dark, 0.4));
        pen.inside(round(half * 0.88), () => drawBeyond(world, frame, half));
        for (let hour = 0; hour < 12; hour++)
          pen.line(
            [
              [Math.sin(hour * 0.5236) * half * 0.72, Math.cos(hour * 0.5236) * half * 0.72],
              [Math.sin(hour * 0.5236) * half * 0.82, Math.cos(hour * 0.5236) * half * 0.82],
            ],
            half * 0.035,
            dark,
          );
        for (const [speed, length, width] of [
          [0.16, 0.5, 0.06],
          [1.9, 0.74, 0.035],
        ] as const)
          pen.line(
            [
              [0, 0],
              [Math.sin(time * speed) * half * length, -Math.cos(time * speed) * half * length],
            ],
            half * width,
            dark,
          );
        break;
      case 'cup': {
        const china = mix(palette.light, white, 0.55);
        const rim = round(1).map(([a, b]) => [a * half * 0.92, b * half * 0.3 - half * 0.3] as const);
        pen.ellipse(0, half * 0.62, half * 1.5, half * 0.34, mix(china, dark, 0.22));
        pen.ellipse(0, half * 0.56, half * 1.4, half * 0.28, china);
        pen.line(
          [
            [half * 0.85, -half * 0.1],
            [half * 1.4, -half * 0.1],
            [half * 1.3, half * 0.4],
            [half * 0.7, half * 0.42],
          ],
          half * 0.14,
          mix(china, dark, 0.12),
          1,
          true,
        );
        pen.blob(
          [
            [-half, -half * 0.34],
            [half, -half * 0.34],
            [half * 0.86, half * 0.4],
            [half * 0.4, half * 0.72],
            [-half * 0.4, half * 0.72],
            [-half * 0.86, half * 0.4],
          ],
          mix(china, dark, 0.08),
        );
        pen.ellipse(0, -half * 0.3, half, half * 0.34, china);
        pen.inside(rim, () => pen.within(0, -half * 0.3, 1, () => drawBeyond(world, frame, half)));
        for (let wisp = 0; wisp < 3; wisp++) {
          const x = (wisp - 1) * half * 0.4;
          pen.line(
            [
              [x, -half * 0.5],
              [x + Math.sin(time * 1.3 + wisp) * half * 0.2, -half * 1.2],
              [x - Math.sin(time * 1.1 + wisp) * half * 0.2, -half * 1.8],
              [x + half * 0.1, -half * 2.3],
            ],
            half * 0.07,
            white,
            0.22,
            true,
          );
        }
        break;
      }
      case 'lamp':
        pen.circle(0, 0, half * 0.42, core);
        pen.glow(0, 0, half * 2.4, core, 0.9);
        break;
      case 'eye':
      case 'moon':
      case 'sun':
      case 'tunnel':
      case 'window':
      case undefined:
        pen.polygon(box(half * 0.8, half), dark);
        pen.inside(box(half * 0.73, half * 0.93), () => drawBeyond(world, frame, half));
        pen.rect(-half * 0.03, -half, half * 0.06, size, dark);
        pen.rect(-half * 0.8, -half * 0.12, half * 1.6, half * 0.06, dark);
    }
  });
  pen.glow(x, y, size * 0.9, core, 0.3);
}
