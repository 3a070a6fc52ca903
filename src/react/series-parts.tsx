import type { ReactElement, ReactNode } from 'react';
import type { SequenceControls } from 'remotion';
import { linearTiming, TransitionSeries, type TransitionPresentation } from '@remotion/transitions';
import type { PlannedSlot } from '../edit/edit-plan.ts';

/** One slot of a series with what it shows. */
export interface SeriesPart {
  slot: PlannedSlot;
  /** What Studio calls it; the shot's id by default. */
  name?: string;
  /** What can be changed of it in Studio. */
  controls?: SequenceControls;
  /** How long it lies over the slot before it. */
  overlapInFrames: number;
  /** The transition into it. */
  entry: {
    durationInFrames: number;
    // oxlint-disable-next-line typescript/no-explicit-any -- as Remotion's own TransitionSeries
    presentation: TransitionPresentation<any>;
    easing?: (progress: number) => number;
  } | null;
  content: ReactNode;
}

/**
 * Whether a presentation draws the elements of the page on a canvas, as those of Remotion's `makeHtmlInCanvasPresentation`
 * do. Nothing but their code tells: each hands its shader on.
 */
const drawsOnCanvas = ({ entry }: SeriesPart): boolean =>
  entry !== null && /\bshader\b/.test(String(entry.presentation.component));

/**
 * Parts in groups that must be one sequence to the transitions around them. A canvas presentation shows nothing of a shot
 * that came in by a CSS presentation (remotion-dev/remotion issue 10069, in 4.0.527): the shots that CSS presentations join
 * become one sequence where a canvas presentation leads out of the last of them.
 */
function groupParts(parts: readonly SeriesPart[]): SeriesPart[][] {
  const groups: SeriesPart[][] = [];
  let joined: SeriesPart[] = [];
  for (const [index, part] of parts.entries()) {
    joined.push(part);
    const next = parts[index + 1];
    if (next !== undefined && next.entry !== null && !drawsOnCanvas(next)) continue;
    groups.push(...(next !== undefined && drawsOnCanvas(next) ? [joined] : joined.map((single) => [single])));
    joined = [];
  }
  return groups;
}

const firstFrameOf = ({ slot }: SeriesPart): number => slot.startFrame - slot.handleBeforeInFrames;
const endFrameOf = ({ slot }: SeriesPart): number => slot.endFrame + slot.handleAfterInFrames;

/** Props of `<SeriesParts>`. */
export interface SeriesPartsProps {
  parts: readonly SeriesPart[];
  /** What Studio calls the track of the series. */
  name?: string;
  /** What can be changed of the series in Studio. */
  controls?: SequenceControls;
}

/** Parts of a series, each as long as its slot and handles, with the transitions between them. */
export function SeriesParts({ parts, ...track }: SeriesPartsProps): ReactNode {
  return (
    <TransitionSeries {...track}>
      {groupParts(parts).flatMap((group) => {
        const [first, last] = [group[0]!, group.at(-1)!];
        const sequence = (
          <TransitionSeries.Sequence
            key={first.slot.shotId ?? `gap-${first.slot.startFrame}`}
            name={group.map(({ slot, name }) => name ?? slot.shotId ?? 'gap').join(', ')}
            durationInFrames={endFrameOf(last) - firstFrameOf(first)}
            offset={-first.overlapInFrames}
            {...(group.length === 1 && first.controls && { controls: first.controls })}
          >
            {group.length === 1 ? (
              first.content
            ) : (
              <SeriesParts parts={group.map((part, index) => (index === 0 ? withoutEntry(part) : part))} />
            )}
          </TransitionSeries.Sequence>
        );
        return first.entry === null ? [sequence] : [transitionInto(first, first.entry), sequence];
      })}
    </TransitionSeries>
  );
}

/** A part whose way in is shown elsewhere. */
const withoutEntry = (part: SeriesPart): SeriesPart => ({ ...part, entry: null, overlapInFrames: 0 });

const transitionInto = (
  { slot }: SeriesPart,
  { durationInFrames, presentation, easing }: NonNullable<SeriesPart['entry']>,
): ReactElement => (
  <TransitionSeries.Transition
    key={`transition-${slot.startFrame}`}
    presentation={presentation}
    timing={linearTiming({ durationInFrames, ...(easing && { easing }) })}
  />
);
