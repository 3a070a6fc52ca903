import { Children, Fragment, isValidElement, type FC, type ReactElement, type ReactNode } from 'react';
import { useVideoConfig } from 'remotion';
import { linearTiming, TransitionSeries, type TransitionPresentation } from '@remotion/transitions';
import { BeatcutError } from '../core/error.ts';
import { frameToSeconds } from '../core/time.ts';
import type { EditPlan, PlannedCut, PlannedSlot } from '../edit/edit-plan.ts';
import { planBeatSeries, type BeatSeriesItem, type MusicalLength } from '../edit/plan-beat-series.ts';
import { tellDiscovery } from './discovery.ts';
import { SeriesPlanContext, ShotContext } from './shot.ts';
import { useSongContext } from './song.tsx';
import { useAbsoluteStartFrame } from './timeline.ts';

/** A length: give exactly one of the three. */
export interface MusicalLengthProps {
  beats?: number;
  bars?: number;
  seconds?: number;
}

/** Props of `<BeatSeries.Shot>`. The last shot may go without a length: it lasts until the series ends. */
export interface BeatSeriesShotProps extends MusicalLengthProps {
  /** A name that stays the same when the edit changes; `shot-1`, `shot-2`, … by default. */
  id?: string;
  children?: ReactNode;
}

/** Props of `<BeatSeries.Transition>`. */
export interface BeatSeriesTransitionProps extends MusicalLengthProps {
  /** Any presentation of `@remotion/transitions` or of `beatcut/transitions`. */
  // presentations differ in their props, which only they themselves read
  // oxlint-disable-next-line typescript/no-explicit-any -- as Remotion's own TransitionSeries
  presentation: TransitionPresentation<any>;
}

/** Props of `<BeatSeries>`. */
export interface BeatSeriesProps {
  /** How much earlier than its beat each cut is shown; 0 by default. */
  leadInSeconds?: number;
  children?: ReactNode;
}

const placeholder = (name: string): never => {
  throw new BeatcutError({
    code: 'BEAT_SERIES_INVALID',
    message: `<BeatSeries.${name}> stands outside of a <BeatSeries>.`,
    hint: 'Make it a direct child of <BeatSeries>.',
  });
};
const Shot: FC<BeatSeriesShotProps> = () => placeholder('Shot');
const Gap: FC<MusicalLengthProps> = () => placeholder('Gap');
const Transition: FC<BeatSeriesTransitionProps> = () => placeholder('Transition');

type SeriesElement =
  | { kind: 'shot'; props: BeatSeriesShotProps }
  | { kind: 'gap'; props: MusicalLengthProps }
  | { kind: 'transition'; props: BeatSeriesTransitionProps };

/** The shots, gaps and transitions among some children, with fragments opened. */
function elementsOf(children: ReactNode): SeriesElement[] {
  return Children.toArray(children).flatMap((child): SeriesElement[] => {
    if (isValidElement(child)) {
      const { type, props } = child as ReactElement<never>;
      if (type === Fragment) return elementsOf((props as { children?: ReactNode }).children);
      if (type === Shot) return [{ kind: 'shot', props }];
      if (type === Gap) return [{ kind: 'gap', props }];
      if (type === Transition) return [{ kind: 'transition', props }];
    } else if (typeof child === 'string' && child.trim() === '') {
      return [];
    }
    throw new BeatcutError({
      code: 'BEAT_SERIES_INVALID',
      message:
        '<BeatSeries> takes only <BeatSeries.Shot>, <BeatSeries.Gap> and <BeatSeries.Transition> as children.',
      hint: 'Wrap what you want to show in a <BeatSeries.Shot bars={…}>.',
    });
  });
}

/** The one length among the props, or `null`. */
function lengthOf({ beats, bars, seconds }: MusicalLengthProps, who: string): MusicalLength | null {
  const given = Object.entries({ beats, bars, seconds }).filter(([, value]) => value !== undefined);
  if (given.length > 1) {
    throw new BeatcutError({
      code: 'BEAT_SERIES_INVALID',
      message: `${who} has ${given.map(([unit]) => unit).join(' and ')}; it takes one length.`,
      hint: 'Keep one of beats, bars and seconds.',
    });
  }
  return given.length === 0 ? null : (Object.fromEntries(given) as MusicalLength);
}

function itemsOf(elements: readonly SeriesElement[]): BeatSeriesItem[] {
  let shots = 0;
  const ids = new Set<string>();
  return elements.map((element): BeatSeriesItem => {
    if (element.kind === 'shot') {
      shots += 1;
      const id = element.props.id ?? `shot-${shots}`;
      if (ids.has(id)) {
        throw new BeatcutError({
          code: 'BEAT_SERIES_INVALID',
          message: `Two shots of one <BeatSeries> have the id "${id}".`,
          hint: 'Ids must differ, so that takes and notes can name a shot.',
        });
      }
      ids.add(id);
      return { kind: 'shot', id, length: lengthOf(element.props, `Shot "${id}"`) };
    }
    const who = element.kind === 'gap' ? 'A <BeatSeries.Gap>' : 'A <BeatSeries.Transition>';
    const length = lengthOf(element.props, who);
    if (length !== null) return { kind: element.kind, length };
    throw new BeatcutError({
      code: 'BEAT_SERIES_INVALID',
      message: `${who} has no length.`,
      hint: 'Give it beats={…}, bars={…} or seconds={…}.',
    });
  });
}

