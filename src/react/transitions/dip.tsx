import type { ReactNode } from 'react';
import type { TransitionPresentation, TransitionPresentationComponentProps } from '@remotion/transitions';
import { AbsoluteFill } from 'remotion';

/** What `dip` takes. */
export interface DipOptions {
  /** Any CSS colour; black by default. White is a flash: mind docs/effects.md. */
  color?: string;
}

/** `Required` options of `dip`, as its component gets them. */
export type DipProps = Required<DipOptions> & Record<string, unknown>;

/** How much of the colour lies over the picture at a progress of 0–1: all of it in the middle. */
export const dipAt = (progress: number): number => 1 - Math.abs(2 * progress - 1);

function DipPresentation({
  children,
  presentationDirection,
  presentationProgress,
  passedProps: { color },
}: TransitionPresentationComponentProps<DipProps>): ReactNode {
  if (presentationDirection === 'exiting') return <AbsoluteFill>{children}</AbsoluteFill>;
  // the next shot lies above the one before it, and stays out of sight until everything is covered
  return (
    <AbsoluteFill>
      <AbsoluteFill style={{ opacity: presentationProgress < 0.5 ? 0 : 1 }}>{children}</AbsoluteFill>
      {presentationProgress < 1 && (
        <AbsoluteFill style={{ backgroundColor: color, opacity: dipAt(presentationProgress) }} />
      )}
    </AbsoluteFill>
  );
}

/** A transition through a colour: the shot goes down into it, the next one comes up out of it. */
export const dip = ({ color = 'black' }: DipOptions = {}): TransitionPresentation<DipProps> => ({
  component: DipPresentation,
  props: { color },
});
