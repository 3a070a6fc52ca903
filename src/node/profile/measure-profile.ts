import { mkdir } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { BeatcutError, messageOf } from '../../core/error.ts';
import { GL_MODES, MAX_CONCURRENCY, usualPageDrawing, type PageDrawing } from '../browser/page-drawing.ts';
import { writeRenderProfile, type DrawingTrial, type RenderProfile } from '../browser/render-profile.ts';
import { startBrowser } from '../browser/start-browser.ts';
import { filmSizeOf } from '../film/film-size.ts';
import { prepareFilm, type PreparedFilm } from '../film/prepare-film.ts';
import { psnrDb } from '../media/psnr.ts';
import { readFrames } from '../media/read-frames.ts';
import type { Project } from '../project.ts';
import { drawSegments } from '../segments/draw-segments.ts';
import { planRender, type RenderPlan } from '../segments/plan-render.ts';
import type { Segment } from '../segments/plan-segments.ts';
import { DEFAULT_ENCODING } from '../segments/segment-encoder.ts';
import { createSegmentStore } from '../segments/segment-store.ts';
import { withTemporaryFolder } from '../with-temporary-folder.ts';
import { chooseDrawing } from './choose-drawing.ts';

/** What `measureProfile` takes. */
export interface MeasureProfileOptions {
  project: Project;
  /** The composition whose frames are drawn. */
  compositionId: string;
  inputProps?: Record<string, unknown> | undefined;
  /** How many frames each measurement draws; 48 by default. */
  frameCount?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Called with each step that takes time. */
  onProgress?: ((message: string) => void) | undefined;
}

/** What `measureProfile` gives. */
export interface MeasureProfileResult extends RenderProfile {
  /** Where it is kept. */
  file: string;
  /** How frames are drawn when nothing was measured. */
  usual: PageDrawing;
}

/** The usual way to draw may take this long for a measurement, … */
const TIMEOUT_MS = 120_000;
/** … and another one so many times as long as that, and at least so long, before it is given up. */
const MAX_SLOWDOWN = 2;
const LEAST_TIMEOUT_MS = 10_000;

/** Pictures of two ways to draw that are less alike than this are different ones: one of the two is broken. */
const MIN_LIKENESS_DB = 32;

/**
 * Measures how a browser on this machine draws and encodes frames of a composition fastest: the GL mode, the number of pages
 * at work at once, and the format of the pictures between browser and encoder. What is fastest is kept in a profile of the
 * machine, which `beatcut render` and `configureRemotion` use from then on.
 *
 * Ways to draw that fail, or whose pictures differ from the usual one's, are left out. Missing clips are drawn as drafts.
 *
 * @throws BeatcutError as `prepareFilm`; `PROFILE_FAILED` when frames can't be drawn in the usual way either.
 */
export async function measureProfile(options: MeasureProfileOptions): Promise<MeasureProfileResult> {
  const { project, compositionId, inputProps, signal, onProgress } = options;
  const prepared = await prepareFilm({
    project,
    compositionId,
    inputProps,
    drafts: true,
    signal,
    onOpening: onProgress,
    onDrafting: (clipCount) => onProgress?.(`Drawing ${clipCount} drafts`),
  });
  try {
    const plan = await planRender({
      film: prepared.film,
      project,
      pictures: prepared.discovery.pictures,
      clips: prepared.clips,
      scale: 1,
      encoding: DEFAULT_ENCODING,
      signal,
    });
    const usual = usualPageDrawing();
    const chosen = await withTemporaryFolder(async (folder) => {
      const measure = createMeasurement({ ...options, prepared, plan, folder });
      const { drawing, trials } = await chooseDrawing({ usual, candidates: candidatesFor(usual), measure });
      const usualTrial = trials[0]!; // it comes first
      if (usualTrial.framesPerSecond === null) throw profileFailed(usualTrial.fault);
      return { drawing, trials };
    });
    const profile = { measuredAt: new Date().toISOString(), ...chosen };
    const file = await writeRenderProfile(prepared.film.browser, profile);
    return { version: 1, ...profile, file, usual };
  } finally {
    await prepared.film.close();
  }
}

/** What is tried: GL modes first, as the best number of pages depends on them. */
function candidatesFor(usual: PageDrawing): Partial<PageDrawing>[][] {
  const cores = cpus().length;
  // Remotion takes no more pages than there are cores
  const counts = [1, Math.ceil(cores / 2), cores - 1].filter(
    (count) => count >= 1 && count <= MAX_CONCURRENCY && count !== usual.concurrency,
  );
  return [
    GL_MODES.filter((gl) => gl !== usual.gl).map((gl) => ({ gl })),
    [...new Set(counts)].map((concurrency) => ({ concurrency })),
    // lossless, and on some machines no slower
    [{ imageFormat: 'png' }],
  ];
}

