import type { Phrase, Section, SongMap } from '../song-map.ts';
import { latestIndex, type LookAheadOptions } from './latest-index.ts';

/** Where a moment lies in a stretch of the song. */
export interface StretchPosition {
  /** From 0. */
  index: number;
  /** How many there are in the song. */
  count: number;
  /** How much of it has passed, 0–1. */
  progress: number;
  sinceStartInSeconds: number;
  untilEndInSeconds: number;
}

/** The section that a moment lies in. */
export interface SectionPosition extends Section, StretchPosition {
  /** Which section with this label it is: 1 for the first `A`, 2 for the second one. */
  occurrence: number;
}

/** The phrase that a moment lies in. */
export interface PhrasePosition extends Phrase, StretchPosition {}

/**
 * The section that a time lies in; `null` outside of the song.
 *
 * @example
 * sectionAt(songMap, 62)?.label; // 'B'
 */
export function sectionAt(
  { sections }: Pick<SongMap, 'sections'>,
  timeInSeconds: number,
  options: LookAheadOptions = {},
): SectionPosition | null {
  const position = stretchAt(sections, timeInSeconds, options);
  if (position === null) return null;
  const { label } = position;
  const occurrence = sections
    .slice(0, position.index + 1)
    .filter((section) => section.label === label).length;
  return { ...position, occurrence };
}

/**
 * The phrase that a time lies in; `null` outside of all phrases, as before the first downbeat.
 *
 * @example
 * phraseAt(songMap, 62)?.progress; // 0.25: a bar of four
 */
export const phraseAt = (
  { phrases = [] }: Pick<SongMap, 'phrases'>,
  timeInSeconds: number,
  options: LookAheadOptions = {},
): PhrasePosition | null => stretchAt(phrases, timeInSeconds, options);

function stretchAt<T extends { startInSeconds: number; endInSeconds: number }>(
  stretches: readonly T[],
  timeInSeconds: number,
  { lookAheadInSeconds = 0 }: LookAheadOptions,
): (T & StretchPosition) | null {
  const index = latestIndex({
    items: stretches,
    timeOf: (stretch) => stretch.startInSeconds,
    timeInSeconds,
    lookAheadInSeconds,
  });
  const stretch = stretches[index];
  if (stretch === undefined || timeInSeconds + lookAheadInSeconds >= stretch.endInSeconds) return null;
  const { startInSeconds, endInSeconds } = stretch;
  const sinceStartInSeconds = Math.max(0, timeInSeconds - startInSeconds);
  return {
    ...stretch,
    index,
    count: stretches.length,
    progress: sinceStartInSeconds / (endInSeconds - startInSeconds),
    sinceStartInSeconds,
    untilEndInSeconds: endInSeconds - timeInSeconds,
  };
}
