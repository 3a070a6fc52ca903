import { createHash } from 'node:crypto';
import { chmod, mkdir, open, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { clipKeyOf } from '../../src/clips/clip-request.ts';
import { addTake, emptyLockFile, pickTake } from '../../src/clips/lock-file.ts';
import type { Take } from '../../src/clips/take.ts';
import { withFileLock } from '../../src/node/store/file-lock.ts';
import { syncPublicFolder, type SyncPublicFolderResult } from '../../src/node/store/publish.ts';
import { createTakeStore, requireIntactTake } from '../../src/node/store/take-store.ts';
import { createTestClip } from '../../src/testing/create-test-clip.ts';
import { takeFor } from '../clips/take-for.ts';
import { filesBelow, openTestProject, probe, type TestProject } from './test-project.ts';

const clipBytes = createTestClip({ seed: 1 });
async function* bytesOf(bytes: Uint8Array, chunkSize = 1000): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += chunkSize)
    yield bytes.subarray(offset, offset + chunkSize);
}

/** Puts a clip into the project's store and lock file, as a job does. */
async function addClip(
  project: TestProject,
  prompt: string,
  seed: number,
  parts: Partial<Take> = {},
): Promise<Take> {
  const request = { prompt, aspectRatio: '16:9' };
  const id = `job-${seed}`;
  const received = await project.store.receive({ id, body: bytesOf(createTestClip({ seed })) });
  const take = { ...takeFor('0', { minute: seed }), ...received, ...parts };
  expect(await project.store.keep(id, take)).toBe(true);
  await project.lockFile.update((lockFile) =>
    addTake(lockFile, { clipKey: clipKeyOf(request), request, take }),
  );
  return take;
}

/** What a person or another program does to a file. */
async function overwrite(file: string, bytes: Uint8Array): Promise<void> {
  await chmod(file, 0o644);
  await writeFile(file, bytes);
}

