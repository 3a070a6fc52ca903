import { constants } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { takesInOrder } from '../../clips/lock-file.ts';
import type { Take } from '../../clips/take.ts';
import { BeatcutError } from '../../core/error.ts';
import { shortHash } from '../../core/hash.ts';
import type { EditSequence } from '../../interchange/edit-sequence.ts';
import { serializeEdl, serializeMarkerEdl } from '../../interchange/edl.ts';
import { serializeFcpxml } from '../../interchange/fcpxml.ts';
import { serializeOtio } from '../../interchange/otio.ts';
import { serializeXmeml } from '../../interchange/xmeml.ts';
import { analyzeSongFile } from '../analyze-song-file.ts';
import { commandFor } from '../film/command-for.ts';
import { planFilm } from '../film/plan-film.ts';
import type { Project } from '../project.ts';
import { writeFileAtomic } from '../write-file-atomic.ts';
import { buildSequence, type BuildSequenceOptions, type MarkerDetail } from './build-sequence.ts';
import { placeSong } from './place-song.ts';

/** A format of another program. */
export interface EditFormat {
  /** What `--to` is given. */
  id: string;
  /** Ending of the file, without the dot. */
  extension: string;
  /** What a person gets, in one line. */
  description: string;
  serialize: (sequence: EditSequence) => string;
}

/** All formats that an edit can be exported to. */
export const EDIT_FORMATS: readonly EditFormat[] = [
  {
    id: 'otio',
    extension: 'otio',
    description: 'OpenTimelineIO, read by DaVinci Resolve from 18.5, Premiere Pro, Avid and many tools',
    serialize: serializeOtio,
  },
  {
    id: 'premiere',
    extension: 'xml',
    description: 'Final Cut Pro 7 XML; in Premiere Pro: File > Import',
    serialize: serializeXmeml,
  },
  {
    id: 'resolve',
    extension: 'fcpxml',
    description: 'Final Cut Pro XML 1.8; in DaVinci Resolve: File > Import > Timeline',
    serialize: serializeFcpxml,
  },
  {
    id: 'edl',
    extension: 'edl',
    description: 'CMX 3600 edit decision list, for everything else',
    serialize: serializeEdl,
  },
  {
    id: 'markers',
    extension: 'markers.edl',
    description: 'Markers for a timeline of DaVinci Resolve: Timelines > Import > Timeline Markers from EDL',
    serialize: serializeMarkerEdl,
  },
];

/**
 * The format of an id.
 *
 * @throws BeatcutError `USAGE`.
 */
export function requireEditFormat(id: string): EditFormat {
  const format = EDIT_FORMATS.find((candidate) => candidate.id === id);
  if (format !== undefined) return format;
  throw new BeatcutError({
    code: 'USAGE',
    message: `--to takes ${EDIT_FORMATS.map((known) => known.id).join(', ')}; got "${id}".`,
  });
}

/** What `exportEdit` takes. */
export interface ExportEditOptions {
  project: Project;
  compositionId: string;
  inputProps?: Record<string, unknown> | undefined;
  format: EditFormat;
  /** The file to write, absolute. */
  outputFile: string;
  /** `beats` by default. */
  markers?: MarkerDetail | undefined;
  /** Timecode of the first frame; `01:00:00:00` by default. */
  startTimecode?: string | undefined;
  /** Name media by paths relative to the file, or by absolute ones; `relative` by default. */
  paths?: 'relative' | 'absolute';
  /** Copy all takes and the song into a folder beside the file, under names that people can read; false by default. */
  collect?: boolean;
  signal?: AbortSignal | undefined;
  onProgress?: ((step: string) => void) | undefined;
}

/** What `exportEdit` gives. */
export interface ExportEditResult {
  outputFile: string;
  sequence: EditSequence;
  /** Where the media were copied to, or `null`. */
  mediaFolder: string | null;
  warnings: string[];
}

/**
 * Writes a composition's edit for another program.
 *
 * @throws BeatcutError as `planFilm`; `EXPORT_EMPTY` when no clip has a take.
 */
export async function exportEdit(options: ExportEditOptions): Promise<ExportEditResult> {
  const { project, compositionId, inputProps, format, outputFile, signal, onProgress } = options;
  const { paths = 'relative', collect = false, markers, startTimecode } = options;
  const { film, discovery, clips } = await planFilm({
    project,
    compositionId,
    inputProps,
    signal,
    onProgress,
  });
  await film.close();
  const lockFile = await project.lockFile.read();
  const songs = await Promise.all(
    film.songs.map(async (song) => {
      const file = path.join(project.config.publicDir, song);
      const { songMap } = await analyzeSongFile({ path: file, publicDir: project.config.publicDir, signal });
      const { fps } = film.composition;
      return { file, songMap, ...placeSong({ songPath: song, songMap, discovery, fps }) };
    }),
  );
  const mediaFolder = collect ? `${outputFile.slice(0, -path.extname(outputFile).length)} media` : null;
  const copies = new Map<string, string>();
  const shotOf = new Map(clips.map(({ clip }) => [clip.clipKey, clip.shotId]));
  const names = new Map(
    Object.entries(lockFile.clips).flatMap(([clipKey, locked]) =>
      takesInOrder(locked).map((take, index) => [
        take.sha256,
        `${fileNameOf(shotOf.get(clipKey) ?? shortHash(clipKey))} take ${index + 1}.${take.extension}`,
      ]),
    ),
  );
  const place = (source: string, name: string): string => {
    if (mediaFolder !== null) copies.set(source, path.join(mediaFolder, name));
    const target = copies.get(source) ?? source;
    return paths === 'absolute'
      ? target
      : path.relative(path.dirname(outputFile), target).replaceAll(path.sep, '/');
  };
  const pathOf: BuildSequenceOptions['pathOf'] = (file) =>
    file.kind === 'song'
      ? place(file.file, path.basename(file.file))
      : place(project.store.pathOf(file.take), names.get(file.take.sha256) ?? nameOfTake(file.take));
  const { sequence, missing } = buildSequence({
    composition: { ...film.composition },
    clips: discovery.clips,
    cuts: discovery.cuts,
    songs,
    lockFile,
    pathOf,
    ...(markers !== undefined && { markers }),
    ...(startTimecode !== undefined && { startTimecode }),
  });
  if (sequence.videoTracks.length === 0) {
    throw new BeatcutError({
      code: 'EXPORT_EMPTY',
      message: `None of the ${clips.length} clips of "${compositionId}" has a take: there is nothing to hand on.`,
      hint: `Make them: ${commandFor({ command: 'generate', compositionId, inputProps })}`,
    });
  }
  const text = format.serialize(sequence);
  const warnings =
    missing.length === 0 ? [] : [`Without a take, and so not in the edit: ${missing.join(', ')}.`];
  for (const [from, to] of copies) {
    signal?.throwIfAborted();
    await mkdir(path.dirname(to), { recursive: true });
    const lost = await copyFile(from, to, constants.COPYFILE_FICLONE).catch(() => from);
    if (typeof lost === 'string')
      warnings.push(`Not copied, since it is not here: ${path.basename(to)} (${lost})`);
  }
  await writeFileAtomic({ path: outputFile, data: text });
  return { outputFile, sequence, mediaFolder, warnings };
}

const nameOfTake = ({ sha256, extension }: Take): string => `${sha256.slice(0, 12)}.${extension}`;

/** A name that every file system takes. */
const fileNameOf = (text: string): string => text.replaceAll(/[^\p{L}\p{N} ._-]+/gu, '-').slice(0, 80);
