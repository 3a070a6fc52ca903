import path from 'node:path';
import { plural } from '../../core/text.ts';
import type { MarkerDetail } from '../../node/delivery/build-sequence.ts';
import { exportEdit, requireEditFormat } from '../../node/delivery/export-edit.ts';
import { openCurrentProject } from '../context.ts';
import { defineSubCommand, type SubCommand } from '../define-sub-command.ts';
import { parseChoice } from '../parse-choice.ts';
import { parseProps } from '../parse-props.ts';
import { compositionArg, propsOption } from '../shared-options.ts';
import { shownPath } from '../shown-path.ts';
import { printJson } from '../terminal.ts';

/** `beatcut export <composition>`: the edit for another program, with takes, retiming, transitions and beats. */
export const exportCommand: SubCommand = defineSubCommand({
  name: 'export',
  description: 'Hand the edit on to another program',
  args: {
    composition: compositionArg,
    to: {
      type: 'string',
      description: 'The program or format: otio, premiere, resolve, edl or markers',
      default: 'otio',
      valueHint: 'format',
    },
    output: {
      type: 'string',
      alias: 'o',
      description: 'The file; out/<composition>.<ending of the format> by default',
      valueHint: 'file',
    },
    markers: {
      type: 'string',
      description: 'Markers: none, sections, bars or beats',
      default: 'beats',
      valueHint: 'detail',
    },
    'start-timecode': {
      type: 'string',
      description: 'Timecode of the first frame',
      default: '01:00:00:00',
      valueHint: 'hh:mm:ss:ff',
    },
    'absolute-paths': { type: 'boolean', description: 'Name media by absolute paths', default: false },
    collect: {
      type: 'boolean',
      description: 'Copy all takes and the song into a folder beside the file',
      default: false,
    },
    props: propsOption,
  },
  run: async ({ args, signal, progress }) => {
    const format = requireEditFormat(args.to);
    const { outputFile, sequence, mediaFolder, warnings } = await exportEdit({
      project: await openCurrentProject(),
      compositionId: args.composition,
      inputProps: await parseProps(args.props),
      format,
      outputFile: path.resolve(args.output ?? path.join('out', `${args.composition}.${format.extension}`)),
      markers: parseChoice({ flag: '--markers', text: args.markers, choices: MARKERS }),
      startTimecode: args['start-timecode'],
      paths: args['absolute-paths'] ? 'absolute' : 'relative',
      collect: args.collect,
      signal,
      onProgress: (step) => progress.step(step),
    });
    const { videoTracks, markers } = sequence;
    const count = videoTracks.reduce((sum, { clips }) => sum + clips.length, 0);
    if (args.json) {
      printJson({
        outputFile,
        format: format.id,
        clips: count,
        markers: markers.length,
        mediaFolder,
        warnings,
      });
      return;
    }
    progress.done(
      `${plural(count, 'clip')} on ${plural(videoTracks.length, 'track')}, ${plural(markers.length, 'marker')}`,
    );
    for (const warning of warnings) console.log(`! ${warning}`);
    console.log(`\n${shownPath(outputFile)} · ${format.description}`);
    if (mediaFolder !== null) console.log(`Media: ${shownPath(mediaFolder)}`);
  },
});

const MARKERS: readonly MarkerDetail[] = ['none', 'sections', 'bars', 'beats'];
