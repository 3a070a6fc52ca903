import { readFile } from 'node:fs/promises';
import { BeatcutError, messageOf } from '../core/error.ts';

/**
 * The props that `--props` gives: JSON text, or the path of a JSON file, as Remotion's own option.
 *
 * @throws BeatcutError `PROPS_INVALID`.
 */
export async function parseProps(text: string | undefined): Promise<Record<string, unknown>> {
  if (text === undefined) return {};
  try {
    const json = /^\s*[[{]/.test(text) ? text : await readFile(text, 'utf8');
    const props: unknown = JSON.parse(json);
    if (typeof props === 'object' && props !== null && !Array.isArray(props)) return { ...props };
  } catch (cause) {
    throw invalid(text, messageOf(cause), cause);
  }
  throw invalid(text, 'expected a JSON object');
}

const invalid = (text: string, reason: string, cause?: unknown): BeatcutError =>
  new BeatcutError({
    code: 'PROPS_INVALID',
    message: `--props "${text}" can't be read: ${reason}.`,
    hint: `For example: --props '{"title":"Demo"}', or the path of a JSON file.`,
    cause,
  });
