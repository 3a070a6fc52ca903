import {
  Children,
  cloneElement,
  Fragment,
  isValidElement,
  useContext,
  type ComponentType,
  type FC,
  type ReactElement,
  type ReactNode,
} from 'react';
import {
  Interactive,
  useRemotionEnvironment,
  useVideoConfig,
  type InteractivitySchema,
  type SequenceControls,
} from 'remotion';
import type { TransitionPresentation } from '@remotion/transitions';
import { BeatcutError } from '../core/error.ts';
import { frameToSeconds } from '../core/time.ts';
import type { Anchor } from '../edit/anchor.ts';
import type { EditPlan } from '../edit/edit-plan.ts';
import { LENGTH_UNITS, type MusicalLength } from '../edit/musical-length.ts';
import { planBeatSeries, type BeatSeriesItem, type TransitionAlign } from '../edit/plan-beat-series.ts';
import type { SongMap } from '../song/song-map.ts';
import { tellDiscovery } from './discovery.ts';
import { labelControls } from './label-controls.ts';
import { SeriesParts, type SeriesPart } from './series-parts.tsx';
import { ShotContext } from './shot.ts';
import { shortPrompt } from './short-prompt.ts';
import { useSongContext } from './song.tsx';
import { useAbsoluteStartFrame } from './timeline.ts';
import { useEndFrame } from './use-end-frame.ts';

/** A length: give exactly one of them. `phrases` and `sections` last until the next, second … border of one. */
export interface MusicalLengthProps {
  beats?: number;
  bars?: number;
  phrases?: number;
  sections?: number;
  seconds?: number;
}

/**
 * Props of `<BeatSeries.Shot>`. A shot lasts a length or `until` a place; with neither it lasts until the next shot begins
 * `at` a place, or until the series ends.
 */
export interface BeatSeriesShotProps extends MusicalLengthProps {
  /** A name that stays the same when the edit changes; `shot-1`, `shot-2`, … by default. */
  id?: string;
  /**
   * Where it begins: `chorus 2`, `drop`, `{bar: 17}`. Later than the end of the shot before it leaves a gap, earlier lets it
   * lie over that shot. Where that one ends by default.
   */
  at?: Anchor;
  /** Where it ends. */
  until?: Anchor;
  /** What Studio calls its track; its id and prompt by default. */
  name?: string;
  children?: ReactNode;
}

/** Props of `<BeatSeries.Gap>`: a length, or `until` a place. */
export interface BeatSeriesGapProps extends MusicalLengthProps {
  until?: Anchor;
}

/** Props of `<BeatSeries.Transition>`. */
export interface BeatSeriesTransitionProps extends MusicalLengthProps {
  /** Any presentation of `@remotion/transitions` or of `beatcut/transitions`. */
  // presentations differ in their props, which only they themselves read
  // oxlint-disable-next-line typescript/no-explicit-any -- as Remotion's own TransitionSeries
  presentation: TransitionPresentation<any>;
  /** Where it lies: around its beat, or beginning (`start`) or ending (`end`) on it; `centre` by default. */
  align?: TransitionAlign;
  /** How it runs: a function from 0–1 to 0–1 such as Remotion's `Easing.inOut(Easing.quad)`; even by default. */
  easing?: (progress: number) => number;
}

/** Props of `<BeatSeries>`. */
export interface BeatSeriesProps {
  /**
   * Begins the ids of shots that have none of their own: `verse` gives `verse-1`, `verse-2`, …. By default `shot`; in a shot
   * of another series that shot's id; `bar17` for a series that begins later than the song, in bar 17.
   */
  name?: string;
  /** How much earlier than its beat each cut is shown; 0 by default. */
  leadInSeconds?: number;
  /** The same in frames of the composition, instead of `leadInSeconds`. */
  leadInFrames?: number;
  children?: ReactNode;
}

const fault = (message: string, hint: string): BeatcutError =>
  new BeatcutError({ code: 'BEAT_SERIES_INVALID', message, hint });

