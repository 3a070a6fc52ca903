import type { ReactNode } from 'react';
import { Fill } from '../fill.tsx';
import { checkNumber } from './check-number.ts';
import { usePulse, type UsePulseOptions } from './moments.ts';

/** Props of `<PunchIn>`. */
export interface PunchInProps extends Partial<UsePulseOptions> {
  /** How large the picture jumps at full strength, from 1 on; 1.08 by default. */
  scale?: number;
  /** The point that stays in its place, 0–1 of width and height; the middle by default. */
  origin?: { x: number; y: number };
  children?: ReactNode;
}

/**
 * Makes everything inside jump towards the viewer on the song's downbeats or other moments, and settle again.
 *
 * @throws BeatcutError `EFFECT_INVALID`.
 */
export function PunchIn({
  on = 'downbeat',
  scale = 1.08,
  decayInSeconds = 0.4,
  origin = { x: 0.5, y: 0.5 },
  children,
  ...options
}: PunchInProps): ReactNode {
  checkNumber({ who: '<PunchIn>', name: 'scale', value: scale, least: 1 });
  const { pulse } = usePulse({ on, decayInSeconds, ...options });
  return (
    <Fill
      style={{
        transform: `scale(${1 + (scale - 1) * pulse})`,
        transformOrigin: `${origin.x * 100}% ${origin.y * 100}%`,
      }}
    >
      {children}
    </Fill>
  );
}
