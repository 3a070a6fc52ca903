import { lerp, mix, white, type Rgb } from '../color.ts';
import type { Point } from '../pen.ts';
import { buildCast, buildCrowd } from '../elements/cast.ts';
import { drawBeyond, portalLight } from '../elements/beyond.ts';
import { drawPortal } from '../elements/portal.ts';
import { buildThings } from '../elements/things.ts';
import type { Setting } from '../scene.ts';
import { drawBay, type HallPlan } from './hall-bays.ts';
import type { Builder, Frame, World } from '../world.ts';

const plans: Partial<Record<Setting, HallPlan>> = {
  school: {
    bay: 'lockers',
    width: 0.95,
    ceiling: 0.75,
    floor: 0.62,
    length: 0.9,
    wall: [196, 178, 132],
    floorColor: [156, 132, 98],
    lamps: 'panels',
    own: 0.42,
    end: 'door',
  },
  corridor: {
    bay: 'doors',
    width: 0.78,
    ceiling: 0.72,
    floor: 0.62,
    length: 1.15,
    wall: [150, 98, 88],
    floorColor: [130, 44, 48],
    lamps: 'hanging',
    own: 0.34,
    end: 'door',
  },
  hospital: {
    bay: 'doors',
    width: 0.95,
    ceiling: 0.7,
    floor: 0.62,
    length: 1.3,
    wall: [190, 220, 218],
    floorColor: [170, 200, 204],
    lamps: 'panels',
    own: 0.5,
    end: 'light',
  },
  aisle: {
    bay: 'shelves',
    width: 0.85,
    ceiling: 1,
    floor: 0.62,
    length: 0.75,
    wall: [222, 226, 220],
    floorColor: [214, 218, 214],
    lamps: 'panels',
    own: 0.5,
    end: 'light',
  },
  church: {
    bay: 'columns',
    width: 1.1,
    ceiling: 1.55,
    floor: 0.62,
    length: 1.05,
    wall: [190, 172, 150],
    floorColor: [130, 112, 104],
    lamps: 'none',
    own: 0.26,
    end: 'rose',
  },
  station: {
    bay: 'pillars',
    width: 1.5,
    ceiling: 1,
    floor: 0.62,
    length: 1.1,
    wall: [120, 130, 140],
    floorColor: [120, 124, 130],
    lamps: 'panels',
    own: 0.3,
    end: 'light',
  },
  tunnel: {
    bay: 'ribs',
    width: 0.85,
    ceiling: 0.75,
    floor: 0.55,
    length: 0.6,
    wall: [90, 86, 96],
    floorColor: [70, 66, 74],
    lamps: 'hanging',
    own: 0.16,
    end: 'light',
  },
  library: {
    bay: 'books',
    width: 0.9,
    ceiling: 1.15,
    floor: 0.62,
    length: 0.95,
    wall: [120, 78, 48],
    floorColor: [110, 74, 50],
    lamps: 'hanging',
    own: 0.4,
    end: 'light',
  },
};

const bays = 14;

