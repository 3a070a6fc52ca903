import type { ReactNode } from 'react';
import type { TransitionPresentation, TransitionPresentationComponentProps } from '@remotion/transitions';
import { Fill } from '../fill.tsx';

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
  if (presentationDirection === 'exiting') return <Fill>{children}</Fill>;
  // the next shot lies above the one before it, and stays out of sight until everything is covered
  return (
    <Fill>
      <Fill style={{ opacity: presentationProgress < 0.5 ? 0 : 1 }}>{children}</Fill>
      {presentationProgress < 1 && (
        <Fill style={{ backgroundColor: color, opacity: dipAt(presentationProgress) }} />
      )}
    </Fill>
  );
}

/** A transition through a colour: the shot goes down into it, the next one comes up out of it. */
export const dip = ({ color = 'black' }: DipOptions = {}): TransitionPresentation<DipProps> => ({
  component: DipPresentation,
  props: { color },
});
