import { defineCommand, type CommandDef } from 'citty';
import { findBrowser } from '../../node/browser/find-browser.ts';
import { withInterrupt } from '../interrupt.ts';
import { withProgress } from '../terminal.ts';

const args = {
  json: { type: 'boolean', description: 'Print JSON', default: false },
} as const;

/** `beatcut browser`: which browser renders, fetching one if there is none. */
export const browserCommand: CommandDef<typeof args> = defineCommand({
  meta: { name: 'browser', description: 'Show the browser that renders, and fetch one if there is none' },
  args,
  run: ({ args }) =>
    withInterrupt((signal) =>
      withProgress({ silent: args.json }, async (progress) => {
        const browser = await findBrowser({ signal, onProgress: (message) => progress.step(message) });
        if (args.json) console.log(JSON.stringify(browser));
        else progress.done(`Browser: ${browser.origin}`);
      }),
    ),
});
