import { createRandom, type Random } from '../core/random.ts';
import type { CameraPose } from './camera.ts';
import { mix, smoothstep, type Rgb } from './color.ts';
import type { Pen, Point } from './pen.ts';
import type { Palette, PortalKind, Scene } from './scene.ts';

/** What stays the same in all frames of a shot. Lengths are in heights of the frame, from its middle, y down. */
export interface World {
  scene: Scene;
  palette: Palette;
  /** Half the frame's width. */
  halfWidth: number;
  /** How large people and things are drawn: 1 in wide formats, less in tall ones. */
  scale: number;
  /** Where the light comes from. */
  light: Point;
  /** Where the camera heads for. */
  focus: Point;
  /** Chance that is always the same for this shot and this name. */
  random: (name: string) => Random;
  /** The colour of a flat shape at a depth: 0 in the haze of the horizon, 1 near and in the shade. */
  tone: (depth: number) => Rgb;
  /** Whether lamps are lit. */
  dark: boolean;
  /** The depth of the people: 1, or further away when the camera leaves them behind on its way into a portal. */
  castDepth: number;
  /** What the portal is, if the shot has one. */
  portal: PortalKind | undefined;
}

/** One moment of a shot. */
export interface Frame {
  pen: Pen;
  /** Seconds since the shot began. */
  time: number;
  /** How much of the shot is over, 0 to 1. */
  progress: number;
  camera: CameraPose;
  /** Draws at a depth: 0 moves with the sky, 1 with the people, more in front of them. */
  at: (depth: number, draw: () => void) => void;
}

/** Draws one part of the picture at a moment. */
export type Painter = (frame: Frame) => void;

/** Plans a picture: takes all chances once, and returns what draws any moment of it. */
export type Builder = (world: World) => Painter;

/** How high those portals are that lie on the ground, stand on a table, or hang in the sky. */
const focusHeights: Partial<Record<PortalKind | 'none', number>> = {
  puddle: 0.25,
  cup: 0.16,
  moon: -0.12,
  sun: -0.06,
  ring: 0.02,
};

/** What `createWorld` takes: the scene and the frame's width divided by its height. */
export interface CreateWorldOptions {
  scene: Scene;
  aspect: number;
}

/** The parts of a shot that do not change. */
export function createWorld({ scene, aspect }: CreateWorldOptions): World {
  const random = (name: string): Random => createRandom(`${scene.variation} ${name}`);
  const place = random('light');
  const halfWidth = aspect / 2;
  const { palette } = scene;
  const low =
    scene.timeOfDay === 'day' || scene.timeOfDay === 'night' || scene.timeOfDay === 'morning' ? 0.3 : 0.07;
  // a third from the left or right, like a photographer would
  const side = place() < 0.5 ? -1 : 1;
  const light: Point = [side * halfWidth * (0.12 + 0.42 * place()), -low - 0.06 * place()];
  const focusX = scene.portal ? (place() - 0.5) * 0.24 * halfWidth : 0;
  return {
    scene,
    palette,
    halfWidth,
    scale: Math.min(1, 0.62 + aspect * 0.28),
    light:
      scene.portal?.kind === 'moon'
        ? [focusX, focusHeights.moon!]
        : scene.portal?.kind === 'sun'
          ? [focusX, focusHeights.sun!]
          : light,
    focus: [focusX, focusHeights[scene.portal?.kind ?? 'none'] ?? -0.03 - 0.05 * place()],
    random,
    tone: (depth) => mix(palette.far, palette.near, smoothstep(-0.1, 1.05, depth)),
    dark: scene.timeOfDay === 'night' || scene.timeOfDay === 'dusk' || scene.timeOfDay === 'sunset',
    castDepth: scene.portal && scene.camera === 'push-in' ? 0.62 : 1,
    portal: scene.portal?.kind,
  };
}
