import type { ReactNode } from 'react';
import { useVideoConfig } from 'remotion';
import { Fill } from '../fill.tsx';
import { checkNumber } from './check-number.ts';
import { usePulse, type UsePulseOptions } from './moments.ts';
import { smoothNoise } from './smooth-noise.ts';

/** Props of `<Shake>`. */
export interface ShakeProps extends Partial<UsePulseOptions> {
  /** How far the picture is thrown at full strength, as a share of its width; 0.015 by default. */
  distance?: number;
  /** How far it turns at full strength, in degrees; 0.7 by default. */
  turnInDegrees?: number;
  /** How often it changes direction; 14 by default. */
  frequencyHz?: number;
  /** Another number, another shake; 1 by default. */
  seed?: string | number;
  children?: ReactNode;
}

/** Where a shaken picture stands. */
export interface ShakenPlace {
  /** Share of the width and of the height. */
  x: number;
  y: number;
  turnInDegrees: number;
  /** The size at which the picture still covers the frame. */
  scale: number;
}

/** Where a picture stands a time after a blow that has some of its force left (0–1). */
export function shakenPlace({
  force,
  sinceInSeconds,
  distance,
  turnInDegrees,
  frequencyHz,
  seed,
  aspect,
}: {
  force: number;
  sinceInSeconds: number;
  distance: number;
  turnInDegrees: number;
  frequencyHz: number;
  seed: string;
  /** Width to height. */
  aspect: number;
}): ShakenPlace {
  const at = sinceInSeconds * frequencyHz;
  const x = force * distance * smoothNoise(`${seed} x`, at);
  const y = force * distance * aspect * smoothNoise(`${seed} y`, at);
  const turn = force * turnInDegrees * smoothNoise(`${seed} turn`, at);
  // a turned picture covers the frame when it grows by this; then room for the throw on both sides
  const radians = (Math.abs(turn) * Math.PI) / 180;
  const longest = Math.max(aspect, 1 / aspect);
  const turned = Math.cos(radians) + longest * Math.sin(radians);
  return { x, y, turnInDegrees: turn, scale: turned * (1 + 2.2 * Math.max(Math.abs(x), Math.abs(y))) };
}

/**
 * Shakes everything inside on the song's kicks or other moments, as a blow against the camera does; it grows as much as it
 * needs so that no border is seen.
 *
 * @throws BeatcutError `EFFECT_INVALID`.
 */
export function Shake({
  on = 'kick',
  distance = 0.015,
  turnInDegrees = 0.7,
  frequencyHz = 14,
  decayInSeconds = 0.4,
  seed = 1,
  children,
  ...options
}: ShakeProps): ReactNode {
  checkNumber({ who: '<Shake>', name: 'distance', value: distance, least: 0, most: 0.2 });
  checkNumber({ who: '<Shake>', name: 'turnInDegrees', value: turnInDegrees, least: 0, most: 45 });
  const { width, height } = useVideoConfig();
  const { pulse, index, sinceInSeconds } = usePulse({ on, decayInSeconds, ...options });
  const { x, y, ...place } = shakenPlace({
    force: pulse,
    sinceInSeconds: pulse === 0 ? 0 : sinceInSeconds,
    distance,
    turnInDegrees,
    frequencyHz,
    seed: `${seed} ${index}`,
    aspect: width / height,
  });
  return (
    <Fill
      style={{
        transform: `translate(${x * 100}%, ${y * 100}%) rotate(${place.turnInDegrees}deg) scale(${place.scale})`,
      }}
    >
      {children}
    </Fill>
  );
}
