import { createContext, useContext, type ReactNode } from 'react';

const SourceAspectRatioContext = createContext<string | null>(null);

/** Props of `<Reframe>`. */
export interface ReframeProps {
  /** Width to height of the clips that exist: `16:9`. */
  from: string;
  children?: ReactNode;
}

/**
 * Lets the clips inside ask for another aspect ratio than the composition's, so that a format is cut out of the clips of
 * another one and nothing is ordered for it. Each clip's `focus` says what stays in sight.
 */
export const Reframe = ({ from, children }: ReframeProps): ReactNode => (
  <SourceAspectRatioContext.Provider value={from}>{children}</SourceAspectRatioContext.Provider>
);

/** The aspect ratio that clips ask for, or `null` for the composition's. */
export const useSourceAspectRatio = (): string | null => useContext(SourceAspectRatioContext);
