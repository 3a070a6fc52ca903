import { shortHash } from '../../core/hash.ts';
import { describeLostCost, rejectCommandFor } from '../../node/lost-take.ts';
import { syncPublicFolder, type UnusableClip } from '../../node/store/publish.ts';
import type { ClipCommandsContext } from '../clip-commands-context.ts';
import { defineSubCommand, type SubCommand } from '../define-sub-command.ts';
import { printJson } from '../terminal.ts';

/** `beatcut sync`: writes the public folder's clips and catalogue again from lock file and takes. */
export const createSyncCommand = ({ openProject }: Pick<ClipCommandsContext, 'openProject'>): SubCommand =>
  defineSubCommand({
    name: 'sync',
    description: 'Bring public/beatcut in line with the lock file and the takes; generates nothing',
    args: {},
    run: async ({ args }) => {
      const { config, lockFile, store, locksDir } = await openProject();
      const result = await syncPublicFolder({
        publicDir: config.publicDir,
        lockFile,
        store,
        locksDir,
      });
      const { catalogue, copied, removed, unusable } = result;
      if (args.json) {
        printJson(result);
        return unusable.length > 0 ? 1 : 0;
      }
      console.log(
        `${Object.keys(catalogue.clips).length} clips ready, ${copied} copied, ${removed} removed.`,
      );
      for (const clip of unusable) console.error(describeUnusable(clip));
      return unusable.length > 0 ? 1 : 0;
    },
  });

/** Which clip can't be used, why, and what brings it back. */
export function describeUnusable({ clipKey, clip, take, condition, path }: UnusableClip): string {
  const again = take.draft
    ? 'draw it again: npx beatcut generate <composition> --drafts'
    : `buy it again${describeLostCost([take])}: ${rejectCommandFor({ clipKey, take })} (rejecting never deletes), then npx beatcut generate <composition>`;
  return [
    `Clip ${shortHash(clipKey)} "${clip.request.prompt}": the file of take ${shortHash(take.sha256)} (${take.provider}/${take.model}) ${condition === 'missing' ? 'is gone' : 'was changed'}.`,
    `  Copy the file back to ${path} from a machine or backup that has it (npx beatcut pull, where a bucket is shared), or ${again}.`,
  ].join('\n');
}
