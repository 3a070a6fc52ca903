import { useMemo, type ReactNode } from 'react';
import { useVideoConfig } from 'remotion';
import { Fill } from '../fill.tsx';
import { latestIndex } from '../../song/moment/latest-index.ts';
import { useSongMoment } from '../song.tsx';
import { checkNumber } from './check-number.ts';
import { useAllowedFlashes } from './flash-guard.tsx';
import type { EffectMoment } from './moments.ts';

/** Props of `<Strobe>`. */
export interface StrobeProps {
  /** Flashes per beat: 1, 2 and 4 are the usual ones; 1 by default. */
  perBeat?: number;
  /** How long each flash lasts, in frames; 2 by default. */
  flashInFrames?: number;
  /** Any CSS colour; white by default. */
  color?: string;
  /** 0–1; 0.8 by default. */
  opacity?: number;
}

/**
 * Flashes hard on and off in time with the song, for as long as it is mounted: put it in a `<Sequence>`. The safety limit
 * of `<FlashGuard>` leaves out what is more than three flashes in a second, together with all other flashes on the song.
 *
 * @throws BeatcutError `EFFECT_INVALID`.
 */
export function Strobe({
  perBeat = 1,
  flashInFrames = 2,
  color = 'white',
  opacity = 0.8,
}: StrobeProps): ReactNode {
  checkNumber({ who: '<Strobe>', name: 'perBeat', value: perBeat, least: 0.125, most: 16 });
  checkNumber({ who: '<Strobe>', name: 'flashInFrames', value: flashInFrames, least: 1 });
  checkNumber({ who: '<Strobe>', name: 'opacity', value: opacity, least: 0, most: 1 });
  const { song, clock, timeInSeconds, lookAheadInSeconds } = useSongMoment('<Strobe>');
  const { fps } = useVideoConfig();
  const wished = useMemo((): EffectMoment[] => {
    const first = Math.ceil(clock.beatAtTime(0) * perBeat);
    const last = Math.floor(clock.beatAtTime(song.durationInSeconds) * perBeat);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => ({
      timeInSeconds: clock.timeOfBeat((first + index) / perBeat),
      strength: 1,
    }));
  }, [song, clock, perBeat]);
  const allowed = useAllowedFlashes({ who: '<Strobe>', moments: wished, opacity, color });
  const index = latestIndex({
    items: allowed.moments,
    timeOf: (moment) => moment.timeInSeconds,
    timeInSeconds,
    lookAheadInSeconds,
  });
  const begun = allowed.moments[index]?.timeInSeconds ?? -Infinity;
  if (timeInSeconds + lookAheadInSeconds >= begun + flashInFrames / fps) return null;
  return <Fill style={{ backgroundColor: color, opacity: allowed.opacity, pointerEvents: 'none' }} />;
}
