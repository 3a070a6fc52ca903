import path from 'node:path';
import { planFilm } from '../../node/film/plan-film.ts';
import { probeVideo } from '../../node/media/probe-video.ts';
import type { Project } from '../../node/project.ts';
import { drawVerifyPage } from '../../node/verify/draw-verify-page.ts';
import { describeFilmPlan } from '../../node/verify/film-plan.ts';
import { readFilmRecord, type FilmPlanRecord } from '../../node/verify/film-record.ts';
import { verifyFilm } from '../../node/verify/verify-film.ts';
import { parseVerifyLimits } from '../../node/verify/verify-limits.ts';
import { writeFileAtomic } from '../../node/write-file-atomic.ts';
import { openCurrentProject } from '../context.ts';
import { formatCutTable } from '../cut-table.ts';
import { defineSubCommand, type SubCommand } from '../define-sub-command.ts';
import { parseProps } from '../parse-props.ts';
import { requireTogether } from '../require-together.ts';
import { shotOptions } from '../shared-options.ts';
import { shownPath } from '../shown-path.ts';
import { printJson } from '../terminal.ts';
import { formatChecks } from '../verify-text.ts';

/** `beatcut verify <film>`: a finished film measured against its plan and itself. Exit code 1 past a limit. */
export const verifyCommand: SubCommand = defineSubCommand({
  name: 'verify',
  description: 'Measure a finished film: cuts, picture, sound, against its plan',
  args: {
    film: { type: 'positional', description: 'The film: an MP4 or MOV file', required: true },
    composition: {
      type: 'string',
      description: 'Measure it against this composition; by default against what it was rendered from',
      valueHint: 'id',
    },
    props: shotOptions.props,
    limits: {
      type: 'string',
      description:
        'Where it fails, such as maxCutOffsetInFrames=2,maxTruePeakDbtp=-1; none takes a limit away',
      valueHint: 'list',
    },
    report: {
      type: 'string',
      description: 'Where the web page with pictures goes; <film>.verify.html by default',
      valueHint: 'file',
    },
    page: {
      type: 'boolean',
      description: 'Write the web page',
      default: true,
      negativeDescription: 'Write no web page',
    },
    beats: {
      type: 'boolean',
      description: 'Hear the beats in the film’s own sound',
      default: true,
      negativeDescription: 'Do not hear the beats again',
    },
  },
  run: async ({ args, signal, progress }) => {
    const file = path.resolve(args.film);
    requireTogether({
      flag: '--props',
      value: args.props,
      needs: '--composition',
      other: args.composition,
    });
    const given = parseVerifyLimits(args.limits);
    await probeVideo({ path: file, signal }); // says what is wrong with a file before anything else takes time
    const project = await openCurrentProject();
    const { config } = project;
    const known =
      args.composition === undefined ? await readFilmRecord({ ...config, outputFile: file }) : null;
    const plan =
      args.composition === undefined
        ? (known?.record.plan ?? null)
        : await planOf({
            project,
            compositionId: args.composition,
            inputProps: await parseProps(args.props),
            file,
            signal,
            onProgress: (step) => progress.step(step),
          });
    const report = await verifyFilm({
      path: file,
      plan,
      songFileOf: (song) => path.join(config.publicDir, song),
      limits: { ...config.verify, ...given },
      hearBeats: args.beats,
      signal,
      onStep: (step) => progress.step(step === 'picture' ? 'Looking at every frame' : 'Listening'),
      onProgress: (share) => progress.update(share),
    });
    const page = args.page
      ? path.resolve(args.report ?? `${file.slice(0, -path.extname(file).length)}.verify.html`)
      : null;
    if (page !== null) {
      const html = await drawVerifyPage({ report, title: path.basename(file), signal });
      await writeFileAtomic({ path: page, data: html });
    }
    const exitCode = report.passed ? 0 : 1;
    if (args.json) {
      printJson(report);
      return exitCode;
    }
    progress.done(report.passed ? 'Verified' : 'It fails');
    if (report.picture.cuts.length > 0) console.log(`\n${formatCutTable(report.picture)}`);
    console.log(`\n${formatChecks(report.checks)}`);
    for (const remark of remarksOn({ known, plan, file })) console.log(`! ${remark}`);
    if (page !== null) console.log(`\nReport ${shownPath(page)}`);
    return exitCode;
  },
});

/** The plan of a composition as it is now, in the size of the file: films are also rendered smaller. */
async function planOf({
  project,
  compositionId,
  inputProps,
  file,
  signal,
  onProgress,
}: {
  project: Project;
  compositionId: string;
  inputProps: Record<string, unknown>;
  file: string;
  signal: AbortSignal;
  onProgress: (step: string) => void;
}): Promise<FilmPlanRecord> {
  const { film, discovery } = await planFilm({ project, compositionId, inputProps, signal, onProgress });
  await film.close();
  const { width, height } = await probeVideo({ path: file, signal });
  const { composition } = film;
  // a film of another shape is not this composition in another size
  const isScaled = Math.abs(width / height - composition.width / composition.height) < 0.01;
  return describeFilmPlan({
    film,
    discovery,
    publicDir: project.config.publicDir,
    ...(isScaled && { size: { width, height } }),
    signal,
  });
}

function remarksOn({
  known,
  plan,
  file,
}: {
  known: Awaited<ReturnType<typeof readFilmRecord>>;
  plan: FilmPlanRecord | null;
  file: string;
}): string[] {
  if (plan === null) {
    return [
      `Nothing is known of how ${path.basename(file)} was rendered; name its composition to measure its cuts: --composition <id>`,
    ];
  }
  return known !== null && !known.isSameFile
    ? [`${path.basename(file)} is not the file that was rendered here, or it was changed since.`]
    : [];
}
