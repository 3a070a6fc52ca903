import { shortHash } from '../../core/hash.ts';
import { plural } from '../../core/text.ts';
import { listClips, type ListedTake } from '../../node/clip-listing.ts';
import type { ClipCommandsContext } from '../clip-commands-context.ts';
import { defineSubCommand, type SubCommand } from '../define-sub-command.ts';
import { printJson } from '../terminal.ts';

/** `beatcut clips`: lists every clip with its takes, picks and costs. */
export const createClipsCommand = ({ openProject }: Pick<ClipCommandsContext, 'openProject'>): SubCommand =>
  defineSubCommand({
    name: 'clips',
    description: 'List the clips with their takes, picks and costs',
    args: {},
    run: async ({ args }) => {
      const { lockFile, store } = await openProject();
      const clips = await listClips({ lockFile: await lockFile.read(), store });
      if (args.json) {
        printJson({ clips });
        return;
      }
      for (const { clipKey, prompt, takes } of clips) {
        console.log(`${shortHash(clipKey)}  ${prompt}`);
        for (const take of takes) console.log(`  ${lineOf(take)}`);
      }
      const takeCount = clips.reduce((sum, { takes }) => sum + takes.length, 0);
      const costUsd = clips.reduce((sum, clip) => sum + clip.costUsd, 0);
      console.log(
        `${plural(clips.length, 'clip')}, ${plural(takeCount, 'take')}, about $${costUsd.toFixed(2)}`,
      );
    },
  });

function lineOf(take: ListedTake): string {
  const cost = take.costUsd ?? take.estimatedCostUsd;
  const notes = [
    ...(take.chosen ? [take.picked ? 'picked' : 'used'] : []),
    ...(take.draft ? ['draft'] : []),
    ...(take.rejected === true ? ['rejected'] : []),
    ...(take.rating === undefined ? [] : ['★'.repeat(take.rating)]),
    ...(take.condition === 'intact' ? [] : [`file ${take.condition}`]),
  ];
  return [
    `${take.chosen ? '▸' : ' '} ${String(take.number).padStart(2)}`,
    shortHash(take.sha256),
    `${take.durationInSeconds.toFixed(2)} s`,
    `${take.width}×${take.height}`,
    `${take.provider}/${take.model}`,
    ...(cost === undefined ? [] : [`$${cost.toFixed(2)}`]),
    ...take.warnings.map((warning) => `! ${warning}`),
    ...(take.note === undefined ? [] : [`“${take.note}”`]),
    ...(notes.length === 0 ? [] : [`(${notes.join(', ')})`]),
  ].join('  ');
}
