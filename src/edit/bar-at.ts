import type { LookAheadOptions } from '../song/moment/latest-index.ts';
import type { BeatClock } from './beat-clock.ts';

/** The bar that a moment lies in. */
export interface BarPosition {
  /** 1 is the first full bar, 0 the pick-up before it. */
  bar: number;
  /** The beat in it: 1 is the downbeat. */
  beatInBar: number;
  beatsInBar: number;
  /** How much of the bar has passed, 0–1. */
  progress: number;
  startInSeconds: number;
  endInSeconds: number;
}

/**
 * The bar that a time lies in. Before the first and after the last one bars go on in the usual length.
 *
 * @example
 * const { beatInBar } = barAt(createBeatClock(songMap), 12.5);
 */
export function barAt(
  clock: BeatClock,
  timeInSeconds: number,
  { lookAheadInSeconds = 0 }: LookAheadOptions = {},
): BarPosition {
  const beat = Math.floor(clock.beatAtTime(timeInSeconds + lookAheadInSeconds));
  // half a beat away from the borders, where rounding can't take it into the next bar
  const index = Math.floor(clock.barAtBeat(beat + 0.5));
  const firstBeat = Math.round(clock.beatOfBar(index));
  const beatsInBar = Math.round(clock.beatOfBar(index + 1)) - firstBeat;
  const beatPosition = Math.max(beat, clock.beatAtTime(timeInSeconds));
  return {
    bar: index + 1,
    beatInBar: beat - firstBeat + 1,
    beatsInBar,
    progress: (beatPosition - firstBeat) / beatsInBar,
    startInSeconds: clock.timeOfBeat(firstBeat),
    endInSeconds: clock.timeOfBeat(firstBeat + beatsInBar),
  };
}
