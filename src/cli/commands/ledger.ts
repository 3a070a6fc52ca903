import { shortHash } from '../../core/hash.ts';
import { excerpt } from '../../core/text.ts';
import {
  groupLedger,
  listLedger,
  sumLedger,
  type LedgerEntry,
  type LedgerSum,
} from '../../node/money/ledger.ts';
import type { ClipCommandsContext } from '../clip-commands-context.ts';
import { defineSubCommand, type SubCommand } from '../define-sub-command.ts';
import { parseChoice } from '../parse-choice.ts';
import { shotOptions } from '../shared-options.ts';
import { shotsOf } from '../shots-of.ts';
import { formatTable, printJson } from '../terminal.ts';

/** `beatcut ledger`: what was spent, per shot, model and day; estimates and what providers reported apart. */
export const createLedgerCommand = (context: ClipCommandsContext): SubCommand =>
  defineSubCommand({
    name: 'ledger',
    description: 'Show what was spent, per shot, model and day',
    args: {
      by: {
        type: 'string',
        description: 'Group by shot, model or day; all three by default',
        valueHint: 'shot|model|day',
      },
      ...shotOptions,
      composition: { type: 'string', description: 'Only its shots, by their names', valueHint: 'id' },
    },
    run: async ({ args: { by, composition, props, json }, signal, progress }) => {
      const shown =
        by === undefined ? GROUPINGS : [parseChoice({ flag: '--by', text: by, choices: GROUPINGS })];
      const project = await context.openProject();
      const all = listLedger(await project.lockFile.read(), await project.journal.list());
      const shots = await shotsOf({ context, project, composition, props, signal, progress });
      const names = new Map(
        shots.map(({ clipKey, shotId, shotNumber }) => [clipKey, `${shotNumber} ${shotId}`]),
      );
      const entries = composition === undefined ? all : all.filter(({ clipKey }) => names.has(clipKey));
      const groupings: Record<Grouping, (entry: LedgerEntry) => string> = {
        shot: ({ clipKey, prompt }) => names.get(clipKey) ?? `${shortHash(clipKey)} ${excerpt(prompt)}`,
        model: ({ provider, model }) => `${provider}/${model}`,
        day: ({ day }) => day,
      };
      const groups = shown.map((name) => [name, groupLedger(entries, groupings[name])] as const);
      const { budgetUsd } = project.config;
      const total = sumLedger(entries);
      if (json) {
        printJson({ total, budgetUsd: budgetUsd ?? null, by: Object.fromEntries(groups), entries });
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

const GROUPINGS = ['shot', 'model', 'day'] as const;
type Grouping = (typeof GROUPINGS)[number];

const cellsOf = (name: string, sum: LedgerSum): string[] => [
  name,
  String(sum.takes),
  String(sum.open),
  String(sum.failed),
  sum.estimatedUsd.toFixed(2),
  sum.reportedUsd.toFixed(2),
  String(sum.unknown),
];
