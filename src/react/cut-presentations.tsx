import type { ReactNode } from 'react';
import { fade } from '@remotion/transitions/fade';
import type { TransitionPresentation } from '@remotion/transitions';
import type { CutPlanEffect } from '../edit/planner/cut-plan.ts';
import type { CutTransitionKind } from '../edit/planner/cut-style.ts';
import { Flash } from './effects/flash.tsx';
import { PunchIn } from './effects/punch-in.tsx';
import { dip } from './transitions/dip.tsx';
import { infiniteZoom } from './transitions/infinite-zoom.tsx';
import { lumaReveal } from './transitions/luma-reveal.tsx';
import { whipPan } from './transitions/whip-pan.tsx';

// `beatcut bake` writes the same calls and elements (`src/node/bake/treatment-code.ts`)

/** How the planner's transitions look. */
export function presentationOf(
  kind: Exclude<CutTransitionKind, 'cut'>,
  // presentations differ in their props, which only they themselves read
  // oxlint-disable-next-line typescript/no-explicit-any -- as Remotion's own TransitionSeries
): TransitionPresentation<any> {
  switch (kind) {
    case 'dissolve':
      return fade();
    case 'dip':
      return dip();
    case 'luma-reveal':
      return lumaReveal();
    case 'whip-pan':
      return whipPan();
    case 'zoom':
      return infiniteZoom();
  }
}

/** A shot's content with the effects on the cut that it begins with. */
export function withCutEffects(content: ReactNode, effects: readonly CutPlanEffect[]): ReactNode {
  if (effects.length === 0) return content;
  let moved = content;
  for (const effect of effects) {
    if (effect.kind === 'punch-in')
      moved = (
        <PunchIn on={effect.on} scale={effect.scale}>
          {moved}
        </PunchIn>
      );
  }
  return (
    <>
      {moved}
      {effects.map((effect) =>
        effect.kind === 'flash' ? <Flash key="flash" on={effect.on} opacity={effect.opacity} /> : null,
      )}
    </>
  );
}
