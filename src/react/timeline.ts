import { useContext } from 'react';
import { Internals } from 'remotion';

/**
 * The composition's frame at which the innermost sequence around the component begins, so that
 * `useAbsoluteStartFrame() + useCurrentFrame()` is the composition's frame. Remotion gives only the frame inside the
 * sequence; the sum of all starts above it stands in its sequence context.
 */
export function useAbsoluteStartFrame(): number {
  const sequence = useContext(Internals.SequenceContext);
  return sequence === null ? 0 : sequence.cumulatedFrom + sequence.relativeFrom;
}
