import { mix, type Rgb } from '../color.ts';
import type { Pen, Point } from '../pen.ts';
import type { Subject } from '../scene.ts';
import type { Dress, Joints } from './joints.ts';

/** What the drawing of worn and carried things takes. */
export interface AccessoryOptions {
  joints: Joints;
  paint: Dress;
  subject: Subject;
  away: boolean;
  timeInSeconds: number;
}

/** A strip of cloth that waves in the wind from a point backwards. */
function ribbon(
  pen: Pen,
  [x, y]: Point,
  length: number,
  width: number,
  color: Rgb,
  timeInSeconds: number,
  drop: number,
): void {
  const points: Point[] = Array.from({ length: 7 }, (_, index) => {
    const way = index / 6;
    return [
      x - length * way,
      y + drop * way * way + Math.sin(timeInSeconds * 5.5 - way * 5) * length * 0.12 * way,
    ];
  });
  pen.line(points, width, color, 1, true);
}

/** Draws scarves, hats, backpacks and veils. Behind: under the head; front: over it. */
export function drawWorn(
  pen: Pen,
  { joints, paint, subject, away, timeInSeconds, layer }: AccessoryOptions & { layer: 'behind' | 'front' },
): void {
  const { build, shoulder, head, pose } = joints;
  const unit = build.head;
  const moving =
    subject.action === 'run' || subject.action === 'cycle' ? 1 : subject.action === 'walk' ? 0.6 : 0.32;
  for (const { kind } of subject.accessories) {
    if (kind === 'scarf') {
      if (layer === 'behind')
        ribbon(
          pen,
          [shoulder[0] - unit * 0.4, shoulder[1] - unit * 0.1],
          unit * (3.2 + moving * 2.6),
          unit * 0.5,
          mix(paint.accent, paint.bottom, 0.18),
          timeInSeconds,
          unit * 4 * (1 - moving),
        );
      else {
        pen.ellipse(
          shoulder[0] + unit * 0.08,
          shoulder[1] - unit * 0.32,
          unit * (away ? 1 : 0.86),
          unit * 0.5,
          paint.accent,
          1,
          (pose.lean * Math.PI) / 180,
        );
        if (!away)
          pen.limb(
            shoulder[0] + unit * 0.5,
            shoulder[1],
            unit * 0.3,
            shoulder[0] + unit * 0.72,
            shoulder[1] + unit * 1.9,
            unit * 0.24,
            paint.accent,
          );
      }
    } else if (kind === 'hat' && layer === 'front')
      pen.within(head[0], head[1], unit, () => {
        pen.ellipse(0.05, -0.72, away ? 1.35 : 1.45, 0.2, paint.accent);
        pen.blob(
          [
            [-0.8, -0.7],
            [-0.75, -1.5],
            [0, -1.65],
            [0.75, -1.5],
            [0.8, -0.7],
          ],
          paint.accent,
        );
      });
    else if (kind === 'backpack' && layer === 'behind')
      pen.blob(
        [
          [shoulder[0] - unit * 0.6, shoulder[1]],
          [shoulder[0] - unit * 2.3, shoulder[1] + unit * 0.3],
          [shoulder[0] - unit * 2.4, shoulder[1] + unit * 2.9],
          [shoulder[0] - unit * 0.7, shoulder[1] + unit * 3],
        ],
        paint.accent,
      );
    else if (kind === 'veil' && layer === 'behind')
      pen.blob(
        [
          [head[0], head[1] - unit * 1.2],
          [head[0] - unit * 1.6, head[1]],
          [shoulder[0] - unit * 3.4 - Math.sin(timeInSeconds * 2) * unit * 0.4, shoulder[1] + unit * 6],
          [shoulder[0] - unit, shoulder[1] + unit * 5.4],
        ],
        mix(paint.accent, [255, 255, 255], 0.6),
        0.55,
      );
    else if (kind === 'glasses' && layer === 'front' && !away) {
      pen.circle(head[0] + unit * 0.72, head[1] - unit * 0.15, unit * 0.26, paint.hair);
      pen.line(
        [
          [head[0] + unit * 0.6, head[1] - unit * 0.16],
          [head[0] - unit * 0.3, head[1] - unit * 0.2],
        ],
        unit * 0.1,
        paint.hair,
      );
    }
  }
}