const placeholder = (name: string): never => {
  throw fault(
    `<BeatSeries.${name}> stands outside of a <BeatSeries>.`,
    'Make it a direct child of <BeatSeries>.',
  );
};
/** Shots that other components of beatcut write: there is nothing of them in the source that Studio could change. */
export const WrittenShot: FC<BeatSeriesShotProps> = () => placeholder('Shot');

/** A shot with the props that Studio may have changed while someone edits it. */
interface ResolvedShot {
  props: BeatSeriesShotProps;
  controls: SequenceControls | undefined;
}

interface ShotInnerProps extends BeatSeriesShotProps {
  /** Draws the series once this shot's props are known; set by the series. */
  renderRest?: (shot: ResolvedShot) => ReactNode;
}

const ShotInner = ({
  controls,
  renderRest,
  ...props
}: ShotInnerProps & { controls: SequenceControls | undefined }): ReactNode =>
  renderRest === undefined ? placeholder('Shot') : renderRest({ props, controls });

const length = { type: 'number', default: undefined, hiddenFromList: false, keyframable: false } as const;

const Shot: ComponentType<BeatSeriesShotProps> = Interactive.withSchema<InteractivitySchema, ShotInnerProps>({
  Component: ShotInner,
  componentName: '<BeatSeries.Shot>',
  // without an identity, as <CutList.Shot>
  schema: {
    beats: { ...length, min: 0.25, step: 0.25, description: 'Beats' },
    bars: { ...length, min: 0.25, step: 0.25, description: 'Bars' },
    phrases: { ...length, min: 1, step: 1, description: 'Phrases' },
    sections: { ...length, min: 1, step: 1, description: 'Sections' },
    seconds: { ...length, min: 0.05, step: 0.05, description: 'Seconds' },
  },
  supportsEffects: false,
});
const Gap: FC<BeatSeriesGapProps> = () => placeholder('Gap');
const Overlap: FC<MusicalLengthProps> = () => placeholder('Overlap');
const Transition: FC<BeatSeriesTransitionProps> = () => placeholder('Transition');

type SeriesElement =
  | {
      kind: 'shot';
      props: BeatSeriesShotProps;
      /** Asks Studio for its props before they are used; absent where Studio can't change it. */
      element?: ReactElement<ShotInnerProps>;
      controls?: SequenceControls;
    }
  | { kind: 'gap'; props: BeatSeriesGapProps }
  | { kind: 'overlap'; props: MusicalLengthProps }
  | { kind: 'transition'; props: BeatSeriesTransitionProps };

/** The shots, gaps, overlaps and transitions among some children, with fragments opened. */
function elementsOf(children: ReactNode): SeriesElement[] {
  return Children.toArray(children).flatMap((child): SeriesElement[] => {
    if (isValidElement(child)) {
      const { type, props } = child as ReactElement<never>;
      if (type === Fragment) return elementsOf((props as { children?: ReactNode }).children);
      if (type === Shot) return [{ kind: 'shot', props, element: child as ReactElement<ShotInnerProps> }];
      if (type === WrittenShot) return [{ kind: 'shot', props }];
      if (type === Gap) return [{ kind: 'gap', props }];
      if (type === Overlap) return [{ kind: 'overlap', props }];
      if (type === Transition) return [{ kind: 'transition', props }];
    } else if (typeof child === 'string' && child.trim() === '') {
      return [];
    }
    throw fault(
      '<BeatSeries> takes only <BeatSeries.Shot>, <BeatSeries.Gap>, <BeatSeries.Overlap> and <BeatSeries.Transition> as children.',
      'Wrap what you want to show in a <BeatSeries.Shot bars={…}>.',
    );
  });
}

/** The one length among the props, or `null`. */
function lengthOf(props: MusicalLengthProps, who: string): MusicalLength | null {
  const units = LENGTH_UNITS.filter((unit) => props[unit] !== undefined);
  if (units.length > 1) {
    throw fault(
      `${who} has ${units.join(' and ')}; it takes one length.`,
      `Keep one of ${LENGTH_UNITS.join(', ')}.`,
    );
  }
  const [unit] = units;
  // a record of one unit is a length
  return unit === undefined ? null : ({ [unit]: props[unit] } as unknown as MusicalLength);
}

