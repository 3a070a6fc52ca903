import { defineCommand, type CommandDef } from 'citty';
import { judgeClipTake, type JudgeClipTakeOptions } from '../../node/edit-takes.ts';
import { syncPublicFolder } from '../../node/store/publish.ts';
import type { ClipCommandsContext } from '../clip-commands-context.ts';
import { parseNumber } from '../parse-number.ts';

const rateArgs = {
  clip: {
    type: 'positional',
    description: 'The clip: the beginning of its key, words of its prompt, or with --composition its shot',
    required: true,
  },
  take: {
    type: 'positional',
    description: 'The take: its number or the beginning of its hash',
    required: true,
  },
  rating: { type: 'positional', description: '1 to 5, or "none" to take it back', required: true },
  composition: { type: 'string', description: 'Composition whose shots are meant', valueHint: 'id' },
  json: { type: 'boolean', description: 'Print JSON', default: false },
} as const;

/** `beatcut rate <clip or shot> <take> <1-5>`. */
export const createRateCommand = (context: ClipCommandsContext): CommandDef<typeof rateArgs> =>
  defineCommand({
    meta: { name: 'rate', description: 'Rate a take from 1 to 5' },
    args: rateArgs,
    run: ({ args }) =>
      runJudge(context, args, {
        rating:
          args.rating === 'none'
            ? null
            : parseNumber({ flag: '<rating>', text: args.rating, whole: true, min: 1 }),
      }),
  });

const rejectArgs = {
  clip: {
    type: 'positional',
    description: 'The clip: the beginning of its key, words of its prompt, or with --composition its shot',
    required: true,
  },
  take: {
    type: 'positional',
    description: 'The take: its number or the beginning of its hash',
    required: true,
  },
  undo: { type: 'boolean', description: 'Take the rejection back', default: false },
  composition: { type: 'string', description: 'Composition whose shots are meant', valueHint: 'id' },
  json: { type: 'boolean', description: 'Print JSON', default: false },
} as const;

/** `beatcut reject <clip or shot> <take>`: the edit uses another one; nothing is deleted. */
export const createRejectCommand = (context: ClipCommandsContext): CommandDef<typeof rejectArgs> =>
  defineCommand({
    meta: { name: 'reject', description: 'Never use a take; it is not deleted' },
    args: rejectArgs,
    run: ({ args }) => runJudge(context, args, { rejected: !args.undo }),
  });

const noteArgs = {
  clip: {
    type: 'positional',
    description: 'The clip: the beginning of its key, words of its prompt, or with --composition its shot',
    required: true,
  },
  take: {
    type: 'positional',
    description: 'The take: its number or the beginning of its hash',
    required: true,
  },
  text: { type: 'positional', description: 'What to remember; "none" to take it back', required: true },
  composition: { type: 'string', description: 'Composition whose shots are meant', valueHint: 'id' },
  json: { type: 'boolean', description: 'Print JSON', default: false },
} as const;

/** `beatcut note <clip or shot> <take> <text>`. */
export const createNoteCommand = (context: ClipCommandsContext): CommandDef<typeof noteArgs> =>
  defineCommand({
    meta: { name: 'note', description: 'Write something down about a take' },
    args: noteArgs,
    run: ({ args }) => runJudge(context, args, { note: args.text === 'none' ? null : args.text }),
  });

async function runJudge(
  { openProject, discoverClips }: ClipCommandsContext,
  args: { clip: string; take: string; composition?: string | undefined; json: boolean },
  judgement: Pick<JudgeClipTakeOptions, 'rating' | 'rejected' | 'note'>,
): Promise<void> {
  const { composition } = args;
  const project = await openProject();
  const { config, lockFile, store, locksDir } = project;
  const shots =
    composition === undefined ? undefined : (await discoverClips({ project, composition })).requests;
  const { clipKey, prompt, take, chosen } = await judgeClipTake({
    lockFile,
    clip: args.clip,
    take: args.take,
    shots,
    ...judgement,
  });
  await syncPublicFolder({
    publicDir: config.publicDir,
    lockFile,
    store,
    locksDir,
    clipKeys: [clipKey],
  });
  if (args.json) console.log(JSON.stringify({ clipKey, take, chosen: chosen?.sha256 ?? null }, null, 2));
  else {
    const said = [
      ...(take.rejected === true ? ['rejected'] : []),
      ...(take.rating === undefined ? [] : [`rated ${take.rating} of 5`]),
      ...(take.note === undefined ? [] : [`“${take.note}”`]),
    ];
    console.log(
      `Take ${take.sha256.slice(0, 8)} of "${prompt}": ${said.join(', ') || 'nothing is said about it'}. The edit uses ${chosen === undefined ? 'no take' : `take ${chosen.sha256.slice(0, 8)}`}.`,
    );
  }
}
