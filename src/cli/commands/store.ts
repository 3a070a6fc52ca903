import path from 'node:path';
import { BeatcutError } from '../../core/error.ts';
import { shortHash } from '../../core/hash.ts';
import { excerpt, plural } from '../../core/text.ts';
import { deleteUnneeded, listUnneeded } from '../../node/store/collect-garbage.ts';
import { DEFAULT_CACHE_BYTES, DEFAULT_UNUSED_DAYS } from '../../node/store/list-derived.ts';
import { parseNumber } from '../parse-number.ts';
import { verifyStore } from '../../node/store/verify-store.ts';
import type { ClipCommandsContext } from '../clip-commands-context.ts';
import { defineSubCommand, type SubCommand } from '../define-sub-command.ts';
import { printJson } from '../terminal.ts';

/** `beatcut verify-store`: hashes every take's file again. Ends with 1 when one is gone or was changed. */
export const createVerifyStoreCommand = ({
  openProject,
}: Pick<ClipCommandsContext, 'openProject'>): SubCommand =>
  defineSubCommand({
    name: 'verify-store',
    description: 'Hash the file of every take again; changes nothing',
    args: {},
    run: async ({ args, signal, progress }) => {
      const { lockFile, store } = await openProject();
      progress.step('Hashing the takes');
      const { intact, broken } = await verifyStore({
        lockFile: await lockFile.read(),
        store,
        signal,
        onProgress: (share) => progress.update(share),
      });
      if (args.json) printJson({ intact, broken });
      else {
        progress.done(`${intact} takes are intact, ${broken.length} are not.`);
        for (const { prompt, take, condition, path: file } of broken) {
          console.error(
            `Take ${shortHash(take.sha256)} of "${excerpt(prompt)}" ${condition === 'missing' ? 'is gone' : 'was changed'}: ${file}`,
          );
        }
      }
      return broken.length > 0 ? 1 : 0;
    },
  });

/** `beatcut gc`: lists what no take and no job needs; deletes only what is named, with `--yes`. */
export const createGcCommand = ({ openProject }: Pick<ClipCommandsContext, 'openProject'>): SubCommand =>
  defineSubCommand({
    name: 'gc',
    description: 'List files that no take and no job needs; delete them by name with --yes',
    args: {
      name: {
        type: 'positional',
        description:
          'What to delete: a name of the list or its beginning, a kind (take, remains, cache), or "all"',
        required: false,
      },
      yes: { type: 'boolean', description: 'Delete it; without, it is only listed', default: false },
      'unused-days': {
        type: 'string',
        description:
          'List segments and other things that can be made again when nothing has used them so long',
        default: String(DEFAULT_UNUSED_DAYS),
        valueHint: 'days',
      },
      'max-gb': {
        type: 'string',
        description: 'Of those that were used since, list what is more than this, the oldest first',
        default: String(DEFAULT_CACHE_BYTES / 1024 ** 3),
        valueHint: 'gibibytes',
      },
    },
    run: async ({ args: { name, yes, json, ...limits } }) => {
      if (yes && name === undefined) {
        throw new BeatcutError({
          code: 'USAGE',
          message: '--yes needs what to delete: a name of the list, or all.',
        });
      }
      const { config, lockFile, journal } = await openProject();
      const files = await listUnneeded({
        lockFile: await lockFile.read(),
        journal,
        storeDir: config.storeDir,
        lockFileDir: path.dirname(config.lockFile),
        publicDir: config.publicDir,
        unusedDays: parseNumber({ flag: '--unused-days', text: limits['unused-days'] }),
        // [GiB] · [bytes/GiB] = [bytes]
        maxCacheBytes: (parseNumber({ flag: '--max-gb', text: limits['max-gb'] }) ?? 0) * 1024 ** 3,
      });
      const meant =
        name === undefined || name === 'all'
          ? files
          : files.filter((file) => file.kind === name || file.name.startsWith(name));
      if (yes && meant.length === 0) {
        throw new BeatcutError({
          code: 'FILE_UNKNOWN',
          message: `No file that nothing needs is called "${name}".`,
          hint: 'beatcut gc lists them.',
        });
      }
      if (yes) await deleteUnneeded(meant);
      if (json) {
        printJson({ files: meant, deleted: yes });
        return;
      }
      for (const { name: file, sizeInBytes, kind } of meant) {
        // [bytes] / [bytes/MB] = [MB]
        console.log(`${yes ? 'deleted ' : ''}${file}  ${(sizeInBytes / 1e6).toFixed(1)} MB  ${kind}`);
      }
      const total = meant.reduce((sum, { sizeInBytes }) => sum + sizeInBytes, 0) / 1e6;
      console.log(
        `${plural(meant.length, 'file')}, ${total.toFixed(1)} MB${yes || meant.length === 0 ? '' : '. Another branch may need takes. Delete with: beatcut gc <name or all> --yes'}`,
      );
    },
  });
