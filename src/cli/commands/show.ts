import path from 'node:path';
import { shortHash } from '../../core/hash.ts';
import { plural } from '../../core/text.ts';
import { listClip } from '../../node/clip-listing.ts';
import { drawContactSheet } from '../../node/contact-sheet.ts';
import { findClip } from '../../node/find-take.ts';
import { writeFileAtomic } from '../../node/write-file-atomic.ts';
import type { ClipCommandsContext } from '../clip-commands-context.ts';
import { defineSubCommand, type SubCommand } from '../define-sub-command.ts';
import { parseNumber } from '../parse-number.ts';
import { clipArg, shotOptions } from '../shared-options.ts';
import { shotsOf } from '../shots-of.ts';
import { shownPath } from '../shown-path.ts';
import { printJson } from '../terminal.ts';

/** `beatcut show <clip or shot>`: a contact sheet of its takes. */
export const createShowCommand = (context: ClipCommandsContext): SubCommand =>
  defineSubCommand({
    name: 'show',
    description: 'Draw a contact sheet of the takes of a clip',
    args: {
      clip: clipArg,
      ...shotOptions,
      output: {
        type: 'string',
        alias: 'o',
        description: 'The PNG file; out/takes-<clip>.png by default',
        valueHint: 'file',
      },
      frames: { type: 'string', description: 'How many frames of each take', default: '6', valueHint: 'n' },
    },
    run: async ({ args, signal, progress }) => {
      const framesPerTake = parseNumber({ flag: '--frames', text: args.frames, whole: true, min: 1 });
      const project = await context.openProject();
      const { composition, props } = args;
      const shots = await shotsOf({ context, project, composition, props, signal, progress });
      progress.step('Drawing the takes');
      const lockFile = await project.lockFile.read();
      const clipKey = findClip(lockFile, args.clip, shots);
      const { prompt, takes } = await listClip({ lockFile, clipKey, store: project.store });
      const shot = shots.find((candidate) => candidate.clipKey === clipKey);
      const title = shot === undefined ? prompt : `shot ${shot.shotNumber} ${shot.shotId} · ${prompt}`;
      const png = await drawContactSheet({
        title,
        takes,
        store: project.store,
        ...(framesPerTake !== undefined && { framesPerTake }),
        signal,
      });
      const file = path.resolve(args.output ?? path.join('out', `takes-${shortHash(clipKey)}.png`));
      await writeFileAtomic({ path: file, data: png });
      if (args.json) printJson({ clipKey, file, takes });
      else progress.done(`${plural(takes.length, 'take')}: ${shownPath(file)}`);
    },
  });
