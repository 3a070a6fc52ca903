import {
  Children,
  cloneElement,
  Fragment,
  isValidElement,
  type ComponentType,
  type ReactElement,
  type ReactNode,
} from 'react';
import { Interactive, useVideoConfig, type SequenceControls } from 'remotion';
import { linearTiming, TransitionSeries, type TransitionPresentation } from '@remotion/transitions';
import { fade } from '@remotion/transitions/fade';
import { BeatcutError } from '../core/error.ts';
import { placeShots, type PlacedShot } from '../edit/place-shots.ts';
import { tellDiscovery } from './discovery.ts';
import { ShotContext } from './shot.ts';
import { useSongContext } from './song.tsx';
import { useAbsoluteStartFrame } from './timeline.ts';

/** Props of `<CutList.Shot>`. Write numbers as literals, so that Remotion Studio can change them. */
export interface CutListShotProps {
  /** A name that stays the same when the edit changes. */
  id: string;
  /** The first frame that shows it, from where the list begins; half of its transition lies before its cut. */
  from: number;
  /** How long it is seen, transitions included. */
  durationInFrames: number;
  /** The transition into it; a hard cut without `enterInFrames`. */
  // presentations differ in their props, which only they themselves read
  // oxlint-disable-next-line typescript/no-explicit-any -- as Remotion's own TransitionSeries
  enter?: TransitionPresentation<any>;
  /** Length of the transition into it, while the shot before it is still seen. Even; 0 by default. */
  enterInFrames?: number;
  /** Frames of its content that are skipped. */
  trimBefore?: number;
  /** Whether it is not drawn. */
  hidden?: boolean;
  /** What Studio calls it; the id by default. */
  name?: string;
  children?: ReactNode;
}

/** A shot with the props that Studio may have changed while someone drags it. */
interface ResolvedShot {
  props: CutListShotProps;
  controls: SequenceControls | undefined;
}

interface ShotInnerProps extends CutListShotProps {
  /** Draws the list once this shot's props are known; set by the list. */
  renderRest?: (shot: ResolvedShot) => ReactNode;
}

function ShotInner({
  controls,
  renderRest,
  ...props
}: ShotInnerProps & { controls: SequenceControls | undefined }): ReactNode {
  if (renderRest !== undefined) return renderRest({ props, controls });
  throw new BeatcutError({
    code: 'CUT_LIST_INVALID',
    message: '<CutList.Shot> stands outside of a <CutList>.',
    hint: 'Make it a direct child of <CutList>.',
  });
}

const { from, durationInFrames, trimBefore, hidden, name } = Interactive.baseSchema;

const Shot: ComponentType<CutListShotProps> = Interactive.withSchema<
  {
    from: typeof from;
    durationInFrames: typeof durationInFrames;
    trimBefore: typeof trimBefore;
    hidden: typeof hidden;
    name: typeof name;
    enterInFrames: {
      type: 'number';
      default: 0;
      min: 0;
      step: 2;
      description: string;
      hiddenFromList: false;
    };
  },
  ShotInnerProps
>({
  Component: ShotInner,
  componentName: '<CutList.Shot>',
  // without an identity: Studio finds those of elements in the source for Remotion's own packages only, and edits nothing else
  schema: {
    from,
    durationInFrames,
    trimBefore,
    hidden,
    name,
    enterInFrames: {
      type: 'number',
      default: 0,
      min: 0,
      step: 2,
      description: 'Transition in',
      hiddenFromList: false,
    },
  },
  supportsEffects: false,
});

/** Props of `<CutList>`. */
export interface CutListProps {
  /** `<CutList.Shot>`s in the order in which they are seen. */
  children?: ReactNode;
}

/** The shots among some children, with fragments opened. */
function shotsOf(children: ReactNode): ReactElement<ShotInnerProps>[] {
  return Children.toArray(children).flatMap((child): ReactElement<ShotInnerProps>[] => {
    if (isValidElement<ShotInnerProps>(child)) {
      if (child.type === Fragment) return shotsOf(child.props.children);
      if (child.type === Shot) return [child];
    } else if (typeof child === 'string' && child.trim() === '') return [];
    throw new BeatcutError({
      code: 'CUT_LIST_INVALID',
      message: '<CutList> takes only <CutList.Shot> as children.',
      hint: 'Wrap what you want to show in a <CutList.Shot id="…" from={…} durationInFrames={…}>.',
    });
  });
}

/**
 * An edit as a list of shots with their places in whole frames: what `beatcut bake` writes. Each shot is a track of its own in
 * Remotion Studio, where it can be moved and trimmed; Studio changes the numbers in the source.
 *
 * @throws BeatcutError `CUT_LIST_INVALID`, as `placeShots`.
 */
function CutListRoot({ children }: CutListProps): ReactNode {
  const elements = shotsOf(children);
  // each shot's own component learns what Studio has changed, then hands on to the next; the last one draws them all
  const renderFrom = (index: number, resolved: readonly ResolvedShot[]): ReactNode => {
    const element = elements[index];
    if (element === undefined) return <ShotTracks shots={resolved} />;
    return cloneElement(element, {
      renderRest: (shot: ResolvedShot) => renderFrom(index + 1, [...resolved, shot]),
    });
  };
  return renderFrom(0, []);
}

const placeOf = ({ props }: ResolvedShot): PlacedShot => ({
  id: props.id,
  from: props.from,
  durationInFrames: props.durationInFrames,
  enterInFrames: props.enterInFrames ?? 0,
});

/** Draws the shots, as a `<BeatSeries>` would. */
function ShotTracks({ shots }: { shots: readonly ResolvedShot[] }): ReactNode {
  const { clock, song, startFrame: songStartFrame } = useSongContext('<CutList>');
  const { fps, durationInFrames } = useVideoConfig();
  const startFrame = useAbsoluteStartFrame();
  const { plan, shots: placed } = placeShots({
    shots: shots.map(placeOf),
    clock,
    fps,
    startFrame,
    songStartFrame,
  });
  tellDiscovery((sweep) => {
    sweep.addShots(plan.slots);
    sweep.addCuts(plan.cuts.filter(({ frame }) => frame > 0 && frame < startFrame + durationInFrames));
  });
  const slots = plan.slots.filter(({ shotId }) => shotId !== null);
  return (
    <TransitionSeries>
      {shots.flatMap((shot, index) => {
        const { id, from: _, durationInFrames: __, enterInFrames: ___, enter = fade(), ...rest } = shot.props;
        const { from, durationInFrames, enterInFrames } = placed[index]!;
        const before = placed[index - 1];
        // TransitionSeries would begin it where the one before it ends, less the transition
        const usual = before === undefined ? 0 : before.from + before.durationInFrames - enterInFrames;
        const sequence = (
          <TransitionSeries.Sequence
            key={id}
            {...rest}
            name={rest.name ?? id}
            durationInFrames={durationInFrames}
            offset={from - usual}
            {...(shot.controls && { controls: shot.controls })}
          >
            <ShotContext.Provider value={{ slot: slots[index]!, plan, song }}>
              {rest.children}
            </ShotContext.Provider>
          </TransitionSeries.Sequence>
        );
        if (enterInFrames === 0 || before === undefined) return [sequence];
        return [
          <TransitionSeries.Transition
            key={`to ${id}`}
            presentation={enter}
            timing={linearTiming({ durationInFrames: enterInFrames })}
          />,
          sequence,
        ];
      })}
    </TransitionSeries>
  );
}

/** See `CutListRoot`; `Shot` is its child. */
export const CutList: typeof CutListRoot & { Shot: typeof Shot } = Object.assign(CutListRoot, { Shot });
