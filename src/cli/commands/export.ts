import path from 'node:path';
import { defineCommand, type CommandDef } from 'citty';
import { BeatcutError } from '../../core/error.ts';
import type { MarkerDetail } from '../../node/delivery/build-sequence.ts';
import { exportEdit, requireEditFormat } from '../../node/delivery/export-edit.ts';
import { openCurrentProject } from '../context.ts';
import { withInterrupt } from '../interrupt.ts';
import { parseProps } from '../parse-props.ts';
import { withProgress } from '../terminal.ts';

const args = {
  composition: { type: 'positional', description: 'Id of the composition', required: true },
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
  props: {
    type: 'string',
    description: 'Props for the composition: JSON, or a JSON file',
    valueHint: 'json',
  },
  json: { type: 'boolean', description: 'Print JSON', default: false },
} as const;

/** `beatcut export <composition>`: the edit for another program, with takes, retiming, transitions and beats. */
export const exportCommand: CommandDef<typeof args> = defineCommand({
  meta: { name: 'export', description: 'Hand the edit on to another program' },
  args,
  run: ({ args }) =>
    withInterrupt((signal) =>
      withProgress({ silent: args.json }, async (progress) => {
        const format = requireEditFormat(args.to);
        const { outputFile, sequence, mediaFolder, warnings } = await exportEdit({
          project: await openCurrentProject(),
          compositionId: args.composition,
          inputProps: await parseProps(args.props),
          format,
          outputFile: path.resolve(
            args.output ?? path.join('out', `${args.composition}.${format.extension}`),
          ),
          markers: parseMarkers(args.markers),
          startTimecode: args['start-timecode'],
          paths: args['absolute-paths'] ? 'absolute' : 'relative',
          collect: args.collect,
          signal,
          onProgress: (step) => progress.step(step),
        });
        const { videoTracks, markers } = sequence;
        const count = videoTracks.reduce((sum, { clips }) => sum + clips.length, 0);
        if (args.json) {
          console.log(
            JSON.stringify(
              { outputFile, format: format.id, clips: count, markers: markers.length, mediaFolder, warnings },
              null,
              2,
            ),
          );
          return;
        }
        progress.done(
          `${count} clips on ${videoTracks.length} track${videoTracks.length === 1 ? '' : 's'}, ${markers.length} markers`,
        );
        for (const warning of warnings) console.log(`! ${warning}`);
        console.log(`\n${path.relative(process.cwd(), outputFile)} · ${format.description}`);
        if (mediaFolder !== null) console.log(`Media: ${path.relative(process.cwd(), mediaFolder)}`);
      }),
    ),
});

const MARKERS: readonly string[] = ['none', 'sections', 'bars', 'beats'] satisfies MarkerDetail[];

function parseMarkers(text: string): MarkerDetail {
  if (MARKERS.includes(text)) return text as MarkerDetail; // just checked
  throw new BeatcutError({ code: 'USAGE', message: `--markers takes ${MARKERS.join(', ')}; got "${text}".` });
}