/** Draws what is in the hands: umbrella, cane, balloon, suitcase, flowers, guitar, lantern, box, and a swaddled baby. */
export function drawCarried(pen: Pen, { joints, paint, subject, timeInSeconds }: AccessoryOptions): void {
  const { build, hand, head, shoulder } = joints;
  const unit = build.head;
  const [x, y] = hand[0];
  if (subject.action === 'hold-child') {
    const sway = Math.sin(timeInSeconds * 1.6) * 0.06;
    pen.within(
      x - unit * 0.7,
      y - unit * 0.7,
      unit,
      () => {
        pen.ellipse(0, 0.1, 1.55, 0.78, mix(paint.accent, [255, 255, 255], 0.35), 1, -0.35);
        pen.circle(1.15, -0.55, 0.62, paint.skin);
      },
      { rotation: sway },
    );
  }
  if (subject.action === 'read')
    pen.polygon(
      [
        [x - unit * 0.7, y - unit * 1.1],
        [x + unit * 0.9, y - unit * 0.7],
        [x + unit * 0.8, y + unit * 0.4],
        [x - unit * 0.7, y],
      ],
      mix(paint.accent, [255, 250, 235], 0.7),
    );
  if (subject.action === 'sing')
    pen.limb(x, y, unit * 0.16, x + unit * 0.3, y - unit * 0.9, unit * 0.3, paint.hair);
  for (const { kind } of subject.accessories) {
    if (kind === 'cane') {
      pen.line(
        [
          [x - unit * 0.5, y - unit * 0.2],
          [x, y - unit * 0.4],
          [x + unit * 0.25, y],
          [x + unit * 0.5, 0],
        ],
        unit * 0.22,
        paint.hair,
      );
    } else if (kind === 'umbrella') {
      pen.line(
        [
          [x, y],
          [x + unit * 0.2, head[1] - unit * 3.2],
        ],
        unit * 0.16,
        paint.bottom,
      );
      pen.within(x + unit * 0.2, head[1] - unit * 1.9, unit, () =>
        pen.blob(
          [
            [-4.6, 0.5],
            [-3.9, -1.6],
            [-1.6, -3],
            [0, -3.3],
            [1.6, -3],
            [3.9, -1.6],
            [4.6, 0.5],
            [2.4, -0.35],
            [0, 0],
            [-2.4, -0.35],
          ],
          paint.accent,
        ),
      );
    } else if (kind === 'balloon') {
      const sway = Math.sin(timeInSeconds * 1.3) * unit;
      const top: Point = [x + sway, head[1] - unit * 6];
      pen.line(
        [
          [x, y],
          [x + sway * 0.2, (y + top[1]) / 2],
          [top[0], top[1] + unit * 1.8],
        ],
        unit * 0.08,
        paint.bottom,
        0.8,
        true,
      );
      pen.ellipse(top[0], top[1], unit * 1.6, unit * 1.95, paint.accent);
      pen.ellipse(
        top[0] - unit * 0.5,
        top[1] - unit * 0.7,
        unit * 0.35,
        unit * 0.55,
        mix(paint.accent, [255, 255, 255], 0.5),
        0.7,
        0.5,
      );
    } else if (kind === 'suitcase') {
      pen.rect(x - unit * 1.5, y + unit * 0.5, unit * 3, unit * 2.1, paint.accent);
      pen.line(
        [
          [x - unit * 0.5, y + unit * 0.5],
          [x, y],
          [x + unit * 0.5, y + unit * 0.5],
        ],
        unit * 0.2,
        paint.hair,
      );
    } else if (kind === 'flowers') {
      pen.polygon(
        [
          [x, y + unit],
          [x - unit * 0.8, y - unit * 0.9],
          [x + unit * 1.1, y - unit * 0.9],
        ],
        mix(paint.accent, [60, 110, 70], 0.75),
      );
      pen.dots(
        [
          [x - unit * 0.7, y - unit, unit * 0.45],
          [x + unit * 0.1, y - unit * 1.3, unit * 0.5],
          [x + unit * 0.9, y - unit, unit * 0.45],
        ],
        paint.accent,
      );
    } else if (kind === 'guitar') {
      pen.within(x - unit * 0.6, (y + shoulder[1]) / 2 + unit * 1.4, unit, () => {
        pen.line(
          [
            [0, 0],
            [4.6, -2.2],
          ],
          0.34,
          paint.hair,
        );
        pen.ellipse(-0.5, 0.3, 1.35, 1.15, paint.accent, 1, -0.4);
        pen.ellipse(0.9, -0.4, 0.95, 0.85, paint.accent, 1, -0.4);
        pen.circle(0.3, -0.1, 0.4, paint.hair);
      });
    } else if (kind === 'lantern') {
      pen.glow(x, y + unit * 1.4, unit * 9, paint.accent, 0.7);
      pen.rect(
        x - unit * 0.4,
        y + unit * 0.7,
        unit * 0.8,
        unit * 1.3,
        mix(paint.accent, [255, 250, 220], 0.7),
      );
    } else if (kind === 'box') {
      pen.rect(
        x - unit * 1.1,
        y - unit * 1.7,
        unit * 2.6,
        unit * 2.1,
        mix(paint.accent, [190, 140, 90], 0.7),
      );
    }
  }
}
