import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { mergeTreatments, type TreatmentSettings } from '../clips/treatment.ts';

const TreatmentContext = createContext<TreatmentSettings>({});

/** Props of `<Treatment>`. */
export interface TreatmentProps extends TreatmentSettings {
  children?: ReactNode;
}

/** Look, style, characters, pictures, negative prompt and seed for all clips inside. Treatments nest. */
export function Treatment({ children, ...settings }: TreatmentProps): ReactNode {
  const outer = useContext(TreatmentContext);
  const key = JSON.stringify(settings);
  // the settings are plain data; equal data must not make the clips inside new
  const merged = useMemo(() => mergeTreatments(outer, JSON.parse(key) as TreatmentSettings), [outer, key]);
  return <TreatmentContext.Provider value={merged}>{children}</TreatmentContext.Provider>;
}

/** The treatment around a component. */
export const useTreatment = (): TreatmentSettings => useContext(TreatmentContext);
