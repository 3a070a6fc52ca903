import path from 'node:path';
import { plural } from '../../core/text.ts';
import {
  loadLambdaFunctions,
  requireLambdaSettings,
  type LambdaStep,
} from '../../node/cloud/render-on-lambda.ts';
import { waitFor } from '../../node/delay.ts';
import { requirePresets } from '../../node/delivery/deliver-film.ts';
import { deliver, type DeliverResult } from '../../node/delivery/deliver.ts';
import { makeFilm, type MakeFilmResult, type MakeFilmStep } from '../../node/film/make-film.ts';
import type { FrameCheck } from '../../node/segments/check-frames.ts';
import { openCurrentProject } from '../context.ts';
import { formatCutTable, summarizeCuts } from '../cut-table.ts';
import { defineSubCommand, type SubCommand } from '../define-sub-command.ts';
import { parseChoice } from '../parse-choice.ts';
import { parseNumber } from '../parse-number.ts';
import { parseProps } from '../parse-props.ts';
import { requireTogether } from '../require-together.ts';
import { compositionArg, propsOption } from '../shared-options.ts';
import { shownPath } from '../shown-path.ts';
import { printJson } from '../terminal.ts';
import { formatChecks } from '../verify-text.ts';

/** `beatcut render <composition>`: from the song and the clips to an MP4 whose cuts are measured. */
export const renderCommand: SubCommand = defineSubCommand({
  name: 'render',
  description: 'Render a composition and measure its cuts against the beats',
  args: {
    composition: compositionArg,
    output: {
      type: 'string',
      alias: 'o',
      description: 'The MP4 file; out/<composition>.mp4 by default',
      valueHint: 'file',
    },
    drafts: {
      type: 'boolean',
      description: 'Draw drafts for clips that are missing, and render with drafts; costs nothing',
      default: false,
    },
    props: propsOption,
    crf: {
      type: 'string',
      description: 'Quality: 0 is lossless, 51 the worst',
      default: '18',
      valueHint: 'n',
    },
    scale: {
      type: 'string',
      description: 'Size: 0.5 halves width and height',
      default: '1',
      valueHint: 'factor',
    },
    cache: {
      type: 'boolean',
      description: 'Keep what is up to date: segments, or the whole film',
      default: true,
      negativeDescription: 'Draw every frame again, also those that are known',
    },
    on: {
      type: 'string',
      description: 'Where to render: here, or lambda for AWS Lambda',
      default: 'here',
      valueHint: 'place',
    },
    'max-cost': {
      type: 'string',
      description: 'Most that a render on Lambda may cost by estimate, in US dollars',
      valueHint: 'usd',
    },
    preset: {
      type: 'string',
      description:
        'Also encode it for places: youtube, shorts, tiktok, reels, square, prores, master, preview',
      valueHint: 'list',
    },
    loudness: {
      type: 'string',
      description:
        'Bring the sound of presets to this loudness in LUFS, or to that of the place with "preset"',
      valueHint: 'lufs',
    },
    check: {
      type: 'boolean',
      description: 'Draw a sample of the frames again in a browser and compare',
      default: false,
    },
  },
  run: async ({ args, signal, progress }) => {
    const startedAt = performance.now();
    requireTogether({ flag: '--loudness', value: args.loudness, needs: '--preset', other: args.preset });
    const place = parseChoice({ flag: '--on', text: args.on, choices: ['here', 'lambda'] });
    requireTogether({
      flag: '--max-cost',
      value: args['max-cost'],
      needs: '--on lambda',
      other: place === 'lambda' ? place : undefined,
    });
    const presets = args.preset === undefined ? [] : requirePresets(args.preset);
    const loudness =
      args.loudness === 'preset'
        ? 'preset'
        : parseNumber({ flag: '--loudness', text: args.loudness, min: -70 });
    const project = await openCurrentProject();
    const result = await makeFilm({
      project,
      compositionId: args.composition,
      outputFile: path.resolve(args.output ?? path.join('out', `${args.composition}.mp4`)),
      inputProps: await parseProps(args.props),
      drafts: args.drafts,
      crf: parseNumber({ flag: '--crf', text: args.crf, max: 51 }),
      scale: parseNumber({ flag: '--scale', text: args.scale, min: 0.01 }),
      useCache: args.cache,
      check: args.check,
      lambda:
        place === 'here'
          ? undefined
          : {
              settings: requireLambdaSettings(project.config.lambda),
              functions: await loadLambdaFunctions(),
              delay: waitFor,
              maxCostUsd: parseNumber({ flag: '--max-cost', text: args['max-cost'] }),
            },
      presets,
      signal,
      onStep: (step) => progress.step(describeStep(step)),
      onProgress: (share) => progress.update(share),
    });
    const delivered =
      presets.length === 0
        ? null
        : await deliver({
            project,
            path: result.outputFile,
            presets,
            loudness,
            signal,
            onPreset: ({ id }) => progress.step(`Encoding for ${id}`),
            onProgress: (share) => progress.update(share),
          });
    const seconds = (performance.now() - startedAt) / 1000;
    if (args.json) {
      printJson({ ...result, delivered, seconds });
      return exitCodeOf(result);
    }
    progress.done(describeResult(result));
    console.log(`\n${formatCutTable(result.measurement)}\n\n${summarizeCuts(result.measurement)}`);
    const notable = result.checks.filter(
      ({ id, status }) =>
        status === 'failed' || (status === 'warning' && id !== 'unplanned-cuts' && id !== 'unseen-cuts'),
    );
    if (notable.length > 0) console.log(formatChecks(notable));
    for (const warning of result.warnings) console.log(`! ${warning}`);
    if (result.check !== null) console.log(describeCheck(result.check));
    for (const { warnings } of delivered?.films ?? [])
      for (const warning of warnings) console.log(`! ${warning}`);
    console.log(`\n${shownPath(result.outputFile)} · ${seconds.toFixed(1)} s`);
    if (delivered !== null) console.log(formatDelivery(delivered));
    return exitCodeOf(result);
  },
});

