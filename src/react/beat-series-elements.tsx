import {
  Children,
  Fragment,
  isValidElement,
  type ComponentType,
  type FC,
  type ReactElement,
  type ReactNode,
} from 'react';
import { Interactive, type InteractivitySchema, type SequenceControls } from 'remotion';
import type { TransitionPresentation } from '@remotion/transitions';
import { BeatcutError } from '../core/error.ts';
import type { Anchor } from '../edit/anchor.ts';
import { LENGTH_UNITS, type MusicalLength } from '../edit/musical-length.ts';
import type { BeatSeriesItem, TransitionAlign } from '../edit/beat-series-item.ts';
import { shortPrompt } from './short-prompt.ts';

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

/** An error about a `<BeatSeries>`. */
export const seriesFault = (message: string, hint: string): BeatcutError =>
  new BeatcutError({ code: 'BEAT_SERIES_INVALID', message, hint });

const placeholder = (name: string): never => {
  throw seriesFault(
    `<BeatSeries.${name}> stands outside of a <BeatSeries>.`,
    'Make it a direct child of <BeatSeries>.',
  );
};
/** Shots that other components of beatcut write: there is nothing of them in the source that Studio could change. */
export const WrittenShot: FC<BeatSeriesShotProps> = () => placeholder('Shot');

/** A shot with the props that Studio may have changed while someone edits it. */
export interface ResolvedShot {
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
  ...given
}: ShotInnerProps & { controls: SequenceControls | undefined }): ReactNode => {
  if (renderRest === undefined) return placeholder('Shot');
  const { at, until, ...props } = given;
  // an emptied field of Studio
  return renderRest({
    props: {
      ...props,
      ...(at !== undefined && at !== '' && { at }),
      ...(until !== undefined && until !== '' && { until }),
    },
    controls,
  });
};

const length = { type: 'number', default: undefined, hiddenFromList: false, keyframable: false } as const;
const place = { type: 'text-content', default: '', keyframable: false } as const;

/** `<BeatSeries.Shot>`. */
export const Shot: ComponentType<BeatSeriesShotProps> = Interactive.withSchema<
  InteractivitySchema,
  ShotInnerProps
>({
  Component: ShotInner,
  componentName: '<BeatSeries.Shot>',
  // without an identity, as <CutList.Shot>
  schema: {
    at: { ...place, description: 'At' },
    until: { ...place, description: 'Until' },
    beats: { ...length, min: 0.25, step: 0.25, description: 'Beats' },
    bars: { ...length, min: 0.25, step: 0.25, description: 'Bars' },
    phrases: { ...length, min: 1, step: 1, description: 'Phrases' },
    sections: { ...length, min: 1, step: 1, description: 'Sections' },
    seconds: { ...length, min: 0.05, step: 0.05, description: 'Seconds' },
  },
  supportsEffects: false,
});
/** `<BeatSeries.Gap>`. */
export const Gap: FC<BeatSeriesGapProps> = () => placeholder('Gap');
/** `<BeatSeries.Overlap>`. */
export const Overlap: FC<MusicalLengthProps> = () => placeholder('Overlap');
/** `<BeatSeries.Transition>`. */
export const Transition: FC<BeatSeriesTransitionProps> = () => placeholder('Transition');

/** One child of a series. */
export type SeriesElement =
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
export function elementsOf(children: ReactNode): SeriesElement[] {
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
    throw seriesFault(
      '<BeatSeries> takes only <BeatSeries.Shot>, <BeatSeries.Gap>, <BeatSeries.Overlap> and <BeatSeries.Transition> as children.',
      'Wrap what you want to show in a <BeatSeries.Shot bars={…}>.',
    );
  });
}

/** The one length among the props, or `null`. */
function lengthOf(props: MusicalLengthProps, who: string): MusicalLength | null {
  const units = LENGTH_UNITS.filter((unit) => props[unit] !== undefined);
  if (units.length > 1) {
    throw seriesFault(
      `${who} has ${units.join(' and ')}; it takes one length.`,
      `Keep one of ${LENGTH_UNITS.join(', ')}.`,
    );
  }
  const [unit] = units;
  // a record of one unit is a length
  return unit === undefined ? null : ({ [unit]: props[unit] } as unknown as MusicalLength);
}

/** The children of a series as its planner takes them. */
export function itemsOf(elements: readonly SeriesElement[], seriesName: string): BeatSeriesItem[] {
  let shots = 0;
  const ids = new Set<string>();
  return elements.map((element): BeatSeriesItem => {
    if (element.kind === 'shot') {
      shots += 1;
      const { id = `${seriesName}-${shots}`, at, until } = element.props;
      if (ids.has(id)) {
        throw seriesFault(
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
    throw seriesFault(`${who} has no length.`, 'Give it beats={…}, bars={…} or seconds={…}.');
  });
}

/** The beginning of the first prompt among some elements, which names their track in Studio; `null` for none. */
export function promptOf(children: ReactNode): string | null {
  for (const child of Children.toArray(children)) {
    if (!isValidElement<{ prompt?: unknown; children?: ReactNode }>(child)) continue;
    const { prompt, children: inner } = child.props;
    if (typeof prompt === 'string') return shortPrompt(prompt);
    const found = typeof inner === 'function' ? null : promptOf(inner);
    if (found !== null) return found;
  }
  return null;
}

/** What Studio offers to change of a shot: the length or the end that it has, and places that are texts. */
export function isOffered(key: string, props: BeatSeriesShotProps): boolean {
  const isText = (place: Anchor | undefined): boolean => place === undefined || typeof place === 'string';
  const units = LENGTH_UNITS.filter((unit) => props[unit] !== undefined);
  if (key === 'at') return isText(props.at);
  if (key === 'until') return isText(props.until) && units.length === 0;
  if (!LENGTH_UNITS.some((unit) => unit === key)) return true;
  // a second length would be an error
  return props.until === undefined && (units.length === 0 || units.some((unit) => unit === key));
}
