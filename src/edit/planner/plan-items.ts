import type { BeatSeriesItem } from '../beat-series-item.ts';
import type { CutPlan } from './cut-plan.ts';

/** A cut plan as the items of a beat series: what `<AutoCut>` shows and `beatcut bake` writes down. */
export const itemsOfPlan = ({ slots, cuts }: CutPlan): BeatSeriesItem[] =>
  slots.flatMap((slot, index): BeatSeriesItem[] => {
    const cut = cuts[index - 1];
    const shot: BeatSeriesItem = {
      kind: 'shot',
      id: slot.id,
      length: null,
      ...(cut && { at: { beat: cut.beat } }),
    };
    if (cut === undefined || cut.transition.kind === 'cut') return [shot];
    return [{ kind: 'transition', length: { beats: cut.transition.lengthInBeats } }, shot];
  });