function formatDelivery({ films, descriptions }: DeliverResult): string {
  const { thumbnail, description, captions } = descriptions;
  return [
    ...films.map(
      ({ file, width, height, sizeInBytes, gainDb, isReused }) =>
        `${shownPath(file)} · ${width} × ${height} · ${(sizeInBytes / 1e6).toFixed(1)} MB${gainDb === 0 ? '' : ` · sound ${gainDb > 0 ? '+' : ''}${gainDb.toFixed(1)} dB`}${isReused ? ' · kept' : ''}`,
    ),
    ...[thumbnail, description, captions].flatMap((file) => (file === null ? [] : [shownPath(file)])),
  ].join('\n');
}

const exitCodeOf = ({ check, checks }: MakeFilmResult): number =>
  (check?.faults.length ?? 0) > 0 || checks.some(({ status }) => status === 'failed') ? 1 : 0;

function describeResult({ rendered, isReused }: MakeFilmResult): string {
  if (rendered === null && !isReused) return 'Rendered on Lambda';
  if (rendered === null) return 'Nothing has changed: the film is kept';
  const { reused, decoded, drawn } = rendered.frames;
  return `Rendered: ${drawn} frames drawn in the browser, ${decoded} straight from the clips, ${reused} kept`;
}

function describeCheck({ frames, meanPsnrDb, faults }: FrameCheck): string {
  const summary = `Checked ${frames.length} frames against the browser's: ${meanPsnrDb.toFixed(1)} dB on average`;
  const list = faults.map(
    ({ frame, psnrDb, isShifted }) =>
      `✖ frame ${frame}: ${psnrDb.toFixed(1)} dB${isShifted ? ', a neighbour is more alike' : ''}`,
  );
  return [faults.length === 0 ? `${summary}, no fault` : summary, ...list].join('\n');
}

function describeStep(step: MakeFilmStep): string {
  switch (step.kind) {
    case 'opening':
      return step.message;
    case 'drafting':
      return `Drawing ${plural(step.clipCount, 'draft')}`;
    case 'rendering':
      return `Rendering ${step.frameCount} frames at ${step.width} × ${step.height}`;
    case 'lambda':
      return describeLambdaStep(step.step);
    case 'measuring':
      return 'Measuring the film';
    case 'checking':
      return 'Drawing a sample of the frames again';
  }
}

function describeLambdaStep(step: LambdaStep): string {
  switch (step.kind) {
    case 'estimated':
      return `Estimated at $${step.estimatedUsd.toFixed(3)} on Lambda`;
    case 'uploading':
      return 'Uploading the site with the clips that are shown';
    case 'rendering':
      return `Rendering on Lambda (${step.renderId})`;
    case 'downloading':
      return 'Downloading the film';
  }
}
