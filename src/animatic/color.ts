import { clamp } from '../core/numbers.ts';

/** A colour as red, green and blue from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** The number that lies `amount` (0..1) of the way from `a` to `b`. */
export const lerp = (a: number, b: number, amount: number): number => a + (b - a) * amount;

/** 0 below `low`, 1 above `high`, and a smooth S between them. */
export function smoothstep(low: number, high: number, value: number): number {
  const x = clamp((value - low) / (high - low));
  return x * x * (3 - 2 * x);
}

/** Reads `#rrggbb`. */
export function rgb(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** A colour as a canvas takes it. */
export const css = ([red, green, blue]: Rgb, alpha = 1): string =>
  `rgba(${Math.round(red)},${Math.round(green)},${Math.round(blue)},${clamp(alpha).toFixed(4)})`;

/** The colour that lies `amount` (0..1) of the way from `a` to `b`. */
export const mix = (a: Rgb, b: Rgb, amount: number): Rgb => [
  lerp(a[0], b[0], amount),
  lerp(a[1], b[1], amount),
  lerp(a[2], b[2], amount),
];

/** How light a colour is, 0 to 1 (Rec. 709 weights on the coded values). */
export const lightnessOf = ([red, green, blue]: Rgb): number =>
  (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;

/** The colour with its distance from grey multiplied by `amount`. */
export function saturate(color: Rgb, amount: number): Rgb {
  const grey = lightnessOf(color) * 255;
  return color.map((part) => clamp(grey + (part - grey) * amount, 0, 255)) as unknown as Rgb;
}

/** The colour made lighter (above 1) or darker (below 1). */
export const brighten = (color: Rgb, amount: number): Rgb =>
  color.map((part) => clamp(part * amount, 0, 255)) as unknown as Rgb;

/** The colour moved towards the hue of `target`, keeping how light it is. */
export function tint(color: Rgb, target: Rgb, amount: number): Rgb {
  const scaled = brighten(target, lightnessOf(color) / Math.max(0.05, lightnessOf(target)));
  // bright parts that were cut off at 255 would come out too dark
  const missing = (lightnessOf(color) - lightnessOf(scaled)) * 255;
  return mix(
    color,
    [scaled[0] + missing, scaled[1] + missing, scaled[2] + missing].map((part) =>
      clamp(part, 0, 255),
    ) as unknown as Rgb,
    amount,
  );
}

export const white: Rgb = [255, 255, 255];
