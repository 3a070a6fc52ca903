/** Shows what a command is doing. */
export interface ProgressReporter {
  /** Begins a step; the one before it is done. */
  step(message: string): void;
  /** How far the current step is, 0–1. */
  update(progress: number): void;
  /** Ends the last step with a line that says what came of it. */
  done(message: string): void;
  /** Ends the last step because something failed. */
  stop(): void;
}

/** In a log, progress is written each time it has grown by this much. */
const LOGGED_STEP = 0.25;

const percent = (progress: number): string => `${Math.floor(Math.min(1, progress) * 100)} %`;

/**
 * Creates a reporter: a line that moves on a terminal, plain lines elsewhere, nothing when the command prints JSON.
 * Everything goes to stdout but for JSON commands, whose stdout holds the JSON alone.
 */
export function createProgressReporter({ silent = false }: { silent?: boolean } = {}): ProgressReporter {
  if (silent)
    return { step: () => undefined, update: () => undefined, done: () => undefined, stop: () => undefined };
  return process.stdout.isTTY ? createTerminalReporter() : createPlainReporter();
}

/** A line at the bottom of a terminal that is written over and over. */
export interface StatusLine {
  show(text: string): void;
  clear(): void;
}

/**
 * Creates a status line. It neither reads from the terminal nor holds the program up, so that Ctrl-C and errors end it like
 * any other program.
 */
export const createStatusLine = (): StatusLine => ({
  show: (text) =>
    process.stdout.write(`\r\u001B[2K${text.slice(0, Math.max(20, process.stdout.columns - 1))}`),
  clear: () => process.stdout.write('\r\u001B[2K'),
});

function createTerminalReporter(): ProgressReporter {
  const line = createStatusLine();
  let label = '';
  const finish = (mark: string): void => {
    if (label === '') return;
    line.clear();
    console.log(`${mark} ${label}`);
    label = '';
  };
  return {
    step(message) {
      finish('✓');
      label = message;
      line.show(`… ${message}`);
    },
    update: (progress) => line.show(`… ${label} ${percent(progress)}`),
    done(message) {
      finish('✓');
      console.log(message);
    },
    stop: () => finish('✗'),
  };
}

function createPlainReporter(): ProgressReporter {
  let label = '';
  let logged = 0;
  return {
    step(message) {
      label = message;
      logged = 0;
      console.log(`${message} …`);
    },
    update(progress) {
      if (progress < logged + LOGGED_STEP || progress >= 1) return;
      logged = Math.floor(progress / LOGGED_STEP) * LOGGED_STEP;
      console.log(`${label} ${percent(progress)}`);
    },
    done: (message) => console.log(message),
    stop: () => undefined,
  };
}

/** Runs something with a reporter whose last step is ended whatever happens. */
export async function withProgress<T>(
  options: { silent?: boolean },
  run: (progress: ProgressReporter) => Promise<T>,
): Promise<T> {
  const progress = createProgressReporter(options);
  try {
    return await run(progress);
  } catch (error) {
    progress.stop();
    throw error;
  }
}

/** Prints what a command reports as JSON, for programs. */
export const printJson = (report: unknown): void => console.log(JSON.stringify(report, null, 2));

/** Rows as a table with aligned columns; the first row is the heading. Columns of numbers are right-aligned. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const isNumeric = widths.map((_, column) =>
    rows.slice(1).every((row) => /^[-+±]?[\d.,: ]*(?: ?(?:%|s|ms|frames?))?$|^–?$/.test(row[column] ?? '')),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          isNumeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
