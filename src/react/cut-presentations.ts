import { fade } from '@remotion/transitions/fade';
import type { TransitionPresentation } from '@remotion/transitions';
import type { CutTransitionKind } from '../edit/planner/cut-style.ts';
import { infiniteZoom } from './transitions/infinite-zoom.tsx';

/** How the planner's transitions look. `beatcut bake` writes the same calls (`src/node/bake/bake-source.ts`). */
// presentations differ in their props, which only they themselves read
// oxlint-disable-next-line typescript/no-explicit-any -- as Remotion's own TransitionSeries
export const presentationOf = (kind: Exclude<CutTransitionKind, 'cut'>): TransitionPresentation<any> =>
  kind === 'dissolve' ? fade() : infiniteZoom();
