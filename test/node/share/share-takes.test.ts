import { mkdir, readFile, rm, writeFile, chmod } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { addTake } from '../../../src/clips/lock-file.ts';
import { sha256Hex } from '../../../src/core/hash.ts';
import { openBucket, type Bucket } from '../../../src/node/share/open-bucket.ts';
import { pullTakes, pushTakes, type ShareTakesOptions } from '../../../src/node/share/share-takes.ts';
import { createTestClip } from '../../../src/testing/create-test-clip.ts';
import { takeFor } from '../../clips/take-for.ts';
import { filesBelow, openTestProject, orderFor, type TestProject } from '../test-project.ts';
import { createS3Server, type S3Server } from './s3-server.ts';

/** A project with so many takes, and the server that it shares them through. */
async function setUp(takeCount = 3): Promise<{ ours: TestProject; server: S3Server; bucket: Bucket }> {
  const ours = await openTestProject(onTestFinished);
  const server = await createS3Server(path.join(ours.dir, 's3'));
  onTestFinished(() => server.close());
  const { endpoint, env } = server;
  const bucket = await openBucket({ bucket: { name: server.bucket, prefix: 'film', endpoint }, env });
  onTestFinished(async () => bucket.close());
  for (let seed = 0; seed < takeCount; seed += 1) {
    const bytes = createTestClip({ seed, durationInSeconds: 0.5 });
    const { clipKey, request } = orderFor(`shot ${seed % 2}`);
    const received = await ours.store.receive({
      id: `${seed}`,
      body: new Blob([Uint8Array.from(bytes)]).stream(),
    });
    const take = { ...takeFor(sha256Hex(bytes)), ...received, draft: seed === 2 };
    await ours.store.keep(`${seed}`, take);
    await ours.lockFile.update((lockFile) => addTake(lockFile, { clipKey, request, take }));
  }
  return { ours, server, bucket };
}

const shareOptions = async (project: TestProject, bucket: Bucket): Promise<ShareTakesOptions> => ({
  lockFile: await project.lockFile.read(),
  store: project.store,
  bucket,
  locksDir: project.locksDir,
  delay: project.delay,
});

/** Another machine: the same lock file, nothing else. */
async function freshClone({ lockFile }: TestProject): Promise<TestProject> {
  const theirs = await openTestProject(onTestFinished);
  await writeFile(theirs.lockFile.path, await readFile(lockFile.path));
  return theirs;
}

const takesOf = async (project: TestProject): Promise<Map<string, Buffer>> => filesBelow(project.store.dir);

test('what one machine pushes another one pulls, byte for byte; drafts stay', async () => {
  const { ours, server, bucket } = await setUp();
  const pushed = await pushTakes(await shareOptions(ours, bucket));
  expect(pushed).toMatchObject({ known: 0, failed: [], nowhere: [] });
  expect(pushed.moved).toHaveLength(2);
  expect(await server.names()).toEqual(
    pushed.moved.map(({ take }) => `film/takes/${take.sha256}.mp4`).sort(),
  );

  const theirs = await freshClone(ours);
  const shares: number[] = [];
  const pulled = await pullTakes({
    ...(await shareOptions(theirs, bucket)),
    onProgress: (share) => shares.push(share),
  });
  expect(pulled.moved).toEqual(pushed.moved);
  expect(shares.at(-1)).toBe(1);
  const here = await takesOf(ours);
  for (const [name, bytes] of await takesOf(theirs)) expect(here.get(name)!.equals(bytes)).toBe(true);
  expect((await takesOf(theirs)).size).toBe(2);
});

test('only what is missing is moved, and a dry run moves nothing', async () => {
  const { ours, server, bucket } = await setUp(2);
  const planned = await pushTakes({ ...(await shareOptions(ours, bucket)), dryRun: true });
  expect([planned.moved.length, server.requests.length]).toEqual([2, 0]);
  await pushTakes(await shareOptions(ours, bucket));
  server.requests.length = 0;
  expect(await pushTakes(await shareOptions(ours, bucket))).toMatchObject({ known: 2, moved: [] });
  expect(await pullTakes(await shareOptions(ours, bucket))).toMatchObject({ known: 2, moved: [] });
  const theirs = await freshClone(ours);
  const { moved } = await pullTakes({ ...(await shareOptions(theirs, bucket)), dryRun: true });
  expect([moved.length, (await takesOf(theirs)).size, server.requests.length]).toEqual([2, 0, 0]);
  await pullTakes(await shareOptions(theirs, bucket));
  expect(server.requests).toHaveLength(2);
});

