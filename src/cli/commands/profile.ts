import { describeDrawing, measureProfile } from '../../node/profile/measure-profile.ts';
import { openCurrentProject } from '../context.ts';
import { defineSubCommand, type SubCommand } from '../define-sub-command.ts';
import { parseNumber } from '../parse-number.ts';
import { parseProps } from '../parse-props.ts';
import { compositionArg, propsOption } from '../shared-options.ts';
import { shownPath } from '../shown-path.ts';
import { formatTable, printJson } from '../terminal.ts';

/** `beatcut profile <composition>`: finds out how this machine's browser draws fastest, and keeps it for all renders. */
export const profileCommand: SubCommand = defineSubCommand({
  name: 'profile',
  description: 'Measure how this machine draws frames fastest, for all renders from then on',
  args: {
    composition: compositionArg,
    props: propsOption,
    frames: {
      type: 'string',
      description: 'How many frames each measurement draws',
      default: '48',
      valueHint: 'n',
    },
  },
  run: async ({ args, signal, progress }) => {
    const result = await measureProfile({
      project: await openCurrentProject(),
      compositionId: args.composition,
      inputProps: await parseProps(args.props),
      frameCount: parseNumber({ flag: '--frames', text: args.frames, min: 1, whole: true }),
      signal,
      onProgress: (message) => progress.step(message),
    });
    if (args.json) {
      printJson(result);
      return;
    }
    const { drawing, usual, trials, file } = result;
    progress.done(`Fastest: ${describeDrawing(drawing)}`);
    const rows = trials.map(({ drawing, framesPerSecond, fault }) => [
      describeDrawing(drawing),
      framesPerSecond === null ? `– ${fault}` : `${framesPerSecond.toFixed(1)} frames/s`,
    ]);
    console.log(`\n${formatTable([['drawn with', 'drawn and encoded'], ...rows])}\n`);
    if (describeDrawing(drawing) === describeDrawing(usual))
      console.log('Nothing is clearly faster than what is used without a profile.');
    console.log(`Kept in ${shownPath(file)}`);
  },
});
