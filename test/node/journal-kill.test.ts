import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { takesInOrder } from '../../src/clips/lock-file.ts';
import { createVideosServer } from '../../src/testing/videos-server.ts';
import { filesBelow, openTestProject } from './test-project.ts';

const jiti = path.join(
  path.dirname(createRequire(import.meta.url).resolve('jiti/package.json')),
  'lib/jiti-cli.mjs',
);
const script = path.join(import.meta.dirname, 'killed-run.ts');

/** Runs the script; resolves with what killed it and what it printed. */
const run = (...args: string[]): Promise<{ signal: string | undefined; output: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [jiti, script, ...args], (error, stdout, stderr) => {
      resolve({ signal: error?.signal ?? undefined, output: `${stdout}${stderr}` });
    });
  });

const steps = [
  'accepted',
  'running',
  'polled',
  'downloading',
  'received',
  'arrived',
  'kept',
  'recorded',
  'done',
];

test.each(steps)(
  'a run that was killed right after “%s” is gone on with: each take bought once, no half file',
  async (step) => {
    const server = await createVideosServer({ apiKey: 'sk-killed-run', pollsUntilDone: 1 });
    onTestFinished(() => server.close());
    const project = await openTestProject(onTestFinished);
    const prompts = ['a lake', 'a street'];
    expect((await run(project.dir, server.baseURL, step, '1', ...prompts)).signal).toBe('SIGKILL');
    const { signal, output } = await run(project.dir, server.baseURL, 'never', '1', ...prompts);
    expect(signal).toBeUndefined();
    expect(output).not.toMatch(/ambiguous|unfinished|failed/);
    expect(server.jobs).toHaveLength(2);
    const takes = Object.values((await project.lockFile.read()).clips).flatMap(takesInOrder);
    expect(takes).toHaveLength(2);
    for (const take of takes) expect(await project.store.inspect(take, { thorough: true })).toBe('intact');
    expect([...(await filesBelow(project.store.dir)).keys()]).toHaveLength(2);
  },
);

test('a run that was killed before its order was sent asks a person, and buys nothing by itself', async () => {
  const server = await createVideosServer({ apiKey: 'sk-killed-run' });
  onTestFinished(() => server.close());
  const project = await openTestProject(onTestFinished);
  expect((await run(project.dir, server.baseURL, 'intent', '1', 'a lake')).signal).toBe('SIGKILL');
  expect((await run(project.dir, server.baseURL, 'never', '1', 'a lake')).output).toContain('ambiguous');
  expect(server.jobs).toHaveLength(0);
});
