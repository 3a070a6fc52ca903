import {
  Children,
  Fragment,
  isValidElement,
  useMemo,
  type FC,
  type ReactElement,
  type ReactNode,
} from 'react';
import type { TransitionPresentation, TransitionPresentationComponentProps } from '@remotion/transitions';
import { useCurrentFrame, useVideoConfig } from 'remotion';
import { Fill } from '../fill.tsx';
import { BeatcutError } from '../../core/error.ts';
import type { EditPlan } from '../../edit/edit-plan.ts';
import { WrittenShot, type BeatSeriesShotProps } from '../beat-series-elements.tsx';
import { BeatSeries, WrittenSeries, type BeatSeriesProps } from '../beat-series.tsx';
import { useSeriesPlan } from '../shot.ts';
import { useSongContext } from '../song.tsx';
import { useAbsoluteStartFrame } from '../timeline.ts';
import { portalMasks, portalReveal } from './portal.ts';
import { createZoomPath, type ZoomJoint, type ZoomOrigin, type ZoomPath } from './zoom-path.ts';

/** Props of `<InfiniteZoom.Shot>`: those of `<BeatSeries.Shot>` and its place in the chain. */
export interface InfiniteZoomShotProps extends BeatSeriesShotProps {
  /**
   * The point of the shot in which its neighbour lies: the next shot when flying in, the one before when drawing back. In
   * 0.1–0.9 of width and height; the middle by default.
   */
  origin?: ZoomOrigin;
  /** How many times the neighbour in `origin` grows until it fills the frame; the chain's `scale` by default. */
  scale?: number;
}

/** Props of `<InfiniteZoom>`. */
export interface InfiniteZoomSeriesProps extends Omit<BeatSeriesProps, 'children'> {
  /** `in` flies from each shot into the next, `out` draws back from each into the next; `in` by default. */
  direction?: 'in' | 'out';
  /** How many times a nested shot grows until it fills the frame; above 1, 6 by default. */
  scale?: number;
  /** How long two shots are seen at once around each cut; 2 by default. The clips get handles of half of it. */
  overlapInBeats?: number;
  /**
   * How many times the picture grows in a bar between the cuts; at least 1, 1.25 by default. `constant` for one speed over
   * the whole chain: a shot then grows by `scale` in each `overlapInBeats`, so that both should be chosen to fit the shots.
   */
  driftPerBar?: number | 'constant';
  /** Whether the camera starts from rest and comes to rest; true by default. */
  ease?: boolean;
  /** `<InfiniteZoom.Shot>`s. */
  children?: ReactNode;
}

const fault = (message: string, hint: string): BeatcutError =>
  new BeatcutError({ code: 'INFINITE_ZOOM_INVALID', message, hint });

const Shot: FC<InfiniteZoomShotProps> = () => {
  throw fault(
    '<InfiniteZoom.Shot> stands outside of an <InfiniteZoom>.',
    'Make it a direct child of <InfiniteZoom>.',
  );
};

/** The shots among some children, with fragments opened. */
function shotsOf(children: ReactNode): InfiniteZoomShotProps[] {
  return Children.toArray(children).flatMap((child): InfiniteZoomShotProps[] => {
    if (isValidElement(child)) {
      const { type, props } = child as ReactElement<never>;
      if (type === Fragment) return shotsOf((props as { children?: ReactNode }).children);
      if (type === Shot) return [props];
    } else if (typeof child === 'string' && child.trim() === '') {
      return [];
    }
    throw fault(
      '<InfiniteZoom> takes only <InfiniteZoom.Shot> as children.',
      'Put hard cuts and gaps into a <BeatSeries> around it.',
    );
  });
}

/** A chain as plain data. */
interface ZoomChain {
  direction: 'in' | 'out';
  drift: number | 'constant';
  ease: boolean;
  shots: readonly { origin: ZoomOrigin; scale: number }[];
}

/** The camera's way through the shots of a plan; `picture` and `joint` count in the order of time. */
export function zoomOfPlan(chain: ZoomChain, { slots }: Pick<EditPlan, 'slots'>): ZoomPath {
  const isIn = chain.direction === 'in';
  // drawing back is flying in seen backwards: the outermost shot is the last one
  const ordered = isIn ? slots : slots.toReversed();
  const shots = isIn ? chain.shots : chain.shots.toReversed();
  const joints = ordered.slice(1).map((inner, index): ZoomJoint => {
    const [before, after] = isIn ? [ordered[index]!, inner] : [inner, ordered[index]!];
    const first = after.startFrame - after.handleBeforeInFrames;
    const last = before.endFrame + before.handleAfterInFrames;
    return {
      startFrame: isIn ? first : -last,
      endFrame: isIn ? last : -first,
      scale: shots[index]!.scale,
      origin: shots[index]!.origin,
    };
  });
  const path = createZoomPath({
    startFrame: isIn ? slots[0]!.startFrame : -slots.at(-1)!.endFrame,
    endFrame: isIn ? slots.at(-1)!.endFrame : -slots[0]!.startFrame,
    joints,
    lastOrigin: shots.at(-1)!.origin,
    drift: chain.drift,
    ease: chain.ease,
  });
  if (isIn) return path;
  return {
    depthAt: (frame) => path.depthAt(-frame),
    viewAt: (picture, frame) => path.viewAt(slots.length - 1 - picture, -frame),
    progressAt: (joint, frame) => path.progressAt(joints.length - 1 - joint, -frame),
  };
}

