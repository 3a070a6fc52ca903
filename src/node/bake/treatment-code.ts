import type { CutPlanEffect } from '../../edit/planner/cut-plan.ts';
import type { CutTransitionKind } from '../../edit/planner/cut-style.ts';
import type { ShotContent } from './find-auto-cut.ts';
import { indent } from './baked-source.ts';
import type { ImportableName } from './module-names.ts';

// what these look like is in `src/react/cut-presentations.tsx`

const named = (name: string, source: string): ImportableName => ({ imported: name, local: name, source });

/** How the planner's transitions are written. */
export const TRANSITION_CODE: Record<Exclude<CutTransitionKind, 'cut'>, ShotContent> = {
  dissolve: { code: 'fade()', imports: [named('fade', '@remotion/transitions/fade')] },
  dip: { code: 'dip()', imports: [named('dip', 'beatcut/transitions')] },
  'luma-reveal': { code: 'lumaReveal()', imports: [named('lumaReveal', 'beatcut/transitions')] },
  'whip-pan': { code: 'whipPan()', imports: [named('whipPan', 'beatcut/transitions')] },
  zoom: { code: 'infiniteZoom()', imports: [named('infiniteZoom', 'beatcut/transitions')] },
};

/** The code of a shot's content with the effects on the cut that it begins with. */
export function writeCutEffects(content: ShotContent, effects: readonly CutPlanEffect[]): ShotContent {
  let { code } = content;
  const imports = [...content.imports];
  for (const effect of effects) {
    if (effect.kind !== 'punch-in') continue;
    code = `<PunchIn on="${effect.on}" scale={${effect.scale}}>\n${indent(code, '  ')}\n</PunchIn>`;
    imports.push(named('PunchIn', 'beatcut/effects'));
  }
  for (const effect of effects) {
    if (effect.kind !== 'flash') continue;
    code += `\n<Flash on="${effect.on}" opacity={${effect.opacity}} />`;
    imports.push(named('Flash', 'beatcut/effects'));
  }
  return { code, imports };
}
