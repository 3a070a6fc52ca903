import { useEffect, useState, type ReactNode } from 'react';
import { useDelayRender } from 'remotion';
import '@fontsource/luckiest-guy/latin-400.css';
import '@fontsource/permanent-marker/latin-400.css';
import '@fontsource/roboto-slab/latin-300.css';
import '@fontsource/roboto-slab/latin-800.css';
import '@fontsource/special-elite/latin-400.css';

/** The examples' typefaces; all come from npm under the Apache licence, so that every machine draws the same letters. */
export const FONTS = {
  slab: '"Roboto Slab", serif',
  marker: '"Permanent Marker", cursive',
  typewriter: '"Special Elite", monospace',
  loud: '"Luckiest Guy", sans-serif',
} as const;

/** Draws its children once their typefaces are there; a render waits for them. */
export function WithFonts({ children }: { children: ReactNode }): ReactNode {
  const { delayRender, continueRender, cancelRender } = useDelayRender();
  const [handle] = useState(() => delayRender('Loading typefaces'));
  const [isLoaded, setLoaded] = useState(false);
  useEffect(() => {
    Promise.all([...document.fonts].map((font) => font.load())).then(() => {
      setLoaded(true);
      continueRender(handle);
    }, cancelRender);
  }, [handle, continueRender, cancelRender]);
  return isLoaded ? children : null;
}
