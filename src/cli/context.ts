import { createAnimaticProvider } from '../node/animatic.ts';
import { probeVideo } from '../node/media/probe-video.ts';
import { planFilm } from '../node/film/plan-film.ts';
import { openProject, type Project } from '../node/project.ts';
import type { ClipCommandsContext } from './clip-commands-context.ts';

/** Opens the project of the folder in which the command runs. */
export const openCurrentProject = (): Promise<Project> =>
  openProject({
    projectDir: process.cwd(),
    builtInProviders: [createAnimaticProvider()],
    probe: probeVideo,
  });

/** What the clip commands get from the rest of the program. */
export const clipCommandsContext: ClipCommandsContext = {
  openProject: openCurrentProject,
  async discoverClips({ project, composition, inputProps, signal, onProgress }) {
    const plan = await planFilm({ project, compositionId: composition, inputProps, signal, onProgress });
    await plan.film.close();
    return { requests: plan.discovery.clips };
  },
};
