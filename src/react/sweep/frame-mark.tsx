import { useEffect, type ReactNode } from 'react';
import { useCurrentFrame } from 'remotion';
import { useAbsoluteStartFrame } from '../timeline.ts';

let mounted = 0;
let markedFrame = -1;

/**
 * Whether the components of a frame have run their effects, as far as anyone can tell: a sound on it has told Remotion
 * about itself then.
 */
export const isFrameMarked = (frame: number): boolean => mounted === 0 || markedFrame === frame;

/** Says on every frame when React has run the effects of all components. Stands in every sweep where beatcut does. */
export function FrameMark(): ReactNode {
  const frame = useAbsoluteStartFrame() + useCurrentFrame();
  useEffect(() => {
    mounted += 1;
    return () => void (mounted -= 1);
  }, []);
  useEffect(() => {
    markedFrame = frame;
  }, [frame]);
  return null;
}
