import { shortHash } from '../../core/hash.ts';
import { pickClipTake } from '../../node/edit-takes.ts';
import type { ClipCommandsContext } from '../clip-commands-context.ts';
import { defineSubCommand, type SubCommand } from '../define-sub-command.ts';
import { editClip, type EditClipOptions } from '../edit-clip.ts';
import { clipArg, shotOptions } from '../shared-options.ts';
import { printJson } from '../terminal.ts';

/** `beatcut unpick <clip or shot>`: leaves the choice of the take to beatcut again. */
export const createUnpickCommand = (context: ClipCommandsContext): SubCommand =>
  defineSubCommand({
    name: 'unpick',
    description: 'Leave the choice of the take to beatcut again',
    args: { clip: clipArg, ...shotOptions },
    run: ({ args, ...running }) => runPick({ context, ...args, ...running, take: 'none' }),
  });

/** `beatcut pick <clip or shot> <take>`: makes a take the one that the edit uses. */
export const createPickCommand = (context: ClipCommandsContext): SubCommand =>
  defineSubCommand({
    name: 'pick',
    description: 'Choose which take of a clip the edit uses',
    args: {
      clip: clipArg,
      take: {
        type: 'positional',
        description: 'The take: its number or the beginning of its hash; "none" to unpick',
        required: true,
      },
      ...shotOptions,
    },
    run: ({ args, ...running }) => runPick({ context, ...args, ...running }),
  });

async function runPick({
  clip,
  take,
  json,
  ...editing
}: EditClipOptions & { clip: string; take: string; json: boolean }): Promise<void> {
  const { clipKey, prompt, chosen } = await editClip(editing, (options) =>
    pickClipTake({ ...options, clip, take }),
  );
  if (json) printJson({ clipKey, take: chosen?.sha256 ?? null });
  else {
    console.log(
      `"${prompt}" now uses ${chosen === undefined ? 'no take' : `take ${shortHash(chosen.sha256)}`}.`,
    );
  }
}
