import { defineCommand, type CommandDef } from 'citty';
import { BeatcutError } from '../../core/error.ts';
import { importTakes, type ImportedFile } from '../../node/import-takes.ts';
import { syncPublicFolder } from '../../node/store/publish.ts';
import type { ClipCommandsContext } from '../clip-commands-context.ts';
import { withInterrupt } from '../interrupt.ts';

const args = {
  from: { type: 'positional', description: 'A folder with video files, or one file', required: true },
  composition: { type: 'string', description: 'Composition whose shots the files are for', valueHint: 'id' },
  shot: { type: 'string', description: 'All files are for this shot: its id or number', valueHint: 'shot' },
  map: {
    type: 'string',
    description: 'CSV file with the columns file and shot (and model, seed, cost, note)',
    valueHint: 'file',
  },
  json: { type: 'boolean', description: 'Print JSON', default: false },
} as const;

/** `beatcut import <folder>`: takes in clips that were made elsewhere. Ends with 1 when a file was left out. */
export const createImportCommand = (context: ClipCommandsContext): CommandDef<typeof args> =>
  defineCommand({
    meta: { name: 'import', description: 'Take in clips that were made elsewhere, matched to shots' },
    args,
    run: ({ args }) =>
      withInterrupt(async (signal) => {
        const { composition } = args;
        if (composition === undefined) {
          throw new BeatcutError({
            code: 'USAGE',
            message: '--composition is missing: which composition’s shots are the files for?',
          });
        }
        const project = await context.openProject();
        const { config, lockFile, store, locksDir } = project;
        const { requests } = await context.discoverClips({ project, composition, signal });
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
        if (args.json) console.log(JSON.stringify({ files }, null, 2));
        else {
          for (const file of files) console.log(lineOf(file));
          const count = (status: ImportedFile['status']): number =>
            files.filter((file) => file.status === status).length;
          console.log(
            `${count('imported')} imported, ${count('known')} known, ${files.length - count('imported') - count('known')} left out.`,
          );
        }
        return isComplete ? 0 : 1;
      }),
  });

function lineOf(file: ImportedFile): string {
  if ('clip' in file) {
    const { shotNumber, shotId } = file.clip;
    return `${file.file} → shot ${shotNumber} ${shotId}, take ${file.take.sha256.slice(0, 8)}${file.status === 'known' ? ' (known)' : ''}`;
  }
  return `! ${file.file}: ${file.message}`;
}
