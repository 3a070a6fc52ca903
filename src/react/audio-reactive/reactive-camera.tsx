import { useMemo, type ReactNode } from 'react';
import { useVideoConfig } from 'remotion';
import { Fill } from '../fill.tsx';
import { smoothNoise } from '../effects/smooth-noise.ts';
import { useSongMoment } from '../song.tsx';
import { useReaction, type EnergyBand } from './reaction.ts';
import { createTravel } from './travel.ts';

/** Props of `<ReactiveCamera>`. */
export interface ReactiveCameraProps {
  /** The band that the camera follows; `low` by default. */
  by?: EnergyBand;
  /** How far it wanders, as a share of the width; 0.02 by default. */
  sway?: number;
  /** How far it leans, in degrees; 0.8 by default. */
  leanInDegrees?: number;
  /** How much nearer it comes at the loudest point; 1.06 by default. */
  zoom?: number;
  /** Turns of direction a second where the band is loud; 0.6 by default. Where it is silent the camera nearly stands. */
  speedHz?: number;
  /** Another number, another way; 1 by default. */
  seed?: string | number;
  children?: ReactNode;
}

/**
 * A camera in a dancer's hand: it wanders over everything inside, faster and nearer the louder the song is, and never shows
 * a border.
 */
export function ReactiveCamera({
  by = 'low',
  sway = 0.02,
  leanInDegrees = 0.8,
  zoom = 1.06,
  speedHz = 0.6,
  seed = 1,
  children,
}: ReactiveCameraProps): ReactNode {
  const { song, timeInSeconds } = useSongMoment('<ReactiveCamera>');
  const { width, height } = useVideoConfig();
  const travel = useMemo(() => createTravel(song, { by, rest: 0.15 }), [song, by]);
  const nearer = useReaction({ by, from: 1, to: zoom, smoothingInSeconds: 0.3, releaseInSeconds: 0.8 });
  const at = travel(timeInSeconds) * speedHz;
  const aspect = Math.max(width / height, height / width);
  const lean = leanInDegrees * smoothNoise(`${seed} lean`, at * 0.7);
  const radians = (leanInDegrees * Math.PI) / 180;
  // room for the farthest that it can wander and lean, so that the size does not change with either
  const room = (1 + 2.2 * sway * aspect) * (Math.cos(radians) + aspect * Math.sin(radians));
  const x = sway * smoothNoise(`${seed} x`, at) * 100;
  const y = sway * smoothNoise(`${seed} y`, at) * 100;
  return (
    <Fill style={{ transform: `translate(${x}%, ${y}%) rotate(${lean}deg) scale(${room * nearer})` }}>
      {children}
    </Fill>
  );
}
