import { lerp, mix } from '../color.ts';
import type { Action, Subject } from '../scene.ts';
import type { Builder } from '../world.ts';
import { drawBicycle } from './vehicles.ts';
import { drawFigure, dressOf, exposureIn } from './figure.ts';

/** What `buildCast` takes. */
export interface BuildCastOptions {
  /** How tall a grown-up is in a wide shot; closer shots scale it up. */
  height: number;
  /** Where the feet are in a wide shot. */
  groundY: number;
  /** Where the group stands, from −1 (left edge) to 1. By chance when left out. */
  at?: number;
  /** Seen from behind, as somebody who walks away. */
  away?: boolean;
  /** 0 silhouettes, 1 full colours; from the sky's light when left out. */
  exposure?: number;
}

/** How much larger than in a wide shot, and where the feet are then. */
const framing = {
  wide: { scale: 1, drop: 0 },
  medium: { scale: 1.5, drop: 0.12 },
  'close-up': { scale: 3.2, drop: 0.62 },
} as const;

/** What two people do face to face. */
const facing2: readonly Action[] = ['embrace', 'kiss', 'dance', 'sit', 'spin', 'kneel'];

/** How far apart two people are who do something together, in their own heights. */
const gaps: Partial<Record<Action, number>> = {
  embrace: 0.15,
  kiss: 0.16,
  dance: 0.26,
  spin: 0.3,
  'hold-hands': 0.27,
  float: 0.5,
  cycle: 0.85,
};

/** The people of a shot, standing on a line, those who belong together near each other. */
export const buildCast =
  ({ height, groundY, at, away = false, exposure }: BuildCastOptions): Builder =>
  (world) => {
    const { scene, palette, halfWidth, scale } = world;
    const random = world.random('cast');
    const { scale: zoom, drop } = framing[scene.shotSize];
    const tall = height * zoom * scale * lerp(0.86, 1.16, random());
    const y = groundY + drop;
    const chance = random();
    // beside what the camera heads for, not in front of it
    const side = chance < 0.5 ? -1 : 1;
    const free = world.portal ? side * lerp(0.4, 0.72, (chance * 2) % 1) : (chance - 0.5) * 1.1;
    const middle = (at ?? free) * halfWidth * 0.62;
    const facing = middle > world.focus[0];
    const together = scene.subjects.length > 1 ? scene.subjects[0]!.action : undefined;
    const faceToFace = together !== undefined && facing2.includes(together);
    const gap = (together && gaps[together]) ?? 0.42;
    const figures = scene.subjects.map((subject: Subject, index) => ({
      subject,
      x: middle + (index - (scene.subjects.length - 1) / 2) * gap * tall,
      y: y + (together === undefined || together in gaps ? 0 : (random() - 0.5) * 0.04 * tall),
      flip: faceToFace ? index % 2 === 1 : facing,
      // those who dance or walk together keep step
      phase: together && together in gaps ? 0.1 : random(),
      partner: together && together in gaps && index < 2 ? (index === 0 ? 1 : -1) : 0,
      dress: dressOf(subject, index === 0 ? palette.accent : mix(palette.accent, palette.light, 0.4)),
    }));
    const shade = mix(palette.near, palette.far, 0.12);
    const lit = exposure ?? exposureIn(palette.near, mix(palette.skyLow, palette.far, 0.5));
    return ({ pen, time }) => {
      for (const { subject, x, y, flip, phase, partner, dress } of figures) {
        // who runs or rides keeps pace with the camera, but not quite
        const travel =
          subject.action === 'run' ||
          subject.action === 'cycle' ||
          subject.action === 'walk' ||
          subject.action === 'hold-hands'
            ? (flip ? -1 : 1) *
              time *
              (subject.action === 'walk' || subject.action === 'hold-hands' ? 0.012 : 0.03) *
              tall *
              2
            : 0;
        const place = x + (away ? 0 : travel);
        pen.ellipse(place, y + 0.004, tall * 0.17, tall * 0.022, palette.near, 0.35);
        const rides = subject.action === 'cycle';
        if (rides)
          drawBicycle(pen, {
            x: place,
            y,
            height: tall,
            flip,
            color: dress.top,
            shade,
            time,
            light: palette.light,
          });
        drawFigure(pen, {
          subject,
          dress,
          x: place,
          y: rides ? y - tall * 0.12 : y,
          height: tall,
          flip,
          away,
          timeInSeconds: time,
          phase,
          partner,
          energy: scene.energy,
          shade,
          exposure: lit,
          light: palette.light,
          lightSide: world.light[0] > place ? 1 : -1,
        });
      }
    };
  };

/** Many people as one dark mass with heads, seen from behind: an audience, a crowd. */
export const buildCrowd =
  ({
    count,
    groundY,
    height,
    lively,
  }: {
    count: number;
    groundY: number;
    height: number;
    lively: number;
  }): Builder =>
  (world) => {
    const random = world.random('crowd');
    const heads = Array.from({ length: count }, (_, index) => ({
      x: ((index + random() * 0.8) / count - 0.5) * (world.halfWidth * 2 + 0.3),
      y: groundY - height * (0.85 + 0.3 * random()),
      size: height * (0.11 + 0.03 * random()),
      phase: random() * 6.28,
      arm: random() < lively * 0.6,
    }));
    const color = mix(world.palette.near, [0, 0, 0], 0.2);
    return ({ pen, time }) => {
      for (const { x, y, size, phase, arm } of heads) {
        const beat = Math.sin(time * 5 + phase * 0.4);
        const top = y - Math.abs(beat) * size * 0.5 * lively;
        pen.circle(x - 0.003, top - 0.004, size, world.palette.accent, 0.55);
        pen.circle(x, top, size, color);
        pen.blob(
          [
            [x - size * 2.2, groundY + 0.6],
            [x - size * 2, top + size * 1.7],
            [x, top + size * 0.9],
            [x + size * 2, top + size * 1.7],
            [x + size * 2.2, groundY + 0.6],
          ],
          color,
        );
        if (arm)
          pen.limb(
            x + size * 1.5,
            top + size * 2,
            size * 0.5,
            x + size * (1.9 + 0.4 * beat),
            top - size * 2.6,
            size * 0.3,
            color,
          );
      }
    };
  };
