import path from 'node:path';
import { defineCommand, type CommandDef } from 'citty';
import { BeatcutError } from '../../core/error.ts';
import { bakeAutoCut, type BakeAutoCutResult } from '../../node/bake/bake-auto-cut.ts';
import { planFilm } from '../../node/film/plan-film.ts';
import { openCurrentProject } from '../context.ts';
import { withInterrupt } from '../interrupt.ts';
import { parseProps } from '../parse-props.ts';
import { withProgress } from '../terminal.ts';

const args = {
  composition: { type: 'positional', description: 'Id of the composition', required: true },
  name: {
    type: 'string',
    description: 'The <AutoCut> of that name, if the composition has several',
    valueHint: 'name',
  },
  source: {
    type: 'string',
    description: 'The file that the <AutoCut> stands in, if it can not be told',
    valueHint: 'file.tsx',
  },
  output: {
    type: 'string',
    alias: 'o',
    description: 'The file with the baked edit; <source>.baked.tsx by default',
    valueHint: 'file.tsx',
  },
  'dry-run': { type: 'boolean', description: 'Show what would change, and write nothing', default: false },
  force: {
    type: 'boolean',
    description: 'Write the edit anew and drop what was changed by hand',
    default: false,
  },
  props: {
    type: 'string',
    description: 'Props for the composition: JSON, or a JSON file',
    valueHint: 'json',
  },
  json: { type: 'boolean', description: 'Print JSON', default: false },
} as const;

/** `beatcut bake <composition>`: an automatic plan as literal JSX that people and Remotion Studio can change. */
export const bakeCommand: CommandDef<typeof args> = defineCommand({
  meta: {
    name: 'bake',
    description: 'Write the plan of an <AutoCut> as JSX that can be changed by hand and in Remotion Studio',
  },
  args,
  run: ({ args }) =>
    withInterrupt((signal) =>
      withProgress({ silent: args.json }, async (progress) => {
        const { composition } = args;
        const project = await openCurrentProject();
        const { film, discovery } = await planFilm({
          project,
          compositionId: composition,
          inputProps: await parseProps(args.props),
          signal,
          onProgress: (step) => progress.step(step),
        });
        await film.close();
        const found = discovery.autoCuts.filter(({ name }) => args.name === undefined || name === args.name);
        const [autoCut, ...others] = found;
        if (autoCut === undefined || others.length > 0) {
          const names = discovery.autoCuts.map(({ name }) => `"${name}"`).join(', ');
          throw new BeatcutError({
            code: 'AUTO_CUT_NOT_FOUND',
            message:
              names === ''
                ? `The composition "${composition}" has no <AutoCut>.`
                : `The composition "${composition}" has ${found.length} <AutoCut>s to bake; its names are ${names}.`,
            hint: names === '' ? 'Only automatic plans need baking.' : 'Choose one with --name.',
          });
        }
        progress.step('Writing the edit');
        const result = await bakeAutoCut({
          autoCut,
          composition,
          fps: film.composition.fps,
          projectDir: project.config.projectDir,
          publicDir: project.config.publicDir,
          sourceFile: args.source,
          outputFile: args.output,
          force: args.force,
          dryRun: args['dry-run'],
        });
        if (args.json) {
          console.log(JSON.stringify(result, null, 2));
          return;
        }
        progress.done(summaryOf(result));
        const lines = describeBake({ result, isBaked: autoCut.isBaked, isDryRun: args['dry-run'] });
        if (lines.length > 0) console.log(`\n${lines.join('\n')}`);
      }),
    ),
});

const MARKS = { added: '+', removed: '-', changed: '~', kept: '=' } as const;

const shown = (file: string): string => path.relative(process.cwd(), file);

function summaryOf({ isUpdate, changes, shotCount }: BakeAutoCutResult): string {
  if (!isUpdate) return `Baked ${shotCount} shots.`;
  const count = (kind: keyof typeof MARKS): number => changes.filter((change) => change.kind === kind).length;
  if (changes.length === 0) return 'Nothing has changed.';
  return `${count('changed')} changed, ${count('added')} added, ${count('removed')} removed, ${count('kept')} kept as you have them.`;
}

function describeBake({
  result: { bakedFile, sourceFile, componentName, changes },
  isBaked,
  isDryRun,
}: {
  result: BakeAutoCutResult;
  isBaked: boolean;
  isDryRun: boolean;
}): string[] {
  const module = `./${path.relative(path.dirname(sourceFile), bakedFile)}`;
  return [
    ...changes.map(({ kind, id, text }) => `${MARKS[kind]} ${id}: ${text}`),
    ...(isDryRun ? ['Nothing was written.'] : [`Edit      ${shown(bakedFile)}`]),
    ...(isBaked
      ? []
      : [
          `Show it in ${shown(sourceFile)}:`,
          `  import { ${componentName} } from '${module}';`,
          `  <AutoCut … baked={<${componentName} />}>`,
        ]),
  ];
}
