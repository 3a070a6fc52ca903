import { createRandom, type Random } from '../../core/random.ts';
import { lightnessOf, mix, rgb, white, type Rgb } from '../color.ts';
import type { Pen, Point } from '../pen.ts';
import type { Age, Subject } from '../scene.ts';
import { drawCarried, drawWorn } from './accessories.ts';
import { poseAt, type Pose } from './pose.ts';

/** Lengths of the body in heights of a grown-up. */
interface Build {
  height: number;
  head: number;
  thigh: number;
  shin: number;
  trunk: number;
  arm: number;
  fore: number;
  /** How thick the limbs are. */
  girth: number;
}

const builds: Record<Age, Build> = {
  baby: {
    height: 0.36,
    head: 0.075,
    thigh: 0.062,
    shin: 0.06,
    trunk: 0.13,
    arm: 0.055,
    fore: 0.05,
    girth: 0.027,
  },
  child: {
    height: 0.64,
    head: 0.068,
    thigh: 0.14,
    shin: 0.135,
    trunk: 0.2,
    arm: 0.1,
    fore: 0.1,
    girth: 0.027,
  },
  teen: {
    height: 0.93,
    head: 0.066,
    thigh: 0.235,
    shin: 0.235,
    trunk: 0.27,
    arm: 0.155,
    fore: 0.15,
    girth: 0.029,
  },
  adult: {
    height: 1,
    head: 0.067,
    thigh: 0.25,
    shin: 0.25,
    trunk: 0.3,
    arm: 0.165,
    fore: 0.16,
    girth: 0.033,
  },
  old: {
    height: 0.93,
    head: 0.067,
    thigh: 0.225,
    shin: 0.225,
    trunk: 0.285,
    arm: 0.16,
    fore: 0.155,
    girth: 0.034,
  },
};

/** The colours of a figure. */
export interface Dress {
  skin: Rgb;
  hair: Rgb;
  top: Rgb;
  bottom: Rgb;
  accent: Rgb;
}

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

/** Where the joints of a figure are, feet at the origin, facing right. */
export interface Joints {
  build: Build;
  pose: Pose;
  hip: Point;
  shoulder: Point;
  head: Point;
  knee: readonly [near: Point, far: Point];
  foot: readonly [near: Point, far: Point];
  elbow: readonly [near: Point, far: Point];
  hand: readonly [near: Point, far: Point];
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const hang = ([x, y]: Point, length: number, degrees: number): Point => [
  x + length * Math.sin(radians(degrees)),
  y + length * Math.cos(radians(degrees)),
];

/** Finds the joints: limb by limb from the hip, which is as high as the lower foot needs it. */
export function jointsOf(pose: Pose, build: Build): Joints {
  const legs = [0, 1].map((side) => {
    const knee = hang([0, 0], build.thigh, pose.thigh[side]!);
    return { knee, foot: hang(knee, build.shin, pose.shin[side]!) };
  });
  const reach = Math.max(
    legs[0]!.foot[1],
    legs[1]!.foot[1],
    build.girth * 2,
    legs[0]!.knee[1],
    legs[1]!.knee[1],
  );
  const hip: Point = [0, -reach - pose.lift - build.girth * 0.7];
  const raise = ([x, y]: Point): Point => [x, y + hip[1]];
  const shoulder = hang(hip, build.trunk, 180 - pose.lean);
  const head = hang(shoulder, build.head * 1.5, 180 - pose.lean * 0.5 - pose.head);
  const arms = [0, 1].map((side) => {
    const elbow = hang(shoulder, build.arm, pose.arm[side]!);
    return { elbow, hand: hang(elbow, build.fore, pose.fore[side]!) };
  });
  return {
    build,
    pose,
    hip,
    shoulder,
    head,
    knee: [raise(legs[0]!.knee), raise(legs[1]!.knee)],
    foot: [raise(legs[0]!.foot), raise(legs[1]!.foot)],
    elbow: [arms[0]!.elbow, arms[1]!.elbow],
    hand: [arms[0]!.hand, arms[1]!.hand],
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

/** Neck, face and hair. In profile the face has a nose and a chin, which is what tells a looking figure from a pawn. */
function drawHead(
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

/** How much of its own colour a figure keeps in a light: silhouettes at night, colours by day. */
export const exposureIn = (near: Rgb, sky: Rgb): number =>
  0.16 + 0.62 * Math.max(0, lightnessOf(sky) - lightnessOf(near) * 0.3);
