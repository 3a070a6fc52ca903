import { BeatcutError } from '../../core/error.ts';
import { excerpt } from '../../core/text.ts';
import { formatSeconds, frameToSeconds } from '../../core/time.ts';
import { listClipNotes } from '../../node/film/clip-notes.ts';
import { describeFits, type ClipStatus } from '../../node/film/clip-status.ts';
import { commandFor } from '../../node/film/command-for.ts';
import { planFilm, type FilmPlan } from '../../node/film/plan-film.ts';
import { estimateClips, type ClipsEstimate } from '../../node/money/estimate-clips.ts';
import { explainPlan } from '../../node/plan-report/explain-plan.ts';
import { writePlanPicture } from '../../node/plan-report/write-plan-picture.ts';
import type { Project } from '../../node/project.ts';
import { formatClipNotes } from '../clip-notes-text.ts';
import { openCurrentProject } from '../context.ts';
import { defineSubCommand, type SubCommand } from '../define-sub-command.ts';
import { formatEstimate } from '../estimate-text.ts';
import { parseProps } from '../parse-props.ts';
import { compositionArg, propsOption } from '../shared-options.ts';
import { formatTable, printJson } from '../terminal.ts';

/** `beatcut plan <composition>`: every clip that a composition asks for, where it is seen, and whether it is there. */
export const planCommand: SubCommand = defineSubCommand({
  name: 'plan',
  description: 'List every clip that a composition asks for, and what is missing',
  args: {
    composition: compositionArg,
    props: propsOption,
    explain: {
      type: 'boolean',
      description: 'Say of each <AutoCut> why every cut and shot is where it is, and what was second best',
      default: false,
    },
    svg: {
      type: 'string',
      description: 'Draw the plan of each <AutoCut> over its song',
      valueHint: 'file.svg',
    },
  },
  run: async ({ args, signal, progress }) => {
    const project = await openCurrentProject();
    const inputProps = await parseProps(args.props);
    const plan = await planFilm({
      project,
      compositionId: args.composition,
      inputProps,
      signal,
      onProgress: (step) => progress.step(step),
    });
    await plan.film.close();
    const pictures = await drawPlans({ plan, project, file: args.svg });
    const estimate = estimateMissing(plan, project);
    const clipNotes = await listClipNotes({ clips: plan.clips, project });
    if (args.json) {
      printJson({ ...describePlan(plan), notes: clipNotes, missing: estimate });
      return;
    }
    progress.done(`${args.composition}: ${plan.discovery.framesSwept} frames looked at`);
    const { autoCuts } = plan.discovery;
    const notes = requireAutoCuts(autoCuts, args).map(({ name, plan }) => explainPlan(name, plan));
    const report = args.explain ? notes.join('\n\n') : formatPlan(plan);
    console.log(`\n${report}\n`);
    for (const warning of warningsOf(plan, args.explain)) console.log(`Warning: ${warning}`);
    for (const line of formatClipNotes(clipNotes)) console.log(line);
    console.log(
      summarizePlan(plan, estimate, (command, ...flags) =>
        commandFor({ command, compositionId: args.composition, inputProps, flags }),
      ),
    );
    for (const picture of pictures) console.log(`Picture   ${picture}`);
  },
});

/** What should be known about a film; an explained edit has its own warnings in its notes. */
const warningsOf = ({ discovery: { warnings, autoCuts } }: FilmPlan, isExplained: boolean): string[] => [
  ...warnings,
  ...autoCuts
    .filter(({ isBaked }) => !isBaked && !isExplained)
    .flatMap(({ name, plan }) => plan.warnings.map((warning) => `<AutoCut> "${name}": ${warning}`)),
];

/** The plans to explain or draw, if that was asked for. */
function requireAutoCuts(
  autoCuts: FilmPlan['discovery']['autoCuts'],
  { composition, explain, svg }: { composition: string; explain: boolean; svg?: string | undefined },
): FilmPlan['discovery']['autoCuts'] {
  if ((!explain && svg === undefined) || autoCuts.length > 0) return autoCuts;
  throw new BeatcutError({
    code: 'NO_AUTO_CUT',
    message: `The composition "${composition}" has no <AutoCut>, so there is no plan to explain or draw.`,
    hint: 'Its shots are placed by hand; "beatcut plan" without --explain and --svg lists them.',
  });
}

