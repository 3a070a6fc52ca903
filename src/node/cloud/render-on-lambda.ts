import { constants } from 'node:fs';
import { cp, copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BeatcutError, messageOf } from '../../core/error.ts';
import type { Delay } from '../delay.ts';
import { withTemporaryFolder } from '../with-temporary-folder.ts';
import { replaceFileAtomic } from '../write-file-atomic.ts';

/** How a project renders on AWS Lambda: `lambda` of the config. */
export interface LambdaSettings {
  /** AWS region, such as `eu-central-1`. */
  region: string;
  /** The deployed function; the one that fits the installed Remotion by default. */
  functionName?: string;
  /** Name of the site in the bucket; `beatcut-<composition>` by default. */
  siteName?: string;
  /** Frames that one invocation renders; Remotion decides by default. */
  framesPerLambda?: number;
  /** What a frame takes on Lambda, for the estimate; 300 ms by default. */
  msPerFrame?: number;
}

/** The schema of `lambda` in the config. */
export const lambdaSettingsSchema: z.ZodType<LambdaSettings> = z.strictObject({
  region: z.string().min(1),
  functionName: z.string().optional(),
  siteName: z.string().optional(),
  framesPerLambda: z.number().int().min(4).optional(),
  msPerFrame: z.number().positive().optional(),
}) as z.ZodType<LambdaSettings>; // zod writes `?: T | undefined`, the type says `?: T`

/** The functions of `@remotion/lambda` that are used, as its types say (4.0.527). */
export interface LambdaFunctions {
  getOrCreateBucket: (options: { region: string }) => Promise<{ bucketName: string }>;
  getFunctions: (options: {
    region: string;
    compatibleOnly: boolean;
  }) => Promise<{ functionName: string; memorySizeInMb: number; diskSizeInMb: number }[]>;
  deploySite: (options: {
    region: string;
    bucketName: string;
    entryPoint: string;
    siteName: string;
    options: {
      publicDir: string;
      rootDir: string;
      onUploadProgress: (progress: { sizeUploaded: number; totalSize: number }) => void;
    };
  }) => Promise<{ serveUrl: string }>;
  estimatePrice: (options: {
    region: string;
    memorySizeInMb: number;
    diskSizeInMb: number;
    lambdasInvoked: number;
    durationInMilliseconds: number;
  }) => number;
  renderMediaOnLambda: (options: {
    region: string;
    functionName: string;
    serveUrl: string;
    composition: string;
    inputProps: Record<string, unknown>;
    envVariables: Record<string, string>;
    codec: 'h264';
    crf: number;
    colorSpace: 'bt709';
    scale: number;
    privacy: 'private';
    framesPerLambda?: number;
  }) => Promise<{ renderId: string; bucketName: string }>;
  getRenderProgress: (options: {
    region: string;
    functionName: string;
    bucketName: string;
    renderId: string;
  }) => Promise<{
    done: boolean;
    overallProgress: number;
    fatalErrorEncountered: boolean;
    errors: { message: string }[];
    costs: { accruedSoFar: number };
  }>;
  downloadMedia: (options: {
    region: string;
    bucketName: string;
    renderId: string;
    outPath: string;
  }) => Promise<{ outputPath: string }>;
}

/** What `renderOnLambda` takes. */
export interface RenderOnLambdaOptions {
  settings: LambdaSettings;
  composition: { id: string; durationInFrames: number };
  inputProps?: Record<string, unknown>;
  /** Environment variables that the composition reads; none by default. */
  variables?: Record<string, string>;
  /** The project's entry point, folder and public folder; absolute. */
  entryPoint: string;
  rootDir: string;
  publicDir: string;
  /** Published clips that the composition shows, as paths below the public folder. No other one is uploaded. */
  clipFiles: readonly string[];
  /** The MP4 file to write, absolute. It appears complete or not at all. */
  outputFile: string;
  crf?: number;
  scale?: number;
  /** Most that the render may cost by estimate, in US dollars. */
  maxCostUsd?: number | undefined;
  functions: LambdaFunctions;
  delay: Delay;
  signal?: AbortSignal | undefined;
  onStep?: ((step: LambdaStep) => void) | undefined;
  onProgress?: ((progress: number) => void) | undefined;
}

/** A step of a render on Lambda. */
export type LambdaStep =
  | { kind: 'estimated'; estimatedUsd: number }
  | { kind: 'uploading' }
  | { kind: 'rendering'; renderId: string }
  | { kind: 'downloading' };

/** What `renderOnLambda` gives. */
export interface RenderOnLambdaResult {
  renderId: string;
  estimatedUsd: number;
  /** What Remotion says that it has cost, in US dollars. */
  costUsd: number;
}

