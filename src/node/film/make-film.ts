import path from 'node:path';
import { BeatcutError } from '../../core/error.ts';
import { hashOf } from '../../core/hash.ts';
import {
  renderOnLambda,
  type LambdaFunctions,
  type LambdaSettings,
  type LambdaStep,
} from '../cloud/render-on-lambda.ts';
import { requireEntryPoint } from '../config.ts';
import type { Delay } from '../delay.ts';
import { requireFittingRate } from '../delivery/deliver-film.ts';
import { finishFilm } from '../delivery/finish-film.ts';
import type { DeliveryPreset } from '../delivery/presets.ts';
import { alignSound } from '../media/align-sound.ts';
import type { Project } from '../project.ts';
import { checkFrames, type FrameCheck } from '../segments/check-frames.ts';
import { makeSound } from '../segments/film-sound.ts';
import { planRender, type RenderPlan } from '../segments/plan-render.ts';
import { DEFAULT_ENCODING } from '../segments/segment-encoder.ts';
import type { FilmCheck } from '../verify/film-check.ts';
import type { CutMeasurement } from '../verify/measure-cuts.ts';
import { describeFits, type ClipWithStatus } from './clip-status.ts';
import { filmSizeOf } from './film-size.ts';
import { projectVariables } from './open-film.ts';
import { prepareFilm, type PreparedFilm } from './prepare-film.ts';
import { renderFilm, requireMp4, type RenderFilmResult } from './render-film.ts';
import { readRenderRecord, writeRenderRecord, type FilmMeasurements } from './render-record.ts';

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
  /** Draw a sample of the film's frames again in a browser and compare; not on Lambda; false by default. */
  check?: boolean;
  /** Where the film goes afterwards: what a place does not take is said before anything is drawn. */
  presets?: readonly DeliveryPreset[] | undefined;
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
 * @throws BeatcutError `CLIPS_MISSING` with every clip that can't be shown, `OUTPUT_INVALID` for a file or a size that H.264
 * in MP4 doesn't have, `CHECK_NOT_ON_LAMBDA`, `PRESET_UNFIT`, or as `planFilm`, `renderFilm` and `renderOnLambda`. The output is left as it
 * was then.
 */
export async function makeFilm(options: MakeFilmOptions): Promise<MakeFilmResult> {
  const { outputFile, lambda, onStep } = options;
  requireMp4(outputFile);
  if (lambda !== undefined && options.check === true) {
    throw new BeatcutError({
      code: 'CHECK_NOT_ON_LAMBDA',
      message: 'A film that is rendered on Lambda is not checked against frames that are drawn here.',
      hint: 'Render it here to check it, or without the check on Lambda.',
    });
  }
  const prepared = await prepareFilm({
    ...options,
    checkFilm: ({ composition }) => {
      requireFittingRate({ presets: options.presets ?? [], fps: composition.fps });
      filmSizeOf({ composition, scale: options.scale });
    },
    onOpening: (message) => onStep?.({ kind: 'opening', message }),
    onDrafting: (clipCount) => onStep?.({ kind: 'drafting', clipCount }),
  });
  try {
    return lambda === undefined
      ? await makeHere(options, prepared)
      : await makeOnLambda({ ...options, lambda }, prepared);
  } finally {
    await prepared.film.close();
  }
}

async function makeOnLambda(
  options: MakeFilmOptions & { lambda: NonNullable<MakeFilmOptions['lambda']> },
  prepared: PreparedFilm,
): Promise<MakeFilmResult> {
  const { project, lambda, outputFile, inputProps = {}, crf, scale, signal, onStep, onProgress } = options;
  const { film, clips, catalogue } = prepared;
  await renderOnLambda({
    ...lambda,
    composition: film.composition,
    inputProps,
    variables: projectVariables(),
    entryPoint: requireEntryPoint(project.config),
    rootDir: project.config.projectDir,
    publicDir: project.config.publicDir,
    clipFiles: clips.flatMap(({ clip }) => catalogue.clips[clip.clipKey]?.file ?? []),
    outputFile,
    crf: crf ?? DEFAULT_ENCODING.crf,
    scale: scale ?? 1,
    signal,
    onStep: (step) => onStep?.({ kind: 'lambda', step }),
    onProgress,
  });
  await alignSound({ path: outputFile, signal });
  const measured = await finishAndMeasure(options, prepared);
  const warnings = warningsOf(clips);
  return { outputFile, isReused: false, rendered: null, ...measured, check: null, warnings };
}

