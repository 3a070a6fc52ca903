import type { Rgb } from '../color.ts';
import type { Pen } from '../pen.ts';
import type { Subject } from '../scene.ts';
import { radians, type Dress, type Joints } from './joints.ts';

/** Neck, face and hair. In profile the face has a nose and a chin, which is what tells a looking figure from a pawn. */
export function drawHead(
  pen: Pen,
  joints: Joints,
  paint: Dress,
  subject: Subject,
  away: boolean,
  timeInSeconds: number,
): void {
  const { build, shoulder, head, pose } = joints;
  const radius = build.head;
  pen.limb(shoulder[0], shoulder[1], build.girth * 0.9, head[0], head[1], build.girth * 0.82, paint.skin);
  pen.within(
    head[0],
    head[1],
    radius,
    () => {
      const hair = away ? 1.02 : 1;
      if (!away) {
        pen.blob(
          [
            [-0.55, -0.95],
            [0.45, -1.02],
            [0.88, -0.5],
            [0.86, -0.12],
            [1.14, 0.16],
            [0.9, 0.3],
            [0.92, 0.52],
            [0.78, 0.98],
            [0.3, 1.02],
            [-0.2, 0.75],
            [-0.85, 0.4],
            [-1, -0.3],
          ],
          paint.skin,
        );
      } else pen.ellipse(0, 0, 0.86, 1, paint.skin);
      drawHair(pen, paint.hair, subject, {
        away,
        sway: Math.sin(timeInSeconds * 3.1) * 0.16 + Math.min(0.5, Math.max(0, pose.lean) * 0.02),
        hair,
      });
    },
    { rotation: radians(pose.head + pose.lean * 0.4) },
  );
}

function drawHair(
  pen: Pen,
  color: Rgb,
  subject: Subject,
  { away, sway, hair }: { away: boolean; sway: number; hair: number },
): void {
  if (subject.age === 'baby' || subject.hair === 'bald') {
    if (subject.age === 'baby') pen.ellipse(-0.25, -0.7, 0.6, 0.35, color, 0.7);
    return;
  }
  if (away) pen.ellipse(0, -0.1, 0.95 * hair, 1.02 * hair, color);
  else
    pen.blob(
      [
        [0.62, -0.98],
        [0.1, -1.22],
        [-0.7, -1.06],
        [-1.16, -0.4],
        [-1.08, 0.3],
        [-0.62, 0.72],
        [-0.3, 0.3],
        [-0.12, -0.2],
        [0.5, -0.48],
        [0.88, -0.6],
      ],
      color,
    );
  switch (subject.hair) {
    case 'long':
      pen.blob(
        [
          [-0.7, -0.9],
          [-1.2, -0.2],
          [-1.25 - sway, 1],
          [-1.3 - sway * 2.4, 2.3],
          [-0.75 - sway * 2, 2.5],
          [-0.3 - sway, 1.6],
          [-0.15, 0.4],
          ...(away
            ? ([
                [0.9, 0.4],
                [0.8 - sway, 2.2],
                [0.2 - sway, 2.5],
              ] as const)
            : []),
        ],
        color,
      );
      break;
    case 'curly':
      pen.dots(
        [
          [-0.9, -0.5, 0.5],
          [-0.4, -1, 0.5],
          [0.2, -1.1, 0.42],
          [-1.1, 0.1, 0.5],
          [-0.95, 0.65, 0.46],
          [-0.7 - sway * 0.3, 1.1, 0.42],
          [-0.5, 0.2, 0.5],
          [0.6, -0.85, 0.3],
          ...(away
            ? ([
                [0.9, -0.3, 0.5],
                [0.95, 0.4, 0.45],
                [0.5, 0.8, 0.45],
                [0, 0.8, 0.5],
              ] as const)
            : []),
        ],
        color,
      );
      break;
    case 'bun':
      pen.circle(away ? 0 : -1.05, away ? -1.15 : -0.75, 0.48, color);
      break;
    case 'ponytail':
      pen.line(
        [
          [-1, -0.5],
          [-1.5 - sway, 0.1],
          [-1.5 - sway * 2, 0.9],
          [-1.3 - sway * 3, 1.6],
        ],
        0.44,
        color,
        1,
        true,
      );
      break;
    case 'short':
      break;
  }
}
