import { randomUUID } from 'node:crypto';
import { VERSION as REMOTION_VERSION } from 'remotion/version';
import packageJson from '../../../package.json' with { type: 'json' };
import { hashOf } from '../../core/hash.ts';
import type { ClipWithStatus } from '../film/clip-status.ts';
import type { FilmPictures } from '../film/discover-clips.ts';
import type { Film } from '../film/open-film.ts';
import { describeBrowser } from '../film/describe-browser.ts';
import { filmSizeOf } from '../film/film-size.ts';
import { fingerprintProject } from '../film/render-record.ts';
import type { Project } from '../project.ts';
import { planFrames } from './frame-plans.ts';
import { planSegments, type FramePlan, type Segment } from './plan-segments.ts';
import type { VideoEncoding } from './segment-encoder.ts';

/** What `planRender` takes. */
export interface PlanRenderOptions {
  film: Film;
  project: Pick<Project, 'store' | 'config'>;
  pictures: FilmPictures | null;
  /** The composition's clips; each has a take. */
  clips: readonly ClipWithStatus[];
  /** Share of the composition's size. */
  scale: number;
  encoding: VideoEncoding;
  /** Whether clips that fill the frame are drawn without a browser; true by default. */
  useFastPath?: boolean;
  signal?: AbortSignal | undefined;
}

/** How a film is going to be made. */
export interface RenderPlan {
  frames: FramePlan[];
  segments: Segment[];
  widthInPixels: number;
  heightInPixels: number;
  scale: number;
  encoding: VideoEncoding;
  /** Names the picture of the whole film. */
  fingerprint: string;
  /** A hash of the whole project; another one each time when it shows anything from other hosts. */
  codeHash: string;
  /** What could not be known about what is drawn, and on how many frames. */
  unknowns: { reason: string; frameCount: number }[];
  /** Why clips that fill the frame are drawn in a browser nevertheless, and on how many frames. */
  slow: { reason: string; frameCount: number }[];
}

/** Raised when the same frames would be drawn or encoded in another way. */
const RENDER_VERSION = 7;

/**
 * Splits a film into segments and finds out what each of them depends on.
 *
 * @throws BeatcutError `OUTPUT_INVALID` when the film's width or height would be odd.
 */
export async function planRender(options: PlanRenderOptions): Promise<RenderPlan> {
  const { film, project, pictures, clips, scale, encoding, useFastPath = true, signal } = options;
  const { fps } = film.composition;
  const { width: widthInPixels, height: heightInPixels } = filmSizeOf({
    composition: film.composition,
    scale,
  });
  const projectHash = await fingerprintProject({ film, publicDir: project.config.publicDir });
  // what lies on other hosts, and what a composition without beatcut loads, may have changed with nothing here
  const codeHash = pictures?.usesOtherHosts === false ? projectHash : hashOf([projectHash, randomUUID()]);
  const frames = await planFrames({
    film,
    pictures,
    clips,
    project,
    widthInPixels,
    heightInPixels,
    codeHash,
    useFastPath,
    signal,
  });
  const segments = planSegments({
    frames,
    settings: {
      version: RENDER_VERSION,
      beatcut: packageJson.version,
      remotion: REMOTION_VERSION,
      widthInPixels,
      heightInPixels,
      fps,
      encoding,
    },
    browser: {
      page: await describeBrowser(film),
      scale,
      drawing: { imageFormat: film.drawing.imageFormat, jpegQuality: film.drawing.jpegQuality },
    },
  });
  return {
    frames,
    segments,
    widthInPixels,
    heightInPixels,
    scale,
    encoding,
    codeHash,
    fingerprint: hashOf(segments.map(({ fingerprint }) => fingerprint)),
    unknowns: countReasons(frames.flatMap(({ unknowns }) => unknowns)),
    slow: countReasons(frames.flatMap(({ slowReason }) => slowReason ?? [])),
  };
}

function countReasons(reasons: readonly string[]): RenderPlan['unknowns'] {
  const counts = new Map<string, number>();
  for (const reason of reasons) {
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts]
    .map(([reason, frameCount]) => ({ reason, frameCount }))
    .sort((a, b) => b.frameCount - a.frameCount);
}
