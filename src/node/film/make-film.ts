import path from 'node:path';
import { hashOf } from '../../core/hash.ts';
import { checkFrames, type FrameCheck } from '../segments/check-frames.ts';
import { makeSound } from '../segments/film-sound.ts';
import { planRender, type RenderPlan } from '../segments/plan-render.ts';
import { syncPublicFolder } from '../store/publish.ts';
import { fillsSlot } from '../../edit/fit-clip.ts';
import {
  renderOnLambda,
  type LambdaFunctions,
  type LambdaSettings,
  type LambdaStep,
} from '../cloud/render-on-lambda.ts';
import { draftProviderOf, requireEntryPoint } from '../config.ts';
import type { Delay } from '../delay.ts';
import { alignSound } from '../media/align-sound.ts';
import { generateClips } from '../generate.ts';
import type { Project } from '../project.ts';
import { finishFilm } from '../delivery/finish-film.ts';
import type { FilmCheck } from '../verify/film-check.ts';
import type { CutMeasurement } from '../verify/measure-cuts.ts';
import { describeFits, lookUpClips, type ClipWithStatus } from './clip-status.ts';
import { planFilm } from './plan-film.ts';
import { readRenderRecord, writeRenderRecord } from './render-record.ts';
import { renderFilm, requireMp4, type RenderFilmResult } from './render-film.ts';
import { requireClips } from './require-clips.ts';

/** A step of `makeFilm` that takes time. */
export type MakeFilmStep =
  | { kind: 'opening'; message: string }
  | { kind: 'drafting'; clipCount: number }
  | { kind: 'rendering'; frameCount: number; width: number; height: number }
  | { kind: 'lambda'; step: LambdaStep }
  | { kind: 'measuring' }
  | { kind: 'checking' };

/** What `makeFilm` takes. */
export interface MakeFilmOptions {
  project: Project;
  compositionId: string;
  /** The MP4 file to write, absolute. */
  outputFile: string;
  inputProps?: Record<string, unknown> | undefined;
  /** Draw drafts for clips that are missing, and take drafts for real takes; false by default. */
  drafts?: boolean;
  /** Quality of H.264: 0 is lossless, 51 the worst; 18 by default. */
  crf?: number | undefined;
  /** Share of the composition's size; 1 by default. */
  scale?: number | undefined;
  /** Keep the film that is there if nothing that goes into it has changed; true by default. */
  useCache?: boolean;
  /** Draw clips that fill the frame without a browser; true by default. */
  useFastPath?: boolean;
  /** Draw a sample of the film's frames again in a browser and compare; false by default. */
  check?: boolean;
  /** Render on AWS Lambda instead of on this machine. */
  lambda?:
    | { settings: LambdaSettings; functions: LambdaFunctions; delay: Delay; maxCostUsd?: number | undefined }
    | undefined;
  signal?: AbortSignal | undefined;
  onStep?: ((step: MakeFilmStep) => void) | undefined;
  /** Called with how far the current step is, 0–1. */
  onProgress?: ((progress: number) => void) | undefined;
}

/** What `makeFilm` gives. */
export interface MakeFilmResult {
  outputFile: string;
  /** Whether the film was there already and nothing has changed. */
  isReused: boolean;
  /** How its frames were made; `null` when it was there already. */
  rendered: RenderFilmResult | null;
  measurement: CutMeasurement;
  /** What was measured in the finished file; `failed` is past a limit. */
  checks: FilmCheck[];
  /** The film's frames beside the browser's own, when that was asked for. */
  check: FrameCheck | null;
  /** What a person should know: drafts in the film, takes that are too short. */
  warnings: string[];
}

/**
 * Makes a film: hears its song, finds its clips, draws drafts if asked, publishes the picked takes, renders, and measures
 * the cuts in the rendered picture.
 *
 * @throws BeatcutError `CLIPS_MISSING` with every clip that can't be shown, or as `planFilm` and `renderFilm`. The output
 * is left as it was then.
 */
