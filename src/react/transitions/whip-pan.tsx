import { useId, type ReactNode } from 'react';
import type { TransitionPresentation, TransitionPresentationComponentProps } from '@remotion/transitions';
import { useVideoConfig } from 'remotion';
import { Fill } from '../fill.tsx';
import { transitionFault } from './check-transition.ts';

/** What `whipPan` takes. */
export interface WhipPanOptions {
  /** Where the camera turns to; `right` by default. */
  direction?: 'left' | 'right' | 'up' | 'down';
  /** How strongly the picture is smeared at full speed, as a share of the frame's length; 0–0.5, 0.08 by default. */
  blur?: number;
}

/** `Required` options of `whipPan`, as its component gets them. */
export type WhipPanProps = Required<WhipPanOptions> & Record<string, unknown>;

/** Where both pictures of a whip pan lie. All in lengths of the frame. */
export interface WhipPlace {
  /** How far the ending shot has gone, 0–1. */
  gone: number;
  /** How far the beginning shot still is from its place, 0–1. */
  ahead: number;
  /** How much of the beginning shot, at the edge that comes first, is seen through: exactly what lies over the ending one. */
  shared: number;
  /** Speed relative to the fastest, 0–1. */
  speed: number;
}

/**
 * A camera that is thrown round starts and stops gently and is fastest in the middle (the smoother step 6x⁵ − 15x⁴ + 10x³ of
 * K. Perlin, "Improving noise", SIGGRAPH, 2002, here called s). Two pictures edge to edge would show a straight seam that no
 * camera sees, so the ending shot lags behind (s²) and the beginning one runs ahead ((1 − s)² from its place): they share
 * 2s (1 − s) of the frame, half of it in the middle, where one melts into the other while both are smeared most.
 */
export const whipAt = (progress: number): WhipPlace => {
  const turned = progress ** 3 * (progress * (6 * progress - 15) + 10);
  return {
    gone: turned ** 2,
    ahead: (1 - turned) ** 2,
    shared: 2 * turned * (1 - turned),
    speed: 16 * progress ** 2 * (1 - progress) ** 2,
  };
};

/** Where an edge that melts lets how much through, 0–1 each: a smooth step, so that it has no border of its own. */
const MELT = [0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1].map((at) => ({
  at,
  opacity: at * at * (3 - 2 * at),
}));
/** Which way the picture that comes in gets solid, by where the camera turns to. */
const SOLID_TOWARDS = { right: 'right', left: 'left', down: 'bottom', up: 'top' } as const;

function WhipPanPresentation({
  children,
  presentationDirection,
  presentationProgress,
  passedProps: { direction, blur },
}: TransitionPresentationComponentProps<WhipPanProps>): ReactNode {
  const { width, height } = useVideoConfig();
  const id = `beatcut-whip-${useId().replaceAll(/[^\w-]/g, '')}`;
  const { gone, ahead, shared, speed } = whipAt(presentationProgress);
  const isExiting = presentationDirection === 'exiting';
  const isSideways = direction === 'left' || direction === 'right';
  const sign = direction === 'right' || direction === 'down' ? 1 : -1;
  const shift = sign * (isExiting ? -gone : ahead) * 100;
  const deviation = speed * blur * (isSideways ? width : height);
  const isBlurred = deviation > 0.2;
  const stops = MELT.map(({ at, opacity }) => `rgb(0 0 0 / ${opacity}) ${at * shared * 100}%`);
  return (
    <Fill
      style={{
        transform: isSideways ? `translateX(${shift}%)` : `translateY(${shift}%)`,
        ...(!isExiting &&
          shared > 0 && {
            maskImage: `linear-gradient(to ${SOLID_TOWARDS[direction]}, ${stops.join(', ')})`,
          }),
      }}
    >
      {isBlurred && (
        <svg width={0} height={0} style={{ position: 'absolute' }}>
          {/* at the border half of what is smeared is nothing: twice the opacity, or it would fade away there */}
          <filter id={id} x="0" y="0" width="1" height="1" colorInterpolationFilters="sRGB">
            <feGaussianBlur stdDeviation={isSideways ? `${deviation} 0` : `0 ${deviation}`} />
            <feComponentTransfer>
              <feFuncA type="linear" slope={2} />
            </feComponentTransfer>
          </filter>
        </svg>
      )}
      <Fill style={isBlurred ? { filter: `url(#${id})` } : undefined}>{children}</Fill>
    </Fill>
  );
}

/**
 * A transition as if the camera were thrown round: both shots rush past, smeared along their way, and melt into each other where
 * they meet.
 *
 * @throws BeatcutError `TRANSITION_INVALID`.
 */
export function whipPan({
  direction = 'right',
  blur = 0.08,
}: WhipPanOptions = {}): TransitionPresentation<WhipPanProps> {
  if (!(blur >= 0 && blur <= 0.5)) {
    throw transitionFault(
      `whipPan: blur must be 0–0.5 of the frame, but is ${blur}.`,
      'Values around 0.08 look like a real camera.',
    );
  }
  if (!['left', 'right', 'up', 'down'].includes(direction)) {
    throw transitionFault(
      `whipPan: direction must be left, right, up or down, but is "${direction}".`,
      'It says where the camera turns to.',
    );
  }
  return { component: WhipPanPresentation, props: { direction, blur } };
}
