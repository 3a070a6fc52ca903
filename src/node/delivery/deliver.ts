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
 * Encodes a film that was rendered here for the places that it goes to, and writes what goes with it. Each file is
 * remembered with its plan, so that `beatcut verify` knows it.
 *
 * @throws BeatcutError `FILM_UNKNOWN` for a film that was not rendered here; as `deliverFilm`.
 */
export async function deliver(options: DeliverOptions): Promise<DeliverResult> {
  const { project, path: film, signal } = options;
  const { config } = project;
  const known = await readFilmRecord({
    storeDir: config.storeDir,
    projectDir: config.projectDir,
    outputFile: film,
  });
  const provenance = await readFile(provenanceFileOf(film), 'utf8').catch(() => null);
  if (known === null || provenance === null) {
    throw new BeatcutError({
      code: 'FILM_UNKNOWN',
      message: `Nothing is known of how ${film} was rendered.`,
      hint: 'Render it with: npx beatcut render <composition>',
    });
  }
  const films = await deliverFilm(options);
  for (const { file, width, height } of films) {
    const plan = { ...known.record.plan, width, height };
    await writeFilmRecord({
      storeDir: config.storeDir,
      projectDir: config.projectDir,
      outputFile: file,
      plan,
    });
  }
  const descriptions = await writeDescriptions({
    path: film,
    plan: known.record.plan,
    provenance: JSON.parse(provenance) as Provenance, // written by this program with the film
    publicDir: config.publicDir,
    template: config.description,
    signal,
  });
  return { films, descriptions };
}
