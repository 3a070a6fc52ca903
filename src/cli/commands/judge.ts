import { shortHash } from '../../core/hash.ts';
import { judgeClipTake, type JudgeClipTakeOptions } from '../../node/edit-takes.ts';
import type { ClipCommandsContext } from '../clip-commands-context.ts';
import { defineSubCommand, type SubCommand } from '../define-sub-command.ts';
import { editClip, type EditClipOptions } from '../edit-clip.ts';
import { parseNumber } from '../parse-number.ts';
import { clipArg, shotOptions, takeArg } from '../shared-options.ts';
import { printJson } from '../terminal.ts';

/** `beatcut rate <clip or shot> <take> <1-5>`. */
export const createRateCommand = (context: ClipCommandsContext): SubCommand =>
  defineSubCommand({
    name: 'rate',
    description: 'Rate a take from 1 to 5',
    args: {
      clip: clipArg,
      take: takeArg,
      rating: { type: 'positional', description: '1 to 5, or "none" to take it back', required: true },
      ...shotOptions,
    },
    run: ({ args, ...running }) =>
      runJudge(
        { context, ...args, ...running },
        {
          rating:
            args.rating === 'none'
              ? null
              : parseNumber({ flag: '<rating>', text: args.rating, whole: true, min: 1, max: 5 }),
        },
      ),
  });

/** `beatcut reject <clip or shot> <take>`: the edit uses another one; nothing is deleted. */
export const createRejectCommand = (context: ClipCommandsContext): SubCommand =>
  defineSubCommand({
    name: 'reject',
    description: 'Never use a take; it is not deleted',
    args: {
      clip: clipArg,
      take: takeArg,
      ...shotOptions,
      undo: { type: 'boolean', description: 'Take the rejection back', default: false },
    },
    run: ({ args, ...running }) => runJudge({ context, ...args, ...running }, { rejected: !args.undo }),
  });

/** `beatcut note <clip or shot> <take> <text>`. */
export const createNoteCommand = (context: ClipCommandsContext): SubCommand =>
  defineSubCommand({
    name: 'note',
    description: 'Write something down about a take',
    args: {
      clip: clipArg,
      take: takeArg,
      text: { type: 'positional', description: 'What to remember; "none" to take it back', required: true },
      ...shotOptions,
    },
    run: ({ args, ...running }) =>
      runJudge({ context, ...args, ...running }, { note: args.text === 'none' ? null : args.text }),
  });

async function runJudge(
  {
    clip,
    take: reference,
    json,
    ...editing
  }: EditClipOptions & { clip: string; take: string; json: boolean },
  judgement: Pick<JudgeClipTakeOptions, 'rating' | 'rejected' | 'note'>,
): Promise<void> {
  const { clipKey, prompt, take, chosen } = await editClip(editing, (options) =>
    judgeClipTake({ ...options, clip, take: reference, ...judgement }),
  );
  if (json) printJson({ clipKey, take, chosen: chosen?.sha256 ?? null });
  else {
    const said = [
      ...(take.rejected === true ? ['rejected'] : []),
      ...(take.rating === undefined ? [] : [`rated ${take.rating} of 5`]),
      ...(take.note === undefined ? [] : [`“${take.note}”`]),
    ];
    console.log(
      `Take ${shortHash(take.sha256)} of "${prompt}": ${said.join(', ') || 'nothing is said about it'}. The edit uses ${chosen === undefined ? 'no take' : `take ${shortHash(chosen.sha256)}`}.`,
    );
  }
}
