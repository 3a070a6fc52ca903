import type { PlannedClip } from '../node/generate.ts';
import type { Project } from '../node/project.ts';

/** What the clip commands need from the rest of the program. */
export interface ClipCommandsContext {
  /** Opens the project in which the command runs. */
  openProject: () => Promise<Project>;
  /** Finds every clip that a composition asks for. */
  discoverClips: (options: {
    project: Project;
    composition: string;
    /** Props for the composition. */
    inputProps?: Record<string, unknown> | undefined;
    signal?: AbortSignal | undefined;
    onProgress?: ((step: string) => void) | undefined;
  }) => Promise<{ requests: PlannedClip[] }>;
}
