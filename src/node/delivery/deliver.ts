import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { BeatcutError } from '../../core/error.ts';
import type { Project } from '../project.ts';
import type { Provenance } from '../provenance/describe-provenance.ts';
import { readFilmRecord, writeFilmRecord } from '../verify/film-record.ts';
import { deliverFilm, type DeliveredFilm, type DeliverFilmOptions } from './deliver-film.ts';
import { writeDescriptions, type FilmDescriptions } from './describe-film.ts';
import { provenanceFileOf } from './finish-film.ts';

/** What `deliver` takes. */
export interface DeliverOptions extends DeliverFilmOptions {
  project: Project;
}

/** What `deliver` gives. */
export interface DeliverResult {
  films: DeliveredFilm[];
  descriptions: FilmDescriptions;
}

/**
 * Encodes a film that was rendered here for the places that it goes to, and writes what goes with it. Each file appears
 * complete or not at all and is remembered with its plan at once, so that `beatcut verify` knows it; one that was made from
 * the same film with the same settings is kept.
 *
 * @throws BeatcutError `FILM_UNKNOWN` for a film that was not rendered here or was changed since; as `deliverFilm`.
 */
export async function deliver(options: DeliverOptions): Promise<DeliverResult> {
  const { project, path: film, signal } = options;
  const { storeDir, projectDir, publicDir, description } = project.config;
  const known = await readFilmRecord({ storeDir, projectDir, outputFile: film });
  const provenance = await readFile(provenanceFileOf(film), 'utf8').catch(() => null);
  if (known?.isSameFile !== true || provenance === null) {
    throw new BeatcutError({
      code: 'FILM_UNKNOWN',
      message: `Nothing is known of how ${film} was rendered, or it was changed since.`,
      hint: 'Render it with: npx beatcut render <composition>',
    });
  }
  const { sha256, plan } = known.record;
  const films = await deliverFilm({
    ...options,
    isKnown: async (file, settingsHash) => {
      if (!existsSync(file)) return false;
      const there = await readFilmRecord({ storeDir, projectDir, outputFile: file });
      const made = there?.isSameFile === true ? there.record.madeFrom : undefined;
      return made?.sha256 === sha256 && made.settingsHash === settingsHash;
    },
    onDelivered: async ({ file, width, height, settingsHash }) => {
      await writeFilmRecord({
        storeDir,
        projectDir,
        outputFile: file,
        plan: { ...plan, width, height },
        madeFrom: { sha256, settingsHash },
      });
    },
  });
  const descriptions = await writeDescriptions({
    path: film,
    plan,
    provenance: JSON.parse(provenance) as Provenance, // written by this program with the film
    publicDir,
    template: description,
    signal,
  });
  return { films, descriptions };
}
