import { probeVideo, type VideoProbe } from '../media/probe-video.ts';
import { listMp4Boxes } from '../provenance/mp4-boxes.ts';
import { checkPicture } from './check-picture.ts';
import { audibleSongsOf, checkSound } from './check-sound.ts';
import { checkStream } from './check-stream.ts';
import type { FilmCheck } from './film-check.ts';
import type { FilmPlanRecord } from './film-record.ts';
import { inspectPicture, type PictureInspection } from './inspect-picture.ts';
import { inspectSound, type InspectSoundOptions, type SoundInspection } from './inspect-sound.ts';
import { inspectSoundOnce } from './known-sound.ts';
import { verifyLimitsOf, type VerifyLimits } from './verify-limits.ts';

/** What `verifyFilm` takes. */
export interface VerifyFilmOptions {
  /** The film's file. */
  path: string;
  /** What it should show; without it only the file itself is looked at. */
  plan: FilmPlanRecord | null;
  /** Absolute path of a song of the plan. */
  songFileOf: (songPath: string) => string;
  /** Changes of the default limits. */
  limits?: Partial<VerifyLimits>;
  /** Hear the beats anew; true by default. */
  hearBeats?: boolean;
  /** Folder of what was heard before: a sound that is known there is not listened to again. None by default. */
  soundsDir?: string | undefined;
  /** The same for pictures. */
  picturesDir?: string | undefined;
  signal?: AbortSignal | undefined;
  onStep?: ((step: 'picture' | 'sound') => void) | undefined;
  /** Called with how far the current step is, 0–1. */
  onProgress?: ((share: number) => void) | undefined;
}

/** The version of reports that this program writes. */
const REPORT_VERSION = 1;

/** What was found in a film. */
export interface VerifyReport {
  version: typeof REPORT_VERSION;
  file: string;
  /** Whether no check failed. */
  passed: boolean;
  checks: FilmCheck[];
  stream: VideoProbe & { isFastStart: boolean | null };
  picture: PictureInspection;
  sound: SoundInspection | null;
  plan: FilmPlanRecord | null;
}

/**
 * Measures a finished film: what its file says about itself, every frame of its picture, its sound, and all that against
 * the plan that it was rendered from.
 *
 * @throws BeatcutError as `probeVideo` for a file that is no film.
 */
export async function verifyFilm(options: VerifyFilmOptions): Promise<VerifyReport> {
  const {
    path,
    plan,
    songFileOf,
    limits: given = {},
    hearBeats = true,
    soundsDir,
    picturesDir,
    signal,
    onStep,
    onProgress,
  } = options;
  const limits = verifyLimitsOf(given);
  const stream = { ...(await probeVideo({ path, signal })), isFastStart: await startsFast(path) };
  onStep?.('picture');
  const picture = await inspectPicture({
    path,
    fps: stream.fps,
    cuts: plan?.cuts ?? [],
    picturesDir,
    signal,
    onProgress: (frames) => onProgress?.(frames / stream.frameCount),
  });
  onStep?.('sound');
  const listening: InspectSoundOptions = {
    path,
    fps: plan?.fps ?? stream.fps,
    songs: audibleSongsOf(plan).map(({ heard, ...song }) => ({
      ...song,
      heard: heard ?? undefined,
      file: songFileOf(song.path),
    })),
    hearBeats,
    signal,
    ...(onProgress && { onProgress }),
  };
  const sound = !stream.hasAudio
    ? null
    : soundsDir === undefined
      ? await inspectSound(listening)
      : await inspectSoundOnce({ ...listening, dir: soundsDir });
  const checks = [
    ...checkStream({ stream, frameCount: picture.frameCount, plan }),
    ...checkPicture({ picture, fps: stream.fps, plan, limits }),
    ...checkSound({ sound, stream, picture, plan, limits }),
  ];
  return {
    version: REPORT_VERSION,
    file: path,
    passed: checks.every(({ status }) => status !== 'failed'),
    checks,
    stream,
    picture,
    sound,
    plan,
  };
}

/** Whether the index lies before the data, so that a player can start at once; `null` for files that have no such boxes. */
async function startsFast(path: string): Promise<boolean | null> {
  const boxes = await listMp4Boxes(path).catch(() => []);
  const index = boxes.findIndex(({ type }) => type === 'moov');
  const data = boxes.findIndex(({ type }) => type === 'mdat');
  return index < 0 || data < 0 ? null : index < data;
}
