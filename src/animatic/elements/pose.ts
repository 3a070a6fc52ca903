import type { Action, Age } from '../scene.ts';

/** Angles of a limb pair in degrees from hanging straight down, forward positive: [near side, far side]. */
type Pair = readonly [near: number, far: number];

/** How a figure holds itself, seen from its side. All angles are absolute, not from the limb before. */
export interface Pose {
  /** The trunk's lean from upright, forward positive. */
  lean: number;
  /** The head's nod. */
  head: number;
  thigh: Pair;
  shin: Pair;
  arm: Pair;
  fore: Pair;
  /** How far the lowest foot is above the ground, in body heights. */
  lift: number;
  /** Turn of the whole figure in degrees, around its hip. */
  turn: number;
}

const rest: Pose = {
  lean: 1,
  head: 0,
  thigh: [2, -3],
  shin: [-2, -5],
  arm: [6, -4],
  fore: [14, 6],
  lift: 0,
  turn: 0,
};

/** What `poseAt` takes. */
export interface PoseAtOptions {
  action: Action;
  age: Age;
  timeInSeconds: number;
  /** 0..1, so that two figures do not move in step. */
  phase: number;
  /** 0 calm, 1 wild. */
  energy: number;
  /** Whether somebody is at the other side of an embrace or a dance. */
  paired: boolean;
}

/** One leg of a gait: swings like a pendulum, and bends its knee while it comes forward. */
const leg = (
  angle: number,
  swing: number,
  straight: number,
  bend: number,
): readonly [thigh: number, shin: number] => {
  const thigh = swing * Math.sin(angle);
  return [thigh, thigh - straight - bend * Math.max(0, Math.cos(angle)) ** 1.4];
};

function gait({
  angle,
  swing,
  bend,
  lean,
  armSwing,
  elbow,
  hop,
}: {
  angle: number;
  swing: number;
  bend: number;
  lean: number;
  armSwing: number;
  elbow: number;
  hop: number;
}): Pose {
  const near = leg(angle, swing, 6, bend);
  const far = leg(angle + Math.PI, swing, 6, bend);
  const arm: Pair = [-armSwing * Math.sin(angle), armSwing * Math.sin(angle)];
  return {
    lean,
    head: 0,
    thigh: [near[0] + lean * 0.4, far[0] + lean * 0.4],
    shin: [near[1], far[1]],
    arm,
    fore: [arm[0] + elbow, arm[1] + elbow],
    lift: hop * Math.abs(Math.cos(angle)) ** 1.5,
    turn: 0,
  };
}

