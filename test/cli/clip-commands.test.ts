import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { runCommand, type ArgsDef, type CommandDef } from 'citty';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { ClipCommandsContext } from '../../src/cli/clip-commands-context.ts';
import { createClipsCommand } from '../../src/cli/commands/clips.ts';
import { createGenerateCommand } from '../../src/cli/commands/generate.ts';
import { createLedgerCommand } from '../../src/cli/commands/ledger.ts';
import { createNoteCommand, createRateCommand, createRejectCommand } from '../../src/cli/commands/judge.ts';
import { createPickCommand, createUnpickCommand } from '../../src/cli/commands/pick.ts';
import { createPullCommand, createPushCommand } from '../../src/cli/commands/share.ts';
import { createShowCommand } from '../../src/cli/commands/show.ts';
import { createGcCommand, createVerifyStoreCommand } from '../../src/cli/commands/store.ts';
import { createSyncCommand } from '../../src/cli/commands/sync.ts';
import { openaiVideos } from '../../src/providers/openai-videos.ts';
import { createVideosServer, type VideosServer } from '../../src/testing/videos-server.ts';
import { createS3Server } from '../node/share/s3-server.ts';
import { filesBelow, openTestProject, orderFor, type TestProject } from '../node/test-project.ts';

let server: VideosServer;
let project: TestProject;
let context: ClipCommandsContext;

