/**
 * The command line that does something with a composition, for hints: with the props that it was opened with, as other
 * props may ask for other clips.
 */
export function commandFor({
  command,
  compositionId,
  inputProps = {},
  flags = [],
}: {
  /** Such as `generate`. */
  command: string;
  compositionId: string;
  inputProps?: Record<string, unknown> | undefined;
  /** Such as `--drafts`. */
  flags?: readonly string[];
}): string {
  const hasProps = Object.keys(inputProps).length > 0;
  // in single quotes a POSIX shell takes everything as it is but a single quote
  const props = hasProps ? ['--props', `'${JSON.stringify(inputProps).replaceAll("'", `'\\''`)}'`] : [];
  return ['npx beatcut', command, compositionId, ...flags, ...props].join(' ');
}
