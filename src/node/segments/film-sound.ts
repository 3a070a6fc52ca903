import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { makeCancelSignal, renderMedia } from '@remotion/renderer';
import { hashOf } from '../../core/hash.ts';
import type { SweptSound } from '../../edit/page-protocol.ts';
import type { FilmPictures } from '../film/discover-clips.ts';
import { pageEnvironment, type Film } from '../film/open-film.ts';
import { publicPathOf } from '../film/public-path.ts';
import { alignSound } from '../media/align-sound.ts';
import { runFfmpeg } from '../media/ffmpeg.ts';
import { hashFile } from '../hash-file.ts';
import { withTemporaryFolder } from '../with-temporary-folder.ts';
import { copySong } from './copy-song.ts';
import { createSegmentStore } from './segment-store.ts';

/** What `makeSound` takes. */
export interface MakeSoundOptions {
  film: Film;
  pictures: FilmPictures | null;
  publicDir: string;
  /** Folder of the segments. */
  segmentsDir: string;
  /** A hash of the whole project, for sound of which it isn't known what it depends on. */
  codeHash: string;
  /** Takes a sound that is there already; true by default. */
  useCache?: boolean;
  signal?: AbortSignal | undefined;
}

/** The sound of a film. */
export interface FilmSound {
  /** An MP4 file with AAC, or `null` when nothing is heard. */
  file: string | null;
  fingerprint: string;
  isReused: boolean;
}

/** Raised when the same sounds would be encoded in another way. */
const SOUND_VERSION = 2;
const SAMPLE_RATE_HZ = 48_000;
/** As Remotion encodes by default. */
const BIT_RATE = '320k';

/** A stretch of frames on which the same sounds play on. */
interface SoundRun {
  startFrame: number;
  endFrame: number;
  sounds: SweptSound[];
}

/** Makes the sound of a whole film in one piece, or takes it from the store. */
export async function makeSound(options: MakeSoundOptions): Promise<FilmSound> {
  const { film, pictures, publicDir, segmentsDir, codeHash, useCache = true, signal } = options;
  const { durationInFrames, fps } = film.composition;
  const runs = pictures === null ? null : runsOf(pictures.sounds);
  const isSilent = runs !== null && runs.every(({ sounds }) => sounds.length === 0);
  const song = runs === null ? null : await onlySong(runs, publicDir);
  const isElsewhere = (runs ?? []).some(({ sounds }) =>
    sounds.some(({ src }) => src === undefined || publicPathOf(src) === null),
  );
  const fingerprint = hashOf({
    version: SOUND_VERSION,
    durationInFrames,
    fps,
    ...(isSilent ? { silent: true } : song === null ? { codeHash } : { song }),
    // a sound of another host may be another one the next time
    ...(isElsewhere && { once: randomUUID() }),
  });
  if (isSilent) return { file: null, fingerprint, isReused: true };
  const store = createSegmentStore({ dir: segmentsDir, extension: 'm4a' });
  const known = useCache ? await store.find(fingerprint) : null;
  if (known !== null) return { file: known, fingerprint, isReused: true };
  await mkdir(segmentsDir, { recursive: true });
  const outputFile = store.draftOf(fingerprint);
  if (song === null) await mixWithRemotion({ film, outputFile, signal });
  else {
    const way = {
      file: path.join(publicDir, song.path),
      durationInSeconds: durationInFrames / fps,
      fps,
      outputFile,
      signal,
    };
    const isWhole =
      song.volume === 1 &&
      song.startFrame === 0 &&
      song.songFrame === 0 &&
      song.endFrame === durationInFrames;
    if (!isWhole || !(await copySong(way))) await encodeSong({ ...way, song });
  }
  return { file: await store.keep(fingerprint), fingerprint, isReused: false };
}

/** Stretches of frames on which the same sounds play on. */
function runsOf(sounds: FilmPictures['sounds']): SoundRun[] {
  const runs: SoundRun[] = [];
  for (const [frame, heard] of sounds.entries()) {
    if (heard === null) runs.at(-1)!.endFrame = frame + 1;
    else runs.push({ startFrame: frame, endFrame: frame + 1, sounds: heard });
  }
  return runs;
}

