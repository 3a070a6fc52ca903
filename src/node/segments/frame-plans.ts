import path from 'node:path';
import { hashOf } from '../../core/hash.ts';
import { fittableOf } from '../../clips/find-actions.ts';
import { takeTime } from '../../edit/take-time.ts';
import { sourceFrameAt } from '../fast-path/source-frame.ts';
import { lookAtTake, type TakePicture } from '../fast-path/take-picture.ts';
import type { ClipWithStatus } from '../film/clip-status.ts';
import type { FilmPictures, ShownClip } from '../film/discover-clips.ts';
import type { Film } from '../film/open-film.ts';
import type { Project } from '../project.ts';
import { hashFile } from '../hash-file.ts';
import type { ClipLayer, FrameOverlay, FramePlan } from './plan-segments.ts';

/** What `planFrames` takes. */
export interface PlanFramesOptions {
  film: Film;
  pictures: FilmPictures | null;
  /** The composition's clips; each has a take. */
  clips: readonly ClipWithStatus[];
  project: Pick<Project, 'store' | 'config'>;
  /** Size of the film in pixels. */
  widthInPixels: number;
  heightInPixels: number;
  /** A hash of the whole project, for frames of which it isn't known what they depend on. */
  codeHash: string;
  /** Whether clips that fill the frame are drawn without a browser. */
  useFastPath: boolean;
  signal?: AbortSignal | undefined;
}

type Take = Extract<ClipWithStatus['status'], { state: 'draft' | 'ready' }>['take'];

/** Finds out for each frame of a film what it depends on, and whether a browser is needed to draw it. */
export async function planFrames(options: PlanFramesOptions): Promise<FramePlan[]> {
  const { film, pictures, clips, project, codeHash } = options;
  const { durationInFrames, fps } = film.composition;
  if (pictures === null) {
    const unknowns = ['nothing of beatcut is in the composition'];
    return Array.from({ length: durationInFrames }, (_, frame) => ({
      depends: { codeHash, frame },
      scene: 'page',
      unknowns,
    }));
  }
  const takes = new Map<string, Take>(
    clips.flatMap(({ clip, status }) => ('take' in status ? [[clip.clipKey, status.take]] : [])),
  );
  const looks = new Map<string, TakePicture>();
  for (const take of takes.values()) {
    if (looks.has(take.sha256)) continue;
    looks.set(
      take.sha256,
      await lookAtTake({
        file: project.store.pathOf(take),
        sha256: take.sha256,
        cacheDir: path.join(project.config.storeDir, 'segments', 'takes'),
        signal: options.signal,
      }),
    );
  }
  const hashes = await hashFiles({ pictures, film, publicDir: project.config.publicDir });

  const overlays = findOverlays(pictures, hashes);
  return pictures.frames.map(({ picture, clips: shown }, frame): FramePlan => {
    const seen = shown.map((clip) => {
      const take = takes.get(clip.clipKey)!; // requireClips has made sure
      return { clip, take, ...takeTime({ ...clip, take: fittableOf(take), fps }) };
    });
    const layers: ClipLayer[] | undefined = picture.layers?.map(({ clip, ...layer }) => {
      const { take, timeInSeconds } = seen[clip]!;
      const { timestamps } = looks.get(take.sha256)!;
      const sourceFrame = sourceFrameAt(timestamps, timeInSeconds);
      return { file: project.store.pathOf(take), sha256: take.sha256, sourceFrame, ...layer };
    });
    const isDirect =
      options.useFastPath &&
      seen.every(({ heldFrames }) => heldFrames === 0) &&
      layers?.every(({ sha256 }) => fits(looks.get(sha256)!, options)) === true &&
      (picture.overlay === undefined || overlays[frame] !== undefined);
    return {
      scene: sceneOf(shown),
      unknowns: picture.unknowns,
      depends: {
        digest: picture.digest,
        files: picture.files.map((file) => hashes.get(file) ?? { codeHash }),
        takes: seen.map(({ take, timeInSeconds, heldFrames }) => [take.sha256, timeInSeconds, heldFrames]),
        ...(picture.unknowns.length > 0 && { codeHash, frame }),
      },
      ...(isDirect && { layers, overlay: overlays[frame] }),
    };
  });
}

/** To draw an overlay takes two pictures of a page; for fewer frames the browser may as well draw them. */
const MIN_FRAMES_OF_OVERLAY = 8;

/** By frame: what is laid over its clips, if that is worth a picture of its own. */
function findOverlays(
  { frames }: FilmPictures,
  hashes: ReadonlyMap<string, string>,
): (FrameOverlay | undefined)[] {
  const known = new Map<string, FrameOverlay & { frameCount: number }>();
  const found = frames.map(({ picture: { overlay, files } }, frame) => {
    const contents = files.map((file) => hashes.get(file));
    if (overlay === undefined || contents.includes(undefined)) return undefined;
    const name = hashOf([overlay, contents]);
    const same = known.get(name) ?? { contents: name, frame, frameCount: 0 };
    same.frameCount += 1;
    known.set(name, same);
    return same;
  });
  return found.map((overlay) =>
    overlay !== undefined && overlay.frameCount >= MIN_FRAMES_OF_OVERLAY
      ? { contents: overlay.contents, frame: overlay.frame }
      : undefined,
  );
}

/** The clips on the screen: each place where one stands counts for itself. */
const sceneOf = (clips: readonly ShownClip[]): string =>
  clips.map(({ clipKey, sequenceDurationInFrames }) => `${clipKey} ${sequenceDurationInFrames}`).join(', ');

/**
 * Whether a take fills the film's frame as it is, neither cropped nor made smaller: browsers shrink pictures in a way of their
 * own (measured: 39 dB beside ffmpeg's on grain, 41 dB when a take is enlarged).
 */
const fits = (
  { width, height, peculiarity }: TakePicture,
  { widthInPixels, heightInPixels }: Pick<PlanFramesOptions, 'widthInPixels' | 'heightInPixels'>,
): boolean =>
  peculiarity === null && width * heightInPixels === height * widthInPixels && width <= widthInPixels;

/** The contents of the files that pictures name, by address. */
async function hashFiles({
  pictures,
  film,
  publicDir,
}: {
  pictures: FilmPictures;
  film: Film;
  publicDir: string;
}): Promise<Map<string, string>> {
  const addresses = new Set(pictures.frames.flatMap(({ picture }) => picture.files));
  const hashes = new Map<string, string>();
  for (const address of addresses) {
    const parts = decodeURIComponent(address).split('/').filter(Boolean);
    const file =
      parts[0] === 'public'
        ? path.join(publicDir, ...parts.slice(1))
        : path.join(film.renderer.serveUrl, ...parts);
    // what isn't a file may be anything
    const hash = await hashFile(file).catch(() => null);
    if (hash !== null) hashes.set(address, hash);
  }
  return hashes;
}
