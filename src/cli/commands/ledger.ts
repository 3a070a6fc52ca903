import { defineCommand, type CommandDef } from 'citty';
import { BeatcutError } from '../../core/error.ts';
import { excerpt } from '../../node/film/require-clips.ts';
import {
  groupLedger,
  listLedger,
  sumLedger,
  type LedgerEntry,
  type LedgerSum,
} from '../../node/money/ledger.ts';
import type { ClipCommandsContext } from '../clip-commands-context.ts';
import { formatTable } from '../terminal.ts';

const args = {
  by: {
    type: 'string',
    description: 'Group by shot, model or day; all three by default',
    valueHint: 'shot|model|day',
  },
  composition: { type: 'string', description: 'Only its shots, by their names', valueHint: 'id' },
  json: { type: 'boolean', description: 'Print JSON', default: false },
} as const;

/** `beatcut ledger`: what was spent, per shot, model and day; estimates and what providers reported apart. */
export const createLedgerCommand = (context: ClipCommandsContext): CommandDef<typeof args> =>
  defineCommand({
    meta: { name: 'ledger', description: 'Show what was spent, per shot, model and day' },
    args,
    async run({ args: { by, composition, json } }) {
      const project = await context.openProject();
      const all = listLedger(await project.lockFile.read(), await project.journal.list());
      const shots =
        composition === undefined ? [] : (await context.discoverClips({ project, composition })).requests;
      const names = new Map(
        shots.map(({ clipKey, shotId, shotNumber }) => [clipKey, `${shotNumber} ${shotId}`]),
      );
      const entries = composition === undefined ? all : all.filter(({ clipKey }) => names.has(clipKey));
      const groupings: Record<string, (entry: LedgerEntry) => string> = {
        shot: ({ clipKey, prompt }) => names.get(clipKey) ?? `${clipKey.slice(0, 8)} ${excerpt(prompt)}`,
        model: ({ provider, model }) => `${provider}/${model}`,
        day: ({ day }) => day,
      };
      if (by !== undefined && !(by in groupings)) {
        throw new BeatcutError({ code: 'USAGE', message: `--by takes shot, model or day, got "${by}".` });
      }
      const groups = Object.entries(groupings)
        .filter(([name]) => by === undefined || by === name)
        .map(([name, nameOf]) => [name, groupLedger(entries, nameOf)] as const);
      const { budgetUsd } = project.config;
      const total = sumLedger(entries);
      if (json) {
        console.log(
          JSON.stringify(
            { total, budgetUsd: budgetUsd ?? null, by: Object.fromEntries(groups), entries },
            null,
            2,
          ),
        );
        return;
      }
      for (const [name, rows] of groups) {
        const head = [name, 'takes', 'open', 'failed', 'estimated $', 'reported $', 'no price'];
        const lines = rows.map((row) => cellsOf(row.name, row.sum));
        console.log(`${formatTable([head, ...lines, cellsOf('all', total)])}\n`);
      }
      console.log(
        `Counted: $${total.countedUsd.toFixed(2)}${budgetUsd === undefined ? '' : ` of a budget of $${budgetUsd.toFixed(2)}`} (reported where a provider reports, else estimated; open jobs included, failed ones not).`,
      );
      if (total.failedUsd > 0) {
        console.log(
          `Failed and stopped jobs: about $${total.failedUsd.toFixed(2)} by estimate. Most providers don't bill them, some do.`,
        );
      }
    },
  });

const cellsOf = (name: string, sum: LedgerSum): string[] => [
  name,
  String(sum.takes),
  String(sum.open),
  String(sum.failed),
  sum.estimatedUsd.toFixed(2),
  sum.reportedUsd.toFixed(2),
  String(sum.unknown),
];
