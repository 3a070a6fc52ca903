import { shortHash } from '../../core/hash.ts';
import { excerpt, plural } from '../../core/text.ts';
import { openBucket } from '../../node/share/open-bucket.ts';
import {
  pullTakes,
  pushTakes,
  type ShareTakesOptions,
  type ShareTakesResult,
} from '../../node/share/share-takes.ts';
import { syncPublicFolder } from '../../node/store/publish.ts';
import type { ClipCommandsContext } from '../clip-commands-context.ts';
import { defineSubCommand, type SubCommand } from '../define-sub-command.ts';
import { printJson } from '../terminal.ts';

/** `beatcut push`: sends the takes that the bucket lacks. Ends with 1 when one could not be sent. */
export const createPushCommand = (context: Pick<ClipCommandsContext, 'openProject'>): SubCommand =>
  createShareCommand(context, {
    name: 'push',
    description: 'Send the takes that the shared bucket lacks',
    verb: 'Sending',
    done: 'sent',
    move: pushTakes,
  });

/** `beatcut pull`: fetches the takes that are not here, and publishes the picks. Ends with 1 when one is still missing. */
export const createPullCommand = (context: Pick<ClipCommandsContext, 'openProject'>): SubCommand =>
  createShareCommand(context, {
    name: 'pull',
    description: 'Fetch the takes of the lock file that are not here',
    verb: 'Fetching',
    done: 'fetched',
    move: pullTakes,
  });

interface Sharing {
  name: string;
  description: string;
  verb: string;
  done: string;
  move: (options: ShareTakesOptions) => Promise<ShareTakesResult>;
}

const createShareCommand = (
  { openProject }: Pick<ClipCommandsContext, 'openProject'>,
  { name, description, verb, done, move }: Sharing,
): SubCommand =>
  defineSubCommand({
    name,
    description,
    args: {
      picks: { type: 'boolean', description: 'Only the takes that the edit uses', default: false },
      'dry-run': { type: 'boolean', description: 'Only say what would be done', default: false },
    },
    run: async ({ args: { picks, 'dry-run': dryRun, json }, signal, progress }) => {
      const { config, lockFile, store, locksDir } = await openProject();
      const bucket = await openBucket({ bucket: config.bucket });
      try {
        progress.step(`${verb} takes (${bucket.shownName})`);
        const result = await move({
          lockFile: await lockFile.read(),
          store,
          bucket,
          locksDir,
          picksOnly: picks,
          dryRun,
          signal,
          onProgress: (share) => progress.update(share),
        });
        // also where nothing had to be fetched: an earlier pull may have ended before it came to this
        if (move === pullTakes && !dryRun) {
          await syncPublicFolder({ publicDir: config.publicDir, lockFile, store, locksDir });
        }
        if (json) printJson({ bucket: bucket.shownName, dryRun, ...result });
        else progress.done(describeSharing(result, dryRun ? `would be ${done}` : done));
        return result.failed.length + result.nowhere.length > 0 ? 1 : 0;
      } finally {
        bucket.close();
      }
    },
  });

function describeSharing({ known, moved, failed, nowhere }: ShareTakesResult, done: string): string {
  const sizeInBytes = moved.reduce((sum, { take }) => sum + take.sizeInBytes, 0);
  const nameOf = ({ take, prompt }: ShareTakesResult['nowhere'][number]): string =>
    `take ${shortHash(take.sha256)} of "${excerpt(prompt)}"`;
  return [
    // [bytes] / [bytes/MB] = [MB]
    `${plural(moved.length, 'take')} ${done} (${(sizeInBytes / 1e6).toFixed(1)} MB), ${known} on both sides already.`,
    ...failed.map((shared) => `! ${nameOf(shared)}: ${shared.message}`),
    ...nowhere.map((shared) => `! ${nameOf(shared)} is neither here nor in the bucket.`),
  ].join('\n');
}