/** A long room in perspective that the camera goes down: corridor, aisle, nave, tunnel, platform. */
export const buildHall: Builder = (world) => {
  const { scene, palette, halfWidth } = world;
  const plan = plans[scene.setting] ?? plans.corridor!;
  const random = world.random('hall');
  const vanish: Point = [world.focus[0], -0.02 + (random() - 0.5) * 0.05];
  const spread = 0.42 + 0.36 * Math.min(1.2, halfWidth);
  const offset = random() * plan.length;
  const details = Array.from({ length: 64 }, random);
  const dim = scene.timeOfDay === 'night' && plan.bay !== 'shelves' ? 0.5 : 1;
  const litWall = mix(mix(palette.far, palette.skyLow, 0.45), plan.wall, plan.own);
  const wallAt = (depth: number): Rgb =>
    mix(
      mix(palette.near, litWall, 0.72 * dim),
      mix(palette.light, litWall, 0.3),
      Math.max(0, 1 - depth * 1.25) * 0.8,
    );
  const away = scene.subjects.every(({ action }) =>
    ['walk', 'run', 'stand', 'look', 'hold-hands', 'reach'].includes(action),
  );
  const cast = buildCast({ height: 0.3, groundY: 0.3, at: (random() - 0.5) * 0.5, away, exposure: 0.42 })(
    world,
  );
  const crowd =
    scene.crowd > 0 ? buildCrowd({ count: 10, groundY: 0.6, height: 0.26, lively: 0.2 })(world) : undefined;
  const things = buildThings({ groundY: 0.32, indoors: true, height: 0.26 })(world);

  return (frame) => {
    const { pen, time, camera } = frame;
    const travel = camera.dolly * 7 + time * 0.06;
    const shift = (travel + offset) % plan.length;
    const first = Math.floor((travel + offset) / plan.length);
    const at = (x: number, y: number, z: number): Point => [
      vanish[0] + camera.x * (0.3 - 0.4 / z) + (x * spread) / z,
      vanish[1] + camera.y * (0.3 - 0.35 / z) + (y * 0.78) / z,
    ];
    // the far end comes nearer, but is never reached
    const length = 7;
    const end = length * Math.exp(-travel / length) * camera.zoom ** -0.6;
    const quad = (side: number, from: number, to: number, low: number, high: number): Point[] => [
      at(side * plan.width, low, from),
      at(side * plan.width, low, to),
      at(side * plan.width, high, to),
      at(side * plan.width, high, from),
    ];
    const front = 0.2;

    // ceiling, floor and the light at the end
    pen.rect(-halfWidth - 0.1, -0.6, halfWidth * 2 + 0.2, 1.2, palette.near);
    const ceilingColor = mix(palette.near, litWall, 0.45 * dim);
    pen.polygon(
      [
        at(-plan.width, -plan.ceiling, front),
        at(plan.width, -plan.ceiling, front),
        at(plan.width, -plan.ceiling, end),
        at(-plan.width, -plan.ceiling, end),
      ],
      pen.linear(0, -0.55, 0, vanish[1], [
        [0, mix(ceilingColor, palette.near, 0.5)],
        [1, wallAt(0.05)],
      ]),
    );
    const floorColor = mix(mix(palette.near, palette.far, 0.4), plan.floorColor, plan.own * 0.8);
    pen.polygon(
      [
        at(-plan.width, plan.floor, front),
        at(plan.width, plan.floor, front),
        at(plan.width, plan.floor, end),
        at(-plan.width, plan.floor, end),
      ],
      pen.linear(0, 0.6, 0, vanish[1], [
        [0, mix(floorColor, palette.near, 0.4)],
        [1, mix(floorColor, wallAt(0.02), 0.6)],
      ]),
    );
    const [endX0, endY0] = at(-plan.width, -plan.ceiling, end);
    const [endX1, endY1] = at(plan.width, plan.floor, end);
    pen.rect(endX0, endY0, endX1 - endX0, endY1 - endY0, wallAt(0));
    drawEnd(world, frame, plan, [vanish[0], vanish[1]], Math.min(endX1 - endX0, endY1 - endY0));

    for (let bay = bays; bay >= 0; bay--) {
      const from = Math.max(front, bay * plan.length - shift + 0.3);
      const to = (bay + 1) * plan.length - shift + 0.3;
      if (to <= front || from > end) continue;
      const depth = Math.min(1, 0.85 / from);
      for (const side of [-1, 1]) {
        const number = (first + bay) * 2 + (side > 0 ? 1 : 0);
        const chance = details[number % details.length]!;
        const wall = mix(wallAt(depth), side > 0 === world.light[0] > 0 ? palette.near : palette.light, 0.1);
        pen.polygon(quad(side, from, to, plan.floor, -plan.ceiling), wall);
        drawBay(world, frame, plan.bay, {
          quad: (a, b, low, high) => quad(side, lerp(from, to, a), lerp(from, to, b), low, high),
          wall,
          chance,
          number,
          side,
          at,
          from,
          to,
          plan,
        });
      }
      if (plan.lamps === 'panels') {
        const a = lerp(from, to, 0.3);
        const b = lerp(from, to, 0.7);
        pen.polygon(
          [
            at(-0.26, -plan.ceiling * 0.99, a),
            at(0.26, -plan.ceiling * 0.99, a),
            at(0.26, -plan.ceiling * 0.99, b),
            at(-0.26, -plan.ceiling * 0.99, b),
          ],
          mix(palette.light, white, 0.6),
          dim < 1 && details[(first + bay) % 60]! < 0.5 ? 0.15 : 0.95,
        );
        pen.polygon(
          [
            at(-0.22, plan.floor, a),
            at(0.22, plan.floor, a),
            at(0.2, plan.floor, b),
            at(-0.2, plan.floor, b),
          ],
          palette.light,
          0.16,
        );
      } else if (plan.lamps === 'hanging') {
        const [x, y] = at(0, -plan.ceiling * 0.72, (from + to) / 2);
        const size = 0.05 / from;
        pen.line([at(0, -plan.ceiling, (from + to) / 2), [x, y]], 0.006 / from, palette.near);
        pen.circle(x, y, size * 0.8, mix(palette.light, white, 0.4));
        pen.glow(x, y, size * 8, palette.light, 0.5);
      }
    }
    pen.glow(vanish[0], vanish[1], 0.5, portalLight(world).core, 0.42);
    things.paint(frame);
    frame.at(0.85, () => {
      // the long reflection of the light at the end on the floor
      pen.beam(
        [
          [vanish[0] - 0.03, vanish[1] + 0.1],
          [vanish[0] + 0.03, vanish[1] + 0.1],
        ],
        [
          [vanish[0] - 0.2, 0.6],
          [vanish[0] + 0.2, 0.6],
        ],
        portalLight(world).core,
        0.3,
      );
      cast(frame);
    });
    if (crowd) frame.at(1.2, () => crowd(frame));
  };
};

