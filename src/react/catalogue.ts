import { CATALOGUE_PATH, emptyCatalogue, parseCatalogue, type Catalogue } from '../clips/catalogue.ts';
import { useStaticDocument } from './static-document.ts';

const load = (text: string | null): Catalogue =>
  text === null ? emptyCatalogue() : parseCatalogue({ text, path: CATALOGUE_PATH });

/** The clips that are there. A render waits for it; in Studio it is read again whenever a clip arrives. */
export const useCatalogue = (): Catalogue | null => useStaticDocument({ path: CATALOGUE_PATH, load });
