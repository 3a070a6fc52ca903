import { defineCommand, type CommandDef } from 'citty';
import { pickClipTake } from '../../node/edit-takes.ts';
import { syncPublicFolder } from '../../node/store/publish.ts';
import type { ClipCommandsContext } from '../clip-commands-context.ts';

const args = {
  clip: {
    type: 'positional',
    description: 'The clip: the beginning of its key, words of its prompt, or with --composition its shot',
    required: true,
  },
  take: {
    type: 'positional',
    description: 'The take: its number or the beginning of its hash; "none" to unpick',
    required: true,
  },
  composition: { type: 'string', description: 'Composition whose shots are meant', valueHint: 'id' },
  json: { type: 'boolean', description: 'Print JSON', default: false },
} as const;

const unpickArgs = {
  clip: {
    type: 'positional',
    description: 'The clip: the beginning of its key, words of its prompt, or with --composition its shot',
    required: true,
  },
  composition: { type: 'string', description: 'Composition whose shots are meant', valueHint: 'id' },
  json: { type: 'boolean', description: 'Print JSON', default: false },
} as const;

/** `beatcut unpick <clip or shot>`: leaves the choice of the take to beatcut again. */
export const createUnpickCommand = (context: ClipCommandsContext): CommandDef<typeof unpickArgs> =>
  defineCommand({
    meta: { name: 'unpick', description: 'Leave the choice of the take to beatcut again' },
    args: unpickArgs,
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
  { openProject, discoverClips }: ClipCommandsContext,
  {
    clip,
    take,
    composition,
    json,
  }: { clip: string; take: string; composition?: string | undefined; json: boolean },
): Promise<void> {
  const project = await openProject();
  const { config, lockFile, store, locksDir } = project;
  const shots =
    composition === undefined ? undefined : (await discoverClips({ project, composition })).requests;
  const { clipKey, prompt, chosen } = await pickClipTake({ lockFile, clip, take, shots });
  await syncPublicFolder({
    publicDir: config.publicDir,
    lockFile,
    store,
    locksDir,
    clipKeys: [clipKey],
  });
  if (json) console.log(JSON.stringify({ clipKey, take: chosen?.sha256 ?? null }));
  else {
    console.log(
      `"${prompt}" now uses ${chosen === undefined ? 'no take' : `take ${chosen.sha256.slice(0, 8)}`}.`,
    );
  }
}
