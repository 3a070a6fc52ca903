import path from 'node:path';
import { BeatcutError } from '../../core/error.ts';
import { bakeAutoCut, type BakeAutoCutResult } from '../../node/bake/bake-auto-cut.ts';
import { planFilm } from '../../node/film/plan-film.ts';
import { openCurrentProject } from '../context.ts';
import { defineSubCommand, type SubCommand } from '../define-sub-command.ts';
import { parseProps } from '../parse-props.ts';
import { compositionArg, propsOption } from '../shared-options.ts';
import { shownPath } from '../shown-path.ts';
import { printJson } from '../terminal.ts';

/** `beatcut bake <composition>`: an automatic plan as literal JSX that people and Remotion Studio can change. */
export const bakeCommand: SubCommand = defineSubCommand({
  name: 'bake',
  description: 'Write the plan of an <AutoCut> as JSX that can be changed by hand and in Remotion Studio',
  args: {
    composition: compositionArg,
    name: {
      type: 'string',
      description: 'The <AutoCut> of that name, if the composition has several',
      valueHint: 'name',
    },
    source: {
      type: 'string',
      description: 'The file that the <AutoCut> stands in, if it cannot be told',
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
    props: propsOption,
  },
  run: async ({ args, signal, progress }) => {
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
        message: `The composition "${composition}" has ${found.length === 0 ? 'no <AutoCut>' : `${found.length} <AutoCut>s`}${args.name === undefined ? '' : ` named "${args.name}"`}.`,
        hint: names === '' ? 'Only automatic plans need baking.' : `Choose one with --name: ${names}.`,
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
      printJson(result);
      return;
    }
    progress.done(summaryOf(result));
    const lines = describeBake({ result, isBaked: autoCut.isBaked, isDryRun: args['dry-run'] });
    if (lines.length > 0) console.log(`\n${lines.join('\n')}`);
  },
});

const MARKS = { added: '+', removed: '-', changed: '~', kept: '=' } as const;

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
    ...(isDryRun ? ['Nothing was written.'] : [`Edit      ${shownPath(bakedFile)}`]),
    ...(isBaked
      ? []
      : [
          `Show it in ${shownPath(sourceFile)}:`,
          `  import { ${componentName} } from '${module}';`,
          `  <AutoCut … baked={<${componentName} />}>`,
        ]),
  ];
}
