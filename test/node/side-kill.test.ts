import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { addTake } from '../../src/clips/lock-file.ts';
import { parseStoryboard } from '../../src/clips/storyboard.ts';
import type { Take } from '../../src/clips/take.ts';
import { createRandom } from '../../src/core/random.ts';
import { sha256Hex } from '../../src/core/hash.ts';
import { createTestClip } from '../../src/testing/create-test-clip.ts';
import type { SongMap } from '../../src/song/song-map.ts';
import { takeFor } from '../clips/take-for.ts';
import { bundleScript } from './bundle-script.ts';
import { createS3Server } from './share/s3-server.ts';
import { createChatServer } from './storyboard/chat-server.ts';
import { filesBelow, openTestProject, orderFor, type TestProject } from './test-project.ts';

const KILLS = 4;
const TAKES = 6;

let script: Awaited<ReturnType<typeof bundleScript>>;
beforeAll(async () => {
  script = await bundleScript('killed-side-run');
}, 60_000);
afterAll(() => script.remove());

/** Runs the script; `kill` ends it with SIGKILL while it runs. Resolves with whether it came to its end. */
async function run(
  args: string[],
  env: Record<string, string>,
  onStart?: (kill: () => void) => void,
): Promise<boolean> {
  const child = spawn(process.execPath, [script.path, ...args], { env: { ...process.env, ...env } });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  onStart?.(() => child.kill('SIGKILL'));
  const signal = await new Promise((resolve) => {
    child.once('close', (_, name) => resolve(name));
  });
  if (signal === null && !text.includes('finished')) throw new Error(text);
  return signal === null;
}

/** Runs the script until it comes to its end, killed a random time after some requests. */
async function runKilled(
  args: string[],
  env: Record<string, string>,
  server: { onRequest?: () => void },
  afterEach: () => Promise<void>,
): Promise<void> {
  const random = createRandom(11);
  for (let kill = 0; kill < KILLS; kill += 1) {
    let requests = 1 + Math.floor(random() * 2);
    const delayMs = random() * 12;
    const isDone = await run(args, env, (end) => {
      server.onRequest = () => {
        requests -= 1;
        if (requests === 0) setTimeout(end, delayMs);
      };
    });
    await afterEach();
    if (isDone) break;
  }
  delete server.onRequest;
  await run(args, env);
  await afterEach();
}

async function addTakes({ store, lockFile }: TestProject): Promise<Take[]> {
  const takes: Take[] = [];
  for (let seed = 0; seed < TAKES; seed += 1) {
    const bytes = createTestClip({ seed, durationInSeconds: 4 });
    const id = String(seed);
    const received = await store.receive({ id, body: new Blob([Uint8Array.from(bytes)]).stream() });
    const take = { ...takeFor(sha256Hex(bytes)), ...received, draft: false };
    await store.keep(id, take);
    await lockFile.update((before) => addTake(before, { ...orderFor(`shot ${seed}`), take }));
    takes.push(take);
  }
  return takes;
}

test('a push and a pull that are killed leave no half file on either side, and come to their end', async () => {
  const ours = await openTestProject(onTestFinished);
  const theirs = await openTestProject(onTestFinished);
  const takes = await addTakes(ours);
  await writeFile(theirs.lockFile.path, await readFile(ours.lockFile.path));
  const server = await createS3Server(path.join(ours.dir, 's3'));
  onTestFinished(() => server.close());
  const { endpoint, bucket, env } = server;

  await runKilled(['push', ours.dir, endpoint, bucket], env, server, async () => {
    for (const take of takes) expect(await ours.store.inspect(take, { thorough: true })).toBe('intact');
  });
  expect(await server.names()).toEqual(takes.map(({ sha256 }) => `takes/${sha256}.mp4`).sort());

  await runKilled(['pull', theirs.dir, endpoint, bucket], env, server, async () => {
    for (const take of takes) {
      expect(await theirs.store.inspect(take, { thorough: true })).not.toBe('changed');
    }
  });
  expect([...(await filesBelow(theirs.store.dir)).keys()].sort()).toEqual(
    takes.map(({ sha256 }) => `${sha256}.mp4`).sort(),
  );
}, 120_000);

test('a storyboard whose writing is killed can always be read, and is asked for only where it was not written', async () => {
  const { dir } = await openTestProject(onTestFinished);
  const server = await createChatServer();
  onTestFinished(() => server.close());
  const song: SongMap = {
    version: 1,
    durationInSeconds: 160,
    tempoBpm: 120,
    alternativeTempoBpm: 0,
    beatsPerBar: 4,
    beats: [],
    sections: [],
    buildUps: [],
    energy: { valuesPerSecond: 1, overall: [], low: [], mid: [], high: [] },
    confidence: 1,
    warnings: [],
  };
  const songFile = path.join(dir, 'song.json');
  await writeFile(songFile, JSON.stringify(song));
  await writeFile(path.join(dir, 'treatment.md'), '# Film\n\n## Characters\n- maya: a woman');
  const file = path.join(dir, 'storyboard.json');
  let written = 0;
  await runKilled(['storyboard', dir, server.baseURL, songFile], {}, server, async () => {
    const text = await readFile(file, 'utf8').catch(() => undefined); // killed before there was one
    const shots = text === undefined ? [] : parseStoryboard({ text, path: 'storyboard.json' }).shots;
    const now = shots.filter((shot) => shot.written?.by === 'writer').length;
    expect(now).toBeGreaterThanOrEqual(written);
    written = now;
  });
  const { shots } = parseStoryboard({ text: await readFile(file, 'utf8'), path: 'storyboard.json' });
  expect(written).toBe(shots.length);
  const needed = Math.ceil(shots.length / 12);
  expect(server.requests.length).toBeLessThanOrEqual(needed + KILLS);
}, 120_000);
