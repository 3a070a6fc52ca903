import { cloneElement, useContext, type ComponentType, type ReactNode } from 'react';
import {
  Interactive,
  useRemotionEnvironment,
  useVideoConfig,
  type InteractivitySchema,
  type SequenceControls,
} from 'remotion';
import { frameToSeconds } from '../core/time.ts';
import type { EditPlan } from '../edit/edit-plan.ts';
import { planBeatSeries } from '../edit/plan-beat-series.ts';
import type { SongMap } from '../song/song-map.ts';
import {
  elementsOf,
  Gap,
  isOffered,
  itemsOf,
  Overlap,
  promptOf,
  seriesFault,
  Shot,
  Transition,
  type ResolvedShot,
  type SeriesElement,
} from './beat-series-elements.tsx';
import { tellDiscovery } from './discovery.ts';
import { SeriesParts, type SeriesPart } from './series-parts.tsx';
import { ShotContext } from './shot.ts';
import { useSongContext } from './song.tsx';
import { firstThatWorks, labelControls, narrowControls, propsInSource } from './studio-controls.ts';
import { useAbsoluteStartFrame } from './timeline.ts';
import { useEndFrame } from './use-end-frame.ts';

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

/** How much earlier than their beats cuts are shown. */
function leadOf({ leadInSeconds, leadInFrames }: BeatSeriesProps, fps: number): number {
  if (leadInSeconds !== undefined && leadInFrames !== undefined) {
    throw seriesFault(
      'A <BeatSeries> has leadInSeconds and leadInFrames; it takes one lead.',
      'Keep one of them.',
    );
  }
  return leadInFrames === undefined ? (leadInSeconds ?? 0) : frameToSeconds({ frame: leadInFrames, fps });
}

/** Settings and children of a series. */
interface SeriesWish {
  props: BeatSeriesProps;
  elements: readonly SeriesElement[];
}

/**
 * The plan of a series in frames of the composition. What can't be planned while someone types or drags in Studio is shown
 * as it stands in the source.
 */
function usePlannedSeries(wish: SeriesWish, source: SeriesWish): { plan: EditPlan; song: SongMap } {
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

  const planOf = ({ props, elements }: SeriesWish): EditPlan =>
    planBeatSeries({
      items: itemsOf(elements, props.name ?? defaultName),
      clock,
      song,
      fps,
      startInSeconds,
      endInSeconds: Math.min(
        song.durationInSeconds,
        frameToSeconds({ frame: endFrame - songStartFrame, fps }),
      ),
      originBeat,
      leadInSeconds: leadOf(props, fps),
    });
  const plan = firstThatWorks([() => planOf(wish), () => planOf(source)]);
  return { plan: inComposition(plan, songStartFrame), song };
}

/**
 * Shots one after the other, with borders on the song's beats. A transition is centred on its beat and takes nothing from
 * the timeline: the shots on both sides are shown longer beneath it.
 *
 * Built on Remotion's `TransitionSeries`, whose transitions shorten the timeline by their length: each sequence is
 * lengthened by exactly the handles that its transitions eat, so any presentation works as it is.
 */
function BeatSeriesRoot({
  children,
  controls,
  ...props
}: BeatSeriesProps & { controls?: SequenceControls | undefined }): ReactNode {
  const elements = elementsOf(children);
  const { isStudio } = useRemotionEnvironment();
  const source = { props: propsInSource(props, controls), elements };
  if (!isStudio) return <PlacedSeries wish={source} source={source} />;
  // each shot's own component learns what Studio has changed, then hands on to the next; the last one draws them all
  const renderFrom = (index: number, resolved: readonly SeriesElement[]): ReactNode => {
    const next = elements[index];
    if (next === undefined) {
      return <PlacedSeries wish={{ props, elements: resolved }} source={source} controls={controls} />;
    }
    if (next.kind !== 'shot' || next.element === undefined) return renderFrom(index + 1, [...resolved, next]);
    return cloneElement(next.element, {
      renderRest: (shot: ResolvedShot) =>
        renderFrom(index + 1, [
          ...resolved,
          {
            kind: 'shot',
            props: shot.props,
            ...(shot.controls && {
              controls: narrowControls(shot.controls, (key) => isOffered(key, next.props)),
            }),
          },
        ]),
    });
  };
  return renderFrom(0, []);
}

/** A series whose elements are known. */
function PlacedSeries({
  wish,
  source,
  controls,
}: {
  wish: SeriesWish;
  /** What stands in the source, where Studio has changed it. */
  source: SeriesWish;
  controls?: SequenceControls | undefined;
}): ReactNode {
  const { plan, song } = usePlannedSeries(wish, source);
  const { elements, props } = wish;
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
  const name = props.name === undefined ? '<BeatSeries>' : `<BeatSeries> ${props.name}`;
  const offered = (key: string): boolean => !key.startsWith('leadIn') || isOfferedLead(key, source.props);
  return (
    <SeriesParts
      parts={parts}
      name={name}
      {...(controls && { controls: labelControls(narrowControls(controls, offered), name) })}
    />
  );
}

/** Whether Studio offers a unit of the lead: that which the series has, else frames. */
const isOfferedLead = (key: string, { leadInSeconds }: BeatSeriesProps): boolean =>
  key === (leadInSeconds === undefined ? 'leadInFrames' : 'leadInSeconds');

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

/** Series that other components of beatcut write: there is nothing of them in the source that Studio could change. */
export const WrittenSeries: ComponentType<BeatSeriesProps> = BeatSeriesRoot;

const lead = {
  type: 'number',
  default: undefined,
  min: 0,
  hiddenFromList: false,
  keyframable: false,
} as const;

/** See `BeatSeriesRoot`; the others are its children. */
export const BeatSeries: ComponentType<BeatSeriesProps> & {
  Shot: typeof Shot;
  Gap: typeof Gap;
  Overlap: typeof Overlap;
  Transition: typeof Transition;
} = Object.assign(
  Interactive.withSchema<InteractivitySchema, BeatSeriesProps>({
    Component: BeatSeriesRoot,
    componentName: '<BeatSeries>',
    // without an identity, as <CutList.Shot>
    schema: {
      leadInFrames: { ...lead, step: 1, description: 'Lead (frames)' },
      leadInSeconds: { ...lead, step: 0.01, description: 'Lead (s)' },
    },
    supportsEffects: false,
  }),
  { Shot, Gap, Overlap, Transition },
);
