import { formatSeconds } from '../core/time.ts';
import { describeAnchor, findAnchor, type Anchor, type AnchorSong } from './anchor.ts';
import type { BeatClock } from './beat-clock.ts';
import { beatSeriesFault, type BeatSeriesItem } from './beat-series-item.ts';
import { advance, describeLength, type MusicalLength } from './musical-length.ts';

/** A slot before frames exist. */
export interface MusicalSlot {
  shotId: string | null;
  startBeat: number;
  endBeat: number;
  /** The transition into it. */
  transition: Extract<BeatSeriesItem, { kind: 'transition' }> | null;
}

type SlotItem = Extract<BeatSeriesItem, { kind: 'shot' | 'gap' }>;

/** Two positions nearer than this are one. In beats. */
const SAME_PLACE_IN_BEATS = 1e-6;

const nameOf = (item: SlotItem): string => (item.kind === 'shot' ? `Shot "${item.id}"` : 'A gap');

/** What `placeItems` takes. */
export interface PlaceItemsOptions {
  items: readonly BeatSeriesItem[];
  clock: BeatClock;
  song: AnchorSong;
  startInSeconds: number;
  /** Where the first slot counts from. */
  originBeat: number;
  endBeat: number;
  frameInSeconds: number;
}

/**
 * Where each slot of a series lies in beats, with gaps where an anchor leaves some.
 *
 * @throws BeatcutError as `planBeatSeries`.
 */
export function placeItems({
  items,
  clock,
  song,
  startInSeconds,
  originBeat,
  endBeat,
  frameInSeconds,
}: PlaceItemsOptions): MusicalSlot[] {
  const slots: MusicalSlot[] = [];
  let beat = originBeat;
  let overlapInBeats = 0;
  let transition: MusicalSlot['transition'] = null;
  const placeAt = (anchor: Anchor): number => findAnchor({ anchor, song, clock });

  for (const [index, item] of items.entries()) {
    requirePositive(item);
    if (item.kind === 'transition' || item.kind === 'overlap') {
      requireNeighbours(items, index);
      if (item.kind === 'transition') transition = item;
      else overlapInBeats = beat - backFrom(beat, item.length, { clock, song });
      continue;
    }
    const name = nameOf(item);
    const at = item.kind === 'shot' ? item.at : undefined;
    const isFirst = slots.length === 0;
    const slotStart =
      at === undefined || (isFirst && startInSeconds <= frameInSeconds && isSongStart(placeAt(at), clock))
        ? beat - overlapInBeats
        : placeAt(at);
    if (isFirst && at !== undefined) {
      beat = firstBeatAt({ name, at, slotStart, startInSeconds, originBeat, clock, frameInSeconds });
    }
    const gap = slotStart - beat;
    if (gap > SAME_PLACE_IN_BEATS) {
      if (transition !== null) {
        throw beatSeriesFault(
          `${name} begins after a pause, but a transition leads into it.`,
          'Let the shot before it last until there, or remove the transition.',
        );
      }
      slots.push({ shotId: null, startBeat: beat, endBeat: slotStart, transition: null });
    }
    const previous = slots.at(-1);
    if (previous !== undefined && gap < -SAME_PLACE_IN_BEATS) {
      requireOverlap({ name, slotStart, previous, transition });
    }
    const slotEnd = endOf({ item, next: nextAnchor(items, index), slotStart, placeAt, clock, song, endBeat });
    if (slotEnd <= slotStart) {
      throw beatSeriesFault(
        `${name} would begin at ${formatSeconds(clock.timeOfBeat(slotStart))} and end at ${formatSeconds(clock.timeOfBeat(slotEnd))}.`,
        'Shorten the shots before it, or correct its at and until.',
      );
    }
    if (previous !== undefined && slotEnd < previous.endBeat - SAME_PLACE_IN_BEATS) {
      throw beatSeriesFault(
        `${name} ends before the shot that it lies over.`,
        'Give a picture over a picture a <BeatSeries> of its own.',
      );
    }
    slots.push({
      shotId: item.kind === 'shot' ? item.id : null,
      startBeat: slotStart,
      endBeat: slotEnd,
      transition,
    });
    beat = slotEnd;
    transition = null;
    overlapInBeats = 0;
  }
  return slots;
}

/** Whether a place is the beginning of the song: its first shot counts from the first downbeat all the same. */
const isSongStart = (beat: number, clock: BeatClock): boolean => clock.timeOfBeat(beat) <= 1e-6;

