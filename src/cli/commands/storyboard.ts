import path from 'node:path';
import { plural } from '../../core/text.ts';
import { analyzeSongFile } from '../../node/analyze-song-file.ts';
import {
  resolveStoryboardModel,
  writeStoryboard,
  type WriteStoryboardResult,
} from '../../node/storyboard/write-storyboard.ts';
import type { ClipCommandsContext } from '../clip-commands-context.ts';
import { defineSubCommand, type SubCommand } from '../define-sub-command.ts';
import { parseChoice } from '../parse-choice.ts';
import { parseNumber } from '../parse-number.ts';
import { printJson } from '../terminal.ts';

/** `beatcut storyboard`: a prompt for each part of the song. Ends with 1 when a model left some out. */
export const createStoryboardCommand = ({
  openProject,
}: Pick<ClipCommandsContext, 'openProject'>): SubCommand =>
  defineSubCommand({
    name: 'storyboard',
    description: 'Write a prompt for each section or shot of a song',
    args: {
      treatment: {
        type: 'string',
        description: 'The treatment, in Markdown',
        default: 'treatment.md',
        valueHint: 'file',
      },
      song: { type: 'string', description: 'The song', valueHint: 'file', required: true },
      output: {
        type: 'string',
        alias: 'o',
        description: 'The storyboard’s file',
        default: 'storyboard.json',
        valueHint: 'file',
      },
      per: {
        type: 'string',
        description: 'One prompt for each section, or for each shot of --bars bars',
        default: 'section',
        valueHint: 'section|shot',
      },
      bars: {
        type: 'string',
        description: 'How long a shot is with --per shot',
        default: '4',
        valueHint: 'n',
      },
      model: {
        type: 'string',
        description: 'Language model that writes; BEATCUT_LLM_MODEL by default, a template without one',
        valueHint: 'model',
      },
      'base-url': {
        type: 'string',
        description: 'Its server up to /v1; BEATCUT_LLM_BASE_URL, OPENAI_BASE_URL or OpenAI by default',
        valueHint: 'url',
      },
      rewrite: {
        type: 'boolean',
        description: 'Write everything anew that no person has changed',
        default: false,
      },
      'dry-run': {
        type: 'boolean',
        description: 'Ask nobody and write nothing; say what would be written',
        default: false,
      },
    },
    run: async ({ args, signal, progress }) => {
      const { song } = args;
      const per = parseChoice({ flag: '--per', text: args.per, choices: ['section', 'shot'] });
      const bars = parseNumber({ flag: '--bars', text: args.bars, whole: true, min: 1 });
      const { config, locksDir } = await openProject(); // which reads .env
      const model = resolveStoryboardModel({
        model: args.model,
        baseURL: args['base-url'],
        env: process.env,
      });
      progress.step(`Hearing ${path.basename(song)}`);
      const { songMap } = await analyzeSongFile({
        path: song,
        publicDir: config.publicDir,
        signal,
        onProgress: (share) => progress.update(share),
      });
      progress.step(model === undefined ? 'Filling in the template' : `Asking ${model.model}`);
      const result = await writeStoryboard({
        song: songMap,
        treatmentFile: args.treatment,
        outputFile: args.output,
        locksDir,
        per: per === 'section' ? per : { bars: bars ?? 4 },
        model,
        rewrite: args.rewrite,
        dryRun: args['dry-run'],
        signal,
        onProgress: (share) => progress.update(share),
        onWait: () => progress.step('Waiting for another beatcut storyboard to end'),
        onRetry: (message) => {
          if (!args.json) console.error(message);
        },
      });
      if (args.json) printJson({ file: args.output, ...result });
      else
        progress.done(
          describe(result, { file: args.output, model: model?.model, isDryRun: args['dry-run'] }),
        );
      return result.missing.length > 0 ? 1 : 0;
    },
  });

function describe(
  { storyboard, written, byPerson, missing, requests, inputTokens, outputTokens }: WriteStoryboardResult,
  { file, model, isDryRun }: { file: string; model: string | undefined; isDryRun: boolean },
): string {
  const about = isDryRun ? 'about ' : '';
  return [
    `${storyboard.shots.length} shots, ${written.length} ${isDryRun ? 'would be written' : 'written'}${model === undefined ? ' by the template' : ` by ${model}`}, ${byPerson.length} kept as a person wrote them${isDryRun ? '' : `: ${file}`}`,
    ...(requests > 0
      ? [
          `${about}${plural(requests, 'request')}, ${about}${inputTokens} tokens in and ${outputTokens} out; the model’s price list says what they cost.`,
        ]
      : []),
    ...missing.map(({ id, message }) => `! ${id} is not written: ${message}`),
    ...(missing.length > 0 ? ['Run the command again to ask for what is missing.'] : []),
    ...(model === undefined && !isDryRun
      ? ['A template is a beginning: write on it, or name a model with --model.']
      : []),
  ].join('\n');
}
