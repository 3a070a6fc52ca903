import {
  Children,
  Fragment,
  isValidElement,
  useMemo,
  type FC,
  type ReactElement,
  type ReactNode,
} from 'react';
import { useVideoConfig } from 'remotion';
import { BeatcutError } from '../core/error.ts';
import { canonicalJson } from '../core/json.ts';
import { frameToSeconds } from '../core/time.ts';
import type { CutPlan } from '../edit/planner/cut-plan.ts';
import type { CutStyle } from '../edit/planner/cut-style.ts';
import type { CutStyleName } from '../edit/planner/cut-styles.ts';
import { planCuts, type PlanCutsOptions } from '../edit/planner/plan-cuts.ts';
import type { PlannerShot } from '../edit/planner/planner-shot.ts';
import { WrittenShot } from './beat-series-elements.tsx';
import { BeatSeries, WrittenSeries } from './beat-series.tsx';
import { presentationOf, withCutEffects } from './cut-presentations.tsx';
import { tellDiscovery } from './discovery.ts';
import { GeneratedClip } from './generated-clip.tsx';
import { useSongContext } from './song.tsx';
import { useAbsoluteStartFrame } from './timeline.ts';
import { useEndFrame } from './use-end-frame.ts';

/** Props of `<AutoCut.Shot>`. Without children its prompt is shown as a `<GeneratedClip>`. */
export interface AutoCutShotProps extends PlannerShot {
  children?: ReactNode;
}

/** Props of `<AutoCut>`. */
export interface AutoCutProps {
  /** Tells several `<AutoCut>`s of one composition apart; `auto-cut` by default. */
  name?: string;
  /** One of beatcut's styles by its name, or one of your own; `build-and-release` by default. */
  style?: CutStyleName | CutStyle;
  /** Another seed, another edit that is about as good; `1` by default. */
  seed?: string | number;
  /** The shots, in the order of the story, instead of `<AutoCut.Shot>` children: entries of a storyboard as they are. */
  shots?: readonly PlannerShot[];
  /** Whether shots may come more than once; yes by default. */
  repeat?: boolean;
  /** Whether every shot must come; no by default. */
  useAll?: boolean;
  /** Lines of the lyrics; a cut where one begins is a little better. */
  lyricLines?: PlanCutsOptions['lyricLines'];
  /** How much earlier than its beat each cut is shown; 0 by default. */
  leadInSeconds?: number;
  /**
   * The edit that `beatcut bake` has written, shown instead of the plan. The plan is still made when beatcut looks for it, so
   * that it can be baked again.
   */
  baked?: ReactNode;
  /** `<AutoCut.Shot>`s. */
  children?: ReactNode;
}

const Shot: FC<AutoCutShotProps> = () => {
  throw new BeatcutError({
    code: 'AUTO_CUT_INVALID',
    message: '<AutoCut.Shot> stands outside of an <AutoCut>.',
    hint: 'Make it a direct child of <AutoCut>.',
  });
};

/** The shots among some children, with fragments opened. */
function shotsOf(children: ReactNode): AutoCutShotProps[] {
  return Children.toArray(children).flatMap((child): AutoCutShotProps[] => {
    if (isValidElement(child)) {
      const { type, props } = child as ReactElement<AutoCutShotProps>;
      if (type === Fragment) return shotsOf(props.children);
      if (type === Shot) return [props];
    } else if (typeof child === 'string' && child.trim() === '') return [];
    throw new BeatcutError({
      code: 'AUTO_CUT_INVALID',
      message: '<AutoCut> takes only <AutoCut.Shot> as children.',
      hint: 'Wrap what you want to show in an <AutoCut.Shot id="…">.',
    });
  });
}

/** The prompt of a shot: its own, or that of the one clip in it. */
function promptOf({ prompt, children }: AutoCutShotProps): string | undefined {
  if (prompt !== undefined) return prompt;
  const [only, ...others] = Children.toArray(children);
  if (others.length > 0 || !isValidElement<{ prompt?: unknown }>(only)) return undefined;
  return typeof only.props.prompt === 'string' ? only.props.prompt : undefined;
}

