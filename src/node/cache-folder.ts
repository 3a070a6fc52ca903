import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder for what beatcut can always fetch or compute again, shared by all projects of a user.
 * `BEATCUT_CACHE_DIR` overrides it; else the platform's own place for caches.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env['BEATCUT_CACHE_DIR']) return env['BEATCUT_CACHE_DIR'];
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'beatcut');
  if (process.platform === 'win32') return join(env['LOCALAPPDATA'] ?? homedir(), 'beatcut', 'Cache');
  return join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'beatcut');
}
