import type { CSSProperties, ReactNode } from 'react';
import { Fill } from '../fill.tsx';
import { useReaction, type Reaction } from './reaction.ts';

/** Props of `<Reactive>`; each follows the song by itself. */
export interface ReactiveProps {
  /** Size; 1 is the usual one. */
  scale?: Reaction;
  /** Degrees clockwise. */
  rotate?: Reaction;
  /** Shift to the right and down, as shares of its own width and height. */
  x?: Reaction;
  y?: Reaction;
  /** 0–1. */
  opacity?: Reaction;
  /** Pixels of the composition. */
  blur?: Reaction;
  /** 1 is the usual one. */
  brightness?: Reaction;
  /** 1 is the usual one, 0 is grey. */
  saturation?: Reaction;
  /** Degrees around the colour circle. */
  hue?: Reaction;
  style?: CSSProperties;
  children?: ReactNode;
}

const still = (value: number): Reaction => ({ by: 'overall', from: value, to: value });

/**
 * Lets size, place, blur and colour of everything inside follow bands and hits of the song.
 *
 * @example
 * <Reactive scale={{by: 'low', from: 1, to: 1.06}} blur={{on: 'snare', from: 0, to: 8}}>…</Reactive>
 */
export function Reactive({
  scale = still(1),
  rotate = still(0),
  x = still(0),
  y = still(0),
  opacity = still(1),
  blur = still(0),
  brightness = still(1),
  saturation = still(1),
  hue = still(0),
  style,
  children,
}: ReactiveProps): ReactNode {
  const place = {
    x: useReaction(x) * 100,
    y: useReaction(y) * 100,
    turn: useReaction(rotate),
    scale: useReaction(scale),
  };
  const shown = useReaction(opacity);
  const filters = [
    ['blur', Math.max(0, useReaction(blur)), 0, 'px'],
    ['brightness', Math.max(0, useReaction(brightness)), 1, ''],
    ['saturate', Math.max(0, useReaction(saturation)), 1, ''],
    ['hue-rotate', useReaction(hue), 0, 'deg'],
  ] as const;
  // a filter costs a copy of the picture, so only those that change it are set
  const filter = filters
    .filter(([, value, usual]) => Math.abs(value - usual) > 1e-3)
    .map(([name, value, , unit]) => `${name}(${value}${unit})`)
    .join(' ');
  return (
    <Fill
      style={{
        transform: `translate(${place.x}%, ${place.y}%) rotate(${place.turn}deg) scale(${place.scale})`,
        ...(shown !== 1 && { opacity: shown }),
        ...(filter !== '' && { filter }),
        ...style,
      }}
    >
      {children}
    </Fill>
  );
}