/** Draws each plan; the files that were written. */
async function drawPlans({
  plan,
  project,
  file,
}: {
  plan: FilmPlan;
  project: Project;
  file: string | undefined;
}): Promise<string[]> {
  if (file === undefined) return [];
  const { autoCuts } = plan.discovery;
  const files = autoCuts.map((_, index) =>
    index === 0 ? file : file.replace(/(\.svg)?$/, `-${index + 1}$1`),
  );
  for (const [index, autoCut] of autoCuts.entries())
    await writePlanPicture({ autoCut, publicDir: project.config.publicDir, file: files[index]! });
  return files;
}

/** A plan as JSON for programs. */
const describePlan = ({ film: { composition, songs }, discovery, clips }: FilmPlan): object => ({
  composition: composition.id,
  fps: composition.fps,
  width: composition.width,
  height: composition.height,
  durationInFrames: composition.durationInFrames,
  songs,
  cuts: discovery.cuts,
  autoCuts: discovery.autoCuts.map(({ name, isBaked, plan }) => ({ name, isBaked, plan })),
  clips: clips.map(({ clip, status }) => ({ ...clip, status })),
  warnings: discovery.warnings,
});

function formatPlan({ film: { composition }, clips }: FilmPlan): string {
  const rows = clips.flatMap(({ clip, status }) =>
    clip.slots.map((slot, index) => [
      index === 0 ? String(clip.shotNumber) : '',
      index === 0 ? clip.shotId : '',
      formatSeconds(frameToSeconds({ frame: slot.startFrame, fps: composition.fps })),
      `${slot.startFrame}–${slot.endFrame}`,
      frameToSeconds({ frame: slot.endFrame - slot.startFrame, fps: composition.fps }).toFixed(2),
      `${slot.handleBeforeInFrames}+${slot.handleAfterInFrames}`,
      index === 0 ? describeStatus(status) : '',
      index === 0 ? excerpt(clip.request.prompt) : '',
    ]),
  );
  const table = formatTable([
    ['shot', 'id', 'from', 'frames', 'seconds', 'handles', 'clip', 'prompt'],
    ...rows,
  ]);
  const notes = describeFits(clips);
  return notes.length === 0 ? table : `${table}\n\n${notes.join('\n')}`;
}

function describeStatus(status: ClipStatus): string {
  if (status.state === 'missing') return 'missing';
  if (status.state === 'lost') return status.condition === 'missing' ? 'file gone' : 'file changed';
  const name = status.state === 'draft' ? 'draft' : 'cached';
  return [
    name,
    ...(status.isTooShort ? ['too short'] : []),
    ...(status.state === 'ready' && status.isStale ? ['stale'] : []),
  ].join(', ');
}

/** What the clips that have no real take would cost with the provider that generate uses. */
function estimateMissing({ clips }: FilmPlan, { config }: Project): ClipsEstimate {
  const provider = config.providers.find(({ id }) => id === config.defaultProvider)!; // checked with the config
  const missing = clips.filter(
    ({ status }) => status.state === 'missing' || (status.state === 'draft' && !provider.draft),
  );
  return estimateClips({ clips: missing.map(({ clip }) => clip), provider, prices: config.prices });
}

function summarizePlan(
  { clips }: FilmPlan,
  estimate: ClipsEstimate,
  commandLine: (command: string, ...flags: string[]) => string,
): string {
  const count = (state: ClipStatus['state']): number =>
    clips.filter(({ status }) => status.state === state).length;
  const parts = [
    `${clips.length} clips`,
    `${count('ready')} cached`,
    `${count('draft')} drafts`,
    `${count('missing')} missing`,
    ...(count('lost') > 0 ? [`${count('lost')} with a lost file`] : []),
  ];
  const stale = clips.filter(({ status }) => status.state === 'ready' && status.isStale);
  const again =
    stale.length === 0
      ? ''
      : `\nStale: ${stale.map(({ clip }) => `${clip.shotNumber} ${clip.shotId}`).join(', ')}. They begin with a frame of a take that is no longer used; new ones: ${commandLine('generate', '--stale')}`;
  const next =
    estimate.clipCount === 0
      ? `Render: ${commandLine('render')}`
      : `${formatEstimate(estimate)}\nMake them: ${commandLine('generate')}`;
  return `${parts.join(', ')}.${again}\n${next}`;
}