/** The far end: a glowing doorway, a rose window, or plain light. */
function drawEnd(world: World, frame: Frame, plan: HallPlan, [x, y]: Point, size: number): void {
  const { pen, time } = frame;
  const { core, edge } = portalLight(world);
  if (world.portal && world.portal !== 'tunnel' && world.portal !== 'door')
    return drawPortal(world, frame, x, y, size * 1.1);
  if (plan.end === 'rose') {
    pen.circle(x, y - size * 0.1, size * 0.42, mix(world.palette.near, core, 0.2));
    for (let petal = 0; petal < 12; petal++) {
      const angle = (petal / 12) * Math.PI * 2 + time * 0.02;
      pen.ellipse(
        x + Math.cos(angle) * size * 0.27,
        y - size * 0.1 + Math.sin(angle) * size * 0.27,
        size * 0.12,
        size * 0.055,
        [core, edge, world.palette.accent][petal % 3]!,
        1,
        angle,
      );
    }
    pen.circle(x, y - size * 0.1, size * 0.12, core);
    pen.glow(x, y - size * 0.1, size * 1.6, core, 0.8);
    return;
  }
  const half = size * (plan.end === 'door' ? 0.34 : 0.48);
  pen.inside(
    [
      [x - half * 0.8, y - half * 1.1],
      [x + half * 0.8, y - half * 1.1],
      [x + half * 0.8, y + half * 1.2],
      [x - half * 0.8, y + half * 1.2],
    ],
    () => pen.within(x, y, 1, () => drawBeyond(world, frame, half * 1.3)),
  );
  pen.glow(x, y, size * 1.1, core, 0.8);
}
