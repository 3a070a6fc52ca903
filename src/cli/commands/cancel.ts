import { BeatcutError } from '../../core/error.ts';
import { excerpt } from '../../core/text.ts';
import { cancelJobs, type CancelledJob } from '../../node/cancel-jobs.ts';
import { isShotNamed } from '../../node/find-take.ts';
import type { JobRecord } from '../../node/journal/job-record.ts';
import type { ClipCommandsContext } from '../clip-commands-context.ts';
import { defineSubCommand, type SubCommand } from '../define-sub-command.ts';
import { shotOptions } from '../shared-options.ts';
import { shotsOf } from '../shots-of.ts';
import { printJson } from '../terminal.ts';

/** `beatcut cancel <clip>`: stops the jobs of a clip at their providers. Ends with 1 when one goes on. */
export const createCancelCommand = (context: ClipCommandsContext): SubCommand =>
  defineSubCommand({
    name: 'cancel',
    description: 'Stop the jobs of a clip at their providers',
    args: {
      clip: {
        type: 'positional',
        description:
          'The clip: the beginning of its key or of a job’s id, words of its prompt, with --composition its shot; or all',
        required: true,
      },
      ...shotOptions,
    },
    run: async ({ args, signal, progress }) => {
      const { composition, props, json } = args;
      const project = await context.openProject();
      const { config, journal, locksDir } = project;
      const open = (await journal.list()).filter(({ progress: { status } }) =>
        ['intent', 'running'].includes(status),
      );
      const shots = await shotsOf({ context, project, composition, props, signal, progress });
      const shot = shots.find((candidate) => isShotNamed(candidate, args.clip));
      const jobs = open.filter((record) =>
        shot === undefined ? isMeant(record, args.clip) : record.plan.order.clipKey === shot.clipKey,
      );
      if (jobs.length === 0) {
        const names = open.map(({ id, plan }) => `${id} "${excerpt(plan.order.request.prompt)}"`);
        throw new BeatcutError({
          code: 'JOB_UNKNOWN',
          message: `No job runs for "${args.clip}".`,
          hint: `${open.length === 0 ? 'No job runs at all' : `These run: ${names.join(', ')}`}.`,
        });
      }
      const results = await cancelJobs({
        jobs,
        providers: config.providers,
        journal,
        locksDir,
        signal,
      });
      if (json) printJson({ jobs: results.map(withId) });
      else for (const result of results) console.log(lineOf(result));
      return results.some(({ outcome }) => outcome === 'impossible') ? 1 : 0;
    },
  });

function isMeant({ id, plan }: JobRecord, reference: string): boolean {
  const words = reference.toLowerCase();
  return (
    words === 'all' ||
    (/^[0-9a-f-]{4,}$/.test(words) && (id.startsWith(words) || plan.order.clipKey.startsWith(words))) ||
    plan.order.request.prompt.toLowerCase().includes(words)
  );
}

const OUTCOMES: Readonly<Record<CancelledJob['outcome'], string>> = {
  cancelled: 'stopped',
  asked: 'asked to stop',
  finished: 'not stopped',
  impossible: 'can’t be stopped',
};

const withId = ({ record, outcome, message }: CancelledJob): object => ({
  jobId: record.id,
  provider: record.provider,
  model: record.plan.model,
  clipKey: record.plan.order.clipKey,
  outcome,
  message,
});

const lineOf = ({ record, outcome, message }: CancelledJob): string =>
  `${record.id} "${excerpt(record.plan.order.request.prompt)}" (${record.provider}/${record.plan.model}) ${OUTCOMES[outcome]}: ${message}.`;
