import { stripVTControlCharacters } from 'node:util';
import { type ArgsDef, type CommandDef, renderUsage, runCommand } from 'citty';
import { BeatcutError, messageOf } from '../core/error.ts';
import { explainFileError } from './explain-file-error.ts';
import { INTERRUPTED } from './interrupt.ts';

/** What `runCli` takes. */
export interface RunCliOptions {
  /** The command with its sub-commands. */
  main: CommandDef;
  /** The arguments after the program's name. */
  rawArgs: readonly string[];
}

/** Exit code of a command that was called wrongly. */
const USAGE_ERROR = 2;

/**
 * Runs a command line. Errors go to stderr as message and hint; the stack only with `--debug`.
 *
 * @returns the exit code: 0, 1 after an error, 2 for wrong usage, 130 after Ctrl-C.
 */
export async function runCli({ main, rawArgs }: RunCliOptions): Promise<number> {
  const debug = rawArgs.includes('--debug');
  const args = rawArgs.filter((argument) => argument !== '--debug');
  try {
    const [name] = args;
    const subCommands = (await resolveValue(main.subCommands)) ?? {};
    const command = name === undefined ? undefined : await resolveValue(subCommands[name]);
    const wantsHelp = args.includes('--help') || args.includes('-h');
    if (name === '--version' || name === '-v') {
      console.log((await resolveValue(main.meta))?.version ?? '');
      return 0;
    }
    if (command === undefined) {
      printUsage(await renderUsage(main));
      console.log('With --debug an error says where it happened.');
      if (name === undefined || wantsHelp) return 0;
      console.error(`\nThere is no command "${name}".`);
      return USAGE_ERROR;
    }
    if (wantsHelp) {
      printUsage(await renderUsage(command, main));
      return 0;
    }
    const complaint = findUsageError(args.slice(1), (await resolveValue(command.args)) ?? {});
    if (complaint !== null) {
      console.error(`${complaint}\n  See: beatcut ${name} --help`);
      return USAGE_ERROR;
    }
    const { result } = await runCommand(command, { rawArgs: args.slice(1) });
    return typeof result === 'number' ? result : 0;
  } catch (error) {
    return reportError(error, debug);
  }
}

/** Help with colours on a terminal and without them elsewhere. That a switch is off by default goes without saying. */
function printUsage(usage: string): void {
  const text = usage.replaceAll('(Default: false)', '');
  console.log(process.stdout.isTTY ? text : stripVTControlCharacters(text).replaceAll(/ +$/gm, ''));
}

const resolveValue = async <T>(
  value: T | Promise<T> | (() => T | Promise<T>) | undefined,
): Promise<T | undefined> =>
  // citty's definitions may be values, promises or functions; no definition is itself a function
  typeof value === 'function' ? (value as () => T | Promise<T>)() : value;

/** What is wrong with some arguments, or `null`. A misspelt option must not be ignored: it may be the one that limits costs. */
export function findUsageError(rawArgs: readonly string[], args: ArgsDef): string | null {
  const names = new Map<string, ArgsDef[string]>();
  for (const [name, definition] of Object.entries(args)) {
    if (definition.type === 'positional') continue;
    const aliases = 'alias' in definition ? [definition.alias ?? []].flat() : [];
    for (const spelling of [name, kebabCase(name), ...aliases]) names.set(spelling, definition);
  }
  const positionals: string[] = [];
  const given = new Set<ArgsDef[string]>();
  for (let index = 0; index < rawArgs.length; index++) {
    const argument = rawArgs[index]!;
    if (!argument.startsWith('-') || argument === '-') {
      positionals.push(argument);
      continue;
    }
    const [, flag = '', value] = /^--?([^=]*)(?:=(.*))?$/s.exec(argument) ?? [];
    const definition = names.get(flag) ?? (flag.startsWith('no-') ? names.get(flag.slice(3)) : undefined);
    if (definition === undefined) return `There is no option "${argument.split('=')[0]}".`;
    given.add(definition);
    if (definition.type !== 'boolean' && value === undefined) {
      index += 1;
      if (rawArgs[index] === undefined || rawArgs[index]!.startsWith('--'))
        return `The option "${argument}" needs a value.`;
    }
  }
  const expected = Object.entries(args).filter(([, { type }]) => type === 'positional');
  const missing = expected.slice(positionals.length).find(([, { required }]) => required !== false);
  if (missing !== undefined) return `<${missing[0]}> is missing: ${missing[1].description ?? ''}`;
  const left = Object.entries(args).find(
    ([, definition]) => definition.type !== 'positional' && definition.required && !given.has(definition),
  );
  if (left !== undefined) return `--${kebabCase(left[0])} is missing: ${left[1].description ?? ''}`;
  return positionals.length > expected.length ? `"${positionals[expected.length]}" was not expected.` : null;
}

const kebabCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function reportError(error: unknown, debug: boolean): number {
  const fileError = explainFileError(error);
  console.error(`\n✖ ${fileError?.message ?? messageOf(error)}`);
  const hint = BeatcutError.isInstance(error) ? error.hint : fileError?.hint;
  if (hint !== undefined) console.error(`  → ${hint}`);
  if (debug) console.error(error);
  else if (!BeatcutError.isInstance(error) && fileError === null)
    console.error('  → Run it again with --debug to see where it happened.');
  const code = BeatcutError.isInstance(error) ? error.code : undefined;
  return code === 'USAGE' ? USAGE_ERROR : code === 'STOPPED' ? INTERRUPTED : 1;
}
