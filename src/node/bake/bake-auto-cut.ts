import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { BeatcutError } from '../../core/error.ts';
import { createBeatClock } from '../../edit/beat-clock.ts';
import type { DiscoveredAutoCut } from '../../edit/page-protocol.ts';
import { planBeatSeries } from '../../edit/plan-beat-series.ts';
import { itemsOfPlan } from '../../edit/planner/plan-items.ts';
import { parseSongMap, songMapPathOf } from '../../song/song-map.ts';
import { writeFileAtomic } from '../write-file-atomic.ts';
import { BAKE_RECORD_VERSION, parseBakeRecord, type BakedShot, type BakeRecord } from './baked-shot.ts';
import { printBakedSource, readBakedSource, updateBakedSource } from './baked-source.ts';
import { findAutoCut, type ShotContent } from './find-auto-cut.ts';
import { mergeBake, type BakeChange } from './merge-bake.ts';
import type { ImportableName } from './module-names.ts';
import { TRANSITION_CODE, writeCutEffects } from './treatment-code.ts';

/** What `bakeAutoCut` takes. */
export interface BakeAutoCutOptions {
  autoCut: DiscoveredAutoCut;
  composition: string;
  fps: number;
  projectDir: string;
  publicDir: string;
  /** The source file with the `<AutoCut>`, when it can't be told. */
  sourceFile?: string | undefined;
  /** The baked file; `<source>.baked.tsx` by default. */
  outputFile?: string | undefined;
  /** Whether to drop what was changed by hand. */
  force?: boolean;
  /** Whether to write nothing. */
  dryRun?: boolean;
}

/** What `bakeAutoCut` did. */
export interface BakeAutoCutResult {
  sourceFile: string;
  bakedFile: string;
  recordFile: string;
  /** The component that the baked file exports. */
  componentName: string;
  shotCount: number;
  /** Whether the file was there before. */
  isUpdate: boolean;
  /** What differs from before; empty for a new file. */
  changes: BakeChange[];
  isWritten: boolean;
}

/**
 * Writes the plan of an `<AutoCut>` as a `<CutList>` of literal JSX beside the file that it stands in. A baked file that is there
 * already is merged with: what a person changed since the last time stays, the rest follows the plan. What was baked is kept in
 * a record beside it.
 *
 * @throws BeatcutError as `findAutoCut` and `readBakedSource`; `BAKE_RECORD_MISSING` when the baked file has no record;
 * `BAKE_CONTENT_UNKNOWN` for a shot whose content is written neither as an element nor as a prompt.
 */
export async function bakeAutoCut(options: BakeAutoCutOptions): Promise<BakeAutoCutResult> {
  const { autoCut, composition, force = false, dryRun = false } = options;
  const source = await findAutoCut({
    projectDir: options.projectDir,
    name: autoCut.name,
    file: options.sourceFile,
  });
  const suffix = autoCut.name === 'auto-cut' ? '' : `.${autoCut.name}`;
  const bakedFile = path.resolve(
    options.outputFile ?? source.file.replace(/\.[jt]sx$/, `${suffix}.baked.tsx`),
  );
  const recordFile = bakedFile.replace(/\.tsx$/, '.json');
  const componentName = `${pascalCase(autoCut.name)}Baked`;

  const contents = contentsOf(autoCut, source.contents);
  const { shots: planned, imports } = await placePlan(options, contents);
  const before = force ? null : await readTextIfThere(bakedFile);
  const record: BakeRecord = {
    version: BAKE_RECORD_VERSION,
    composition,
    name: autoCut.name,
    style: autoCut.plan.style,
    seed: autoCut.plan.seed,
    shots: planned,
  };
  const merged =
    before === null
      ? {
          text: printBakedSource({ shots: planned, imports, componentName, composition, name: autoCut.name }),
          changes: [],
        }
      : await mergeWithFile({ before, bakedFile, recordFile, planned, imports });
  const isWritten = !dryRun && merged.text !== before;
  if (!dryRun) {
    if (isWritten) await writeFileAtomic({ path: bakedFile, data: merged.text });
    await writeFileAtomic({ path: recordFile, data: `${JSON.stringify(record, null, 2)}\n` });
  }
  return {
    sourceFile: source.file,
    bakedFile,
    recordFile,
    componentName,
    shotCount: planned.length,
    isUpdate: before !== null,
    changes: merged.changes,
    isWritten,
  };
}

const pascalCase = (name: string): string => {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const joined = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
  return /^\p{L}/u.test(joined) ? joined : `Edit${joined}`;
};

