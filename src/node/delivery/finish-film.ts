import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { VERSION as REMOTION_VERSION } from 'remotion/version';
import packageJson from '../../../package.json' with { type: 'json' };
import { BeatcutError } from '../../core/error.ts';
import { parseSongMap, songMapPathOf, type SongSource } from '../../song/song-map.ts';
import type { ClipWithStatus } from '../film/clip-status.ts';
import type { Discovery } from '../film/discover-clips.ts';
import type { Film } from '../film/open-film.ts';
import type { Project } from '../project.ts';
import {
  describeProvenance,
  formatCredits,
  type DescribeProvenanceOptions,
} from '../provenance/describe-provenance.ts';
import { digitalSourceTypeUrl, filmSourceTypeOf } from '../provenance/digital-source-type.ts';
import { signFilm } from '../provenance/sign-film.ts';
import { writeXmp } from '../provenance/xmp.ts';
import { hashFile } from '../hash-file.ts';
import { describeFilmPlan } from '../verify/film-plan.ts';
import { writeFilmRecord } from '../verify/film-record.ts';
import { verifyFilm, type VerifyReport } from '../verify/verify-film.ts';
import { writeFileAtomic } from '../write-file-atomic.ts';

/** What `finishFilm` takes. */
export interface FinishFilmOptions {
  project: Project;
  film: Film;
  discovery: Discovery;
  clips: readonly ClipWithStatus[];
  /** The film, just rendered. Metadata are written into it. */
  outputFile: string;
  /** Its size in pixels. */
  size: { width: number; height: number };
  /** Reuse what was heard before in the very same sound; true by default. */
  useCache?: boolean;
  signal?: AbortSignal | undefined;
  /** Called with how far the measuring is, 0–1. */
  onProgress?: ((share: number) => void) | undefined;
}

/**
 * What happens to a film once its picture and sound are in the file: the digital source type goes into its metadata, it is
 * signed if the config names an identity, its plan is remembered under its bytes, where it came from is written beside it,
 * and it is measured.
 *
 * @throws BeatcutError as `writeXmp` and `signFilm`; the film itself is complete then.
 */
export async function finishFilm(options: FinishFilmOptions): Promise<VerifyReport> {
  const { project, film, discovery, clips, outputFile, size, useCache = true, signal, onProgress } = options;
  const { config, store } = project;
  const { id, fps, durationInFrames } = film.composition;
  const shown = clips.flatMap(({ clip, status }) => ('take' in status ? [{ clip, take: status.take }] : []));
  const digitalSourceType = digitalSourceTypeUrl(filmSourceTypeOf(shown.map(({ take }) => take)));
  // no date: the same film has the same bytes
  await writeXmp({
    file: outputFile,
    xmp: { digitalSourceType, title: id, creatorTool: `beatcut ${packageJson.version}` },
  });
  if (config.signing !== undefined) {
    await signFilm({
      path: outputFile,
      title: path.basename(outputFile),
      digitalSourceType,
      ingredients: shown.map(({ clip, take }) => ({ path: store.pathOf(take), title: clip.shotId })),
      certificatePem: await readPem(config.signing.certificate),
      privateKeyPem: await readPem(config.signing.privateKey),
    });
  }
  const plan = await describeFilmPlan({ film, discovery, publicDir: config.publicDir, size, signal });
  await writeFilmRecord({ storeDir: config.storeDir, projectDir: config.projectDir, outputFile, plan });
  await writeProvenance({
    outputFile,
    description: {
      file: outputFile,
      sha256: await hashFile(outputFile),
      composition: { id, fps, durationInFrames, ...size },
      clips: shown,
      songs: await Promise.all(
        film.songs.map(async (song) => ({ path: song, source: await readSource(config.publicDir, song) })),
      ),
      settings: config.provenance,
      tools: { remotion: REMOTION_VERSION },
      renderedAt: new Date(),
    },
  });
  return verifyFilm({
    path: outputFile,
    plan,
    songFileOf: (song) => path.join(config.publicDir, song),
    limits: config.verify,
    ...(useCache && {
      soundsDir: path.join(config.storeDir, 'sounds'),
      picturesDir: path.join(config.storeDir, 'segments', 'pictures'),
    }),
    hearBeats: false, // the songs have been heard already; `beatcut verify` hears the film itself
    signal,
    ...(onProgress && { onProgress }),
  });
}

/** Where a film's provenance lies: beside it. */
export const provenanceFileOf = (outputFile: string): string =>
  `${outputFile.slice(0, -path.extname(outputFile).length)}.provenance.json`;

async function writeProvenance({
  outputFile,
  description,
}: {
  outputFile: string;
  description: DescribeProvenanceOptions;
}): Promise<void> {
  const provenance = describeProvenance(description);
  const file = provenanceFileOf(outputFile);
  await writeFileAtomic({ path: file, data: `${JSON.stringify(provenance, null, 2)}\n` });
  await writeFileAtomic({
    path: file.replace(/\.provenance\.json$/, '.credits.txt'),
    data: formatCredits(provenance, description.settings?.credits),
  });
}

async function readSource(publicDir: string, song: string): Promise<SongSource | undefined> {
  const file = path.join(publicDir, songMapPathOf(song));
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? undefined : parseSongMap({ text, path: file }).source;
}

async function readPem(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new BeatcutError({
      code: 'SIGNING_KEY_INVALID',
      message: `The file ${file} of the identity to sign with can't be read.`,
      hint: 'Correct signing.certificate and signing.privateKey in beatcut.config.ts.',
      cause,
    });
  });
}
