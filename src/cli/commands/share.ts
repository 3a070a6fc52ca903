import { defineCommand, type CommandDef } from 'citty';
import { excerpt } from '../../node/film/require-clips.ts';
import { openBucket } from '../../node/share/open-bucket.ts';
import {
  pullTakes,
  pushTakes,
  type ShareTakesOptions,
  type ShareTakesResult,
} from '../../node/share/share-takes.ts';
import { syncPublicFolder } from '../../node/store/publish.ts';
import type { ClipCommandsContext } from '../clip-commands-context.ts';
import { withInterrupt } from '../interrupt.ts';
import { withProgress } from '../terminal.ts';

const args = {
  picks: { type: 'boolean', description: 'Only the takes that the edit uses', default: false },
  'dry-run': { type: 'boolean', description: 'Only say what would be done', default: false },
  json: { type: 'boolean', description: 'Print JSON', default: false },
} as const;

/** `beatcut push`: sends the takes that the bucket lacks. Ends with 1 when one could not be sent. */
export const createPushCommand = (
  context: Pick<ClipCommandsContext, 'openProject'>,
): CommandDef<typeof args> =>
  defineCommand({
    meta: { name: 'push', description: 'Send the takes that the shared bucket lacks' },
    args,
    run: ({ args }) => share(context, args, { verb: 'Sending', done: 'sent', move: pushTakes }),
  });

/** `beatcut pull`: fetches the takes that are not here, and publishes the picks. Ends with 1 when one is still missing. */
export const createPullCommand = (
  context: Pick<ClipCommandsContext, 'openProject'>,
): CommandDef<typeof args> =>
  defineCommand({
    meta: { name: 'pull', description: 'Fetch the takes of the lock file that are not here' },
    args,
    run: ({ args }) => share(context, args, { verb: 'Fetching', done: 'fetched', move: pullTakes }),
  });

interface Sharing {
  verb: string;
  done: string;
  move: (options: ShareTakesOptions) => Promise<ShareTakesResult>;
}

const share = (
  { openProject }: Pick<ClipCommandsContext, 'openProject'>,
  { picks, 'dry-run': dryRun, json }: { picks: boolean; 'dry-run': boolean; json: boolean },
  { verb, done, move }: Sharing,
): Promise<number> =>
  withInterrupt((signal) =>
    withProgress({ silent: json }, async (progress) => {
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
        if (json) console.log(JSON.stringify({ bucket: bucket.shownName, dryRun, ...result }, null, 2));
        else progress.done(describeSharing(result, dryRun ? `would be ${done}` : done));
        return result.failed.length + result.nowhere.length > 0 ? 1 : 0;
      } finally {
        bucket.close();
      }
    }),
  );

function describeSharing({ known, moved, failed, nowhere }: ShareTakesResult, done: string): string {
  const sizeInBytes = moved.reduce((sum, { take }) => sum + take.sizeInBytes, 0);
  const nameOf = ({ take, prompt }: ShareTakesResult['nowhere'][number]): string =>
    `take ${take.sha256.slice(0, 8)} of "${excerpt(prompt)}"`;
  return [
    // [bytes] / [bytes/MB] = [MB]
    `${moved.length} take${moved.length === 1 ? '' : 's'} ${done} (${(sizeInBytes / 1e6).toFixed(1)} MB), ${known} on both sides already.`,
    ...failed.map((shared) => `! ${nameOf(shared)}: ${shared.message}`),
    ...nowhere.map((shared) => `! ${nameOf(shared)} is neither here nor in the bucket.`),
  ].join('\n');
}
