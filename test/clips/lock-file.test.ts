import { describe, expect, test } from 'vitest';
import { clipKeyOf } from '../../src/clips/clip-request.ts';
import {
  addTake,
  chooseTake,
  emptyLockFile,
  parseLockFile,
  pickTake,
  serializeLockFile,
  takesInOrder,
  type LockFile,
} from '../../src/clips/lock-file.ts';
import { takeFor } from './take-for.ts';

const request = { prompt: 'a lake at dawn', aspectRatio: '16:9' };
const clipKey = clipKeyOf(request);
const withTakes = (...takes: ReturnType<typeof takeFor>[]): LockFile => {
  let lockFile = emptyLockFile();
  for (const take of takes) lockFile = addTake(lockFile, { clipKey, request, take });
  return lockFile;
};
const chosenOf = (lockFile: LockFile): string | undefined =>
  chooseTake(lockFile.clips[clipKey]!, lockFile)?.sha256[0];

describe('the lock file', () => {
  test('comes back from its text as it was, and gives the same text whatever the order of adding', () => {
    const [a, b, c] = [takeFor('a', { minute: 3 }), takeFor('b', { minute: 1 }), takeFor('c', { minute: 2 })];
    const text = serializeLockFile(withTakes(a, b, c));
    expect(serializeLockFile(withTakes(c, b, a))).toBe(text);
    const read = parseLockFile({ text, path: 'beatcut.lock.json' });
    expect(read).toEqual(withTakes(a, b, c));
    expect(serializeLockFile(read)).toBe(text);
  });

  test('has one member a line, so that adding a take adds lines and changes none', () => {
    const before = serializeLockFile(withTakes(takeFor('a'), takeFor('c'))).split('\n');
    const after = serializeLockFile(withTakes(takeFor('a'), takeFor('b'), takeFor('c'))).split('\n');
    const first = after.findIndex((line, index) => line !== before[index]);
    const added = after.length - before.length;
    expect([...after.slice(0, first), ...after.slice(first + added)]).toEqual(before);
  });

  test('keeps what a newer program of the same version wrote', () => {
    const lockFile = withTakes(takeFor('a'));
    const text = serializeLockFile(lockFile).replace('"draft": false', '"draft": false,\n"mood": "blue"');
    expect(serializeLockFile(parseLockFile({ text, path: 'x' }))).toContain('"mood": "blue"');
  });

  test.each([
    { text: '{', code: 'DOCUMENT_BROKEN', message: /not valid JSON/ },
    { text: '{"version":2,"clips":{}}', code: 'DOCUMENT_TOO_NEW', message: /has version 2/ },
    { text: '{"version":1,"clips":{"x":{}}}', code: 'DOCUMENT_BROKEN', message: /clips\.x/ },
    { text: '{"version":1}', code: 'DOCUMENT_BROKEN', message: /clips/ },
  ])('refuses $text with $code', ({ text, code, message }) => {
    const parse = (): unknown => parseLockFile({ text, path: 'beatcut.lock.json' });
    expect(parse).toThrow(expect.objectContaining({ code }));
    expect(parse).toThrow(message);
    expect(parse).toThrow(/beatcut\.lock\.json/);
  });

  test('holds a take with the same bytes once', () => {
    const lockFile = withTakes(takeFor('a'));
    expect(addTake(lockFile, { clipKey, request, take: takeFor('a', { minute: 9 }) })).toBe(lockFile);
  });

  test('counts takes in the order in which they were made', () => {
    const clip = withTakes(takeFor('a', { minute: 2 }), takeFor('b', { minute: 1 })).clips[clipKey]!;
    expect(takesInOrder(clip).map(({ sha256 }) => sha256[0])).toEqual(['b', 'a']);
  });
});

describe('choosing', () => {
  test('takes the first real take while nobody has picked one', () => {
    expect(chosenOf(withTakes(takeFor('b', { minute: 2 }), takeFor('c', { minute: 1 })))).toBe('c');
  });

  test('follows the person, and goes back when the pick is taken back', () => {
    const lockFile = withTakes(takeFor('a', { minute: 1 }), takeFor('b', { minute: 2 }));
    const picked = pickTake(lockFile, { clipKey, sha256: takeFor('b').sha256 });
    expect(chosenOf(picked)).toBe('b');
    expect(chosenOf(pickTake(picked, { clipKey, sha256: undefined }))).toBe('a');
  });

  test('never lets a draft win against a real take, not even a picked one', () => {
    const draft = takeFor('a', { draft: true });
    expect(chosenOf(withTakes(draft))).toBe('a');
    const both = withTakes(draft, takeFor('b', { minute: 5 }));
    expect(chosenOf(both)).toBe('b');
    expect(chosenOf(pickTake(both, { clipKey, sha256: draft.sha256 }))).toBe('b');
  });

  test('passes over what was rejected', () => {
    const rejected = takeFor('a', { rejected: true });
    expect(chosenOf(withTakes(rejected, takeFor('b', { minute: 5 })))).toBe('b');
    expect(chosenOf(withTakes(rejected))).toBeUndefined();
  });
});