/**
 * Shots one after the other, with borders on the song's beats. A transition is centred on its beat and takes nothing from
 * the timeline: the shots on both sides are shown longer beneath it.
 *
 * Built on Remotion's `TransitionSeries`, whose transitions shorten the timeline by their length: each sequence is
 * lengthened by exactly the handles that its transitions eat, so any presentation works as it is.
 */
function BeatSeriesRoot({ leadInSeconds = 0, children }: BeatSeriesProps): ReactNode {
  const { clock, song, startFrame: songStartFrame } = useSongContext('<BeatSeries>');
  const { fps, durationInFrames } = useVideoConfig();
  const absoluteStart = useAbsoluteStartFrame();
  /** The song's frame at which this series begins. */
  const offset = absoluteStart - songStartFrame;

  const elements = elementsOf(children);
  const plan = planBeatSeries({
    items: itemsOf(elements),
    clock,
    fps,
    startInSeconds: frameToSeconds({ frame: offset, fps }),
    endInSeconds: Math.min(song.durationInSeconds, frameToSeconds({ frame: offset + durationInFrames, fps })),
    leadInSeconds,
  });
  tellDiscovery((sweep) =>
    sweep.addCuts(cutsInComposition(plan, { songStartFrame, endFrame: offset + durationInFrames })),
  );

  const planInComposition: EditPlan = {
    fps,
    slots: plan.slots.map((slot) => inComposition(slot, songStartFrame)),
    cuts: cutsInComposition(plan, { songStartFrame, endFrame: Infinity }),
    endFrame: plan.endFrame + songStartFrame,
  };

  return (
    <TransitionSeries>
      {placeElements(elements, plan).map(({ element, slot, cut }) =>
        element.kind === 'transition' ? (
          <TransitionSeries.Transition
            key={`transition-${cut.frame}`}
            presentation={element.props.presentation}
            timing={linearTiming({ durationInFrames: cut.transitionInFrames })}
          />
        ) : (
          <TransitionSeries.Sequence
            key={slot.shotId ?? `gap-${slot.startFrame}`}
            name={slot.shotId ?? 'gap'}
            durationInFrames={
              slot.handleBeforeInFrames + (slot.endFrame - slot.startFrame) + slot.handleAfterInFrames
            }
          >
            {element.kind === 'shot' ? (
              <SeriesPlanContext.Provider value={planInComposition}>
                <ShotContext.Provider value={inComposition(slot, songStartFrame)}>
                  {element.props.children}
                </ShotContext.Provider>
              </SeriesPlanContext.Provider>
            ) : null}
          </TransitionSeries.Sequence>
        ),
      )}
    </TransitionSeries>
  );
}

/** A slot in frames of the composition instead of the song. */
const inComposition = (slot: PlannedSlot, songStartFrame: number): PlannedSlot => ({
  ...slot,
  startFrame: slot.startFrame + songStartFrame,
  endFrame: slot.endFrame + songStartFrame,
});

/** The cuts that are seen before a frame of the song, with frames and times of the composition instead of the song. */
const cutsInComposition = (
  { cuts, fps }: EditPlan,
  { songStartFrame, endFrame }: { songStartFrame: number; endFrame: number },
): PlannedCut[] =>
  cuts
    .filter((cut) => cut.frame < endFrame)
    .map((cut) => ({
      ...cut,
      frame: cut.frame + songStartFrame,
      timeInSeconds: cut.timeInSeconds + frameToSeconds({ frame: songStartFrame, fps }),
    }));

/** Each element with the slot it fills, or for a transition the slot after it, and the cut before that slot. */
function placeElements(
  elements: readonly SeriesElement[],
  plan: EditPlan,
): { element: SeriesElement; slot: PlannedSlot; cut: PlannedCut }[] {
  let index = 0;
  return elements.map((element) => {
    // the plan has a slot for each shot and gap, in their order, and a cut before each but the first, which no transition
    // precedes
    const placed = { element, slot: plan.slots[index]!, cut: plan.cuts[Math.max(0, index - 1)]! };
    if (element.kind !== 'transition') index += 1;
    return placed;
  });
}

/** See `BeatSeriesRoot`; `Shot`, `Gap` and `Transition` are its children. */
export const BeatSeries: typeof BeatSeriesRoot & {
  Shot: typeof Shot;
  Gap: typeof Gap;
  Transition: typeof Transition;
} = Object.assign(BeatSeriesRoot, { Shot, Gap, Transition });
