import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineCommand } from 'citty';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { explainFileError } from '../../src/cli/explain-file-error.ts';
import { parseNumber } from '../../src/cli/parse-number.ts';
import { parseProps } from '../../src/cli/parse-props.ts';
import { findUsageError, runCli } from '../../src/cli/run-cli.ts';
import { formatTable } from '../../src/cli/terminal.ts';
import { BeatcutError } from '../../src/core/error.ts';
import { writeFileAtomic } from '../../src/node/write-file-atomic.ts';

const args = {
  composition: { type: 'positional', required: true, description: 'Id of the composition' },
  takes: { type: 'string', alias: 't' },
  maxCost: { type: 'string' },
  cache: { type: 'boolean', default: true },
} as const;

describe('findUsageError', () => {
  it.each([[['Film', '--takes', '3', '-t=4', '--max-cost=2', '--no-cache']], [['--cache', 'Film']]])(
    'accepts %j',
    (rawArgs) => {
      expect(findUsageError(rawArgs, args)).toBeNull();
    },
  );

  it.each([
    [['Film', '--taks', '3'], 'There is no option "--taks".'],
    [['Film', '--takes'], 'The option "--takes" needs a value.'],
    [['Film', '--takes', '--cache'], 'The option "--takes" needs a value.'],
    [[], '<composition> is missing: Id of the composition'],
    [['Film', 'Trailer'], '"Trailer" was not expected.'],
  ])('refuses %j', (rawArgs, complaint) => {
    expect(findUsageError(rawArgs, args)).toBe(complaint);
  });

  it('asks for an option that must be given', () => {
    const required = { songFile: { type: 'string', description: 'The song', required: true } } as const;
    expect(findUsageError([], required)).toBe('--song-file is missing: The song');
    expect(findUsageError(['--song-file', 'a.mp3'], required)).toBeNull();
  });
});

describe('explainFileError', () => {
  const failureOf = async (task: Promise<unknown>): Promise<unknown> =>
    task.then(
      () => null,
      (error) => error,
    );

  it('says in words what the file system refuses', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'beatcut-files-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const file = path.join(folder, 'a.txt');
    await writeFileAtomic({ path: file, data: 'text' });
    const below = await failureOf(writeFileAtomic({ path: path.join(file, 'b.txt'), data: 'text' }));
    expect(explainFileError(below)?.message).toBe(`${file} is a file where a folder is expected.`);
    const over = await failureOf(writeFileAtomic({ path: folder, data: 'text' }));
    expect(explainFileError(over)?.message).toBe(`${folder} is a folder where a file is expected.`);
    const denied = Object.assign(new Error('EACCES'), {
      code: 'EACCES',
      syscall: 'open',
      path: path.join(folder, '.01234567-89ab-cdef-0123-456789abcdef.tmp.json'),
    });
    expect(explainFileError(denied)?.message).toBe(`There is no permission for ${folder}.`);
    expect(explainFileError(new Error('other'))).toBeNull();
  });
});

describe('numbers and props', () => {
  it('a number past its bounds is refused with both', () => {
    expect(parseNumber({ flag: '--crf', text: '51', max: 51 })).toBe(51);
    expect(() => parseNumber({ flag: '--crf', text: '52', max: 51 })).toThrow(
      '--crf takes a number from 0 to 51, got "52".',
    );
  });

  it('a list is no object of props, and no file is looked for', async () => {
    await expect(parseProps('[1]')).rejects.toThrow('expected a JSON object');
  });
});

describe('runCli', () => {
  afterEach(() => vi.restoreAllMocks());
  const main = defineCommand({
    meta: { name: 'beatcut', version: '1.2.3' },
    subCommands: {
      fail: defineCommand({
        run: () => {
          throw new BeatcutError({ code: 'X', message: 'The song is silent.', hint: 'Try another.' });
        },
      }),
      half: defineCommand({ run: () => 1 }),
    },
  });
  const run = async (...rawArgs: string[]): Promise<{ exitCode: number; stderr: string; stdout: string }> => {
    const stderr = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const stdout = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const exitCode = await runCli({ main, rawArgs });
    return { exitCode, stderr: stderr.mock.calls.join('\n'), stdout: stdout.mock.calls.join('\n') };
  };

  it('prints message and hint of an error and exits with 1', async () => {
    const { exitCode, stderr } = await run('fail');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('The song is silent.');
    expect(stderr).toContain('→ Try another.');
    expect(stderr).not.toContain('at ');
  });

  it('exits with 2 for a command that does not exist, and with what a command returns', async () => {
    expect((await run('fial')).exitCode).toBe(2);
    expect((await run('half')).exitCode).toBe(1);
    expect((await run('--version')).stdout).toContain('1.2.3');
  });
});

describe('formatTable', () => {
  it('aligns words to the left and numbers to the right', () => {
    expect(
      formatTable([
        ['shot', 'frames'],
        ['one', '7'],
        ['eleven', '120'],
      ]),
    ).toBe('shot    frames\none          7\neleven     120');
  });
});