/** Where a series begins whose first shot begins at an anchor: there, or before it, which leaves a gap. */
function firstBeatAt({
  name,
  at,
  slotStart,
  startInSeconds,
  originBeat,
  clock,
  frameInSeconds,
}: Pick<PlaceItemsOptions, 'startInSeconds' | 'originBeat' | 'clock' | 'frameInSeconds'> & {
  name: string;
  at: Anchor;
  slotStart: number;
}): number {
  if (slotStart === originBeat) return originBeat;
  const laterInSeconds = clock.timeOfBeat(slotStart) - startInSeconds;
  if (laterInSeconds < -frameInSeconds) {
    throw beatSeriesFault(
      `${name} begins at "${describeAnchor(at)}" (${formatSeconds(clock.timeOfBeat(slotStart))}), before its series (${formatSeconds(startInSeconds)}).`,
      'Move the <BeatSeries> out of its <Sequence>, or give the shot a later place.',
    );
  }
  return laterInSeconds > frameInSeconds / 2 ? clock.beatAtTime(startInSeconds) : slotStart;
}

/** Where a slot ends: by its length, its `until`, the next shot's `at`, or the end of the series. */
function endOf({
  item,
  next,
  slotStart,
  placeAt,
  clock,
  song,
  endBeat,
}: Pick<PlaceItemsOptions, 'clock' | 'song' | 'endBeat'> & {
  item: SlotItem;
  /** The anchor of the slot after it; `null` when it is the last one. */
  next: Anchor | undefined | null;
  slotStart: number;
  placeAt: (anchor: Anchor) => number;
}): number {
  if (item.length !== null && item.until !== undefined) {
    throw beatSeriesFault(
      `${nameOf(item)} has ${describeLength(item.length)} and until="${describeAnchor(item.until)}".`,
      'Keep one of both.',
    );
  }
  if (item.length !== null) return advance({ fromBeat: slotStart, length: item.length, song, clock });
  if (item.until !== undefined) return placeAt(item.until);
  if (next === null) return endBeat;
  if (next !== undefined) return placeAt(next);
  throw beatSeriesFault(
    `${nameOf(item)} has no length and is not the last one.`,
    'Give it beats={…}, bars={…}, phrases={…}, sections={…}, seconds={…} or until="…", or the next shot at="…".',
  );
}

/** The anchor of the slot after an item: `undefined` if it has none, `null` if there is no such slot. */
function nextAnchor(items: readonly BeatSeriesItem[], index: number): Anchor | undefined | null {
  const next = items.slice(index + 1).find(({ kind }) => kind === 'shot' || kind === 'gap');
  if (next === undefined) return null;
  return next.kind === 'shot' ? next.at : undefined;
}

/** The position that lies a length before another one. */
const backFrom = (
  beat: number,
  length: MusicalLength,
  { clock, song }: Pick<PlaceItemsOptions, 'clock' | 'song'>,
): number => {
  if (length.bars !== undefined) return clock.beatOfBar(clock.barAtBeat(beat) - length.bars);
  if (length.seconds !== undefined) return clock.beatAtTime(clock.timeOfBeat(beat) - length.seconds);
  return 2 * beat - advance({ fromBeat: beat, length, song, clock });
};

function requireOverlap({
  name,
  slotStart,
  previous,
  transition,
}: {
  name: string;
  slotStart: number;
  previous: MusicalSlot;
  transition: MusicalSlot['transition'];
}): void {
  if (slotStart <= previous.startBeat + SAME_PLACE_IN_BEATS) {
    throw beatSeriesFault(
      `${name} would begin before the shot before it (at beat ${Number(slotStart.toFixed(2))}, that one at ${Number(previous.startBeat.toFixed(2))}).`,
      'Put the shots in the order in which they are seen, or shorten the overlap.',
    );
  }
  if (transition !== null) {
    throw beatSeriesFault(
      `${name} overlaps the shot before it, and a transition leads into it.`,
      'A transition makes shots overlap by itself: remove the overlap.',
    );
  }
}

function requirePositive(item: BeatSeriesItem): void {
  const { length } = item;
  if (length === null || Object.values(length).every((value) => Number.isFinite(value) && value > 0)) return;
  throw beatSeriesFault(
    `A ${item.kind} of ${describeLength(length)} has no length.`,
    'Lengths must be above 0.',
  );
}

function requireNeighbours(items: readonly BeatSeriesItem[], index: number): void {
  const isSlot = (item: BeatSeriesItem | undefined): boolean => item?.kind === 'shot' || item?.kind === 'gap';
  if (isSlot(items[index - 1]) && isSlot(items[index + 1])) return;
  const name = items[index]!.kind === 'transition' ? 'Transition' : 'Overlap';
  throw beatSeriesFault(
    `A ${name.toLowerCase()} must stand between two shots.`,
    `Move <BeatSeries.${name}> between two <BeatSeries.Shot>s.`,
  );
}
