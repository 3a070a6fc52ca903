import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { clipKeyOf } from '../../src/clips/clip-request.ts';
import {
  addTake,
  emptyLockFile,
  parseLockFile,
  pickTake,
  serializeLockFile,
  type LockFile,
} from '../../src/clips/lock-file.ts';
import { mergeLockFiles, splitConflicts } from '../../src/clips/merge-lock-files.ts';
import type { Take } from '../../src/clips/take.ts';
import { takeFor } from './take-for.ts';

const requestFor = (prompt: string) => ({ prompt, aspectRatio: '16:9' });
const withTakes = (prompt: string, takes: Take[], lockFile: LockFile = emptyLockFile()): LockFile =>
  takes.reduce(
    (all, take) =>
      addTake(all, { clipKey: clipKeyOf(requestFor(prompt)), request: requestFor(prompt), take }),
    lockFile,
  );
const hasGit = spawnSync('git', ['--version']).status === 0;

/** Merges three texts as git does; returns the text that it leaves in the working tree. */
function gitMerge(base: LockFile, ours: LockFile, theirs: LockFile, style: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'beatcut-merge-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = { ours, base, theirs };
  for (const [name, lockFile] of Object.entries(files)) {
    writeFileSync(path.join(folder, name), serializeLockFile(lockFile));
  }
  return spawnSync('git', ['merge-file', '-p', ...(style === '' ? [] : [style]), ...Object.keys(files)], {
    cwd: folder,
    encoding: 'utf8',
  }).stdout;
}

describe('two branches that each changed the lock file', () => {
  const base = withTakes('a lake', [takeFor('5')]);
  const read = (text: string): LockFile => parseLockFile({ text, path: 'beatcut.lock.json' });

  test.skipIf(!hasGit).each(['', '--diff3'])('come together when both only added takes (git %s)', (style) => {
    const ours = withTakes('a street', [takeFor('a')], withTakes('a lake', [takeFor('6')], base));
    const theirs = withTakes('a hand', [takeFor('b')], withTakes('a lake', [takeFor('7')], base));
    const text = gitMerge(base, ours, theirs, style);
    const sides = splitConflicts(text);
    expect(sides).toBeDefined(); // else this would test nothing
    const merged = mergeLockFiles(read(sides!.ours), read(sides!.theirs));
    const all = withTakes('a lake', [takeFor('7')], withTakes('a hand', [takeFor('b')], ours));
    expect(serializeLockFile(merged)).toBe(serializeLockFile(all));
  });

  test('are left to a person when they picked different takes, or said something else of one', () => {
    const both = withTakes('a lake', [takeFor('5'), takeFor('6')]);
    const clipKey = clipKeyOf(requestFor('a lake'));
    const pick = (digit: string): LockFile => pickTake(both, { clipKey, sha256: digit.repeat(64) });
    expect(() => mergeLockFiles(pick('5'), pick('6'))).toThrow(
      expect.objectContaining({
        code: 'LOCK_FILES_DISAGREE',
        message: expect.stringContaining('"a lake"') as string,
      }),
    );
    const rejected = withTakes('a lake', [takeFor('5', { rejected: true })]);
    expect(() => mergeLockFiles(both, rejected)).toThrow(
      expect.objectContaining({ code: 'LOCK_FILES_DISAGREE' }),
    );
  });

  test('a text without conflict markers is none of it', () => {
    expect(splitConflicts(serializeLockFile(base))).toBeUndefined();
  });
});
