import { defineCommand } from 'citty';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findUsageError, runCli } from '../../src/cli/run-cli.ts';
import { formatTable } from '../../src/cli/terminal.ts';
import { BeatcutError } from '../../src/core/error.ts';

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
