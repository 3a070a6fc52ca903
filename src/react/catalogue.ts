import { CATALOGUE_PATH, emptyCatalogue, parseCatalogue, type Catalogue } from '../clips/catalogue.ts';
import { createDocumentCache, useStaticDocument } from './static-document.ts';

const catalogueAt = createDocumentCache((text, path): Catalogue =>
  text === null ? emptyCatalogue() : parseCatalogue({ text, path }),
);

/** The clips that are there. A render waits for it; in Studio it is read again whenever a clip arrives. */
export const useCatalogue = (): Catalogue | null => useStaticDocument(catalogueAt(CATALOGUE_PATH));
