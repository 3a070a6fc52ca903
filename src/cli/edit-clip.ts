import type { PlannedClip } from '../node/generate.ts';
import type { Project } from '../node/project.ts';
import { syncPublicFolder } from '../node/store/publish.ts';
import type { ClipCommandsContext } from './clip-commands-context.ts';
import { shotsOf } from './shots-of.ts';
import type { ProgressReporter } from './terminal.ts';

/** What `editClip` takes. */
export interface EditClipOptions {
  context: ClipCommandsContext;
  /** The composition in whose shots the clip may be named. */
  composition?: string | undefined;
  /** What `--props` was given: props for that composition. */
  props?: string | undefined;
  signal: AbortSignal;
  progress: ProgressReporter;
}

/** Says or picks something about a clip's takes, and publishes what the edit uses afterwards. */
export async function editClip<T extends { clipKey: string }>(
  { context, composition, props, signal, progress }: EditClipOptions,
  edit: (options: { lockFile: Project['lockFile']; shots: PlannedClip[] }) => Promise<T>,
): Promise<T> {
  const project = await context.openProject();
  const { config, lockFile, store, locksDir } = project;
  const shots = await shotsOf({ context, project, composition, props, signal, progress });
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
