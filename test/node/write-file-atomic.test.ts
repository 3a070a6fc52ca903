import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFileAtomic } from '../../src/node/write-file-atomic.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'beatcut-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function* failing(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('new');
  throw new Error('connection lost');
}

describe('writeFileAtomic', () => {
  it('writes text, bytes and streams, making missing folders', async () => {
    const file = path.join(folder, 'a', 'b', 'song.json');
    await writeFileAtomic({ path: file, data: 'text ✓' });
    expect(await readFile(file, 'utf8')).toBe('text ✓');
    await writeFileAtomic({ path: file, data: new Uint8Array([104, 105]) });
    expect(await readFile(file, 'utf8')).toBe('hi');
    await writeFileAtomic({ path: file, data: chunks('one ', 'two') });
    expect(await readFile(file, 'utf8')).toBe('one two');
    expect(await readdir(path.dirname(file))).toEqual(['song.json']);
  });

  it('leaves the old file and no other when the stream fails or is aborted', async () => {
    const file = path.join(folder, 'song.json');
    await writeFile(file, 'old');
    await expect(writeFileAtomic({ path: file, data: failing() })).rejects.toThrow('connection lost');
    const controller = new AbortController();
    async function* aborting(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('new');
      controller.abort(new Error('stopped'));
    }
    const writing = writeFileAtomic({ path: file, data: aborting(), signal: controller.signal });
    await expect(writing).rejects.toThrow('stopped');
    expect(await readFile(file, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['song.json']);
  });
});
