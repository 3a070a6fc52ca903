import { spinner } from '@clack/prompts';

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
 * Creates a reporter: a spinner on a terminal, plain lines elsewhere, nothing when the command prints JSON.
 * Everything goes to stdout but for JSON commands, whose stdout holds the JSON alone.
 */
export function createProgressReporter({ silent = false }: { silent?: boolean } = {}): ProgressReporter {
  if (silent)
    return { step: () => undefined, update: () => undefined, done: () => undefined, stop: () => undefined };
  return process.stdout.isTTY ? createSpinnerReporter() : createPlainReporter();
}

function createSpinnerReporter(): ProgressReporter {
  let running: ReturnType<typeof spinner> | null = null;
  let label = '';
  const end = (message: string): void => {
    running?.stop(message);
    running = null;
  };
  return {
    step(message) {
      end(label);
      label = message;
      running = spinner();
      running.start(message);
    },
    update: (progress) => running?.message(`${label} ${percent(progress)}`),
    done: (message) => end(message),
    stop: () => end(label),
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