export async function makeFilm(options: MakeFilmOptions): Promise<MakeFilmResult> {
  const { project, compositionId, outputFile, inputProps, drafts = false, crf = 18, scale = 1 } = options;
  const { useCache = true, useFastPath = true, check = false, signal, onStep, onProgress } = options;
  requireMp4(outputFile);
  const { film, discovery, clips } = await planFilm({
    project,
    compositionId,
    inputProps,
    useCache,
    signal,
    onProgress: (message) => onStep?.({ kind: 'opening', message }),
  });
  try {
    const ready = drafts ? await draftMissing({ project, clips, signal, onStep, onProgress }) : clips;
    requireClips({ compositionId, clips: ready, allowDrafts: drafts });
    const { catalogue } = await syncPublicFolder({
      publicDir: project.config.publicDir,
      lockFile: project.lockFile,
      store: project.store,
      locksDir: project.locksDir,
      clipKeys: ready.map(({ clip }) => clip.clipKey),
      referenceFiles: Object.keys(discovery.references),
      chainedClips: discovery.clips,
    });

    if (options.lambda !== undefined) {
      const { width, height } = film.composition;
      const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
      await renderOnLambda({
        ...options.lambda,
        composition: film.composition,
        inputProps: inputProps ?? {},
        entryPoint: requireEntryPoint(project.config),
        rootDir: project.config.projectDir,
        publicDir: project.config.publicDir,
        clipFiles: ready.flatMap(({ clip }) => catalogue.clips[clip.clipKey]?.file ?? []),
        outputFile,
        crf,
        scale,
        signal,
        onStep: (step) => onStep?.({ kind: 'lambda', step }),
        onProgress,
      });
      await alignSound({ path: outputFile, signal });
      onStep?.({ kind: 'measuring' });
      const report = await finishFilm({
        project,
        film,
        discovery,
        clips: ready,
        outputFile,
        useCache,
        size,
        signal,
        onProgress,
      });
      const { frameCount, cuts, unplannedCuts } = report.picture;
      const measurement = { fps: report.stream.fps, frameCount, cuts, unplannedCuts };
      return {
        outputFile,
        isReused: false,
        rendered: null,
        measurement,
        checks: report.checks,
        check: null,
        warnings: warningsOf(ready),
      };
    }
    const segmentsDir = path.join(project.config.storeDir, 'segments');
    const plan = await planRender({
      film,
      project,
      pictures: discovery.pictures,
      clips: ready,
      scale,
      encoding: { crf, preset: 'veryfast' },
      drawing: { imageFormat: 'jpeg', jpegQuality: 92, concurrency: film.concurrency },
      useFastPath,
      signal,
    });
    const sound = await makeSound({
      film,
      pictures: discovery.pictures,
      publicDir: project.config.publicDir,
      segmentsDir,
      codeHash: plan.codeHash,
      useCache,
      signal,
    });
    const { verify, provenance, signing } = project.config;
    const fingerprint = hashOf([
      plan.fingerprint,
      sound.fingerprint,
      discovery.cuts,
      { verify, provenance, signing },
    ]);
    const record = { storeDir: project.config.storeDir, outputFile };
    const known = useCache ? await readRenderRecord({ ...record, fingerprint }) : null;
    const warnings = [...warningsOf(ready), ...plan.unknowns.map(describeUnknown)];
    const checkNow = async (): Promise<FrameCheck | null> => {
      if (!check) return null;
      onStep?.({ kind: 'checking' });
      return checkFrames({ film, plan, path: outputFile, signal });
    };
    if (known !== null) {
      const found = await checkNow();
      return { outputFile, isReused: true, rendered: null, ...known, check: found, warnings };
    }

    onStep?.({
      kind: 'rendering',
      frameCount: plan.frames.length,
      width: plan.widthInPixels,
      height: plan.heightInPixels,
    });
    const rendered = await renderFilm({
      film,
      plan,
      soundFile: sound.file,
      segmentsDir,
      outputFile,
      useCache,
      signal,
      onProgress,
    });
    onStep?.({ kind: 'measuring' });
    const { picture, stream, checks } = await finishFilm({
      project,
      film,
      discovery,
      clips: ready,
      outputFile,
      useCache,
      size: { width: plan.widthInPixels, height: plan.heightInPixels },
      signal,
      onProgress,
    });
    const { frameCount, cuts, unplannedCuts } = picture;
    const measurement = { fps: stream.fps, frameCount, cuts, unplannedCuts };
    await writeRenderRecord({ ...record, fingerprint, measurement, checks });
    return { outputFile, isReused: false, rendered, measurement, checks, check: await checkNow(), warnings };
  } finally {
    await film.close();
  }
}

/** Draws drafts for the clips that have nothing else to show, or whose draft is too short. */
async function draftMissing({
  project: { config, lockFile, store, journal, locksDir },
  clips,
  signal,
  onStep,
  onProgress,
}: Pick<MakeFilmOptions, 'project' | 'signal' | 'onStep' | 'onProgress'> & {
  clips: readonly ClipWithStatus[];
}): Promise<ClipWithStatus[]> {
  const orders = clips.flatMap(({ clip, status }) => {
    const isDraft = 'take' in status && status.take.draft;
    const isShort =
      isDraft &&
      !fillsSlot({ takeInSeconds: status.take.durationInSeconds, shownInSeconds: clip.minDurationInSeconds });
    return status.state === 'missing' || (status.state === 'lost' && isDraft) || isShort ? [clip] : [];
  });
  if (orders.length > 0) {
    onStep?.({ kind: 'drafting', clipCount: orders.length });
    let ended = 0;
    await generateClips({
      orders,
      providers: config.providers,
      provider: draftProviderOf(config),
      lockFile,
      store,
      journal,
      locksDir,
      publicDir: config.publicDir,
      signal,
      onProgress: ({ type }) => {
        if (type === 'ended') onProgress?.(++ended / orders.length);
      },
    });
    signal?.throwIfAborted();
  }
  return lookUpClips({ clips: clips.map(({ clip }) => clip), project: { lockFile, store } });
}

const describeUnknown = ({ reason, frameCount }: RenderPlan['unknowns'][number]): string =>
  `${frameCount} frames show ${reason}, of which nothing is known: they are drawn again after any change of the project.`;

function warningsOf(clips: readonly ClipWithStatus[]): string[] {
  const drafts = clips.filter(({ status }) => status.state === 'draft');
  return [
    ...(drafts.length > 0 ? [`${drafts.length} of ${clips.length} clips are drafts.`] : []),
    ...describeFits(clips),
  ];
}
