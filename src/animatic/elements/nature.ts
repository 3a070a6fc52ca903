import type { Random } from '../../core/random.ts';
import { lerp, mix, type Rgb } from '../color.ts';
import type { Pen, Point } from '../pen.ts';

/** A ridge line: heights above zero from left to right, from octaves of smooth noise. `rough` 0 dunes, 1 crags. */
export function ridgeOf({
  random,
  width,
  height,
  rough,
  step = 0.02,
}: {
  random: Random;
  width: number;
  height: number;
  rough: number;
  step?: number;
}): Point[] {
  const octaves = Array.from({ length: 5 }, (_, index) => ({
    length: 0.85 / 2 ** index,
    height: height * (index === 0 ? 1 : 0.55 * rough ** 0.8 * 0.5 ** (index - 1)),
    phase: random() * 10,
    knots: Array.from({ length: 64 }, random),
  }));
  const noise = ({ length, phase, knots }: (typeof octaves)[number], x: number): number => {
    const position = (x + 20) / length + phase;
    const index = Math.floor(position);
    const part = position - index;
    const ease = rough > 0.6 ? part : part * part * (3 - 2 * part);
    return lerp(knots[index & 63]!, knots[(index + 1) & 63]!, ease);
  };
  const points: Point[] = [];
  for (let x = -width; x <= width + step; x += step)
    points.push([x, -octaves.reduce((sum, octave) => sum + octave.height * (noise(octave, x) - 0.35), 0)]);
  return points;
}

/** Fills a ridge down to far below the frame. */
export function drawRidge(pen: Pen, ridge: readonly Point[], y: number, top: Rgb, bottom: Rgb): void {
  const first = ridge[0]!;
  const last = ridge[ridge.length - 1]!;
  pen.polygon(
    [[first[0], 1.6], ...ridge.map(([x, height]): Point => [x, y + height]), [last[0], 1.6]],
    pen.linear(0, y - 0.12, 0, y + 0.35, [
      [0, top],
      [1, bottom],
    ]),
  );
}

export type TreeKind = 'pine' | 'round' | 'bare' | 'birch' | 'palm' | 'willow';

/** A tree that was planned once: where its twigs and leaves are, in heights of the tree. */
export interface Tree {
  kind: TreeKind;
  x: number;
  y: number;
  height: number;
  leaves: (readonly [x: number, y: number, radius: number])[];
  branches: (readonly [x0: number, y0: number, x1: number, y1: number, width: number])[];
  phase: number;
}

/** Plans a tree; one that stands close needs more and smaller tufts of leaves. */
export function treeOf(
  kind: TreeKind,
  x: number,
  y: number,
  height: number,
  random: Random,
  tufts = 4,
): Tree {
  const branches: [number, number, number, number, number][] = [];
  const leaves: [number, number, number][] = [];
  if (kind === 'bare' || kind === 'round' || kind === 'willow') {
    const grow = (
      x0: number,
      y0: number,
      angle: number,
      length: number,
      width: number,
      level: number,
    ): void => {
      const x1 = x0 + length * Math.sin(angle);
      const y1 = y0 - length * Math.cos(angle);
      branches.push([x0, y0, x1, y1, width]);
      // a crown of many small tufts has a leafy outline; few large ones look like balloons
      if (level < 2)
        for (let tuft = 0; tuft < tufts; tuft++)
          leaves.push([
            x1 + (random() - 0.5) * 0.2,
            y1 + (random() - 0.6) * 0.18,
            (0.05 + 0.05 * random()) * (4 / tufts) ** 0.4,
          ]);
      if (level === 0) return;
      for (const side of [-1, 1])
        grow(
          x1,
          y1,
          angle + side * lerp(0.25, 0.62, random()),
          length * lerp(0.6, 0.8, random()),
          width * 0.62,
          level - 1,
        );
    };
    grow(0, 0, (random() - 0.5) * 0.16, 0.32, 0.045, kind === 'bare' ? 4 : 3);
  }
  return { kind, x, y, height, leaves, branches, phase: random() * 6 };
}

