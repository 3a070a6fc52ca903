import { createContext, useContext } from 'react';
import type { EditPlan, PlannedSlot } from '../edit/edit-plan.ts';

/** The shot around a component. */
export const ShotContext: React.Context<PlannedSlot | null> = createContext<PlannedSlot | null>(null);

/** The shot of a `<BeatSeries>` around the component, or `null` outside of one; in frames of the composition. */
export const useShot = (): PlannedSlot | null => useContext(ShotContext);

/** The plan of the series around a component. */
export const SeriesPlanContext: React.Context<EditPlan | null> = createContext<EditPlan | null>(null);

/** The plan of the innermost `<BeatSeries>` around the component in frames of the composition; `null` outside of one. */
export const useSeriesPlan = (): EditPlan | null => useContext(SeriesPlanContext);