/** One song that plays at its own speed and at one loudness. */
interface PlainSong {
  /** Below the public folder. */
  path: string;
  sha256: string;
  volume: number;
  /** The film's frames on which it is heard. */
  startFrame: number;
  endFrame: number;
  /** Where in the song it begins, in frames of the film. */
  songFrame: number;
}

/** The song, if it is all that is heard, else `null`. */
async function onlySong(runs: readonly SoundRun[], publicDir: string): Promise<PlainSong | null> {
  const heard = runs.filter(({ sounds }) => sounds.length > 0);
  const [run] = heard;
  const sound = run?.sounds[0];
  if (heard.length !== 1 || run!.sounds.length !== 1 || sound === undefined) return null;
  const { type, src, volume, playbackRate, toneFrequency, mediaFrame, audioStartFrame, audioStreamIndex } =
    sound;
  const isPlain =
    type === 'audio' &&
    typeof src === 'string' &&
    typeof volume === 'number' &&
    typeof mediaFrame === 'number' &&
    playbackRate === 1 &&
    toneFrequency === 1 &&
    (audioStartFrame === 0 || audioStartFrame === undefined) &&
    (audioStreamIndex === 0 || audioStreamIndex === undefined);
  if (!isPlain) return null;
  const songPath = publicPathOf(src);
  if (songPath === null) return null;
  const sha256 = await hashFile(path.join(publicDir, songPath)).catch(() => null);
  if (sha256 === null) return null;
  const { startFrame, endFrame } = run!;
  return { path: songPath, sha256, volume, startFrame, endFrame, songFrame: mediaFrame };
}

async function encodeSong({
  file,
  song: { volume, startFrame, endFrame, songFrame },
  durationInSeconds,
  fps,
  outputFile,
  signal,
}: {
  file: string;
  song: PlainSong;
  durationInSeconds: number;
  fps: number;
  outputFile: string;
  signal: AbortSignal | undefined;
}): Promise<void> {
  const startSample = Math.round((startFrame / fps) * SAMPLE_RATE_HZ);
  const filters = [
    `aformat=sample_fmts=s16:sample_rates=${SAMPLE_RATE_HZ}:channel_layouts=stereo`,
    `atrim=start=${songFrame / fps}:end=${(songFrame + endFrame - startFrame) / fps}`,
    'asetpts=PTS-STARTPTS',
    ...(volume === 1 ? [] : [`volume=${volume}`]),
    ...(startSample === 0 ? [] : [`adelay=delays=${startSample}S:all=1`]),
    'apad',
    `atrim=end=${durationInSeconds}`,
  ];
  await runFfmpeg({
    args: [
      ['-i', file, '-map', '0:a:0', '-vn', '-af', filters.join(',')],
      ['-c:a', 'libfdk_aac', '-b:a', BIT_RATE, '-cutoff', '18000', '-map_metadata', '-1'],
      ['-bitexact', '-f', 'mp4', '-y', outputFile],
    ].flat(),
    task: `encode the song ${path.basename(file)}`,
    signal,
  });
}

/** Has Remotion mix the sound: several sounds, effects, changing loudness. */
async function mixWithRemotion({
  film: { composition, renderer, drawing },
  outputFile,
  signal,
}: {
  film: Film;
  outputFile: string;
  signal: AbortSignal | undefined;
}): Promise<void> {
  const { cancel, cancelSignal } = makeCancelSignal();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    await withTemporaryFolder(async (folder) => {
      const mixed = path.join(folder, 'sound.aac');
      await renderMedia({
        ...renderer,
        composition,
        codec: 'aac',
        enforceAudioTrack: true,
        concurrency: drawing.concurrency,
        envVariables: pageEnvironment({}),
        outputLocation: mixed,
        overwrite: true,
        cancelSignal,
      });
      await runFfmpeg({
        args: ['-i', mixed, '-c', 'copy', '-bitexact', '-f', 'mp4', '-y', outputFile],
        task: 'keep the sound',
        signal,
      });
    });
    await alignSound({ path: outputFile, signal });
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}
