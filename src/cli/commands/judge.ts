import { defineCommand, type CommandDef } from 'citty';
import { judgeClipTake, type JudgeClipTakeOptions } from '../../node/edit-takes.ts';
import type { ClipCommandsContext } from '../clip-commands-context.ts';
import { clipArgs, editClip, takeArg } from '../edit-clip.ts';
import { parseNumber } from '../parse-number.ts';

const ratingArg = {
  type: 'positional',
  description: '1 to 5, or "none" to take it back',
  required: true,
} as const;
const rateArgs: typeof clipArgs & { take: typeof takeArg; rating: typeof ratingArg } = {
  ...clipArgs,
  take: takeArg,
  rating: ratingArg,
};

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

const undoArg = { type: 'boolean', description: 'Take the rejection back', default: false } as const;
const rejectArgs: typeof clipArgs & { take: typeof takeArg; undo: typeof undoArg } = {
  ...clipArgs,
  take: takeArg,
  undo: undoArg,
};

/** `beatcut reject <clip or shot> <take>`: the edit uses another one; nothing is deleted. */
export const createRejectCommand = (context: ClipCommandsContext): CommandDef<typeof rejectArgs> =>
  defineCommand({
    meta: { name: 'reject', description: 'Never use a take; it is not deleted' },
    args: rejectArgs,
    run: ({ args }) => runJudge(context, args, { rejected: !args.undo }),
  });

const textArg = {
  type: 'positional',
  description: 'What to remember; "none" to take it back',
  required: true,
} as const;
const noteArgs: typeof clipArgs & { take: typeof takeArg; text: typeof textArg } = {
  ...clipArgs,
  take: takeArg,
  text: textArg,
};

/** `beatcut note <clip or shot> <take> <text>`. */
export const createNoteCommand = (context: ClipCommandsContext): CommandDef<typeof noteArgs> =>
  defineCommand({
    meta: { name: 'note', description: 'Write something down about a take' },
    args: noteArgs,
    run: ({ args }) => runJudge(context, args, { note: args.text === 'none' ? null : args.text }),
  });

async function runJudge(
  context: ClipCommandsContext,
  args: { clip: string; take: string; composition?: string | undefined; json: boolean },
  judgement: Pick<JudgeClipTakeOptions, 'rating' | 'rejected' | 'note'>,
): Promise<void> {
  const { clip, take: reference, composition } = args;
  const { clipKey, prompt, take, chosen } = await editClip(context, composition, (options) =>
    judgeClipTake({ ...options, clip, take: reference, ...judgement }),
  );
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
