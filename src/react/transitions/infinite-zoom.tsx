import type { ReactNode } from 'react';
import type { TransitionPresentation, TransitionPresentationComponentProps } from '@remotion/transitions';
import { Fill } from '../fill.tsx';
import { checkPoint, transitionFault } from './check-transition.ts';
import { portalMasks, portalReveal, smoothstep } from './portal.ts';

/** What `infiniteZoom` takes. */
export interface InfiniteZoomOptions {
  /** How many times the picture grows during the transition; 8 by default, above 1. */
  scale?: number;
  /** Where the next picture lies inside the last one, in 0–1 of width and height; the middle by default. */
  origin?: { x: number; y: number };
  /** `in` flies into the next shot, `out` draws back from the last one; `in` by default. */
  direction?: 'in' | 'out';
}

/** `Required` options of `infiniteZoom`, as its component gets them. */
export type InfiniteZoomProps = Required<InfiniteZoomOptions> & Record<string, unknown>;

/**
 * Where two nested pictures stand at a moment of the zoom. The inner picture sits in the outer one at `1/scale` of its
 * size, and both grow by the same factor, so they move as one picture. Growth is exponential in the eased progress: equal
 * times multiply the size by equal factors, which the eye sees as a constant speed.
 *
 * @param progress 0–1.
 * @returns scales of both pictures (1 fills the frame) and how far the inner one has come out of its feathered edge, 0–1.
 */
export function zoomAt(progress: number, scale: number): { outer: number; inner: number; reveal: number } {
  const outer = scale ** smoothstep(progress);
  const inner = outer / scale;
  return { outer, inner, reveal: portalReveal(progress) };
}

function InfiniteZoomPresentation({
  children,
  presentationDirection,
  presentationProgress,
  passedProps: { scale, origin, direction },
}: TransitionPresentationComponentProps<InfiniteZoomProps>): ReactNode {
  const isInner = (presentationDirection === 'entering') === (direction === 'in');
  // seen from the inner picture: how far the camera has flown towards it
  const progress = direction === 'in' ? presentationProgress : 1 - presentationProgress;
  const { outer, inner, reveal } = zoomAt(progress, scale);
  const masks = isInner ? portalMasks(progress) : [];
  const liesOnTop = isInner && direction === 'out' && progress > 0 && progress < 1;
  return (
    <Fill
      style={{
        transformOrigin: `${origin.x * 100}% ${origin.y * 100}%`,
        transform: `scale(${isInner ? inner : outer})`,
        opacity: isInner ? reveal : 1,
        // flying out, the inner picture is the old one, which the new one would otherwise cover
        ...(liesOnTop && { zIndex: 1 }),
        ...(masks.length > 0 && { maskImage: masks.join(', '), maskComposite: 'intersect' }),
      }}
    >
      {children}
    </Fill>
  );
}

/**
 * A transition that flies through a point of one shot into the next, which is nested in it.
 *
 * @throws BeatcutError `TRANSITION_INVALID` when `scale` is not above 1 or `origin` not inside the picture.
 */
export function infiniteZoom({
  scale = 8,
  origin = { x: 0.5, y: 0.5 },
  direction = 'in',
}: InfiniteZoomOptions = {}): TransitionPresentation<InfiniteZoomProps> {
  if (!(scale > 1)) {
    throw transitionFault(
      `infiniteZoom: scale must be above 1, but is ${scale}.`,
      'Values from 4 to 12 look best.',
    );
  }
  checkPoint('infiniteZoom', 'origin', origin);
  return { component: InfiniteZoomPresentation, props: { scale, origin, direction } };
}
