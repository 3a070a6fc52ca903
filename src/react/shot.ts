import { createContext, useContext } from 'react';
import type { EditPlan, PlannedSlot } from '../edit/edit-plan.ts';
import type { SongMap } from '../song/song-map.ts';

/** The shot around a component, with the plan of its series and the song that its beats count in. */
export interface ShotContextValue {
  /** In frames of the composition, as is the plan. */
  slot: PlannedSlot;
  plan: EditPlan;
  song: SongMap;
}

/** The shot around a component. */
export const ShotContext: React.Context<ShotContextValue | null> = createContext<ShotContextValue | null>(
  null,
);

/** The shot of a `<BeatSeries>` around the component, or `null` outside of one; in frames of the composition. */
export const useShot = (): PlannedSlot | null => useContext(ShotContext)?.slot ?? null;

/** The plan of the innermost `<BeatSeries>` around the component in frames of the composition; `null` outside of one. */
export const useSeriesPlan = (): EditPlan | null => useContext(ShotContext)?.plan ?? null;