/** Draws the same frames in one way after the other, each in a browser of its own. */
function createMeasurement({
  prepared: { film },
  plan,
  folder,
  frameCount = 48,
  signal,
  onProgress,
}: MeasureProfileOptions & {
  prepared: PreparedFilm;
  plan: RenderPlan;
  folder: string;
}): (drawing: PageDrawing) => Promise<DrawingTrial> {
  const stretches = chooseStretches(plan, frameCount);
  const drawnCount = stretches.reduce((sum, { startFrame, endFrame }) => sum + endFrame - startFrame, 0);
  const { width: widthInPixels, height: heightInPixels } = filmSizeOf({ composition: film.composition });
  let usualFiles: string[] | undefined;
  let timeoutMs = TIMEOUT_MS;
  let count = 0;
  return async (drawing) => {
    signal?.throwIfAborted();
    onProgress?.(`Drawing ${drawnCount} frames: ${describeDrawing(drawing)}`);
    const store = createSegmentStore({ dir: path.join(folder, String(count++)) });
    await mkdir(store.dir);
    const browser = await startBrowser(film.browser, drawing.gl).catch(() => null);
    if (browser === null) return { drawing, framesPerSecond: null, fault: 'the browser does not start' };
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const startedAt = performance.now();
      await drawSegments({
        ...plan,
        film: { ...film, drawing, renderer: { ...film.renderer, puppeteerInstance: browser } },
        segments: stretches,
        store,
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      });
      const durationMs = performance.now() - startedAt;
      const framesPerSecond = (1000 * drawnCount) / durationMs;
      const files = await Promise.all(
        stretches.map(async ({ fingerprint }) => (await store.find(fingerprint))!), // just drawn
      );
      if (usualFiles === undefined) {
        usualFiles = files; // the first measurement is that of the usual way
        timeoutMs = Math.max(LEAST_TIMEOUT_MS, Math.ceil(MAX_SLOWDOWN * durationMs));
      }
      const isAlike = await areAlike({ files, others: usualFiles, widthInPixels, heightInPixels, signal });
      return isAlike
        ? { drawing, framesPerSecond }
        : { drawing, framesPerSecond: null, fault: 'the pictures are different ones' };
    } catch (error) {
      signal?.throwIfAborted();
      const fault = timeout.aborted ? 'much slower' : messageOf(error).split('\n')[0]!;
      return { drawing, framesPerSecond: null, fault };
    } finally {
      await browser.close({ silent: true });
    }
  };
}

/** Parts into which the frames of a measurement are divided, so that they show more than one place of the film. */
const STRETCHES = 4;

/** Stretches of the film that a browser draws, spread over it; of all frames where every one is drawn without a browser. */
function chooseStretches({ segments, frames }: RenderPlan, frameCount: number): Segment[] {
  const inBrowser = segments.filter(({ kind }) => kind === 'page');
  const places = (inBrowser.length > 0 ? inBrowser : segments).flatMap(({ startFrame, endFrame }) =>
    Array.from({ length: endFrame - startFrame }, (_, index) => startFrame + index),
  );
  const length = Math.max(1, Math.ceil(frameCount / STRETCHES));
  const stretches: Segment[] = [];
  for (let part = 0; part < STRETCHES; part++) {
    const startFrame = Math.max(
      places[Math.floor((part * places.length) / STRETCHES)] ?? 0,
      stretches.at(-1)?.endFrame ?? 0,
    );
    const endFrame = Math.min(startFrame + length, frames.length);
    if (endFrame > startFrame) stretches.push({ startFrame, endFrame, kind: 'page', fingerprint: `${part}` });
  }
  return stretches;
}

async function areAlike({
  files,
  others,
  ...size
}: {
  files: readonly string[];
  others: readonly string[];
  widthInPixels: number;
  heightInPixels: number;
  signal: AbortSignal | undefined;
}): Promise<boolean> {
  for (const [index, file] of files.entries()) {
    if (file === others[index]) continue;
    const other = readFrames({ path: others[index]!, ...size });
    for await (const { data } of readFrames({ path: file, ...size })) {
      const { value } = await other.next();
      if (value === undefined || psnrDb(data, value.data) < MIN_LIKENESS_DB) return false;
    }
  }
  return true;
}

/** A way to draw, in words. */
export const describeDrawing = ({ gl, imageFormat, concurrency }: PageDrawing): string =>
  `GL ${gl ?? 'as Chromium chooses'}, ${concurrency} ${concurrency === 1 ? 'page' : 'pages'}, ${imageFormat.toUpperCase()}`;

const profileFailed = (fault: string | undefined): BeatcutError =>
  new BeatcutError({
    code: 'PROFILE_FAILED',
    message: `Frames could not be drawn${fault === undefined ? '' : `: ${fault}`}.`,
    hint: 'Find out why with: npx beatcut render <composition> --drafts --no-cache',
  });
