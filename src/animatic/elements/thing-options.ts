import type { Rgb } from '../color.ts';

/** What the drawing of a thing, a vehicle or an animal takes. `height` is a grown-up's height at the same place. */
export interface ThingOptions {
  x: number;
  y: number;
  height: number;
  flip?: boolean;
  color: Rgb;
  shade: Rgb;
  light: Rgb;
  time: number;
}
