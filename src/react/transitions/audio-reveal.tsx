import type { ReactNode } from 'react';
import type { TransitionPresentation, TransitionPresentationComponentProps } from '@remotion/transitions';
import { clamp } from '../../core/numbers.ts';
import { Fill } from '../fill.tsx';
import { createRandom } from '../../core/random.ts';
import { energyAt } from '../../song/moment/energy-at.ts';
import { useSongMoment } from '../song.tsx';
import { transitionFault } from './check-transition.ts';

/** What `audioReveal` takes. */
export interface AudioRevealOptions {
  /** Number of columns, 3–200; 24 by default. */
  columns?: number;
  /** Where the columns grow from; `bottom` by default. */
  from?: 'bottom' | 'top' | 'middle';
  /** How much the song moves the columns, 0 (not at all) – 1; 0.5 by default. */
  response?: number;
  /** Another number, other columns; 1 by default. */
  seed?: string | number;
}

/** `Required` options of `audioReveal`, as its component gets them. */
export type AudioRevealProps = Required<AudioRevealOptions> & Record<string, unknown>;

/**
 * How far each column has risen, 0–1: all at 0 in the beginning and at 1 in the end. In between each starts at a moment of
 * its own and jumps with its part of the sound: columns from left to right follow low, middle and high sounds.
 */
export function columnHeights({
  progress,
  columns,
  levels,
  response,
  seed,
}: {
  progress: number;
  /** Loudness low, in the middle and high, 0–1. */
  levels: readonly [low: number, mid: number, high: number];
} & Required<Omit<AudioRevealOptions, 'from'>>): number[] {
  const random = createRandom(seed);
  return Array.from({ length: columns }, (_, index) => {
    const late = 0.45 * random();
    const own = clamp((progress - late) / (1 - 0.45));
    const position = columns === 1 ? 0 : (2 * index) / (columns - 1);
    const below = Math.min(1, Math.floor(position));
    const level = levels[below]! + (levels[below + 1]! - levels[below]!) * (position - below);
    // loud sounds push a column ahead, quiet ones hold it back; nothing moves at either end
    return clamp(own + response * (level - 0.5) * 4 * own * (1 - own));
  });
}

function AudioRevealPresentation({
  children,
  presentationDirection,
  presentationProgress,
  passedProps,
}: TransitionPresentationComponentProps<AudioRevealProps>): ReactNode {
  const { song, timeInSeconds } = useSongMoment('audioReveal()');
  if (presentationDirection === 'exiting' || presentationProgress >= 1) {
    return <Fill>{children}</Fill>;
  }
  const { low, mid, high } = energyAt(song, timeInSeconds, { rangeDb: 30, smoothingInSeconds: 0.05 });
  const heights = columnHeights({ ...passedProps, progress: presentationProgress, levels: [low, mid, high] });
  return <Fill style={{ clipPath: outlineOf(heights, passedProps.from) }}>{children}</Fill>;
}

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;

/** The outline of columns of given heights, as a CSS polygon. */
function outlineOf(heights: readonly number[], from: AudioRevealProps['from']): string {
  const steps = (edge: (height: number) => number): string[] =>
    heights.flatMap((height, index) =>
      [index, index + 1].map((side) => `${percent(side / heights.length)} ${percent(edge(height))}`),
    );
  const upper = steps((height) => ({ bottom: 1 - height, top: 0, middle: (1 - height) / 2 })[from]);
  const lower = steps((height) => ({ bottom: 1, top: height, middle: (1 + height) / 2 })[from]);
  return `polygon(${[...upper, ...lower.toReversed()].join(', ')})`;
}

/**
 * A transition in which the next shot rises in columns that jump with the song, as on a level meter: bass on the left,
 * cymbals on the right.
 *
 * @throws BeatcutError `TRANSITION_INVALID`; `SONG_CONTEXT_MISSING` outside of a `<Song>`.
 */
export function audioReveal({
  columns = 24,
  from = 'bottom',
  response = 0.5,
  seed = 1,
}: AudioRevealOptions = {}): TransitionPresentation<AudioRevealProps> {
  if (!(Number.isInteger(columns) && columns >= 3 && columns <= 200)) {
    throw transitionFault(
      `audioReveal: columns must be a whole number from 3 to 200, but is ${columns}.`,
      'Use 24.',
    );
  }
  if (!(response >= 0 && response <= 1)) {
    throw transitionFault(`audioReveal: response must be 0–1, but is ${response}.`, 'Use 0.5.');
  }
  return { component: AudioRevealPresentation, props: { columns, from, response, seed } };
}
