import { mix, white, type Rgb } from '../color.ts';
import type { Point } from '../pen.ts';
import type { Frame, World } from '../world.ts';

/** What repeats along the walls of a hall. */
export type Bay = 'lockers' | 'doors' | 'shelves' | 'columns' | 'books' | 'ribs' | 'pillars';

/** How a hall is built. */
export interface HallPlan {
  bay: Bay;
  /** Half the width, the ceiling's and the floor's distance from the eye, in the same unit. */
  width: number;
  ceiling: number;
  floor: number;
  /** Length of one bay. */
  length: number;
  wall: Rgb;
  floorColor: Rgb;
  lamps: 'panels' | 'hanging' | 'none';
  /** How much of the wall's own colour shows. */
  own: number;
  end: 'door' | 'rose' | 'light';
}

/** What `drawBay` takes. */
export interface BayOptions {
  /** The corners of a part of the wall: along it from 0 to 1, and from low to high. */
  quad: (from: number, to: number, low: number, high: number) => Point[];
  at: (x: number, y: number, z: number) => Point;
  wall: Rgb;
  chance: number;
  number: number;
  side: number;
  from: number;
  to: number;
  plan: HallPlan;
}

const goods: readonly Rgb[] = [
  [226, 72, 60],
  [244, 190, 66],
  [70, 150, 190],
  [104, 170, 90],
  [238, 132, 60],
  [236, 226, 208],
  [150, 84, 160],
  [240, 140, 170],
];

/** What stands along one bay of a wall. */
export function drawBay(
  world: World,
  { pen, time }: Frame,
  bay: Bay,
  { quad, at, wall, chance, number, side, from, to, plan }: BayOptions,
): void {
  const { palette } = world;
  const shade = mix(wall, palette.near, 0.4);
  switch (bay) {
    case 'lockers': {
      const paint = mix(wall, palette.accent, 0.55);
      pen.polygon(quad(0, 1, plan.floor, -0.34), mix(shade, palette.accent, 0.3));
      for (let locker = 0; locker < 4; locker++) {
        pen.polygon(
          quad(locker / 4 + 0.015, (locker + 1) / 4 - 0.015, plan.floor - 0.04, -0.32),
          mix(paint, palette.near, ((number + locker) % 3) * 0.08),
        );
        pen.polygon(quad(locker / 4 + 0.07, locker / 4 + 0.18, -0.2, -0.24), shade);
      }
      pen.polygon(quad(0.15, 0.85, -0.45, -0.64), mix(wall, palette.light, 0.5), 0.6);
      break;
    }
    case 'doors':
      pen.polygon(quad(0, 1, plan.floor, plan.floor - 0.3), mix(wall, palette.near, 0.2));
      pen.polygon(quad(0.28, 0.72, plan.floor, -0.34), shade);
      pen.polygon(
        quad(0.32, 0.68, plan.floor, -0.3),
        chance < 0.28 ? mix(palette.light, white, 0.3) : mix(shade, palette.accent, 0.3),
      );
      if (chance < 0.28) {
        const [gx, gy] = at(side * plan.width, 0.1, (from + to) / 2);
        pen.glow(gx, gy, 0.4 / from, palette.light, 0.5);
      }
      break;
    case 'shelves':
      pen.polygon(quad(0, 1, plan.floor, -0.5), shade);
      for (let shelf = 0; shelf < 5; shelf++) {
        const low = plan.floor - 0.04 - shelf * 0.22;
        pen.polygon(quad(0, 1, low, low - 0.19), mix(wall, palette.light, 0.25));
        for (let item = 0; item < 4; item++) {
          const color = goods[(number * 7 + shelf * 3 + (item >> 1) * 5) % goods.length]!;
          const tall = 0.1 + 0.07 * (((number * 13 + shelf * 5 + item * 3) % 7) / 7);
          pen.polygon(
            quad(item / 4 + 0.02, item / 4 + 0.22, low - 0.005, low - tall),
            mix(color, wall, 0.28),
          );
        }
      }
      break;
    case 'books':
      pen.polygon(quad(0, 1, plan.floor, -0.95), shade);
      for (let shelf = 0; shelf < 6; shelf++)
        for (let book = 0; book < 6; book++) {
          const low = plan.floor - 0.03 - shelf * 0.25;
          const tall = 0.15 + 0.06 * (((number * 11 + shelf * 7 + book * 5) % 5) / 5);
          pen.polygon(
            quad(book / 6 + 0.01, (book + 1) / 6 - 0.01, low, low - tall),
            mix(
              goods[(number * 5 + shelf * 3 + book * 7) % goods.length]!,
              mix(shade, [110, 60, 36], 0.5),
              0.6,
            ),
          );
        }
      break;
    case 'columns': {
      const arch = quad(0.14, 0.86, plan.floor, -0.55);
      pen.polygon(arch, mix(wall, palette.near, 0.3));
      pen.polygon(
        quad(0.3, 0.7, plan.floor - 0.25, -0.35),
        mix(wall, [palette.accent, palette.light][number % 2]!, 0.5),
        0.8,
      );
      pen.polygon(
        quad(0.3, 0.7, -0.62, -1.2),
        [palette.accent, palette.light, mix(palette.accent, palette.skyTop, 0.5)][number % 3]!,
        0.95,
      );
      pen.polygon(quad(0.47, 0.53, -0.62, -1.2), shade);
      const [gx, gy] = at(side * plan.width, -0.9, (from + to) / 2);
      pen.beam(
        [
          [gx, gy - 0.1 / from],
          [gx, gy + 0.1 / from],
        ],
        [
          [gx - (side * 0.9) / from, gy + 0.8 / from],
          [gx - (side * 0.7) / from, gy + 1.1 / from],
        ],
        palette.light,
        0.14 + 0.03 * Math.sin(time + number),
      );
      pen.polygon(quad(0, 0.13, plan.floor, -1.45), mix(wall, palette.light, 0.2));
      pen.polygon(quad(0.04, 0.09, plan.floor, -1.45), mix(wall, palette.light, 0.4));
      // pews
      pen.polygon(
        [
          at(side * 0.26, plan.floor, to),
          at(side * plan.width * 0.85, plan.floor, to),
          at(side * plan.width * 0.85, plan.floor - 0.17, to),
          at(side * 0.26, plan.floor - 0.17, to),
        ],
        mix(palette.near, wall, 0.25),
      );
      break;
    }
    case 'pillars': {
      pen.polygon(quad(0, 1, -0.2, -0.5), mix(wall, palette.light, 0.5));
      pen.polygon(quad(0.1, 0.5, 0.05, -0.16), mix(wall, goods[number % goods.length]!, 0.5));
      const near = at(side * plan.width * 0.55, plan.floor, from);
      const top = at(side * plan.width * 0.55, -plan.ceiling, from);
      const half = 0.05 / from;
      pen.polygon(
        [
          [near[0] - half, near[1]],
          [near[0] + half, near[1]],
          [top[0] + half, top[1]],
          [top[0] - half, top[1]],
        ],
        mix(wall, palette.near, 0.35),
      );
      pen.polygon(
        [
          [near[0] - half, near[1]],
          [near[0] - half * 0.5, near[1]],
          [top[0] - half * 0.5, top[1]],
          [top[0] - half, top[1]],
        ],
        mix(wall, palette.light, 0.45),
      );
      break;
    }
    case 'ribs': {
      pen.polygon(quad(0, 0.22, plan.floor, -plan.ceiling), mix(wall, palette.near, 0.45));
      pen.polygon(quad(0.24, 0.3, plan.floor, -plan.ceiling), mix(wall, palette.light, 0.22));
      break;
    }
  }
}
