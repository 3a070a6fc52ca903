import type { ReactNode } from 'react';
import { AbsoluteFill } from 'remotion';

/** Darkens the picture so that words can be read on it: all of it a little, one side more. */
export const Shade = ({
  from = 'bottom',
  strength = 0.7,
}: {
  from?: 'bottom' | 'left' | 'middle';
  strength?: number;
}): ReactNode => (
  <AbsoluteFill
    style={{
      background: {
        bottom: `linear-gradient(to top, rgb(0 0 0 / ${strength}), transparent 65%)`,
        left: `linear-gradient(to right, rgb(0 0 0 / ${strength}), transparent 75%)`,
        middle: `radial-gradient(ellipse at center, rgb(0 0 0 / ${strength}), rgb(0 0 0 / ${strength * 0.35}))`,
      }[from],
    }}
  />
);
