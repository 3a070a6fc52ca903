import { defineCommand, type CommandDef } from 'citty';
import { pickClipTake } from '../../node/clip-listing.ts';
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

/** `beatcut pick <clip or shot> <take>`: makes a take the one that the edit uses. */
export const createPickCommand = ({
  openProject,
  discoverClips,
}: ClipCommandsContext): CommandDef<typeof args> =>
  defineCommand({
    meta: { name: 'pick', description: 'Choose which take of a clip the edit uses' },
    args,
    async run({ args }) {
      const project = await openProject();
      const { config, lockFile, store } = project;
      const { composition } = args;
      const shots =
        composition === undefined ? undefined : (await discoverClips({ project, composition })).requests;
      const { clipKey, prompt, chosen } = await pickClipTake({
        lockFile,
        clip: args.clip,
        take: args.take,
        shots,
      });
      await syncPublicFolder({
        publicDir: config.publicDir,
        lockFile: await lockFile.read(),
        store,
        clipKeys: [clipKey],
      });
      if (args.json) console.log(JSON.stringify({ clipKey, take: chosen?.sha256 ?? null }));
      else
        console.log(
          `"${prompt}" now uses ${chosen === undefined ? 'no take' : `take ${chosen.sha256.slice(0, 8)}`}.`,
        );
    },
  });
