import { interpolateColors } from 'remotion';
import { BeatcutError } from '../../core/error.ts';
import { useReaction, type Reaction } from './reaction.ts';

/**
 * A colour that follows the song: the first of some colours in silence (or between pulses), the last one at full level,
 * the others evenly in between.
 *
 * @throws BeatcutError `EFFECT_INVALID` for fewer than two colours.
 *
 * @example
 * const backgroundColor = useReactiveColor({by: 'low', colors: ['#0b1026', '#5b2a86', '#ff6b6b']});
 */
export function useReactiveColor({
  colors,
  ...reaction
}: { colors: readonly string[] } & DistributiveOmit<Reaction, 'from' | 'to'>): string {
  if (colors.length < 2) {
    throw new BeatcutError({
      code: 'EFFECT_INVALID',
      message: `useReactiveColor() needs at least two colours, but got ${colors.length}.`,
      hint: 'colors={["#0b1026", "#ff6b6b"]}',
    });
  }
  // the union's members take the same two numbers, which the spread can't tell
  const level = useReaction({ ...reaction, from: 0, to: 1 } as Reaction);
  const steps = colors.map((_, index) => index / (colors.length - 1));
  return interpolateColors(level, steps, [...colors]);
}

/** `Omit` for each member of a union by itself. */
export type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;
