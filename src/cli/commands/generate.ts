import { BeatcutError } from '../../core/error.ts';
import { plural } from '../../core/text.ts';
import { draftProviderOf, type ResolvedConfig } from '../../node/config.ts';
import { findShot } from '../../node/find-take.ts';
import { generateClips, type PlannedClip } from '../../node/generate.ts';
import { listLedger } from '../../node/money/ledger.ts';
import { syncPublicFolder } from '../../node/store/publish.ts';
import type { ClipCommandsContext } from '../clip-commands-context.ts';
import { defineSubCommand, type SubCommand } from '../define-sub-command.ts';
import { createGenerateOutput, reportLines } from '../generate-output.ts';
import { INTERRUPTED } from '../interrupt.ts';
import { parseNumber } from '../parse-number.ts';
import { propsOption } from '../shared-options.ts';
import { shotsOf } from '../shots-of.ts';
import { describeUnusable } from './sync.ts';

/** `beatcut generate <composition>`: makes the takes that are missing. Ends with 1 when a clip is still missing. */
export const createGenerateCommand = (context: ClipCommandsContext): SubCommand =>
  defineSubCommand({
    name: 'generate',
    description: 'Make the clips that a composition asks for and that are missing',
    jsonDescription: 'Print one JSON object a line',
    args: {
      composition: {
        type: 'positional',
        description: 'Id of the composition whose clips shall be made',
        required: true,
      },
      takes: {
        type: 'string',
        description: 'How many takes each clip shall have in the end',
        default: '1',
        valueHint: 'n',
      },
      props: propsOption,
      shot: { type: 'string', description: 'Only this shot: its id or number', valueHint: 'shot' },
      provider: {
        type: 'string',
        description: 'Make the takes with this provider; only its takes count',
        valueHint: 'id',
      },
      model: {
        type: 'string',
        description:
          'Make the takes with this model, of whichever provider is configured for it; only its takes count',
        valueHint: 'model',
      },
      drafts: {
        type: 'boolean',
        description: 'Draw drafts with the animatic provider; costs nothing',
        default: false,
      },
      resubmit: {
        type: 'boolean',
        description: 'Send orders again whose fate is not known; may buy a clip twice',
        default: false,
      },
      stale: {
        type: 'boolean',
        description: 'Make new takes of shots that continue another take than the one used now',
        default: false,
      },
      retry: { type: 'boolean', description: 'Order again what failed or was refused', default: false },
      'max-cost': {
        type: 'string',
        description: 'Stop before this run costs more, in US dollars',
        valueHint: 'usd',
      },
      'max-clips': { type: 'string', description: 'Start no more new clips than this', valueHint: 'n' },
    },
    run: async ({ args, signal, progress }) => {
      const takes = parseNumber({ flag: '--takes', text: args.takes, whole: true, min: 1 });
      const maxCostUsd = parseNumber({ flag: '--max-cost', text: args['max-cost'] });
      const maxClips = parseNumber({ flag: '--max-clips', text: args['max-clips'], whole: true });
      const project = await context.openProject();
      const { config, lockFile, store, journal, locksDir } = project;
      const { shot, composition, props } = args;
      const requests = await shotsOf({ context, project, composition, props, signal, progress });
      const orders = shot === undefined ? requests : [findShot(requests, shot)];
      const output = createGenerateOutput({ json: args.json, clipCount: orders.length, takes: takes ?? 1 });
      const result = await generateClips({
        orders,
        providers: config.providers,
        provider: args.drafts ? draftProviderOf(config) : providerFor(args, config, orders[0]),
        count: args.provider === undefined && args.model === undefined ? 'any' : 'model',
        takes,
        resubmit: args.resubmit,
        renewStale: args.stale,
        retryFailed: args.retry,
        maxCostUsd: maxCostUsd ?? config.maxCostUsd,
        maxClips,
        budgetUsd: config.budgetUsd,
        prices: config.prices,
        lockFile,
        store,
        journal,
        locksDir,
        publicDir: config.publicDir,
        onProgress: output.event,
        signal,
      });
      const { unusable } = await syncPublicFolder({
        publicDir: config.publicDir,
        lockFile,
        store,
        locksDir,
        clipKeys: orders.map(({ clipKey }) => clipKey),
        referenceFiles: orders.flatMap(({ referenceFiles }) => referenceFiles),
        chainedClips: requests,
      });
      const lines = [
        ...result.clips.flatMap((clip) => reportLines(clip, { isStopped: signal.aborted })),
        ...unusable.map(describeUnusable),
      ];
      if (signal.aborted) lines.push(await describeStop(project, orders));
      const made = result.clips.flatMap(({ jobs }) => jobs).filter(({ status }) => status === 'taken').length;
      const chosen = result.clips.filter((clip) => clip.chosen !== undefined).length;
      const there = chosen - unusable.length;
      const cost = result.estimatedCostUsd > 0 ? `, about $${result.estimatedCostUsd.toFixed(2)}` : '';
      output.end(
        `${plural(made, 'new take')}${cost}; ${there} of ${orders.length} clips are there.`,
        lines,
        result,
      );
      if (signal.aborted) return INTERRUPTED;
      return there < orders.length || lines.length > 0 ? 1 : 0;
    },
  });

/** What a person who has pressed Ctrl-C should know: what runs on, and how to go on or have it stopped. */
async function describeStop(
  { lockFile, journal }: Awaited<ReturnType<ClipCommandsContext['openProject']>>,
  orders: readonly PlannedClip[],
): Promise<string> {
  const wanted = new Set(orders.map(({ clipKey }) => clipKey));
  const open = listLedger(await lockFile.read(), await journal.list()).filter(
    ({ clipKey, state }) => state === 'open' && wanted.has(clipKey),
  ).length;
  const running =
    open === 0
      ? 'Nothing is on order.'
      : `${open} ${open === 1 ? 'job goes' : 'jobs go'} on at the provider; npx beatcut cancel all stops ${open === 1 ? 'it' : 'them'} where the provider can.`;
  return `Stopped. What is finished stays. ${running} Run the same command to go on: nothing is ordered twice.`;
}

/** Id of the provider that is asked for: by its id, by the model that it is configured for, or by the config. */
function providerFor(
  { provider, model }: { provider?: string | undefined; model?: string | undefined },
  { providers, defaultProvider }: Pick<ResolvedConfig, 'providers' | 'defaultProvider'>,
  clip: PlannedClip | undefined,
): string {
  if (model === undefined || clip === undefined) return provider ?? defaultProvider;
  const models = providers
    .filter(({ id }) => provider === undefined || id === provider)
    .map((candidate) => ({ id: candidate.id, model: candidate.plan({ ...clip, seed: 1 }).model }));
  const found = models.find((candidate) => candidate.model === model);
  if (found !== undefined) return found.id;
  throw new BeatcutError({
    code: 'MODEL_UNKNOWN',
    message: `No provider is configured for the model "${model}".`,
    hint: `Configured are: ${models.map((candidate) => `${candidate.id}/${candidate.model}`).join(', ')}. Add one to providers in beatcut.config.ts.`,
  });
}
