import path from 'node:path';

/** What can be said of an error of the file system: what went wrong, and what to do next. */
export interface FileErrorText {
  message: string;
  hint: string;
}

/** The name under which a file is written before it is renamed; see `replaceFileAtomic`. */
const TEMPORARY_NAME = /^\.[0-9a-f-]{36}\.tmp/;

/** An error of `node:fs` in words; `null` for any other error. */
export function explainFileError(error: unknown): FileErrorText | null {
  if (!(error instanceof Error) || !('syscall' in error)) return null;
  // what node:fs throws; `dest` is what something was renamed or copied to
  const { code, path: source, dest } = error as NodeJS.ErrnoException & { dest?: string };
  const named = dest ?? source;
  if (named === undefined) return null;
  const file = TEMPORARY_NAME.test(path.basename(named)) ? path.dirname(named) : named;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return {
        message: `There is no permission for ${file}.`,
        hint: 'Change its permissions or its owner, or name another place.',
      };
    case 'EROFS':
      return { message: `${file} lies on a disk that can only be read.`, hint: 'Name another place.' };
    case 'ENOSPC':
    case 'EDQUOT':
      return {
        message: `The disk of ${file} is full.`,
        hint: 'Make room on it; beatcut gc lists what nothing needs.',
      };
    case 'EISDIR':
      return { message: `${file} is a folder where a file is expected.`, hint: 'Name the file itself.' };
    case 'ENOTDIR':
    case 'EEXIST':
      return {
        message: `${file} is a file where a folder is expected.`,
        hint: 'Move it away, or name another place.',
      };
    case 'ENOENT':
      return { message: `There is no ${file}, or no file can be made there.`, hint: 'Check the path.' };
    default:
      return null;
  }
}
