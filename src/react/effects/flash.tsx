import type { ReactNode } from 'react';
import { Fill } from '../fill.tsx';
import { useSongMoment } from '../song.tsx';
import { checkNumber } from './check-number.ts';
import { useAllowedFlashes } from './flash-guard.tsx';
import { pulseAt, useMoments, type MomentOptions } from './moments.ts';

/** Props of `<Flash>`. */
export interface FlashProps extends Partial<MomentOptions> {
  /** Any CSS colour; white by default. */
  color?: string;
  /** Opacity of a flash of full strength, 0–1; 0.6 by default. */
  opacity?: number;
  /** How long a flash takes to fade; 0.25 by default. */
  decayInSeconds?: number;
  /** How the colour is laid over the picture, a CSS blend mode; `normal` by default. */
  blend?: 'normal' | 'screen' | 'overlay' | 'soft-light' | 'color-dodge' | 'difference';
}

/**
 * Lights the whole frame up on the song's downbeats or other moments and fades. Put it after what it shall cover. At most
 * three flashes begin in any second, together with all other flashes on the song: see `<FlashGuard>`.
 *
 * @throws BeatcutError `EFFECT_INVALID`.
 *
 * @example
 * <Flash on="snare" minStrength={0.5} opacity={0.4} />
 */
export function Flash({
  on = 'downbeat',
  every = 1,
  minStrength = 0,
  color = 'white',
  opacity = 0.6,
  decayInSeconds = 0.25,
  blend = 'normal',
}: FlashProps): ReactNode {
  checkNumber({ who: '<Flash>', name: 'opacity', value: opacity, least: 0, most: 1 });
  checkNumber({ who: '<Flash>', name: 'decayInSeconds', value: decayInSeconds, least: 0.001 });
  const wished = useMoments('<Flash>', { on, every, minStrength });
  const allowed = useAllowedFlashes({ who: '<Flash>', moments: wished, opacity, color });
  const { timeInSeconds, lookAheadInSeconds } = useSongMoment('<Flash>');
  const { pulse } = pulseAt({ moments: allowed.moments, timeInSeconds, decayInSeconds, lookAheadInSeconds });
  if (pulse === 0) return null;
  return (
    <Fill
      style={{
        backgroundColor: color,
        opacity: pulse * allowed.opacity,
        mixBlendMode: blend,
        pointerEvents: 'none',
      }}
    />
  );
}