function itemsOf(elements: readonly SeriesElement[], seriesName: string): BeatSeriesItem[] {
  let shots = 0;
  const ids = new Set<string>();
  return elements.map((element): BeatSeriesItem => {
    if (element.kind === 'shot') {
      shots += 1;
      const { id = `${seriesName}-${shots}`, at, until } = element.props;
      if (ids.has(id)) {
        throw fault(
          `Two shots of one <BeatSeries> have the id "${id}".`,
          'Ids must differ, so that takes and notes can name a shot.',
        );
      }
      ids.add(id);
      return { kind: 'shot', id, length: lengthOf(element.props, `Shot "${id}"`), at, until };
    }
    const who = `A <BeatSeries.${element.kind[0]!.toUpperCase()}${element.kind.slice(1)}>`;
    const length = lengthOf(element.props, who);
    if (element.kind === 'gap') {
      const { until } = element.props;
      if (length !== null || until !== undefined) return { kind: 'gap', length, until };
    } else if (length !== null) {
      if (element.kind === 'overlap') return { kind: 'overlap', length };
      return { kind: 'transition', length, align: element.props.align };
    }
    throw fault(`${who} has no length.`, 'Give it beats={…}, bars={…} or seconds={…}.');
  });
}

/** How much earlier than their beats cuts are shown. */
function leadOf({ leadInSeconds, leadInFrames }: BeatSeriesProps, fps: number): number {
  if (leadInSeconds !== undefined && leadInFrames !== undefined) {
    throw fault('A <BeatSeries> has leadInSeconds and leadInFrames; it takes one lead.', 'Keep one of them.');
  }
  return leadInFrames === undefined ? (leadInSeconds ?? 0) : frameToSeconds({ frame: leadInFrames, fps });
}

/** The plan of a series in frames of the composition. `endFrame` is that of the sequence around it. */
function usePlannedSeries(
  props: BeatSeriesProps,
  elements: readonly SeriesElement[],
): { plan: EditPlan; song: SongMap } {
  const { clock, song, startFrame: songStartFrame, originFrame } = useSongContext('<BeatSeries>');
  const { fps } = useVideoConfig();
  const endFrame = useEndFrame();
  const absoluteStart = useAbsoluteStartFrame();
  const outer = useContext(ShotContext);
  /** The song's frame at which this series begins. */
  const offset = absoluteStart - songStartFrame;
  const startInSeconds = frameToSeconds({ frame: offset, fps });
  // a series that fills a shot of another one counts from that shot's beat, which its handle lies before
  const fillsShot =
    outer !== null &&
    outer.song === song &&
    absoluteStart === outer.slot.startFrame - outer.slot.handleBeforeInFrames;
  const originBeat = fillsShot ? outer.slot.startBeat : undefined;
  const firstBar = Math.round(clock.barAtBeat(clock.beatAtTime(startInSeconds)));
  const defaultName = outer?.slot.shotId ?? (absoluteStart > originFrame ? `bar${firstBar + 1}` : 'shot');

  const plan = planBeatSeries({
    items: itemsOf(elements, props.name ?? defaultName),
    clock,
    song,
    fps,
    startInSeconds,
    endInSeconds: Math.min(song.durationInSeconds, frameToSeconds({ frame: endFrame - songStartFrame, fps })),
    originBeat,
    leadInSeconds: leadOf(props, fps),
  });
  return { plan: inComposition(plan, songStartFrame), song };
}

/**
 * Shots one after the other, with borders on the song's beats. A transition is centred on its beat and takes nothing from
 * the timeline: the shots on both sides are shown longer beneath it.
 *
 * Built on Remotion's `TransitionSeries`, whose transitions shorten the timeline by their length: each sequence is
 * lengthened by exactly the handles that its transitions eat, so any presentation works as it is.
 */