/** Frames of one invocation where nothing is said: Remotion aims at about so many. */
const USUAL_FRAMES_PER_LAMBDA = 20;
const DEFAULT_MS_PER_FRAME = 300;
const POLL_MS = 2000;
const CLIPS_FOLDER = path.join('beatcut', 'clips');

/**
 * Renders a composition on AWS Lambda with Remotion's own engine: estimates the cost, uploads the site with the clips that
 * are shown and no others, starts the render once, waits, downloads. A render that was started is never started again:
 * after an error its id is in the message.
 *
 * @throws BeatcutError `LAMBDA_NOT_DEPLOYED`, `COST_LIMIT`, `RENDER_FAILED`; the signal's reason when aborted.
 */
export async function renderOnLambda(options: RenderOnLambdaOptions): Promise<RenderOnLambdaResult> {
  const { settings, composition, functions, delay, outputFile, signal, onStep, onProgress } = options;
  const { region } = settings;
  const target = await chooseFunction(functions, settings);
  const estimatedUsd = estimate({ settings, composition, functions, target });
  onStep?.({ kind: 'estimated', estimatedUsd });
  if (options.maxCostUsd !== undefined && estimatedUsd > options.maxCostUsd) {
    throw new BeatcutError({
      code: 'COST_LIMIT',
      message: `Rendering "${composition.id}" on Lambda is estimated at $${estimatedUsd.toFixed(3)}, above the limit of $${options.maxCostUsd.toFixed(3)}.`,
      hint: 'Raise the limit, or render here.',
    });
  }
  const { bucketName } = await functions.getOrCreateBucket({ region });
  signal?.throwIfAborted();
  onStep?.({ kind: 'uploading' });
  const { serveUrl } = await withTemporaryFolder(async (folder) => {
    const publicDir = path.join(folder, 'public');
    await stagePublicFolder({ ...options, target: publicDir });
    signal?.throwIfAborted();
    return functions.deploySite({
      region,
      bucketName,
      entryPoint: options.entryPoint,
      siteName: settings.siteName ?? `beatcut-${composition.id}`,
      options: {
        publicDir,
        rootDir: options.rootDir,
        onUploadProgress: ({ sizeUploaded, totalSize }) =>
          onProgress?.(sizeUploaded / Math.max(1, totalSize)),
      },
    });
  });
  signal?.throwIfAborted();
  const { renderId, bucketName: renderBucket } = await functions.renderMediaOnLambda({
    region,
    functionName: target.functionName,
    serveUrl,
    composition: composition.id,
    inputProps: options.inputProps ?? {},
    envVariables: options.variables ?? {},
    codec: 'h264',
    crf: options.crf ?? 18,
    colorSpace: 'bt709',
    scale: options.scale ?? 1,
    privacy: 'private',
    ...(settings.framesPerLambda !== undefined && { framesPerLambda: settings.framesPerLambda }),
  });
  onStep?.({ kind: 'rendering', renderId });
  const place = { region, bucketName: renderBucket, renderId };
  const costUsd = await waitForRender({ functions, place, target, delay, signal, onProgress });
  onStep?.({ kind: 'downloading' });
  await replaceFileAtomic({
    path: outputFile,
    write: async (temporaryPath) => {
      await askAgain({
        delay,
        signal,
        place,
        ask: () => functions.downloadMedia({ ...place, outPath: temporaryPath }),
      });
    },
  });
  return { renderId, estimatedUsd, costUsd };
}

type DeployedFunction = Awaited<ReturnType<LambdaFunctions['getFunctions']>>[number];

async function chooseFunction(
  functions: LambdaFunctions,
  { region, functionName }: LambdaSettings,
): Promise<DeployedFunction> {
  const deployed = await functions.getFunctions({ region, compatibleOnly: true });
  const chosen =
    functionName === undefined ? deployed[0] : deployed.find((one) => one.functionName === functionName);
  if (chosen !== undefined) return chosen;
  throw new BeatcutError({
    code: 'LAMBDA_NOT_DEPLOYED',
    message: `In ${region} there is no function${functionName === undefined ? '' : ` "${functionName}"`} of this version of Remotion.`,
    hint: 'Deploy one: npx remotion lambda functions deploy',
  });
}