test('trouble on the way is tried again, and a fetch goes on where it broke off', async () => {
  const { ours, server, bucket } = await setUp(1);
  server.faults.push({ method: 'PUT', kind: 'status' }, { method: 'PUT', kind: 'reset' });
  expect((await pushTakes(await shareOptions(ours, bucket))).moved).toHaveLength(1);
  const theirs = await freshClone(ours);
  server.requests.length = 0;
  server.faults.push({ method: 'GET', kind: 'cut-off' }, { method: 'GET', kind: 'status' });
  const { moved, failed } = await pullTakes(await shareOptions(theirs, bucket));
  expect([moved.length, failed]).toEqual([1, []]);
  expect(server.requests[0]).not.toContain('bytes=');
  expect(server.requests.at(-1)).toMatch(/ bytes=\d+-$/);
  expect(await theirs.store.inspect(moved[0]!.take, { thorough: true })).toBe('intact');
});

test('a fetch of an earlier run is gone on with, and begun again when its remains are broken', async () => {
  const { ours, server, bucket } = await setUp(1);
  const { take } = (await pushTakes(await shareOptions(ours, bucket))).moved[0]!;
  const bytes = await readFile(ours.store.pathOf(take));
  const remains = [
    bytes.subarray(0, 1000),
    Buffer.alloc(1000),
    Buffer.alloc(bytes.length),
    Buffer.alloc(bytes.length + 1),
  ];
  for (const [index, part] of remains.entries()) {
    const theirs = await freshClone(ours);
    await mkdir(path.join(theirs.store.dir, 'incoming'), { recursive: true });
    await writeFile(path.join(theirs.store.dir, 'incoming', `fetch-${take.sha256}.part`), part);
    server.requests.length = 0;
    expect((await pullTakes(await shareOptions(theirs, bucket))).moved).toHaveLength(1);
    expect(await theirs.store.inspect(take, { thorough: true })).toBe('intact');
    expect([...(await takesOf(theirs)).keys()]).toEqual([`${take.sha256}.mp4`]);
    if (index === 0) expect(server.requests).toEqual([expect.stringContaining('bytes=1000-')]);
  }
});

test('other bytes than the take’s are never stored', async () => {
  const { ours, server, bucket } = await setUp(1);
  await pushTakes(await shareOptions(ours, bucket));
  const theirs = await freshClone(ours);
  server.faults.push({ method: 'GET', kind: 'other-bytes' });
  const { moved, failed } = await pullTakes(await shareOptions(theirs, bucket));
  expect(moved).toEqual([]);
  expect(failed[0]!.message).toMatch(/^What arrived is not take/);
  expect((await takesOf(theirs)).size).toBe(0);
});

test('a file that was changed is not sent, and a take that nobody has is named', async () => {
  const { ours, bucket } = await setUp(2);
  const [first, second] = Object.values((await ours.lockFile.read()).clips).flatMap(({ takes }) => takes);
  const file = ours.store.pathOf(first!);
  await chmod(file, 0o644);
  await writeFile(file, Buffer.from(await readFile(file)).fill(7, 100, 101));
  await rm(ours.store.pathOf(second!));
  const { moved, failed, nowhere } = await pushTakes(await shareOptions(ours, bucket));
  expect(moved).toEqual([]);
  expect(failed).toMatchObject([
    { take: { sha256: first!.sha256 }, message: expect.stringContaining('changed') as string },
  ]);
  expect(nowhere).toMatchObject([{ take: { sha256: second!.sha256 } }]);
  const pulled = await pullTakes(await shareOptions(ours, bucket));
  expect(pulled.nowhere).toHaveLength(2);
});

test('only picks are moved when only they are wanted', async () => {
  const { ours, bucket } = await setUp(4);
  const { moved } = await pushTakes({ ...(await shareOptions(ours, bucket)), picksOnly: true });
  expect(moved).toHaveLength(2);
});

test('keys come from the environment, a wrong one is said and shown to nobody', async () => {
  const { ours, server } = await setUp(1);
  const settings = { name: server.bucket, endpoint: server.endpoint };
  await expect(openBucket({ bucket: undefined, env: {} })).rejects.toMatchObject({ code: 'BUCKET_NOT_SET' });
  await expect(openBucket({ bucket: settings, env: {} })).rejects.toMatchObject({
    code: 'BUCKET_KEYS_MISSING',
  });
  const secret = 'very-secret-0123456789';
  const wrong = await openBucket({ bucket: settings, env: { ...server.env, AWS_SECRET_ACCESS_KEY: secret } });
  const error = await pushTakes(await shareOptions(ours, wrong)).catch((caught: unknown) => caught);
  expect(error).toMatchObject({
    code: 'BUCKET_REFUSED',
    hint: expect.stringContaining('AWS_ACCESS_KEY_ID') as string,
  });
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(secret);
  const other = await openBucket({ bucket: { ...settings, name: 'nobodys-bucket' }, env: server.env });
  await expect(pushTakes(await shareOptions(ours, other))).rejects.toMatchObject({ code: 'BUCKET_UNKNOWN' });
});
