import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { useVideoConfig } from 'remotion';
import { BeatcutError } from '../../core/error.ts';
import { useSongMoment } from '../song.tsx';
import { checkNumber } from './check-number.ts';
import { limitFlashes } from './limit-flashes.ts';
import { momentsOf, type EffectMoment, type EffectTrigger } from './moments.ts';

/** Props of `<FlashGuard>`. */
export interface FlashGuardProps {
  /** The most flashes that may begin in any second; 3 by default. `Infinity` takes the limit off: see docs/effects.md. */
  maxPerSecond?: number;
  /** The highest opacity of a flash, 0–1; 0.85 by default. */
  maxOpacity?: number;
  /** What may flash first where there is not room for all: `['snare']`. Downbeats, then beats, then hits by default. */
  prefer?: readonly EffectTrigger[];
  children?: ReactNode;
}

const GuardContext = createContext<Required<Omit<FlashGuardProps, 'children'>>>({
  maxPerSecond: 3,
  maxOpacity: 0.85,
  prefer: [],
});

/**
 * Sets how often and how strongly everything inside may flash. Without one, at most three flashes begin in any second
 * (WCAG 2.3.1), counted over all flashing components of a song together: they all flash at moments from one list that
 * depends on the song alone.
 *
 * @throws BeatcutError `EFFECT_INVALID` for limits that are none.
 */
export function FlashGuard({
  maxPerSecond = 3,
  maxOpacity = 0.85,
  prefer = NO_PREFERENCE,
  children,
}: FlashGuardProps): ReactNode {
  checkNumber({ who: '<FlashGuard>', name: 'maxPerSecond', value: maxPerSecond, least: 0 });
  checkNumber({ who: '<FlashGuard>', name: 'maxOpacity', value: maxOpacity, least: 0, most: 1 });
  // an equal list is the same preference, or the allowed moments would be chosen anew on each frame
  const key = JSON.stringify(prefer);
  const value = useMemo(
    () => ({ maxPerSecond, maxOpacity, prefer: JSON.parse(key) as EffectTrigger[] }),
    [maxPerSecond, maxOpacity, key],
  );
  return <GuardContext.Provider value={value}>{children}</GuardContext.Provider>;
}

const NO_PREFERENCE: readonly EffectTrigger[] = [];

/** A flash this faint changes the picture's luminance by less than WCAG's 10 % and does not count. */
const FAINTEST_FLASH = 0.1;

/**
 * Those of some moments at which a flash is allowed, and how strong it may be.
 *
 * @throws BeatcutError `EFFECT_INVALID` for a saturated red, which is dangerous at any rate.
 */
export function useAllowedFlashes({
  who,
  moments,
  opacity,
  color,
}: {
  who: string;
  moments: readonly EffectMoment[];
  opacity: number;
  color: string;
}): { moments: readonly EffectMoment[]; opacity: number } {
  const { maxPerSecond, maxOpacity, prefer } = useContext(GuardContext);
  const { song } = useSongMoment(who);
  const { fps } = useVideoConfig();
  if (maxPerSecond !== Infinity && isSaturatedRed(color)) {
    throw new BeatcutError({
      code: 'EFFECT_INVALID',
      message: `${who} would flash in a saturated red (${color}), which can bring on seizures at any rate (WCAG 2.3.1).`,
      hint: 'Use another colour, or put <FlashGuard maxPerSecond={Infinity}> around it if you know what you do.',
    });
  }
  const allowed = useMemo(
    () =>
      new Set(
        limitFlashes({
          wishes: [
            ...prefer.map((on) => momentsOf(song, { on })),
            ...(['downbeat', 'beat', 'hit'] as const).map((on) => momentsOf(song, { on })),
          ],
          fps,
          maxPerSecond,
        }),
      ),
    [song, fps, maxPerSecond, prefer],
  );
  const limited = useMemo(
    () =>
      maxPerSecond === Infinity || opacity < FAINTEST_FLASH
        ? moments
        : moments.filter(({ timeInSeconds }) => allowed.has(Math.round(timeInSeconds * fps))),
    [moments, allowed, fps, maxPerSecond, opacity],
  );
  return { moments: limited, opacity: Math.min(opacity, maxOpacity) };
}

/** WCAG's test for a saturated red: R / (R + G + B) ≥ 0.8, for colours written as `#rgb`, `#rrggbb` or `red`. */
function isSaturatedRed(color: string): boolean {
  if (color.trim().toLowerCase() === 'red') return true;
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(color.trim())?.[1];
  if (hex === undefined) return false;
  const width = hex.length / 3;
  const [red, green, blue] = [0, 1, 2].map((channel) =>
    Number.parseInt(hex.slice(channel * width, (channel + 1) * width).padStart(2, hex[channel]!), 16),
  ) as [number, number, number];
  return red > 0 && red / (red + green + blue) >= 0.8;
}