/**
 * Cuts a list of shots to the song around it by itself: plans the cuts and the order of the shots (`planCuts`), and shows
 * them in a `<BeatSeries>`. `beatcut plan --explain` says why each cut is where it is, `beatcut bake` writes the edit out as
 * JSX that can be changed by hand and in Remotion Studio.
 *
 * @throws BeatcutError as `planCuts`, and `AUTO_CUT_INVALID` for children that are no shots.
 */
function AutoCutRoot(props: AutoCutProps): ReactNode {
  const { name = 'auto-cut', style, seed, repeat, useAll, lyricLines, leadInSeconds = 0, baked } = props;
  const { song, songPath, startFrame: songStartFrame } = useSongContext('<AutoCut>');
  const { fps } = useVideoConfig();
  const endFrame = useEndFrame();
  const startFrame = useAbsoluteStartFrame();
  const startInSeconds = frameToSeconds({ frame: startFrame - songStartFrame, fps });
  const endInSeconds = Math.min(
    song.durationInSeconds,
    frameToSeconds({ frame: endFrame - songStartFrame, fps }),
  );
  const shots: AutoCutShotProps[] = [...(props.shots ?? []), ...shotsOf(props.children)];
  const planned = shots.map((shot): PlannerShot => {
    const { children: _, ...data } = shot as AutoCutShotProps & { children?: ReactNode };
    return { ...data, prompt: promptOf(shot) };
  });
  // the options are plain data; equal data must not make the plan new
  const key = canonicalJson({ shots: planned, style, seed, repeat, useAll, lyricLines });
  const plan = useCutPlan({ song, startInSeconds, endInSeconds, key });
  tellDiscovery((sweep) =>
    sweep.addAutoCut({
      name,
      songPath,
      startFrame,
      songStartFrame,
      leadInSeconds,
      isBaked: baked !== undefined,
      plan,
      shots: planned,
    }),
  );
  if (baked !== undefined) return baked;
  return (
    <WrittenSeries name={name} leadInSeconds={leadInSeconds}>
      {elementsOf(plan, new Map(shots.map((shot) => [shot.id, shot])))}
    </WrittenSeries>
  );
}

/** Plans once for equal options, which `key` holds as JSON. */
const useCutPlan = ({
  song,
  startInSeconds,
  endInSeconds,
  key,
}: Pick<PlanCutsOptions, 'song'> & { startInSeconds: number; endInSeconds: number; key: string }): CutPlan =>
  useMemo(
    () =>
      planCuts({
        song,
        startInSeconds,
        endInSeconds,
        ...(JSON.parse(key) as Pick<PlanCutsOptions, 'shots'>),
      }),
    [song, startInSeconds, endInSeconds, key],
  );

/** The plan as children of a `<BeatSeries>`. */
const elementsOf = (plan: CutPlan, shots: ReadonlyMap<string, AutoCutShotProps>): ReactNode[] =>
  plan.slots.flatMap((slot, index) => {
    const cut = plan.cuts[index - 1];
    const shot = shots.get(slot.shotId)!; // the plan names no others
    const content =
      shot.children ?? (shot.prompt === undefined ? null : <GeneratedClip prompt={shot.prompt} />);
    const element = (
      <WrittenShot key={slot.id} id={slot.id} {...(cut && { at: { beat: cut.beat } })}>
        {withCutEffects(content, cut?.effects ?? [])}
      </WrittenShot>
    );
    if (cut === undefined || cut.transition.kind === 'cut') return [element];
    const { kind, lengthInBeats } = cut.transition;
    return [
      <BeatSeries.Transition
        key={`to ${slot.id}`}
        beats={lengthInBeats}
        presentation={presentationOf(kind)}
      />,
      element,
    ];
  });

/** See `AutoCutRoot`; `Shot` is its child. */
export const AutoCut: typeof AutoCutRoot & { Shot: typeof Shot } = Object.assign(AutoCutRoot, { Shot });
