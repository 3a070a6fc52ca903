import type { PlannedClip } from '../node/generate.ts';
import type { Project } from '../node/project.ts';
import { syncPublicFolder } from '../node/store/publish.ts';
import type { ClipCommandsContext } from './clip-commands-context.ts';

/** Options of every command that names a clip. */
export const clipArgs = {
  clip: {
    type: 'positional',
    description: 'The clip: the beginning of its key, words of its prompt, or with --composition its shot',
    required: true,
  },
  composition: { type: 'string', description: 'Composition whose shots are meant', valueHint: 'id' },
  json: { type: 'boolean', description: 'Print JSON', default: false },
} as const;

/** The take that a command names. */
export const takeArg = {
  type: 'positional',
  description: 'The take: its number or the beginning of its hash',
  required: true,
} as const;

/** Says or picks something about a clip's takes, and publishes what the edit uses afterwards. */
export async function editClip<T extends { clipKey: string }>(
  { openProject, discoverClips }: ClipCommandsContext,
  composition: string | undefined,
  edit: (options: { lockFile: Project['lockFile']; shots: PlannedClip[] | undefined }) => Promise<T>,
): Promise<T> {
  const project = await openProject();
  const { config, lockFile, store, locksDir } = project;
  const shots =
    composition === undefined ? undefined : (await discoverClips({ project, composition })).requests;
  const result = await edit({ lockFile, shots });
  await syncPublicFolder({
    publicDir: config.publicDir,
    lockFile,
    store,
    locksDir,
    clipKeys: [result.clipKey],
  });
  return result;
}
