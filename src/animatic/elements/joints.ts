import type { Rgb } from '../color.ts';
import type { Point } from '../pen.ts';
import type { Age } from '../scene.ts';
import type { Pose } from './pose.ts';

/** Lengths of the body in heights of a grown-up. */
export interface Build {
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

/** The builds of the ages. */
export const builds: Record<Age, Build> = {
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

/** An angle in radians. */
export const radians = (degrees: number): number => (degrees * Math.PI) / 180;
/** The end of a limb that hangs from a joint at an angle in degrees. */
export const hang = ([x, y]: Point, length: number, degrees: number): Point => [
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
