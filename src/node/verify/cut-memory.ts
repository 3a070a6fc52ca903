import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import packageJson from '../../../package.json' with { type: 'json' };
import { writeFileAtomic } from '../write-file-atomic.ts';
import type { CutMemory, CutPlace } from './measure-cuts.ts';

/** Raised whenever cuts are measured in another way. */
const MEMORY_VERSION = 5;
/** So many cuts are remembered, those that were measured last. */
const MAX_CUTS = 5000;

const memorySchema = z.object({
  version: z.literal(MEMORY_VERSION),
  /** Of beatcut: another one may measure in another way. */
  beatcut: z.string(),
  cuts: z.array(z.tuple([z.string(), z.object({ frame: z.number(), isAtLeast: z.boolean() }).nullable()])),
});

/** Opens what is remembered in a folder about cuts that were measured before. */
export async function openCutMemory(dir: string): Promise<CutMemory & { save: () => Promise<void> }> {
  const file = path.join(dir, 'cuts.json');
  const known = new Map(await readCuts(file));
  return {
    find: (key) => known.get(key),
    keep(key, place) {
      known.delete(key); // to the end
      known.set(key, place);
    },
    async save() {
      const memory: z.infer<typeof memorySchema> = {
        version: MEMORY_VERSION,
        beatcut: packageJson.version,
        cuts: [...known].slice(-MAX_CUTS),
      };
      await writeFileAtomic({ path: file, data: JSON.stringify(memory) });
    },
  };
}

async function readCuts(file: string): Promise<[string, CutPlace | null][]> {
  try {
    const { beatcut, cuts } = memorySchema.parse(JSON.parse(await readFile(file, 'utf8')));
    return beatcut === packageJson.version ? cuts : [];
  } catch {
    return []; // nothing is remembered, or it is broken: all is measured
  }
}
