import { lerp, smoothstep } from './color.ts';
import type { CameraMove, Scene } from './scene.ts';

/** Where the camera is. Lengths in heights of the frame. */
export interface CameraPose {
  x: number;
  y: number;
  /** How far it has gone into the picture: 0 at the start, below 1; what lies at depth 1 is then 1 / (1 − dolly) as large. */
  dolly: number;
  /** How much larger everything looks, as by a longer lens: only on the way into a portal. */
  zoom: number;
  /** Turn around the line of sight in radians. */
  roll: number;
  /** Sideways shift of the background against the foreground, for an orbit. */
  parallax: number;
  /** How much of the way the focus has come to the middle of the frame. */
  centring: number;
}

/** Eased but never at rest: a cut must not show a camera that starts or stops. */
const glide = (progress: number): number => 0.55 * progress + 0.45 * smoothstep(0, 1, progress);

/** From where to where the moves go: x, y and dolly at the start, and at the end. */
const paths: Record<
  CameraMove,
  readonly [from: readonly [number, number, number], to: readonly [number, number, number]]
> = {
  'push-in': [
    [0, 0, 0],
    [0, 0.01, 0.5],
  ],
  'pull-out': [
    [0, 0.01, 0.46],
    [0, 0, 0],
  ],
  'pan-left': [
    [0.2, 0, 0.05],
    [-0.2, 0, 0.1],
  ],
  'pan-right': [
    [-0.2, 0, 0.05],
    [0.2, 0, 0.1],
  ],
  'crane-up': [
    [0, 0.13, 0.04],
    [0, -0.15, 0.1],
  ],
  'crane-down': [
    [0, -0.15, 0.04],
    [0, 0.12, 0.12],
  ],
  orbit: [
    [-0.12, 0.01, 0.06],
    [0.12, -0.01, 0.14],
  ],
  handheld: [
    [-0.03, 0, 0.06],
    [0.03, 0, 0.16],
  ],
  aerial: [
    [-0.1, -0.16, 0.02],
    [0.1, -0.04, 0.22],
  ],
  static: [
    [0, 0, 0.03],
    [0, 0, 0.06],
  ],
};

/** What `cameraAt` takes. */
export interface CameraAtOptions {
  scene: Scene;
  progress: number;
  timeInSeconds: number;
  /** Half the frame's width: pans are shorter in tall formats. */
  halfWidth: number;
}

/** The camera's pose at a moment: the move of the scene, the tremble of a hand, and a slow breath in every shot. */
export function cameraAt({ scene, progress, timeInSeconds, halfWidth }: CameraAtOptions): CameraPose {
  const [from, to] = paths[scene.camera];
  const way = glide(progress);
  const entering = scene.portal !== undefined && scene.camera === 'push-in';
  const shake = scene.camera === 'handheld' ? 1 : 0.1 + 0.12 * scene.energy;
  const sway = (speed: number, phase: number): number =>
    (Math.sin(timeInSeconds * speed + phase) + 0.5 * Math.sin(timeInSeconds * speed * 2.3 + phase * 1.7)) /
    1.5;
  const reach = Math.min(1, halfWidth / 0.7);
  return {
    x: lerp(from[0], to[0], way) * reach + sway(1.9, 0) * 0.012 * shake,
    y: lerp(from[1], to[1], way) + sway(2.3, 2) * 0.01 * shake,
    dolly: lerp(from[2], to[2], way),
    zoom: entering ? 1 + 0.75 * way ** 1.6 : 1,
    roll: sway(1.3, 4) * 0.012 * shake,
    parallax: scene.camera === 'orbit' ? lerp(-0.16, 0.16, way) * reach : 0,
    centring: entering ? smoothstep(0.05, 1, progress) : 0,
  };
}
