import { findBrowser } from '../../node/browser/find-browser.ts';
import { defineSubCommand, type SubCommand } from '../define-sub-command.ts';
import { printJson } from '../terminal.ts';

/** `beatcut browser`: which browser renders, fetching one if there is none. */
export const browserCommand: SubCommand = defineSubCommand({
  name: 'browser',
  description: 'Show the browser that renders, and fetch one if there is none',
  args: {},
  run: async ({ args, signal, progress }) => {
    const browser = await findBrowser({ signal, onProgress: (message) => progress.step(message) });
    if (args.json) printJson(browser);
    else progress.done(`Browser: ${browser.origin}`);
  },
});
