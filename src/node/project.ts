import path from 'node:path';
import type { VideoProvider } from '../providers/video-provider.ts';
import { checkClip } from './checks/check-clip.ts';
import { loadConfig, type ResolvedConfig } from './config.ts';
import { createJobJournal, type JobJournal } from './journal/job-journal.ts';
import { probeVideo } from './media/probe-video.ts';
import { createLockFileOnDisk, type LockFileOnDisk } from './store/lock-file-on-disk.ts';
import { createTakeStore, type CheckClip, type ProbeClip, type TakeStore } from './store/take-store.ts';

/** A project's config and the doors to its files. */
export interface Project {
  config: ResolvedConfig;
  lockFile: LockFileOnDisk;
  store: TakeStore;
  journal: JobJournal;
  /** Folder for the locks that keep two processes apart. */
  locksDir: string;
}

/** What `openProject` takes. */
export interface OpenProjectOptions {
  projectDir: string;
  builtInProviders: readonly VideoProvider[];
  /** Remotion's ffprobe by default. */
  probe?: ProbeClip;
  /** Looks at each clip that arrives, by default. */
  check?: CheckClip;
}

/**
 * Reads a project's config. Writes nothing.
 *
 * @throws BeatcutError when the config is not valid.
 */
export async function openProject({
  projectDir,
  builtInProviders,
  probe = probeVideo,
  check = checkClip,
}: OpenProjectOptions): Promise<Project> {
  const config = await loadConfig({ projectDir, builtInProviders });
  const locksDir = path.join(config.storeDir, 'locks');
  return {
    config,
    lockFile: createLockFileOnDisk({ path: config.lockFile, locksDir }),
    store: createTakeStore({ dir: path.join(config.storeDir, 'takes'), probe, check }),
    journal: createJobJournal({ dir: path.join(config.storeDir, 'jobs') }),
    locksDir,
  };
}
