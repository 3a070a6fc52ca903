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

/**
 * How far a camera that is thrown round has turned, 0–1, and its speed relative to the fastest: it starts and stops gently
 * and is fastest in the middle (the smoother step 6x⁵ − 15x⁴ + 10x³ of K. Perlin, "Improving noise", SIGGRAPH, 2002).
 */
export const whipAt = (progress: number): { turned: number; speed: number } => ({
  turned: progress ** 3 * (progress * (6 * progress - 15) + 10),
  speed: 16 * progress ** 2 * (1 - progress) ** 2,
});

function WhipPanPresentation({
  children,
  presentationDirection,
  presentationProgress,
  passedProps: { direction, blur },
}: TransitionPresentationComponentProps<WhipPanProps>): ReactNode {
  const { width, height } = useVideoConfig();
  const id = `beatcut-whip-${useId().replaceAll(/[^\w-]/g, '')}`;
  const { turned, speed } = whipAt(presentationProgress);
  const isSideways = direction === 'left' || direction === 'right';
  const sign = direction === 'right' || direction === 'down' ? -1 : 1;
  const shift = sign * (presentationDirection === 'exiting' ? turned : turned - 1) * 100;
  const deviation = speed * blur * (isSideways ? width : height);
  const isBlurred = deviation > 0.2;
  return (
    <Fill style={{ transform: isSideways ? `translateX(${shift}%)` : `translateY(${shift}%)` }}>
      {isBlurred && (
        <svg width={0} height={0} style={{ position: 'absolute' }}>
          {/* the edge goes on beyond the picture, or its border would fade to black */}
          <filter id={id} x="0" y="0" width="1" height="1" colorInterpolationFilters="sRGB">
            <feGaussianBlur
              stdDeviation={isSideways ? `${deviation} 0` : `0 ${deviation}`}
              edgeMode="duplicate"
            />
          </filter>
        </svg>
      )}
      <Fill style={isBlurred ? { filter: `url(#${id})` } : undefined}>{children}</Fill>
    </Fill>
  );
}

/**
 * A transition as if the camera were thrown round: both shots rush past side by side, smeared along their way.
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