/** Draws a tree; its crown sways. `snowy` puts light on top. */
export function drawTree(
  pen: Pen,
  tree: Tree,
  {
    time,
    trunk,
    leaf,
    highlight,
    wind = 1,
  }: { time: number; trunk: Rgb; leaf: Rgb; highlight: Rgb; wind?: number },
): void {
  const sway = Math.sin(time * 1.1 + tree.phase) * 0.012 * wind;
  pen.within(tree.x, tree.y, tree.height, () => {
    switch (tree.kind) {
      case 'pine':
        pen.rect(-0.02, -0.12, 0.04, 0.14, trunk);
        for (let tier = 0; tier < 5; tier++) {
          const top = -1 + tier * 0.17;
          const half = 0.085 + tier * 0.042;
          const bottom = top + 0.3;
          const lean = sway * (5 - tier) * 0.5;
          pen.polygon(
            [
              [lean, top],
              [half, bottom],
              [half * 0.4, bottom - 0.03],
              [0, bottom + 0.01],
              [-half * 0.4, bottom - 0.03],
              [-half, bottom],
            ],
            tier % 2 === 0 ? leaf : mix(leaf, highlight, 0.08),
          );
        }
        break;
      case 'palm':
        pen.line(
          [
            [0, 0],
            [0.05, -0.4],
            [0.02 + sway * 2, -0.8],
          ],
          0.035,
          trunk,
          1,
          true,
        );
        for (let frond = 0; frond < 9; frond++) {
          const spread = (frond / 8 - 0.5) * 2;
          const tipX = spread * 0.46 + sway * 5;
          const tipY = -0.8 + 0.5 * spread * spread - 0.12 * Math.cos(spread * 1.4);
          const top: Point = [0.02 + sway * 2, -0.8];
          const middle: Point = [
            (top[0] + tipX) / 2,
            Math.min(top[1], tipY) - 0.09 + 0.05 * Math.abs(spread),
          ];
          pen.shape(leaf, 1, (path) => {
            path.moveTo(...top);
            path.quadraticCurveTo(middle[0], middle[1] - 0.045, tipX, tipY);
            path.quadraticCurveTo(middle[0], middle[1] + 0.055, ...top);
          });
        }
        break;
      case 'birch':
        pen.polygon(
          [
            [-0.018, 0.02],
            [0.018, 0.02],
            [0.012, -1.3],
            [-0.008, -1.3],
          ],
          trunk,
        );
        for (let mark = 0; mark < 8; mark++)
          pen.rect(-0.016 + ((mark * 7) % 3) * 0.006, -0.1 - mark * 0.13, 0.016, 0.007, leaf);
        break;
      default:
        for (const [x0, y0, x1, y1, width] of tree.branches)
          pen.limb(x0 - y0 * sway, y0, width * 0.5, x1 - y1 * sway, y1, width * 0.36, trunk);
        if (tree.kind === 'bare') break;
        pen.dots(
          tree.leaves.map(([x, y, radius]) => [x - y * sway * 1.6, y, radius] as const),
          leaf,
        );
        pen.dots(
          tree.leaves
            .filter((_, index) => index % 2 === 0)
            .map(([x, y, radius]) => [x - y * sway * 1.8 + 0.02, y - 0.035, radius * 0.62] as const),
          mix(leaf, highlight, 0.09),
        );
        if (tree.kind === 'willow')
          for (const [index, [x, y]] of tree.leaves.entries())
            if (index % 5 === 0)
              pen.line(
                [
                  [x, y],
                  [x + sway * 3, y + 0.14],
                  [x + sway * 7, y + 0.24 + 0.05 * Math.sin(index)],
                ],
                0.011,
                leaf,
                0.85,
                true,
              );
    }
  });
}

/** Blades of grass or reeds along a line: drawn in one go. */
export function drawGrass(
  pen: Pen,
  blades: readonly (readonly [x: number, height: number, lean: number])[],
  y: number,
  color: Rgb,
  time: number,
  wind: number,
): void {
  pen.shape(color, 1, (context) => {
    for (const [x, height, lean] of blades) {
      const tip = x + lean * height + Math.sin(time * 1.7 + x * 5) * 0.14 * height * wind;
      context.moveTo(x - 0.006, y + 0.02);
      context.quadraticCurveTo(x, y - height * 0.5, tip, y - height);
      context.quadraticCurveTo(x + 0.008, y - height * 0.5, x + 0.006, y + 0.02);
    }
  });
}

/** Plans blades of grass over the frame's width. */
export const grassOf = (
  random: Random,
  halfWidth: number,
  count: number,
  height: number,
): (readonly [number, number, number])[] =>
  Array.from(
    { length: count },
    () =>
      [
        lerp(-halfWidth, halfWidth, random()),
        height * lerp(0.4, 1, random()),
        (random() - 0.5) * 0.8,
      ] as const,
  );