/** `estimatePrice` takes the time of all invocations together. */
function estimate({
  settings: { region, framesPerLambda = USUAL_FRAMES_PER_LAMBDA, msPerFrame = DEFAULT_MS_PER_FRAME },
  composition: { durationInFrames },
  functions,
  target: { memorySizeInMb, diskSizeInMb },
}: {
  settings: LambdaSettings;
  composition: RenderOnLambdaOptions['composition'];
  functions: LambdaFunctions;
  target: DeployedFunction;
}): number {
  return functions.estimatePrice({
    region,
    memorySizeInMb,
    diskSizeInMb,
    // one more leads the others and joins what they made
    lambdasInvoked: Math.ceil(durationInFrames / framesPerLambda) + 1,
    durationInMilliseconds: durationInFrames * msPerFrame,
  });
}

/** A copy of the public folder with the clips that are shown and no others; shares bytes where the file system can. */
async function stagePublicFolder({
  publicDir,
  clipFiles,
  target,
}: Pick<RenderOnLambdaOptions, 'publicDir' | 'clipFiles'> & { target: string }): Promise<void> {
  const clipsDir = path.join(publicDir, CLIPS_FOLDER);
  await cp(publicDir, target, {
    recursive: true,
    dereference: true,
    mode: constants.COPYFILE_FICLONE,
    filter: (source) => path.dirname(source) !== clipsDir,
  });
  for (const file of clipFiles) {
    await mkdir(path.dirname(path.join(target, file)), { recursive: true });
    await copyFile(path.join(publicDir, file), path.join(target, file), constants.COPYFILE_FICLONE);
  }
}

/** How often in a row AWS may fail to answer about a render that has been paid for. */
const MAX_FAILURES = 5;

/** Asks about a render, or for its film, again after an error: neither costs anything, and the render itself goes on. */
async function askAgain<T>({
  ask,
  place: { renderId, bucketName },
  delay,
  signal,
}: {
  ask: () => Promise<T>;
  place: { bucketName: string; renderId: string };
  delay: Delay;
  signal: AbortSignal | undefined;
}): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await ask();
    } catch (cause) {
      signal?.throwIfAborted();
      if (failures === MAX_FAILURES) {
        throw new BeatcutError({
          code: 'RENDER_FAILED',
          message: `AWS does not answer about the render ${renderId} in the bucket ${bucketName}: ${messageOf(cause).split('\n')[0]}`,
          hint: `The render was started and is billed; it may be complete: look for renders/${renderId} in the bucket before rendering again.`,
          cause,
        });
      }
      await delay(POLL_MS * failures, { signal });
    }
  }
}

async function waitForRender({
  functions,
  place,
  target,
  delay,
  signal,
  onProgress,
}: {
  functions: LambdaFunctions;
  place: { region: string; bucketName: string; renderId: string };
  target: DeployedFunction;
  delay: Delay;
  signal: AbortSignal | undefined;
  onProgress: RenderOnLambdaOptions['onProgress'];
}): Promise<number> {
  for (;;) {
    const progress = await askAgain({
      delay,
      signal,
      place,
      ask: () => functions.getRenderProgress({ ...place, functionName: target.functionName }),
    });
    if (progress.fatalErrorEncountered) {
      throw new BeatcutError({
        code: 'RENDER_FAILED',
        message: `The render ${place.renderId} failed on Lambda: ${progress.errors[0]?.message.split('\n')[0] ?? 'no reason was given'}`,
        hint: 'What has run is billed by AWS. Render a small part here to see whether the fault is in the composition.',
      });
    }
    onProgress?.(progress.overallProgress);
    if (progress.done) return progress.costs.accruedSoFar;
    await delay(POLL_MS, { signal });
  }
}

const PACKAGE = '@remotion/lambda';

/**
 * Loads the optional package.
 *
 * @throws BeatcutError `PACKAGE_MISSING`.
 */
export async function loadLambdaFunctions(): Promise<LambdaFunctions> {
  try {
    return (await import(PACKAGE)) as LambdaFunctions; // the parts that are used, as above
  } catch (cause) {
    throw new BeatcutError({
      code: 'PACKAGE_MISSING',
      message: `Rendering on Lambda needs the package ${PACKAGE}, which can't be loaded: ${messageOf(cause)}`,
      hint: `npm install --save-exact ${PACKAGE}@<the version of remotion>, then set it up: https://www.remotion.dev/docs/lambda/setup`,
      cause,
    });
  }
}

/**
 * The settings of a project.
 *
 * @throws BeatcutError `CONFIG_INVALID` where there are none.
 */
export function requireLambdaSettings(settings: LambdaSettings | undefined): LambdaSettings {
  if (settings !== undefined) return settings;
  throw new BeatcutError({
    code: 'CONFIG_INVALID',
    message: 'beatcut.config.ts does not say where on AWS to render.',
    hint: "Add for example: lambda: { region: 'eu-central-1' }",
  });
}
