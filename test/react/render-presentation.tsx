import type { TransitionPresentation, TransitionPresentationComponentProps } from '@remotion/transitions';
import type { FC, ReactElement } from 'react';

/** One side of a transition around the text `shot`, as `TransitionSeries` draws it. */
export function presentationElement<Props extends Record<string, unknown>>(
  { component, props }: TransitionPresentation<Props>,
  direction: 'entering' | 'exiting',
  progress: number,
): ReactElement {
  const Presentation = component as FC<TransitionPresentationComponentProps<Props>>;
  return (
    <Presentation
      presentationDirection={direction}
      presentationProgress={progress}
      presentationDurationInFrames={16}
      passedProps={props}
      bothEnteringAndExiting={false}
      onElementImage={() => undefined}
      onUnmount={() => undefined}
    >
      shot
    </Presentation>
  );
}
