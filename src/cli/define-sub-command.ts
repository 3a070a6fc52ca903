import { defineCommand, type ArgsDef, type CommandDef, type ParsedArgs } from 'citty';
import { withInterrupt } from './interrupt.ts';
import { withProgress, type ProgressReporter } from './terminal.ts';

/** A command of `beatcut`, whatever its options are. */
// oxlint-disable-next-line typescript/no-explicit-any -- commands with different options in one table, as in citty itself
export type SubCommand = CommandDef<any>;

/** What `defineSubCommand` takes. */
export interface DefineSubCommandOptions<T extends ArgsDef> {
  name: string;
  /** One line for `beatcut --help`. */
  description: string;
  /** What it takes besides `--json`, which every command has. */
  args: T;
  /** What `--json` prints, if not one JSON document. */
  jsonDescription?: string;
  /** Does the work. A number that it resolves with is the exit code. */
  run: (context: {
    args: ParsedArgs<T> & { json: boolean };
    /** Aborted by Ctrl-C. */
    signal: AbortSignal;
    /** Shows what goes on; silent with `--json`. */
    progress: ProgressReporter;
  }) => Promise<number | void>;
}

/** Defines a command that stops at Ctrl-C, shows its progress, and prints JSON alone with `--json`. */
export const defineSubCommand = <const T extends ArgsDef>({
  name,
  description,
  args,
  jsonDescription = 'Print JSON',
  run,
}: DefineSubCommandOptions<T>): SubCommand =>
  defineCommand({
    meta: { name, description },
    args: { ...args, json: { type: 'boolean', description: jsonDescription, default: false } },
    run: (context) => {
      // citty's types do not resolve for a generic T; these are the options defined above
      const args = context.args as ParsedArgs<T> & { json: boolean };
      return withInterrupt((signal) =>
        withProgress({ silent: args.json }, (progress) => run({ args, signal, progress })),
      );
    },
  });
