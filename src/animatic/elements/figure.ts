import { createRandom, type Random } from '../../core/random.ts';
import { lightnessOf, mix, rgb, white, type Rgb } from '../color.ts';
import type { Pen, Point } from '../pen.ts';
import type { Subject } from '../scene.ts';
import { drawCarried, drawWorn } from './accessories.ts';
import { drawHead } from './head.ts';
import { builds, hang, jointsOf, radians, type Dress, type Joints } from './joints.ts';
import { poseAt, type Pose } from './pose.ts';

const skins = ['#f0c8a4', '#e0a982', '#c48a5e', '#95613e', '#6b4229'].map(rgb);
const hairs = ['#2a1c18', '#3d2a20', '#1b1a22', '#6a4327', '#8a5a2f'].map(rgb);
const cloth = ['#3c4f76', '#8d5b4c', '#d8cfc0', '#4f6d5a', '#6d4c7d', '#b9644a', '#2f3b52', '#c9a25e'].map(
  rgb,
);
const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)]!;

/** What a person wears: what the prompt says, the rest by the words that describe them. */
export function dressOf(subject: Subject, accent: Rgb): Dress {
  const random = createRandom(subject.identity);
  const skin = pick(skins, random);
  const hair = pick(hairs, random);
  const top = pick(cloth, random);
  const bottom = mix(pick(cloth, random), rgb('#1c1e2c'), 0.55);
  return {
    skin,
    hair: subject.age === 'old' ? mix(rgb('#dcdada'), hair, 0.16) : (subject.hairColor ?? hair),
    top: subject.color ?? top,
    bottom,
    accent: subject.accessories.find(({ color }) => color)?.color ?? accent,
  };
}

/** What `drawFigure` takes. */
export interface DrawFigureOptions {
  subject: Subject;
  dress: Dress;
  /** Where the feet are. */
  x: number;
  y: number;
  /** How tall a grown-up is here. */
  height: number;
  /** Whether it looks to the left. */
  flip?: boolean;
  /** Seen from behind or in front instead of from the side. */
  away?: boolean;
  timeInSeconds: number;
  phase: number;
  energy: number;
  /** On which side somebody is whose hand it holds: −1 left, 1 right, 0 nobody. */
  partner: number;
  /** The colour that the shade gives to everything here, and how much of the own colours it leaves (0..1). */
  shade: Rgb;
  exposure: number;
  /** The light's colour, and the side it comes from: −1 left, 1 right. */
  light: Rgb;
  lightSide: number;
}

/** Draws a person: flat shapes in the colours of the light, with a bright edge on the side where the light is. */
export function drawFigure(pen: Pen, options: DrawFigureOptions): void {
  const { subject, dress, x, y, height, flip = false, shade, exposure, light, lightSide } = options;
  const alone = poseAt({
    ...options,
    action: subject.action,
    age: subject.age,
    paired: options.partner !== 0,
  });
  const pose =
    subject.action === 'hold-hands'
      ? handInHand(alone, flip ? -options.partner : options.partner, options.away ?? false)
      : alone;
  const joints = jointsOf(options.away ? turnedAway(pose) : pose, builds[subject.age]);
  const lit = (color: Rgb, extra = 0): Rgb =>
    mix(shade, mix(color, light, 0.12), Math.min(1, exposure + extra));
  const colors: Dress = {
    skin: lit(dress.skin, 0.08),
    hair: lit(dress.hair),
    top: lit(dress.top),
    bottom: lit(dress.bottom),
    accent: lit(dress.accent, 0.45),
  };
  const rim = mix(light, white, 0.2);
  const rimColors: Dress = { skin: rim, hair: rim, top: rim, bottom: rim, accent: rim };
  const draw = (paint: Dress): void => {
    if (pose.turn === 0) drawBody(pen, { ...options, joints, paint });
    else
      pen.within(
        joints.hip[0],
        joints.hip[1],
        1,
        () =>
          pen.within(-joints.hip[0], -joints.hip[1], 1, () => drawBody(pen, { ...options, joints, paint })),
        {
          rotation: radians(pose.turn),
        },
      );
  };
  const y1 = subject.action === 'lie' ? y + (-joints.hip[1] - builds[subject.age].girth * 3) * height : y;
  pen.within(
    x,
    y1,
    height,
    () => {
      const edge = 0.0075 * (flip ? -lightSide : lightSide);
      pen.within(edge, -0.006, 1, () => draw(rimColors));
      draw(colors);
    },
    { flip },
  );
}

/** One arm reaches for the hand of whoever walks beside. */
function handInHand(pose: Pose, partner: number, away: boolean): Pose {
  if (partner === 0) return pose;
  const reach = (away ? 26 : 24) * partner;
  // seen from behind the near arm is the right one; from the side the near arm does for both
  return away && partner < 0
    ? { ...pose, arm: [pose.arm[0], reach * 5], fore: [pose.fore[0], reach * 6] }
    : { ...pose, arm: [reach * (away ? 5 : 1), pose.arm[1]], fore: [reach * (away ? 6 : 1.2), pose.fore[1]] };
}

/** Both angles of a pair made smaller. */
const flat = ([near, far]: readonly [number, number], rate: number): readonly [number, number] => [
  near * rate,
  far * rate,
];

/** The same walk as seen from behind: little sideways, the lifted foot shows as a shorter leg. */
function turnedAway(pose: Pose): Pose {
  return {
    ...pose,
    lean: pose.lean * 0.15,
    thigh: flat(pose.thigh, 0.14),
    shin: flat(pose.shin, 0.16),
    arm: [pose.arm[0] * 0.2 + 7, pose.arm[1] * 0.2 - 7],
    fore: [pose.fore[0] * 0.15 + 3, pose.fore[1] * 0.15 - 6],
  };
}