async function makeHere(options: MakeFilmOptions, prepared: PreparedFilm): Promise<MakeFilmResult> {
  const { project, outputFile, useCache = true, useFastPath = true, signal, onStep, onProgress } = options;
  const { film, discovery, clips } = prepared;
  const size = filmSizeOf({ composition: film.composition, scale: options.scale });
  const { storeDir, publicDir, verify, provenance, signing } = project.config;
  const segmentsDir = path.join(storeDir, 'segments');
  const plan = await planRender({
    film,
    project,
    pictures: discovery.pictures,
    clips,
    scale: options.scale ?? 1,
    encoding: { ...DEFAULT_ENCODING, ...(options.crf !== undefined && { crf: options.crf }) },
    useFastPath,
    signal,
  });
  const sound = await makeSound({
    film,
    pictures: discovery.pictures,
    publicDir,
    segmentsDir,
    codeHash: plan.codeHash,
    useCache,
    signal,
  });
  const record = {
    storeDir,
    outputFile,
    fingerprint: hashOf([
      plan.fingerprint,
      sound.fingerprint,
      discovery.cuts,
      { verify, provenance, signing },
    ]),
  };
  const known = useCache ? await readRenderRecord(record) : null;
  let rendered: RenderFilmResult | null = null;
  if (known === null) {
    onStep?.({ kind: 'rendering', frameCount: plan.frames.length, ...size });
    rendered = await renderFilm({
      film,
      plan,
      soundFile: sound.file,
      segmentsDir,
      outputFile,
      useCache,
      signal,
      onProgress,
    });
  }
  const measured = known ?? (await finishAndMeasure(options, prepared));
  if (known === null) {
    const files = [...plan.segments.map(({ fingerprint }) => `${fingerprint}.ts`), sound.file ?? []].flat();
    const segments = [...new Set(files.map((file) => path.basename(file)))];
    await writeRenderRecord({ ...record, ...measured, segments });
  }
  let check: FrameCheck | null = null;
  if (options.check === true) {
    onStep?.({ kind: 'checking' });
    check = await checkFrames({ film, plan, path: outputFile, signal });
  }
  const warnings = [
    ...warningsOf(clips),
    ...discovery.warnings,
    ...plan.unknowns.map(describeUnknown),
    ...plan.slow.map(describeSlow),
  ];
  return { outputFile, isReused: known !== null, rendered, ...measured, check, warnings };
}

/** Finishes a film that was just rendered, and tells what was measured in it. */
async function finishAndMeasure(
  { project, outputFile, scale, useCache = true, signal, onStep, onProgress }: MakeFilmOptions,
  { film, discovery, clips }: PreparedFilm,
): Promise<FilmMeasurements> {
  onStep?.({ kind: 'measuring' });
  const { picture, stream, checks } = await finishFilm({
    project,
    film,
    discovery,
    clips,
    outputFile,
    useCache,
    size: filmSizeOf({ composition: film.composition, scale }),
    signal,
    onProgress,
  });
  const { frameCount, cuts, unplannedCuts } = picture;
  return { measurement: { fps: stream.fps, frameCount, cuts, unplannedCuts }, checks };
}

const describeUnknown = ({ reason, frameCount }: RenderPlan['unknowns'][number]): string =>
  `${frameCount} frames show ${reason}, of which nothing is known: they are drawn again after any change of the project.`;

const describeSlow = ({ reason, frameCount }: RenderPlan['slow'][number]): string =>
  `${frameCount} frames are drawn in the browser, which takes longer: ${reason}.`;

function warningsOf(clips: readonly ClipWithStatus[]): string[] {
  const drafts = clips.filter(({ status }) => status.state === 'draft');
  return [
    ...(drafts.length > 0 ? [`${drafts.length} of ${clips.length} clips are drafts.`] : []),
    ...describeFits(clips),
  ];
}