/** The pose of a figure at a moment. Repeats in cycles, so any time has one. */
export function poseAt({ action, age, timeInSeconds, phase, energy, paired }: PoseAtOptions): Pose {
  const old = age === 'old';
  const small = age === 'child' || age === 'baby';
  const time = timeInSeconds + phase * 7;
  // steps per second: children take quicker ones, the old slower ones
  const stride = 2 * Math.PI * (small ? 1.15 : old ? 0.55 : 0.9);
  const breath = Math.sin(time * 1.6);
  const stoop = old ? 13 : 0;
  switch (action) {
    case 'walk':
    case 'hold-hands':
      return {
        ...gait({
          angle: time * stride,
          swing: old ? 15 : 27,
          bend: old ? 22 : 46,
          lean: 4 + stoop,
          armSwing: old ? 10 : 24,
          elbow: 16,
          hop: 0.008,
        }),
        head: stoop * 0.4,
      };
    case 'run':
      return gait({
        angle: time * stride * 1.55,
        swing: 46,
        bend: 92,
        lean: 17,
        armSwing: 46,
        elbow: 84,
        hop: 0.05,
      });
    case 'jump': {
      const height = Math.abs(Math.sin(time * 3.4));
      return {
        ...rest,
        lean: 6,
        thigh: [38 * height, -20 * height],
        shin: [-50 * height, -70 * height],
        arm: [120 + 30 * height, 150],
        fore: [140 + 30 * height, 165],
        lift: 0.16 * height,
      };
    }
    case 'dance':
    case 'spin': {
      if (paired) {
        // a closed hold: one hand at the partner's back, the other held out, both swaying as one
        const step = Math.sin(time * (2.2 + 1.2 * energy));
        return {
          ...rest,
          lean: 3 + stoop * 0.5 + 3 * step,
          head: -3,
          thigh: [9 + 12 * step, -8 - 12 * step],
          shin: [2 - 16 * Math.max(0, step), -10 - 16 * Math.max(0, -step)],
          arm: [44 + 4 * step, 20],
          fore: [74 + 5 * step, 126],
          lift: 0.012 * Math.abs(step),
        };
      }
      const beat = time * (3.2 + 2.4 * energy);
      const sway = Math.sin(beat);
      return {
        ...rest,
        lean: 7 * sway,
        head: -8 * sway,
        thigh: [14 + 18 * sway, -12 + 14 * sway],
        shin: [-10 - 26 * Math.max(0, sway), -20 + 12 * sway],
        arm: [110 + 34 * sway, -100 + 30 * sway],
        fore: [150 + 24 * Math.sin(beat + 1), -140 + 26 * Math.sin(beat + 0.6)],
        lift: 0.018 * Math.abs(sway),
      };
    }
    case 'sit':
    case 'read':
    case 'play': {
      const hands =
        action === 'read' ? 16 * 0.1 * breath : action === 'play' ? 7 * Math.sin(time * 7) : 2 * breath;
      const fore = action === 'sit' ? 72 : 108;
      return {
        ...rest,
        lean: (action === 'play' ? 10 : 6) + stoop * 0.6 + breath,
        head: action === 'sit' ? 4 : 18,
        thigh: [84, 90],
        shin: [4, -8],
        arm: [26 + hands, 20],
        fore: [fore + hands, fore - 6 - hands],
        turn: 0,
      };
    }
    case 'cycle': {
      const pedal = time * 5.2;
      const thigh = (offset: number): number => 62 + 24 * Math.sin(pedal + offset);
      const shin = (offset: number): number => -12 + 24 * Math.sin(pedal + offset - 1.25);
      return {
        ...rest,
        lean: 28,
        head: -10,
        thigh: [thigh(0), thigh(Math.PI)],
        shin: [shin(0), shin(Math.PI)],
        arm: [62, 58],
        fore: [74, 70],
      };
    }
    case 'embrace':
      return { ...rest, lean: 5 + 1.5 * breath, head: 14, arm: [60, 76], fore: [142 + 2 * breath, 18] };
    case 'kiss':
      return { ...rest, lean: 8 + breath, head: 2, arm: [50, 72], fore: [136, 24 + 2 * breath] };
    case 'hold-child':
      return {
        ...rest,
        lean: -2 + stoop * 0.4 + 2 * breath,
        head: 20 + 3 * breath,
        arm: [22, 16],
        fore: [98, 92],
      };
    case 'kneel':
      return {
        ...rest,
        lean: 6 + breath,
        thigh: [86, -8],
        shin: [2, -92],
        arm: [48, 30],
        fore: [82 + 2 * breath, 78],
      };
    case 'reach':
      return { ...rest, lean: -3, head: -14, arm: [136 + 4 * breath, 12], fore: [150 + 6 * breath, 20] };
    case 'wave':
      return { ...rest, head: -4, arm: [148, -4], fore: [172 + 22 * Math.sin(time * 6), 8] };
    case 'sing':
      return {
        ...rest,
        lean: -4 + 3 * breath,
        head: -12 + 4 * Math.sin(time * 3),
        thigh: [12, -10],
        shin: [2, -16],
        arm: [40, -30 + 10 * breath],
        fore: [142, -60 + 12 * breath],
      };
    case 'float': {
      const drift = Math.sin(time * 1.1);
      return {
        ...rest,
        lean: 8,
        head: -16,
        thigh: [12 + 16 * drift, -16 - 14 * drift],
        shin: [-22 + 12 * drift, -40],
        arm: [98 + 22 * drift, -72 - 18 * drift],
        fore: [112 + 26 * drift, -92 - 18 * drift],
        lift: 0.22 + 0.03 * drift,
        turn: 34 + 8 * Math.sin(time * 0.7),
      };
    }
    case 'lie':
      return {
        ...rest,
        lean: 0,
        head: -6,
        thigh: [6, 14],
        shin: [0, -10],
        arm: [14, 30],
        fore: [26, 70 + 2 * breath],
        turn: -88,
      };
    case 'crawl': {
      const step = Math.sin(time * 5);
      return {
        ...rest,
        lean: 72,
        head: -46,
        thigh: [30 + 16 * step, 30 - 16 * step],
        shin: [-78 + 8 * step, -78 - 8 * step],
        arm: [-2 + 18 * step, -2 - 18 * step],
        fore: [2 + 18 * step, 2 - 18 * step],
      };
    }
    case 'look':
      return { ...rest, lean: -1 + stoop, head: -10 + 2 * breath, arm: [5 + breath, -3] };
    case 'stand':
      return {
        ...rest,
        lean: 1 + stoop + 0.8 * breath,
        head: 2 * breath + stoop * 0.4,
        arm: [6 + 2 * breath, -4],
      };
  }
}
