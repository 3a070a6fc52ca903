import { defineCommand, type CommandDef } from 'citty';
import { pickClipTake } from '../../node/edit-takes.ts';
import type { ClipCommandsContext } from '../clip-commands-context.ts';
import { clipArgs, editClip } from '../edit-clip.ts';

const pickedTakeArg = {
  type: 'positional',
  description: 'The take: its number or the beginning of its hash; "none" to unpick',
  required: true,
} as const;
const args: typeof clipArgs & { take: typeof pickedTakeArg } = { ...clipArgs, take: pickedTakeArg };

/** `beatcut unpick <clip or shot>`: leaves the choice of the take to beatcut again. */
export const createUnpickCommand = (context: ClipCommandsContext): CommandDef<typeof clipArgs> =>
  defineCommand({
    meta: { name: 'unpick', description: 'Leave the choice of the take to beatcut again' },
    args: clipArgs,
    run: ({ args }) => runPick(context, { ...args, take: 'none' }),
  });

/** `beatcut pick <clip or shot> <take>`: makes a take the one that the edit uses. */
export const createPickCommand = (context: ClipCommandsContext): CommandDef<typeof args> =>
  defineCommand({
    meta: { name: 'pick', description: 'Choose which take of a clip the edit uses' },
    args,
    run: ({ args }) => runPick(context, args),
  });

async function runPick(
  context: ClipCommandsContext,
  {
    clip,
    take,
    composition,
    json,
  }: { clip: string; take: string; composition?: string | undefined; json: boolean },
): Promise<void> {
  const { clipKey, prompt, chosen } = await editClip(context, composition, (options) =>
    pickClipTake({ ...options, clip, take }),
  );
  if (json) console.log(JSON.stringify({ clipKey, take: chosen?.sha256 ?? null }));
  else {
    console.log(
      `"${prompt}" now uses ${chosen === undefined ? 'no take' : `take ${chosen.sha256.slice(0, 8)}`}.`,
    );
  }
}
