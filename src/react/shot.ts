import { createContext, useContext } from 'react';
import type { PlannedSlot } from '../edit/edit-plan.ts';

/** The shot around a component. */
export const ShotContext: React.Context<PlannedSlot | null> = createContext<PlannedSlot | null>(null);

/** The shot of a `<BeatSeries>` around the component, or `null` outside of one; in frames of the composition. */
export const useShot = (): PlannedSlot | null => useContext(ShotContext);