const readTextIfThere = (file: string): Promise<string | null> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });

/** What each shot shows: its element's code, or a clip of its prompt. */
function contentsOf(
  { shots, plan }: DiscoveredAutoCut,
  written: ReadonlyMap<string, ShotContent>,
): Map<string, ShotContent> {
  const used = new Set(plan.slots.map(({ shotId }) => shotId));
  return new Map(
    shots
      .filter(({ id }) => used.has(id))
      .map(({ id, prompt }) => {
        const content = written.get(id) ?? (prompt === undefined ? undefined : clipOf(prompt));
        if (content !== undefined) return [id, content];
        throw new BeatcutError({
          code: 'BAKE_CONTENT_UNKNOWN',
          message: `What shot "${id}" shows can't be written down: it has neither a prompt nor an <AutoCut.Shot id="${id}"> in the source.`,
          hint: 'Write it as <AutoCut.Shot id="…">…</AutoCut.Shot> inside <AutoCut>, with a literal id.',
        });
      }),
  );
}

const clipOf = (prompt: string): ShotContent => ({
  // an attribute's text knows no escapes
  code: `<GeneratedClip prompt=${/["\\\n&{}<>]/.test(prompt) ? `{${JSON.stringify(prompt)}}` : `"${prompt}"`} />`,
  imports: [{ imported: 'GeneratedClip', local: 'GeneratedClip', source: 'beatcut' }],
});

/** The plan in whole frames, exactly as `<AutoCut>` shows it, and what its code takes from other modules. */
async function placePlan(
  {
    autoCut: { songPath, plan, songStartFrame, startFrame, leadInSeconds, name },
    publicDir,
    fps,
  }: BakeAutoCutOptions,
  contents: ReadonlyMap<string, ShotContent>,
): Promise<{ shots: BakedShot[]; imports: ImportableName[] }> {
  if (songPath === null) {
    throw new BeatcutError({
      code: 'SONG_NOT_STATIC',
      message: `The song of "${name}" does not lie in the public folder, so its plan can't be baked.`,
      hint: 'Use <Song src={staticFile("song.mp3")}> without map={…}.',
    });
  }
  const mapPath = path.join(publicDir, songMapPathOf(songPath));
  const song = parseSongMap({ text: await readFile(mapPath, 'utf8'), path: mapPath });
  const { slots } = planBeatSeries({
    items: itemsOfPlan(plan),
    clock: createBeatClock(song),
    song,
    fps,
    startInSeconds: plan.startInSeconds,
    endInSeconds: plan.endInSeconds,
    leadInSeconds,
  });
  const imports: ImportableName[] = [];
  const shots = slots.map((slot, index): BakedShot => {
    const { shotId } = plan.slots[index]!;
    const { transition, effects } = plan.cuts[index - 1] ?? { transition: { kind: 'cut' }, effects: [] };
    const enter = transition.kind === 'cut' ? null : TRANSITION_CODE[transition.kind];
    const content = writeCutEffects(contents.get(shotId)!, effects);
    imports.push(...content.imports, ...(enter?.imports ?? []));
    const from = slot.startFrame - slot.handleBeforeInFrames + songStartFrame - startFrame;
    return {
      id: slot.shotId!, // a plan has no gaps
      from,
      durationInFrames:
        slot.handleBeforeInFrames + slot.endFrame - slot.startFrame + slot.handleAfterInFrames,
      enterInFrames: 2 * slot.handleBeforeInFrames,
      enter: enter?.code ?? null,
      content: content.code,
    };
  });
  return { shots, imports };
}

async function mergeWithFile({
  before,
  bakedFile,
  recordFile,
  planned,
  imports,
}: {
  before: string;
  bakedFile: string;
  recordFile: string;
  planned: readonly BakedShot[];
  imports: readonly ImportableName[];
}): Promise<{ text: string; changes: BakeChange[] }> {
  const recordText = await readTextIfThere(recordFile);
  if (recordText === null) {
    throw new BeatcutError({
      code: 'BAKE_RECORD_MISSING',
      message: `${bakedFile} is there, but not ${recordFile}, which says what was baked last; so what you have changed can't be told.`,
      hint: 'Restore the record from version control, or write the edit anew with --force, which drops your changes.',
    });
  }
  const record = parseBakeRecord({ text: recordText, path: recordFile });
  const source = readBakedSource({ text: before, path: bakedFile });
  const { shots, changes } = mergeBake({
    base: record.shots,
    mine: source.shots.map(({ shot }) => shot),
    theirs: planned,
  });
  return { text: updateBakedSource({ source, shots, imports }), changes };
}
