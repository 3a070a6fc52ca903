import { clamp } from '../../core/numbers.ts';

/** Rises from 0 to 1 with no speed at either end. */
export const smoothstep = (x: number): number => x * x * (3 - 2 * x);

/** Width of the inner picture's soft edge, 1 = half its size. */
const FEATHER = 0.25;
/** Radii of the inner picture's solid ellipse when it appears and when it covers the corners, 1 = half its size. */
const RADIUS = { first: 0.5, last: Math.SQRT2 };
/** The part of the way over which a nested picture fades in. */
const REVEAL = { from: 0.05, to: 0.4 };
/** The part of the way after which the ellipse opens. */
const OPENS_FROM = 0.4;

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;

/** How far a nested picture has faded in, 0–1, where the camera has come so far (0–1) on its way to it. */
export const portalReveal = (progress: number): number =>
  clamp((progress - REVEAL.from) / (REVEAL.to - REVEAL.from));

/**
 * The CSS masks of a nested picture, all of which must let it through: a soft-edged ellipse that grows until it covers the
 * whole picture, and soft edges that become sharp as they leave the frame.
 */
export function portalMasks(progress: number): string[] {
  if (progress >= 1) return [];
  const growth = smoothstep(Math.max(0, (progress - OPENS_FROM) / (1 - OPENS_FROM)));
  const solid = RADIUS.first + (RADIUS.last - RADIUS.first) * growth;
  const edge = (FEATHER / 2) * (1 - growth);
  return [
    `radial-gradient(ellipse 50% 50% at 50% 50%, #000 ${percent(solid)}, transparent ${percent(solid + FEATHER)})`,
    ...['to right', 'to bottom'].map(
      (side) =>
        `linear-gradient(${side}, transparent 0%, #000 ${percent(edge)}, #000 ${percent(1 - edge)}, transparent 100%)`,
    ),
  ];
}