function BeatSeriesRoot({ children, ...props }: BeatSeriesProps): ReactNode {
  const elements = elementsOf(children);
  const { isStudio } = useRemotionEnvironment();
  if (!isStudio) return <PlacedSeries {...props} elements={elements} />;
  // each shot's own component learns what Studio has changed, then hands on to the next; the last one draws them all
  const renderFrom = (index: number, resolved: readonly SeriesElement[]): ReactNode => {
    const next = elements[index];
    if (next === undefined) return <PlacedSeries {...props} elements={resolved} />;
    if (next.kind !== 'shot' || next.element === undefined) return renderFrom(index + 1, [...resolved, next]);
    return cloneElement(next.element, {
      renderRest: (shot: ResolvedShot) =>
        renderFrom(index + 1, [
          ...resolved,
          { kind: 'shot', props: shot.props, ...(shot.controls && { controls: shot.controls }) },
        ]),
    });
  };
  return renderFrom(0, []);
}

/** A series whose elements are known. */
function PlacedSeries({
  elements,
  ...props
}: BeatSeriesProps & { elements: readonly SeriesElement[] }): ReactNode {
  const { plan, song } = usePlannedSeries(props, elements);
  const { durationInFrames } = useVideoConfig();
  const seenEndFrame = useAbsoluteStartFrame() + durationInFrames;
  const { slots } = plan;
  tellDiscovery((sweep) => {
    sweep.addShots(slots);
    sweep.addCuts(plan.cuts.filter(({ frame }) => frame > 0 && frame < seenEndFrame));
  });

  // the plan keeps the order of the shots and of the transitions
  const shots = elements.filter((element) => element.kind === 'shot').values();
  const transitions = elements.filter((element) => element.kind === 'transition').values();
  const parts = slots.map((slot, index): SeriesPart => {
    const transitionInFrames = plan.cuts[index - 1]?.transitionInFrames ?? 0;
    const transition = transitionInFrames > 0 ? transitions.next().value : undefined;
    const shot = slot.shotId === null ? undefined : shots.next().value;
    const children = shot?.props.children;
    const prompt = promptOf(children);
    const name =
      shot?.props.name ?? (prompt === null ? (slot.shotId ?? undefined) : `${slot.shotId}: ${prompt}`);
    return {
      slot,
      ...(name !== undefined && { name }),
      ...(shot?.controls && { controls: labelControls(shot.controls, name ?? '') }),
      overlapInFrames: Math.max(0, (slots[index - 1]?.endFrame ?? 0) - slot.startFrame),
      entry: transition === undefined ? null : { ...transition.props, durationInFrames: transitionInFrames },
      content:
        slot.shotId === null ? null : (
          <ShotContext.Provider value={{ slot, plan, song }}>{children}</ShotContext.Provider>
        ),
    };
  });
  return <SeriesParts parts={parts} />;
}

/** The beginning of the first prompt among some elements, which names their track in Studio; `null` for none. */
function promptOf(children: ReactNode): string | null {
  for (const child of Children.toArray(children)) {
    if (!isValidElement<{ prompt?: unknown; children?: ReactNode }>(child)) continue;
    const { prompt, children: inner } = child.props;
    if (typeof prompt === 'string') return shortPrompt(prompt);
    const found = typeof inner === 'function' ? null : promptOf(inner);
    if (found !== null) return found;
  }
  return null;
}

/** A plan with frames and times of the composition instead of the song. */
const inComposition = ({ fps, slots, cuts, endFrame }: EditPlan, songStartFrame: number): EditPlan => ({
  fps,
  slots: slots.map((slot) => ({
    ...slot,
    startFrame: slot.startFrame + songStartFrame,
    endFrame: slot.endFrame + songStartFrame,
  })),
  cuts: cuts.map((cut) => ({
    ...cut,
    frame: cut.frame + songStartFrame,
    transitionStartFrame: cut.transitionStartFrame + songStartFrame,
    timeInSeconds: cut.timeInSeconds + frameToSeconds({ frame: songStartFrame, fps }),
  })),
  endFrame: endFrame + songStartFrame,
});

/** See `BeatSeriesRoot`; the others are its children. */
export const BeatSeries: typeof BeatSeriesRoot & {
  Shot: typeof Shot;
  Gap: typeof Gap;
  Overlap: typeof Overlap;
  Transition: typeof Transition;
} = Object.assign(BeatSeriesRoot, { Shot, Gap, Overlap, Transition });
