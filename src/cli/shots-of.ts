import { plural } from '../core/text.ts';
import type { PlannedClip } from '../node/generate.ts';
import type { Project } from '../node/project.ts';
import type { ClipCommandsContext } from './clip-commands-context.ts';
import { parseProps } from './parse-props.ts';
import { requireTogether } from './require-together.ts';
import type { ProgressReporter } from './terminal.ts';

/** The clips of the composition that `--composition` names, with their shots; none without it. */
export async function shotsOf({
  context,
  project,
  composition,
  props,
  signal,
  progress,
}: {
  context: Pick<ClipCommandsContext, 'discoverClips'>;
  project: Project;
  composition: string | undefined;
  /** What `--props` was given. */
  props: string | undefined;
  signal: AbortSignal;
  progress: ProgressReporter;
}): Promise<PlannedClip[]> {
  requireTogether({ flag: '--props', value: props, needs: '--composition', other: composition });
  if (composition === undefined) return [];
  const { requests } = await context.discoverClips({
    project,
    composition,
    inputProps: await parseProps(props),
    signal,
    onProgress: (step) => progress.step(step),
  });
  progress.done(`${composition} shows ${plural(requests.length, 'clip')}.`);
  return requests;
}
