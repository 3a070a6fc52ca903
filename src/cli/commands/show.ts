import path from 'node:path';
import { defineCommand, type CommandDef } from 'citty';
import { listClip } from '../../node/clip-listing.ts';
import { drawContactSheet } from '../../node/contact-sheet.ts';
import { findClip } from '../../node/find-take.ts';
import { writeFileAtomic } from '../../node/write-file-atomic.ts';
import type { ClipCommandsContext } from '../clip-commands-context.ts';
import { withInterrupt } from '../interrupt.ts';
import { parseNumber } from '../parse-number.ts';

const args = {
  clip: {
    type: 'positional',
    description: 'The clip: the beginning of its key, words of its prompt, or with --composition its shot',
    required: true,
  },
  composition: { type: 'string', description: 'Composition whose shots are meant', valueHint: 'id' },
  output: {
    type: 'string',
    alias: 'o',
    description: 'The PNG file; out/takes-<clip>.png by default',
    valueHint: 'file',
  },
  frames: { type: 'string', description: 'How many frames of each take', default: '6', valueHint: 'n' },
  json: { type: 'boolean', description: 'Print JSON', default: false },
} as const;

/** `beatcut show <clip or shot>`: a contact sheet of its takes. */
export const createShowCommand = (context: ClipCommandsContext): CommandDef<typeof args> =>
  defineCommand({
    meta: { name: 'show', description: 'Draw a contact sheet of the takes of a clip' },
    args,
    run: ({ args }) =>
      withInterrupt(async (signal) => {
        const framesPerTake = parseNumber({ flag: '--frames', text: args.frames, whole: true, min: 1 });
        const project = await context.openProject();
        const { composition } = args;
        const shots =
          composition === undefined
            ? []
            : (await context.discoverClips({ project, composition, signal })).requests;
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
        const file = path.resolve(args.output ?? path.join('out', `takes-${clipKey.slice(0, 8)}.png`));
        await writeFileAtomic({ path: file, data: png });
        if (args.json) console.log(JSON.stringify({ clipKey, file, takes }, null, 2));
        else console.log(`${takes.length} take${takes.length === 1 ? '' : 's'}: ${path.relative('.', file)}`);
      }),
  });
