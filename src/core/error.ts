const marker = Symbol.for('beatcut.error');

/** What `new BeatcutError` takes. */
export interface BeatcutErrorOptions {
  /** What was wrong, where, and what was expected: one plain sentence. */
  message: string;
  /** A stable name for programs, such as `SONG_SILENT`. Upper case with underscores. */
  code: string;
  /** What to do next; shown under the message by the CLI. */
  hint?: string;
  /** The error underneath, if there is one. */
  cause?: unknown;
}

/**
 * The one error type of beatcut. Every message says what, where and what was expected; `hint` says what to do next.
 * Never carries a key or a signed URL.
 */
export class BeatcutError extends Error {
  override readonly name = 'BeatcutError';
  /** A stable name for programs, such as `SONG_SILENT`. */
  readonly code: string;
  /** What to do next, or `undefined`. */
  readonly hint: string | undefined;

  constructor({ message, code, hint, cause }: BeatcutErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
    Object.defineProperty(this, marker, { value: true });
  }

  /** Whether `error` is a `BeatcutError`, also when it comes from another copy of the package. */
  static isInstance(error: unknown): error is BeatcutError {
    return typeof error === 'object' && error !== null && marker in error;
  }
}

/** The message of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
