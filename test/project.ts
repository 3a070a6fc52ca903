import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const REPOSITORY = resolve(import.meta.dirname, '..');

/** A user's project in a temporary folder, with the built beatcut as its dependency. */
export interface TestProject {
  dir: string;
  /** Runs the built `beatcut` there. */
  run(...args: string[]): Promise<{ exitCode: number | null; stdout: string; stderr: string }>;
  remove(): Promise<void>;
}

/** Creates a project from files: path → contents. */
export async function createTestProject(files: Record<string, string | Uint8Array>): Promise<TestProject> {
  const dir = await mkdtemp(join(tmpdir(), 'beatcut-project-'));
  const modules = join(dir, 'node_modules');
  await mkdir(modules);
  for (const name of await readdir(join(REPOSITORY, 'node_modules'))) {
    if (!name.startsWith('.')) await symlink(join(REPOSITORY, 'node_modules', name), join(modules, name));
  }
  await symlink(REPOSITORY, join(modules, 'beatcut'));
  const all = { 'package.json': '{"name":"film","private":true,"type":"module"}', ...files };
  for (const [name, contents] of Object.entries(all)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), contents);
  }
  return {
    dir,
    run: (...args) =>
      new Promise((done, fail) => {
        const child = spawn(process.execPath, [join(REPOSITORY, 'dist', 'cli.js'), ...args], { cwd: dir });
        let [stdout, stderr] = ['', ''];
        child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
        child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
        child.once('error', fail);
        child.once('close', (exitCode) => done({ exitCode, stdout, stderr }));
      }),
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}