/** Runs a command; resolves with its exit code and what it printed. */
async function run<T extends ArgsDef>(
  create: (context: ClipCommandsContext) => CommandDef<T>,
  ...rawArgs: string[]
): Promise<{ code: unknown; out: string; err: string }> {
  const out = vi.spyOn(console, 'log').mockImplementation(() => {});
  const err = vi.spyOn(console, 'error').mockImplementation(() => {});
  try {
    const { result } = await runCommand(create(context), { rawArgs });
    const printed = (spy: typeof out): string => spy.mock.calls.map(([line]) => String(line)).join('\n');
    return { code: result ?? 0, out: printed(out), err: printed(err) };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}
beforeEach(async () => {
  server = await createVideosServer({ pollsUntilDone: 0 });
  onTestFinished(() => server.close());
  project = await openTestProject(onTestFinished);
  const { baseURL } = server;
  const real = openaiVideos({ baseURL, model: 'wan', priceUsdPerSecond: 0.05, env: {} });
  const drafts = openaiVideos({ id: 'drafts', baseURL, model: 'draft', draft: true, env: {} });
  const config = {
    projectDir: project.dir,
    configFile: undefined,
    publicDir: project.publicDir,
    entryPoint: undefined,
    providers: [real, drafts],
    defaultProvider: real.id,
    lockFile: project.lockFile.path,
    storeDir: `${project.dir}/.beatcut`,
    maxCostUsd: undefined,
    budgetUsd: undefined,
    prices: [],
    bucket: undefined,
    verify: {},
    provenance: {},
    signing: undefined,
    description: undefined,
    lambda: undefined,
  };
  context = {
    openProject: async () => ({ ...project, config }),
    discoverClips: async ({ inputProps = {} }) => ({
      requests: ((inputProps['places'] as string[]) ?? ['a lake', 'a street']).map((prompt, index) => ({
        ...orderFor(prompt, index + 1),
        slots: [],
      })),
    }),
  };
});

test('from nothing to a published clip: generate, list, pick, and sync after the public folder was deleted', async () => {
  const made = await run(createGenerateCommand, 'Film', '--takes', '2');
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(made.out).toContain('4 new takes, about $0.40; 2 of 2 clips are there.');
  for (const order of [1, 2])
    expect(made.out).toMatch(new RegExp(`shot 2, order ${order}: take [0-9a-f]{8}`));
  const listed = await run(createClipsCommand);
  expect(listed.out).toMatch(/a lake\n {2}▸ {2}1 .*openai-videos\/wan {2}\$0\.10 {2}\(used\)\n {4} 2/);
  expect(listed.out).toContain('2 clips, 4 takes, about $0.40');
  await run(createPickCommand, 'lake', '2');
  expect((await run(createClipsCommand)).out).toMatch(/▸ {2}2 .*\(picked\)/);
  const published = await filesBelow(project.publicDir);
  expect(published.size).toBe(3);
  await rm(project.publicDir, { recursive: true });
  expect(await run(createSyncCommand)).toMatchObject({ code: 0, out: '2 clips ready, 2 copied, 0 removed.' });
  expect(await filesBelow(project.publicDir)).toEqual(published);
});

test('sync names each clip that is gone and what brings it back, and generates nothing', async () => {
  await run(createGenerateCommand, 'Film');
  await rm(project.store.dir, { recursive: true });
  await rm(project.publicDir, { recursive: true });
  const requests = server.requests.length;
  const { code, err } = await run(createSyncCommand);
  expect(code).toBe(1);
  expect(err).toMatch(/"a lake": the file of take [0-9a-f]{8} \(openai-videos\/wan\) is gone/);
  expect(err).toMatch(/Copy the file back to .*\.mp4 from a machine or backup that has it/);
  expect(err).toContain('buy it again (it cost about $0.10): npx beatcut reject ');
  expect(server.requests).toHaveLength(requests);
});

test('after a fresh clone generate buys nothing, counts no lost clip, and what it says brings one back', async () => {
  await run(createGenerateCommand, 'Film');
  await rm(path.join(project.dir, '.beatcut'), { recursive: true });
  await rm(project.publicDir, { recursive: true });
  const requests = server.requests.length;
  const { code, out, err } = await run(createGenerateCommand, 'Film');
  expect([code, server.requests.length]).toEqual([1, requests]);
  expect(out + err).toContain('0 new takes; 0 of 2 clips are there.');
  const [, clip, take] = /npx beatcut reject (\w+) (\w+)/.exec(out + err)!;
  await run(createRejectCommand, clip!, take!);
  expect((await run(createGenerateCommand, 'Film')).out).toContain('1 new take, about $0.10; 1 of 2 clips');
});

test('generate makes only the shot that is named, drafts on demand, and keeps to its limits', async () => {
  expect((await run(createGenerateCommand, 'Film', '--shot', '#2', '--drafts')).code).toBe(0);
  expect(server.jobs.map(({ fields }) => [fields.prompt, fields.model])).toEqual([['a street.', 'draft']]);
  const limited = await run(createGenerateCommand, 'Film', '--max-cost', '0.1');
  expect(limited.code).toBe(1);
  expect(limited.err).toContain('--max-cost');
  expect(server.jobs).toHaveLength(2);
  await expect(run(createGenerateCommand, 'Film', '--shot', 'nine')).rejects.toMatchObject({
    code: 'SHOT_UNKNOWN',
  });
  await run(createGenerateCommand, 'Film', '--shot', '1', '--model', 'wan');
  expect(server.jobs.at(-1)!.fields.model).toBe('wan');
  await expect(run(createGenerateCommand, 'Film', '--model', 'sora-3')).rejects.toMatchObject({
    code: 'MODEL_UNKNOWN',
    hint: expect.stringContaining('openai-videos/wan') as string,
  });
  await expect(run(createGenerateCommand, 'Film', '--takes', 'two')).rejects.toMatchObject({ code: 'USAGE' });
});

test('props for the composition are for generate as for render, and nowhere without one', async () => {
  const props = '{"places":["a hill"]}';
  const { out } = await run(createGenerateCommand, 'Film', '--drafts', '--props', props);
  expect(out).toContain('1 of 1 clips');
  expect(Object.values((await project.lockFile.read()).clips).map(({ request }) => request.prompt)).toEqual([
    'a hill',
  ]);
  expect((await run(createPickCommand, '1', '1', '--composition', 'Film', '--props', props)).out).toContain(
    '"a hill" now uses take',
  );
  await expect(run(createPickCommand, '1', '1', '--props', props)).rejects.toMatchObject({ code: 'USAGE' });
});

test('a refusal names shot, prompt and the provider’s reason, and the other clips go on', async () => {
  server.faults.push({ on: 'job', kind: 'refused', message: 'No lakes.' });
  const { code, out, err } = await run(createGenerateCommand, 'Film');
  expect(code).toBe(1);
  expect(err).toMatch(/Shot \d \("a (lake|street)"\): openai-videos refused it: No lakes\. .*--retry/);
  expect(out).toContain('1 of 2 clips are there.');
});

test('with --json each line is an object and the last one is the result', async () => {
  const { out } = await run(createGenerateCommand, 'Film', '--json');
  const lines = out.split('\n').map((line) => JSON.parse(line) as { type: string });
  expect(lines.at(-1)).toMatchObject({ type: 'result', problems: [] });
  expect(JSON.parse((await run(createClipsCommand, '--json')).out)).toMatchObject({
    clips: [{ takes: [{ number: 1 }] }, {}],
  });
});

test('ledger shows what was spent per shot, model and day, with failed and open jobs apart', async () => {
  server.faults.push({ on: 'job', kind: 'fails' });
  await run(createGenerateCommand, 'Film', '--takes', '2');
  const { out } = await run(createLedgerCommand, '--composition', 'Film');
  expect(out).toMatch(/shot .*takes.*\n(.*\n)?1 shot-1/);
  expect(out).toMatch(/openai-videos\/wan +3 +0 +1 +0\.30 +0\.00 +0/);
  expect(out).toContain('Counted: $0.30');
  const json = JSON.parse((await run(createLedgerCommand, '--json', '--by', 'model')).out) as object;
  expect(json).toMatchObject({
    total: { takes: 3, failed: 1, countedUsd: expect.closeTo(0.3) as number, reportedUsd: 0 },
    by: { model: [{ name: 'openai-videos/wan' }] },
  });
  await expect(run(createLedgerCommand, '--by', 'moon')).rejects.toMatchObject({ code: 'USAGE' });
});

test('a take is rated, noted, rejected and picked again, and no judgement deletes anything', async () => {
  await run(createGenerateCommand, 'Film', '--takes', '2');
  await run(createRateCommand, 'lake', '2', '4');
  await run(createNoteCommand, 'lake', '2', 'warmer light');
  const rejected = await run(createRejectCommand, 'lake', '1');
  expect(rejected.out).toMatch(/^Take [0-9a-f]{8} of "a lake": rejected\. The edit uses take/);
  const listed = await run(createClipsCommand);
  expect(listed.out).toMatch(/ {2}1 .*\(rejected\)\n {2}▸ {2}2 .*“warmer light” {2}\(used, ★★★★\)/);
  await expect(run(createPickCommand, 'lake', '1')).rejects.toMatchObject({ code: 'TAKE_REJECTED' });
  await run(createRejectCommand, 'lake', '1', '--undo');
  await run(createPickCommand, 'lake', '2');
  expect((await run(createUnpickCommand, 'lake')).out).toContain('now uses take');
  expect((await run(createClipsCommand)).out).toMatch(/▸ {2}1 .*\(used\)/);
  expect(await filesBelow(project.store.dir)).toHaveProperty('size', 4);
  await expect(run(createRateCommand, 'lake', '1', '9')).rejects.toMatchObject({ code: 'USAGE' });
});

test('show draws a row of frames for each take', async () => {
  await run(createGenerateCommand, 'Film', '--takes', '2');
  const file = `${project.dir}/sheet.png`;
  await run(createShowCommand, '1', '--composition', 'Film', '--output', file, '--frames', '3');
  const sheet = await loadImage(file);
  const canvas = createCanvas(sheet.width, sheet.height);
  const context = canvas.getContext('2d');
  context.drawImage(sheet, 0, 0);
  // the middle of the second frame of each row shows a clip, not the dark ground
  for (const y of [140, 304]) {
    const [r = 0, g = 0, b = 0] = context.getImageData(sheet.width / 2, y, 1, 1).data;
    expect(r + g + b).toBeGreaterThan(120);
  }
});

test('verify-store names what is gone; gc lists what nothing needs and deletes only what is named', async () => {
  vi.stubEnv('TMPDIR', project.dir); // nothing of other programs
  onTestFinished(() => void vi.unstubAllEnvs());
  await run(createGenerateCommand, 'Film');
  expect(await run(createVerifyStoreCommand)).toMatchObject({ code: 0, err: '' });
  const stray = `${'ab'.repeat(32)}.mp4`;
  await writeFile(`${project.store.dir}/${stray}`, 'from another branch');
  expect((await run(createGcCommand)).out).toMatch(new RegExp(`^${stray} .* take\\n1 file`));
  await expect(run(createGcCommand, '--yes')).rejects.toMatchObject({ code: 'USAGE' });
  await expect(run(createGcCommand, 'cd', '--yes')).rejects.toMatchObject({ code: 'FILE_UNKNOWN' });
  expect(await filesBelow(project.store.dir)).toHaveProperty('size', 3);
  expect((await run(createGcCommand, 'abab', '--yes')).out).toContain('deleted abab');
  expect([...(await filesBelow(project.store.dir)).keys()]).not.toContain(stray);
  expect((await run(createGcCommand)).out).toBe('0 files, 0.0 MB');
  const [kept] = (await filesBelow(project.store.dir)).keys();
  await rm(`${project.store.dir}/${kept}`);
  const { code, err } = await run(createVerifyStoreCommand);
  expect([code, err]).toEqual([1, expect.stringContaining('is gone')]);
});

test('pick asks for a clip and a take that are there', async () => {
  await run(createGenerateCommand, 'Film');
  await expect(run(createPickCommand, 'nothing', '1')).rejects.toMatchObject({ code: 'CLIP_UNKNOWN' });
  await expect(run(createPickCommand, 'a ', '1')).rejects.toMatchObject({ code: 'CLIP_NOT_UNIQUE' });
  await expect(run(createPickCommand, 'lake', '9')).rejects.toMatchObject({ code: 'TAKE_UNKNOWN' });
  expect((await run(createPickCommand, '2', '1', '--composition', 'Film')).out).toContain(
    '"a street" now uses take',
  );
});

test('push and pull bring takes through a bucket to a machine that has lost them, and publish the picks', async () => {
  const s3 = await createS3Server(path.join(project.dir, 's3'));
  onTestFinished(() => s3.close());
  for (const [name, value] of Object.entries(s3.env)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { openProject } = context;
  context.openProject = async () => {
    const opened = await openProject();
    return { ...opened, config: { ...opened.config, bucket: { name: s3.bucket, endpoint: s3.endpoint } } };
  };
  await run(createGenerateCommand, 'Film', '--takes', '2');
  const before = await filesBelow(project.publicDir);
  expect((await run(createPushCommand, '--dry-run')).out).toContain('4 takes would be sent');
  expect(await run(createPushCommand)).toMatchObject({
    code: 0,
    out: expect.stringContaining('4 takes sent') as string,
  });
  await rm(project.store.dir, { recursive: true });
  await rm(project.publicDir, { recursive: true });
  const pulled = await run(createPullCommand, '--picks', '--json');
  expect(JSON.parse(pulled.out)).toMatchObject({ known: 0, failed: [], nowhere: [], moved: [{}, {}] });
  expect(await filesBelow(project.publicDir)).toEqual(before);
  expect((await run(createPullCommand)).out).toContain('2 takes fetched');
});

test('Ctrl-C stops generate with one line that says what runs on, and the next run buys nothing again', async () => {
  const slow = await createVideosServer({ pollsUntilDone: 3 });
  onTestFinished(() => slow.close());
  let isInterrupted = false;
  const provider = openaiVideos({
    baseURL: slow.baseURL,
    model: 'wan',
    env: {},
    fetch: (input, init) => {
      // the first time that it asks how a job stands
      if (init?.method?.toUpperCase() !== 'POST' && !isInterrupted) {
        isInterrupted = true;
        process.emit('SIGINT');
      }
      return fetch(input, init);
    },
  });
  const { config } = await context.openProject();
  const providers = { providers: [provider], defaultProvider: provider.id };
  context = { ...context, openProject: async () => ({ ...project, config: { ...config, ...providers } }) };
  const { code, err } = await run(createGenerateCommand, 'Film');
  expect(code).toBe(130);
  expect(err).toMatch(
    /^Stopped\. What is finished stays\. \d jobs? (go|goes) on at the provider; npx beatcut cancel all stops (it|them).*nothing is ordered twice\.$/,
  );
  const next = await run(createGenerateCommand, 'Film');
  expect([next.code, slow.jobs.length]).toEqual([0, 2]);
});