describe('the take store', () => {
  test('takes in a clip under its hash, complete and read-only', async () => {
    const { store } = await openTestProject(onTestFinished);
    const received = await store.receive({
      id: 'job',
      body: bytesOf(clipBytes),
      sizeInBytes: clipBytes.length,
    });
    const sha256 = createHash('sha256').update(clipBytes).digest('hex');
    expect(received).toMatchObject({
      sha256,
      extension: 'mp4',
      sizeInBytes: clipBytes.length,
      width: 320,
      fps: 24,
    });
    expect(await store.inspect(received)).toBe('missing');
    expect(await store.keep('job', received)).toBe(true);
    expect(await store.inspect(received)).toBe('intact');
    expect([...(await filesBelow(store.dir)).keys()]).toEqual([`${sha256}.mp4`]);
    expect((await stat(store.pathOf(received))).mode & 0o222).toBe(0);
  });

  test.each([
    {
      what: 'a clip cut off in the middle',
      bytes: clipBytes.subarray(0, clipBytes.length / 2),
      code: 'CLIP_CUT_OFF',
    },
    { what: 'a clip cut off one byte early', bytes: clipBytes.subarray(0, -1), code: 'CLIP_CUT_OFF' },
    { what: 'a clip cut off behind its index', bytes: clipBytes.subarray(0, 1400), code: 'CLIP_CUT_OFF' },
    { what: 'an error page', bytes: new TextEncoder().encode('<html>502</html>'), code: 'CLIP_NOT_A_VIDEO' },
    { what: 'nothing', bytes: new Uint8Array(0), code: 'CLIP_NOT_A_VIDEO' },
  ])('refuses $what and leaves nothing behind', async ({ bytes, code }) => {
    const { store } = await openTestProject(onTestFinished);
    await expect(store.receive({ id: 'job', body: bytesOf(bytes) })).rejects.toMatchObject({ code });
    expect(await filesBelow(store.dir)).toEqual(new Map());
  });

  test('refuses a clip that has not the size it was said to have', async () => {
    const { store } = await openTestProject(onTestFinished);
    const sizeInBytes = clipBytes.length + 1;
    await expect(store.receive({ id: 'job', body: bytesOf(clipBytes), sizeInBytes })).rejects.toMatchObject({
      code: 'CLIP_CUT_OFF',
      message: expect.stringContaining(`${clipBytes.length} of ${sizeInBytes} bytes`),
    });
  });

  test('says how much was needed when the disk is full, and leaves nothing behind', async () => {
    const { dir } = await openTestProject(onTestFinished);
    const store = createTakeStore({
      dir,
      probe,
      openFile: async (...args) => {
        const handle = await open(...args);
        let written = 0;
        const write = handle.writeFile.bind(handle);
        handle.writeFile = async (data, options) => {
          written += (data as Uint8Array).byteLength;
          if (written > 5000)
            throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
          await write(data, options);
        };
        return handle;
      },
    });
    const receive = (sizeInBytes?: number): Promise<unknown> =>
      store.receive({ id: 'job', body: bytesOf(clipBytes), sizeInBytes });
    await expect(receive(12_345_678)).rejects.toMatchObject({
      code: 'DISK_FULL',
      message: expect.stringContaining('12.3 MB'),
    });
    await expect(receive()).rejects.toMatchObject({
      code: 'DISK_FULL',
      message: expect.stringContaining('more than'),
    });
    expect(await filesBelow(dir)).toEqual(new Map());
  });

  test('leaves nothing behind when it is aborted', async () => {
    const { store } = await openTestProject(onTestFinished);
    const stop = new AbortController();
    const receive = store.receive({
      id: 'job',
      body: bytesOf(clipBytes),
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await expect(receive).rejects.toMatchObject({ name: 'AbortError' });
    expect(await filesBelow(store.dir)).toEqual(new Map());
  });

  test('notices changed bytes of the same size, and names clip, take and file', async () => {
    const project = await openTestProject(onTestFinished);
    const take = await addClip(project, 'a lake', 1);
    const file = project.store.pathOf(take);
    await overwrite(file, createTestClip({ seed: 2 }));
    expect(await project.store.inspect(take)).toBe('changed');
    const clip = { clipKey: 'abcdef0123', prompt: 'a lake', take };
    await expect(requireIntactTake(project.store, clip)).rejects.toMatchObject({
      code: 'TAKE_CHANGED',
      message: expect.stringMatching(new RegExp(`${take.sha256.slice(0, 8)}.*abcdef01.*a lake.*${file}`)),
      hint: expect.any(String),
    });
    await rm(file);
    await expect(requireIntactTake(project.store, clip)).rejects.toMatchObject({ code: 'TAKE_MISSING' });
  });

  test('trusts a file that was only touched once its bytes were hashed again', async () => {
    const project = await openTestProject(onTestFinished);
    const take = await addClip(project, 'a lake', 1);
    await utimes(project.store.pathOf(take), new Date(), new Date());
    expect(await project.store.inspect(take)).toBe('intact');
  });

  test('finds rot that left the file’s date alone when it looks thoroughly', async () => {
    const project = await openTestProject(onTestFinished);
    const take = await addClip(project, 'a lake', 1);
    const file = project.store.pathOf(take);
    const { mtime } = await stat(file);
    await overwrite(file, createTestClip({ seed: 2 }));
    await utimes(file, mtime, mtime);
    expect(await project.store.inspect(take, { thorough: true })).toBe('changed');
  });
});

describe('the lock file on disk', () => {
  const request = { prompt: 'a lake', aspectRatio: '16:9' };
  const clipKey = clipKeyOf(request);

  test('is empty where there is no file, and is not written while nothing changes', async () => {
    const { lockFile, dir } = await openTestProject(onTestFinished);
    expect(await lockFile.update((same) => same)).toEqual(emptyLockFile());
    expect([...(await filesBelow(dir)).keys()]).not.toContain('beatcut.lock.json');
  });

  test('loses no take when many add theirs at the same time', async () => {
    const { lockFile } = await openTestProject(onTestFinished);
    const digits = '0123456789abcdef'.split('');
    await Promise.all(
      digits.map((digit) =>
        lockFile.update((before) => addTake(before, { clipKey, request, take: takeFor(digit) })),
      ),
    );
    expect((await lockFile.read()).clips[clipKey]!.takes).toHaveLength(16);
  });

  test.each(['{"version":1,"clips":', '{"version":2,"clips":{}}'])('never overwrites %s', async (text) => {
    const { lockFile } = await openTestProject(onTestFinished);
    await writeFile(lockFile.path, text);
    await expect(lockFile.update(() => emptyLockFile())).rejects.toMatchObject({
      code: expect.stringMatching(/^DOCUMENT_/),
    });
    expect(await readFile(lockFile.path, 'utf8')).toBe(text);
  });

  test('names no folder of the machine and no secret', async () => {
    const project = await openTestProject(onTestFinished);
    await addClip(project, 'a lake', 1);
    expect(await readFile(project.lockFile.path, 'utf8')).not.toContain(project.dir);
  });
});

const sync = (project: TestProject, options: object = {}): Promise<SyncPublicFolderResult> =>
  syncPublicFolder({ ...project, ...options });
const keyOf = (prompt: string): string => clipKeyOf({ prompt, aspectRatio: '16:9' });
const publicFiles = async ({ publicDir }: TestProject): Promise<string[]> =>
  [...(await filesBelow(publicDir)).keys()].sort();

describe('syncPublicFolder', () => {
  test('copies the chosen take of each clip and writes the catalogue; a second time it does nothing', async () => {
    const project = await openTestProject(onTestFinished);
    const lake = await addClip(project, 'a lake', 1);
    await addClip(project, 'a lake', 2);
    const street = await addClip(project, 'a street', 3, { draft: true });
    const result = await sync(project);
    expect(result).toMatchObject({ copied: 2, removed: 0, catalogueChanged: true, unusable: [] });
    expect(result.catalogue.clips).toEqual({
      [keyOf('a lake')]: {
        file: `beatcut/clips/${lake.sha256}.mp4`,
        durationInSeconds: 2,
        width: 320,
        height: 180,
        fps: 24,
        draft: false,
      },
      [keyOf('a street')]: expect.objectContaining({
        file: `beatcut/clips/${street.sha256}.mp4`,
        draft: true,
      }) as object,
    });
    expect(await publicFiles(project)).toEqual(
      [
        `beatcut/clips/${lake.sha256}.mp4`,
        `beatcut/clips/${street.sha256}.mp4`,
        'beatcut/catalogue.json',
      ].sort(),
    );
    const before = await stat(path.join(project.publicDir, 'beatcut/catalogue.json'));
    expect(await sync(project)).toMatchObject({ copied: 0, removed: 0, catalogueChanged: false });
    expect((await stat(path.join(project.publicDir, 'beatcut/catalogue.json'))).ino).toBe(before.ino);
  });

  test('follows another pick, and removes copies that no clip uses and nothing else', async () => {
    const project = await openTestProject(onTestFinished);
    await addClip(project, 'a lake', 1);
    const second = await addClip(project, 'a lake', 2);
    await sync(project);
    await writeFile(path.join(project.publicDir, 'beatcut/clips/mine.mp4'), 'mine');
    await project.lockFile.update((lockFile) =>
      pickTake(lockFile, { clipKey: keyOf('a lake'), sha256: second.sha256 }),
    );
    expect(await sync(project)).toMatchObject({ copied: 1, removed: 1 });
    expect(await publicFiles(project)).toEqual(
      ['beatcut/catalogue.json', `beatcut/clips/${second.sha256}.mp4`, 'beatcut/clips/mine.mp4'].sort(),
    );
  });

  test('never removes the last file of a take: what the store lost comes back from the public copy', async () => {
    const project = await openTestProject(onTestFinished);
    const first = await addClip(project, 'a lake', 1);
    const second = await addClip(project, 'a lake', 2);
    const pick = ({ sha256 }: Take): Promise<unknown> =>
      project.lockFile.update((lockFile) => pickTake(lockFile, { clipKey: keyOf('a lake'), sha256 }));
    await sync(project);
    await rm(project.store.dir, { recursive: true });
    expect(await sync(project)).toMatchObject({ copied: 0, removed: 0, unusable: [] });
    expect(await project.store.inspect(first, { thorough: true })).toBe('intact');

    // another take is picked, of which only the old one's public copy is left
    await rm(project.store.dir, { recursive: true });
    await pick(second);
    expect(await sync(project)).toMatchObject({ removed: 1, unusable: [{ condition: 'missing' }] });
    expect(await project.store.inspect(first, { thorough: true })).toBe('intact');

    // a copy with other bytes is neither believed nor removed
    await pick(first);
    await sync(project);
    await rm(project.store.dir, { recursive: true });
    const copy = path.join(project.publicDir, `beatcut/clips/${first.sha256}.mp4`);
    await writeFile(copy, Buffer.alloc(first.sizeInBytes));
    expect(await sync(project)).toMatchObject({ removed: 0, unusable: [{ condition: 'missing' }] });
    expect(await filesBelow(project.store.dir)).toEqual(new Map());
    expect((await stat(copy)).size).toBe(first.sizeInBytes);
  });

  test('brings everything back after the public folder was deleted', async () => {
    const project = await openTestProject(onTestFinished);
    await addClip(project, 'a lake', 1);
    await sync(project);
    const before = await filesBelow(project.publicDir);
    await rm(project.publicDir, { recursive: true });
    await sync(project);
    expect(await filesBelow(project.publicDir)).toEqual(before);
  });

  test('says which takes are gone or changed, and publishes neither', async () => {
    const project = await openTestProject(onTestFinished);
    const [lake, street] = [await addClip(project, 'a lake', 1), await addClip(project, 'a street', 2)];
    await rm(project.store.pathOf(lake));
    await overwrite(project.store.pathOf(street), createTestClip({ seed: 3 }));
    const { catalogue, unusable } = await sync(project);
    expect(catalogue.clips).toEqual({});
    expect(unusable.map(({ clip, condition }) => `${clip.request.prompt}: ${condition}`).sort()).toEqual([
      'a lake: missing',
      'a street: changed',
    ]);
  });

  test('leaves other clips as they were when it is asked for some', async () => {
    const project = await openTestProject(onTestFinished);
    await addClip(project, 'a lake', 1);
    await sync(project);
    await addClip(project, 'a street', 2);
    await addClip(project, 'a hand', 3);
    const { catalogue, copied } = await sync(project, { clipKeys: [keyOf('a street')] });
    expect(Object.keys(catalogue.clips).sort()).toEqual([keyOf('a lake'), keyOf('a street')].sort());
    expect(copied).toBe(1);
  });

  test('hashes reference pictures, remembers them, and says which are not there', async () => {
    const project = await openTestProject(onTestFinished);
    await mkdir(project.publicDir);
    await writeFile(path.join(project.publicDir, 'maya.png'), 'picture');
    const sha256 = createHash('sha256').update('picture').digest('hex');
    const first = await sync(project, { referenceFiles: ['maya.png', 'nobody.png'] });
    expect(first.catalogue.references).toEqual({ 'maya.png': sha256 });
    expect(first.missingReferences).toEqual(['nobody.png']);
    await writeFile(path.join(project.publicDir, 'maya.png'), 'another');
    expect((await sync(project)).catalogue.references['maya.png']).not.toBe(sha256);
  });

  test('writes over a broken catalogue, which is derived, but not over one from a newer beatcut', async () => {
    const project = await openTestProject(onTestFinished);
    const file = path.join(project.publicDir, 'beatcut/catalogue.json');
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, '{');
    expect((await sync(project)).catalogueChanged).toBe(true);
    await writeFile(file, '{"version":99}');
    await expect(sync(project)).rejects.toMatchObject({ code: 'DOCUMENT_TOO_NEW' });
    expect(await readFile(file, 'utf8')).toBe('{"version":99}');
  });

  test('works on what is there when the lock file is empty', async () => {
    const project = await openTestProject(onTestFinished);
    expect(await sync(project)).toMatchObject({ copied: 0, unusable: [] });
  });

  test('waits for another process and then publishes what the lock file says by that time', async () => {
    const project = await openTestProject(onTestFinished);
    await addClip(project, 'a lake', 1);
    const second = await addClip(project, 'a lake', 2);
    let waiting: Promise<SyncPublicFolderResult> | undefined;
    await withFileLock({ lockPath: path.join(project.locksDir, 'public-folder.lock') }, async () => {
      waiting = sync(project);
      await project.lockFile.update((lockFile) =>
        pickTake(lockFile, { clipKey: keyOf('a lake'), sha256: second.sha256 }),
      );
      expect(await publicFiles(project)).toEqual([]);
    });
    expect((await waiting)?.catalogue.clips[keyOf('a lake')]?.file).toContain(second.sha256);
  });
});