function drawBody(
  pen: Pen,
  {
    joints,
    paint,
    subject,
    away = false,
    timeInSeconds,
  }: DrawFigureOptions & { joints: Joints; paint: Dress },
): void {
  const { build, hip, shoulder, knee, foot, elbow, hand, pose } = joints;
  const { girth } = build;
  const wide = away ? 0.075 : 0.012;
  const spread = away ? girth * 0.95 : girth * 0.2;
  const farShade = mix(paint.top, paint.bottom, 0.35);
  const dressed = subject.garment === 'dress';

  const drawArm = (side: 0 | 1): void => {
    const out = side === 0 ? wide : -wide;
    const sleeve = side === 0 ? paint.top : farShade;
    pen.limb(
      shoulder[0] + out * 0.8,
      shoulder[1] + girth * 0.5,
      girth * 0.98,
      elbow[side][0] + out,
      elbow[side][1],
      girth * 0.78,
      sleeve,
    );
    pen.limb(
      elbow[side][0] + out,
      elbow[side][1],
      girth * 0.76,
      hand[side][0] + out,
      hand[side][1],
      girth * 0.52,
      sleeve,
    );
    pen.circle(hand[side][0] + out, hand[side][1], girth * 0.66, paint.skin);
  };
  const drawLeg = (side: 0 | 1): void => {
    const out = side === 0 ? spread : -spread;
    const lifted = away ? Math.max(0, -pose.shin[side] - 1.5) * 0.0085 : 0;
    const leg = dressed ? paint.skin : side === 0 ? paint.bottom : mix(paint.bottom, paint.hair, 0.35);
    pen.limb(
      hip[0] + out,
      hip[1],
      girth * 1.55,
      knee[side][0] + out,
      knee[side][1] - lifted,
      girth * 1.12,
      leg,
    );
    pen.limb(
      knee[side][0] + out,
      knee[side][1] - lifted,
      girth * 1.08,
      foot[side][0] + out,
      foot[side][1] - lifted,
      girth * 0.68,
      leg,
    );
    const toe = pose.shin[side] * 0.55 + 90;
    const tip = away
      ? ([foot[side][0] + out, foot[side][1] - lifted] as Point)
      : hang([foot[side][0] + out, foot[side][1]], build.head * 0.85, toe);
    pen.limb(
      foot[side][0] + out,
      foot[side][1] - lifted,
      girth * 0.72,
      tip[0],
      tip[1],
      girth * 0.55,
      mix(paint.bottom, paint.hair, 0.5),
    );
  };

  drawArm(1);
  drawLeg(1);
  drawLeg(0);
  drawTrunk(pen, joints, paint, subject, { wide, timeInSeconds });
  drawWorn(pen, { joints, paint, subject, away, timeInSeconds, layer: 'behind' });
  drawHead(pen, joints, paint, subject, away, timeInSeconds);
  drawWorn(pen, { joints, paint, subject, away, timeInSeconds, layer: 'front' });
  drawCarried(pen, { joints, paint, subject, away, timeInSeconds });
  drawArm(0);
}

/** Shoulders to hip, and what hangs below it: a skirt or the tails of a coat. */
function drawTrunk(
  pen: Pen,
  joints: Joints,
  paint: Dress,
  subject: Subject,
  { wide, timeInSeconds }: { wide: number; timeInSeconds: number },
): void {
  const { build, hip, shoulder, knee, pose } = joints;
  const { girth } = build;
  const chest = girth * 1.85 + wide * 0.5;
  const waist = girth * (subject.age === 'old' ? 1.9 : 1.55) + wide * 0.3;
  const middle: Point = [(hip[0] + shoulder[0]) / 2, (hip[1] + shoulder[1]) / 2];
  pen.blob(
    [
      [shoulder[0] - chest, shoulder[1] + girth * 1.2],
      [shoulder[0] - chest * 0.75, shoulder[1] - girth * 0.7],
      [shoulder[0] + chest * 0.75, shoulder[1] - girth * 0.7],
      [shoulder[0] + chest * 1.02, shoulder[1] + girth * 1.3],
      [middle[0] + waist, middle[1]],
      [hip[0] + waist * 1.12, hip[1] + girth],
      [hip[0] - waist * 1.12, hip[1] + girth],
      [middle[0] - waist, middle[1]],
    ],
    paint.top,
  );
  if (subject.garment === 'trousers') return;
  const sitting = Math.abs(pose.thigh[0]) > 60;
  const length = subject.garment === 'dress' ? 1.25 : 0.85;
  const flare = subject.garment === 'dress' ? 2.6 : 1.9;
  const swing = Math.sin(timeInSeconds * 4.2) * girth * (pose.lift > 0 ? 1.1 : 0.5);
  const front = Math.max(knee[0][0], knee[1][0]);
  const back = Math.min(knee[0][0], knee[1][0]);
  const hem = hip[1] + (sitting ? build.thigh * 0.35 : build.thigh * length);
  pen.polygon(
    [
      [hip[0] - waist, hip[1] - girth * 2],
      [hip[0] + waist, hip[1] - girth * 2],
      [
        Math.max(hip[0] + girth * flare * 0.8, front * length + girth * 0.9),
        hem + (sitting ? 0 : swing * 0.3),
      ],
      [hip[0] + swing * 0.4, hem + girth * 0.5],
      [Math.min(hip[0] - girth * flare * 0.8, back * length - girth * 0.9) - swing, hem - girth * 0.2],
    ],
    paint.top,
  );
}

/** How much of its own colour a figure keeps in a light: silhouettes at night, colours by day. */
export const exposureIn = (near: Rgb, sky: Rgb): number =>
  0.16 + 0.62 * Math.max(0, lightnessOf(sky) - lightnessOf(near) * 0.3);
