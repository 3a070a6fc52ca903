import { BeatcutError } from '../core/error.ts';

/**
 * The word that a flag was given, which is one of `choices`.
 *
 * @throws BeatcutError `USAGE`.
 */
export function parseChoice<const T extends string>({
  flag,
  text,
  choices,
}: {
  /** The flag, for the message: `--markers`. */
  flag: string;
  text: string;
  choices: readonly T[];
}): T {
  const choice = choices.find((candidate) => candidate === text);
  if (choice !== undefined) return choice;
  throw new BeatcutError({
    code: 'USAGE',
    message: `${flag} takes ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}, got "${text}".`,
  });
}
