import path from 'node:path';
import { hashOf } from '../../core/hash.ts';
import { fittableOf } from '../../clips/find-actions.ts';
import { takeTime } from '../../edit/take-time.ts';
import { moveTake } from '../fast-path/lay-moved-take.ts';
import { isCutOff, placeTake } from '../fast-path/place-take.ts';
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
  const frame = { width: options.widthInPixels, height: options.heightInPixels };
  const isScaled = frame.width !== film.composition.width;
  return pictures.frames.map(({ picture, clips: shown }, index): FramePlan => {
    const seen = shown.map((clip) => {
      const take = takes.get(clip.clipKey)!; // requireClips has made sure
      return { clip, take, ...takeTime({ ...clip, take: fittableOf(take), fps }) };
    });
    const isCovered = options.useFastPath && seen.every(({ heldFrames }) => heldFrames === 0);
    const planned = isCovered
      ? picture.layers?.map(({ clip, opacity, objectFit, focus, moved }): ClipLayer | { reason: string } => {
          const { take, timeInSeconds } = seen[clip]!;
          const look = looks.get(take.sha256)!;
          if (look.peculiarity !== null) return { reason: `the file of a take: ${look.peculiarity}` };
          const placed = placeTake({ take: look, frame, objectFit, focus, isScaled });
          if ('reason' in placed) return placed;
          const sourceFrame = sourceFrameAt(look.timestamps, timeInSeconds);
          const file = project.store.pathOf(take);
          const { placement } = placed;
          if (moved && isScaled) return { reason: 'moved clips in a film at another scale' };
          if (moved && isCutOff(placement, frame))
            return { reason: `a take of ${look.width} × ${look.height} is cut off and moved` };
          return {
            ...{ file, sha256: take.sha256, sourceFrame, opacity, placement },
            ...(moved && { moved: moveTake({ moved, take: look, frame }) }),
          };
        })
      : undefined;
    const layers = planned?.flatMap((layer) => ('reason' in layer ? [] : [layer]));
    const slowReason = planned?.map((layer) => ('reason' in layer ? layer.reason : undefined)).find(Boolean);
    const isDirect =
      layers !== undefined &&
      slowReason === undefined &&
      (picture.overlay === undefined || overlays[index] !== undefined);
    return {
      scene: sceneOf(shown),
      unknowns: picture.unknowns,
      depends: {
        digest: picture.digest,
        files: picture.files.map((file) => hashes.get(file) ?? { codeHash }),
        takes: seen.map(({ take, timeInSeconds, heldFrames }) => [take.sha256, timeInSeconds, heldFrames]),
        ...(picture.unknowns.length > 0 && { codeHash, frame: index }),
      },
      slowReason,
      ...(isDirect && { layers, overlay: overlays[index] }),
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
