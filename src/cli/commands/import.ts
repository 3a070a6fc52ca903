import { shortHash } from '../../core/hash.ts';
import { importTakes, type ImportedFile } from '../../node/import-takes.ts';
import { syncPublicFolder } from '../../node/store/publish.ts';
import type { ClipCommandsContext } from '../clip-commands-context.ts';
import { defineSubCommand, type SubCommand } from '../define-sub-command.ts';
import { propsOption } from '../shared-options.ts';
import { shotsOf } from '../shots-of.ts';
import { printJson } from '../terminal.ts';

/** `beatcut import <folder>`: takes in clips that were made elsewhere. Ends with 1 when a file was left out. */
export const createImportCommand = (context: ClipCommandsContext): SubCommand =>
  defineSubCommand({
    name: 'import',
    description: 'Take in clips that were made elsewhere, matched to shots',
    args: {
      from: { type: 'positional', description: 'A folder with video files, or one file', required: true },
      composition: {
        type: 'string',
        description: 'Composition whose shots the files are for',
        valueHint: 'id',
        required: true,
      },
      props: propsOption,
      shot: {
        type: 'string',
        description: 'All files are for this shot: its id or number',
        valueHint: 'shot',
      },
      map: {
        type: 'string',
        description: 'CSV file with the columns file and shot (and model, seed, cost, note)',
        valueHint: 'file',
      },
    },
    run: async ({ args, signal, progress }) => {
      const { composition, props } = args;
      const project = await context.openProject();
      const { config, lockFile, store, locksDir } = project;
      const requests = await shotsOf({ context, project, composition, props, signal, progress });
      progress.step('Taking in the files');
      const files = await importTakes({
        from: args.from,
        clips: requests,
        shot: args.shot,
        mapFile: args.map,
        lockFile,
        store,
        signal,
      });
      await syncPublicFolder({
        publicDir: config.publicDir,
        lockFile,
        store,
        locksDir,
        clipKeys: requests.map(({ clipKey }) => clipKey),
        referenceFiles: requests.flatMap(({ referenceFiles }) => referenceFiles),
        chainedClips: requests,
      });
      const isComplete = files.every(({ status }) => status === 'imported' || status === 'known');
      if (args.json) printJson({ files });
      else {
        const count = (status: ImportedFile['status']): number =>
          files.filter((file) => file.status === status).length;
        const summary = `${count('imported')} imported, ${count('known')} known, ${files.length - count('imported') - count('known')} left out.`;
        progress.done([...files.map(lineOf), summary].join('\n'));
      }
      return isComplete ? 0 : 1;
    },
  });

function lineOf(file: ImportedFile): string {
  if ('clip' in file) {
    const { shotNumber, shotId } = file.clip;
    return `${file.file} → shot ${shotNumber} ${shotId}, take ${shortHash(file.take.sha256)}${file.status === 'known' ? ' (known)' : ''}`;
  }
  return `! ${file.file}: ${file.message}`;
}