/** Shows both shots; they place themselves. Drawing back, the older one lies on top. */
const NestedPresentation: FC<TransitionPresentationComponentProps<{ oldOnTop: boolean }>> = ({
  children,
  presentationDirection,
  passedProps: { oldOnTop },
  presentationProgress,
}) => (
  <Fill
    style={
      oldOnTop && presentationDirection === 'exiting' && presentationProgress > 0 ? { zIndex: 1 } : undefined
    }
  >
    {children}
  </Fill>
);

/** One picture of the chain where the camera sees it. */
function ZoomedShot({
  chain,
  index,
  children,
}: {
  chain: ZoomChain;
  index: number;
  children?: ReactNode;
}): ReactNode {
  const plan = useSeriesPlan()!; // it stands in a shot of the <BeatSeries> below
  const frame = useAbsoluteStartFrame() + useCurrentFrame();
  const path = useMemo(() => zoomOfPlan(chain, plan), [chain, plan]);
  const { scale, x, y } = path.viewAt(index, frame);
  const isIn = chain.direction === 'in';
  // the joint in which this picture is the nested one
  const joint = isIn ? index - 1 : index;
  const progress = joint >= 0 && joint < chain.shots.length - 1 ? path.progressAt(joint, frame) : 1;
  const masks = portalMasks(progress);
  return (
    <Fill
      style={{
        transform: `translate(${x * 100}%, ${y * 100}%) scale(${scale})`,
        opacity: progress >= 1 ? 1 : portalReveal(progress),
        ...(masks.length > 0 && { maskImage: masks.join(', '), maskComposite: 'intersect' }),
      }}
    >
      {children}
    </Fill>
  );
}

/** Nearer to the border the camera would have to look beyond the picture where it glides to the next origin. */
const ORIGIN_MARGIN = 0.1;

function checkShot({ origin, scale }: { origin: ZoomOrigin; scale: number }, name: string): void {
  if (!(scale > 1)) {
    throw fault(
      `${name} of <InfiniteZoom>: scale must be above 1, but is ${scale}.`,
      'Values from 3 to 12 look best.',
    );
  }
  for (const value of [origin.x, origin.y]) {
    if (!(value >= ORIGIN_MARGIN && value <= 1 - ORIGIN_MARGIN)) {
      throw fault(
        `${name} of <InfiniteZoom>: origin must lie within 0.1–0.9 of the picture, but is ${origin.x}, ${origin.y}.`,
        'The middle is {x: 0.5, y: 0.5}.',
      );
    }
  }
}

/**
 * A chain of any number of shots, each nested in the one before it, through which the camera flies without a stop: size,
 * speed and direction of the movement have no jump at the cuts. It lays its shots on the song's beats as `<BeatSeries>`
 * does; each cut lies in the middle of the time in which two shots are seen.
 *
 * A picture is shown at up to `scale` times its size while the next one covers it, so the clips' own size sets how sharp
 * the film can be.
 *
 * @throws BeatcutError `INFINITE_ZOOM_INVALID` for a scale, drift, origin or child that is none.
 *
 * @example
 * <InfiniteZoom scale={6}>
 *   <InfiniteZoom.Shot bars={2} origin={{x: 0.7, y: 0.4}}><GeneratedClip prompt="…" /></InfiniteZoom.Shot>
 *   <InfiniteZoom.Shot bars={2}><GeneratedClip prompt="…" /></InfiniteZoom.Shot>
 * </InfiniteZoom>
 */
function InfiniteZoomRoot({
  direction = 'in',
  scale = 6,
  overlapInBeats = 2,
  driftPerBar = 1.25,
  ease = true,
  children,
  ...series
}: InfiniteZoomSeriesProps): ReactNode {
  const { clock } = useSongContext('<InfiniteZoom>');
  const { fps } = useVideoConfig();
  const shots = shotsOf(children);
  if (driftPerBar !== 'constant' && !(driftPerBar >= 1)) {
    throw fault(
      `<InfiniteZoom>: driftPerBar must be at least 1, but is ${driftPerBar}.`,
      'Use 1 to stand still between the cuts, and direction="out" to draw back.',
    );
  }
  const places = shots.map(({ origin = { x: 0.5, y: 0.5 }, scale: own = scale }) => ({ origin, scale: own }));
  for (const [index, place] of places.entries()) checkShot(place, `Shot ${shots[index]!.id ?? index + 1}`);
  const barInSeconds = clock.timeOfBeat(clock.beatOfBar(1)) - clock.timeOfBeat(clock.beatOfBar(0));
  const drift = driftPerBar === 'constant' ? driftPerBar : Math.log(driftPerBar) / (barInSeconds * fps);
  const chain: ZoomChain = { direction, drift, ease, shots: places };
  const presentation: TransitionPresentation<{ oldOnTop: boolean }> = {
    component: NestedPresentation,
    props: { oldOnTop: direction === 'out' },
  };
  return (
    <Fill style={{ overflow: 'hidden' }}>
      <WrittenSeries {...series}>
        {shots.map(({ children: picture, ...shot }, index) => (
          <Fragment key={shot.id ?? index}>
            {index > 0 && <BeatSeries.Transition beats={overlapInBeats} presentation={presentation} />}
            <WrittenShot {...shot}>
              <ZoomedShot chain={chain} index={index}>
                {picture}
              </ZoomedShot>
            </WrittenShot>
          </Fragment>
        ))}
      </WrittenSeries>
    </Fill>
  );
}

/** See `InfiniteZoomRoot`; `Shot` is its child. */
export const InfiniteZoom: typeof InfiniteZoomRoot & { Shot: typeof Shot } = Object.assign(InfiniteZoomRoot, {
  Shot,
});
