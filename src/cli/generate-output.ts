import { shortHash } from '../core/hash.ts';
import type { ClipReport, GenerateEvent, JobReport } from '../node/generate.ts';
import { createStatusLine } from './terminal.ts';

/** Shows how the making of clips goes on. */
export interface GenerateOutput {
  event: (event: GenerateEvent) => void;
  end: (summary: string, problems: string[], result: unknown) => void;
}

/** What `createGenerateOutput` takes. */
export interface CreateGenerateOutputOptions {
  /** JSON lines for programs. */
  json: boolean;
  clipCount: number;
  /** How many takes each clip shall have; above 1, news say which of a clip's orders they are of. */
  takes: number;
}

/** Creates the output that fits: JSON lines for programs, a line that moves on a terminal, plain lines elsewhere. */
export function createGenerateOutput({ json, ...options }: CreateGenerateOutputOptions): GenerateOutput {
  if (json) return jsonOutput();
  return process.stdout.isTTY ? statusOutput(options) : lineOutput(options);
}

type LineOptions = Pick<CreateGenerateOutputOptions, 'clipCount' | 'takes'>;

const jsonOutput = (): GenerateOutput => ({
  event: ({ clip, ...event }) =>
    console.log(JSON.stringify({ ...event, clipKey: clip.clipKey, shotId: clip.shotId })),
  end: (_, problems, result) =>
    console.log(JSON.stringify({ type: 'result', problems, ...(result as object) })),
});

function lineOutput(options: LineOptions): GenerateOutput {
  const lineOf = createLines(options);
  return {
    event: (event) => {
      const line = lineOf(event);
      if (line !== undefined) console.log(line);
    },
    end: (summary, problems) => {
      for (const problem of problems) console.error(problem);
      console.log(summary);
    },
  };
}

function statusOutput(options: LineOptions): GenerateOutput {
  const status = createStatusLine();
  const lineOf = createLines(options);
  const ended = new Set<string>();
  return {
    event: (event) => {
      const line = lineOf(event);
      if (event.type === 'ended') ended.add(event.clip.clipKey);
      if (line !== undefined) status.show(`${ended.size} of ${options.clipCount} clips · ${line}`);
    },
    end: (summary, problems) => {
      status.clear();
      for (const problem of problems) console.error(problem);
      console.log(summary);
    },
  };
}

/** Makes news one line for people, with the time that a job has taken and what was ordered so far. */
function createLines({ takes }: LineOptions): (event: GenerateEvent) => string | undefined {
  const beginnings = new Map<string, number>();
  const ordersOf = new Map<string, string[]>();
  const nameOf = (event: GenerateEvent): string => {
    const { shotNumber, clipKey } = event.clip;
    if (takes === 1 || !('jobId' in event)) return `shot ${shotNumber}`;
    const orders = ordersOf.get(clipKey) ?? [];
    if (!orders.includes(event.jobId)) orders.push(event.jobId);
    ordersOf.set(clipKey, orders);
    return `shot ${shotNumber}, order ${orders.indexOf(event.jobId) + 1}`;
  };
  return (event) => {
    const line = lineOf(event, nameOf(event));
    if (!('jobId' in event)) return line;
    const begunAtMs = beginnings.get(event.jobId) ?? performance.now();
    beginnings.set(event.jobId, begunAtMs);
    const seconds = (performance.now() - begunAtMs) / 1000;
    const extras = [
      ...(seconds >= 1 ? [formatElapsed(seconds)] : []),
      ...(event.startedUsd > 0 ? [`about $${event.startedUsd.toFixed(2)} so far`] : []),
    ];
    return line === undefined || extras.length === 0 ? line : `${line} · ${extras.join(' · ')}`;
  };
}

const formatElapsed = (seconds: number): string =>
  seconds < 60 ? `${Math.floor(seconds)} s` : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;

/** News as one line for people; `undefined` for what they need not know. */
function lineOf(event: GenerateEvent, shot: string): string | undefined {
  switch (event.type) {
    case 'waiting-for-other-process':
      return `${shot}: another beatcut works on this clip, waiting for it`;
    case 'planned':
      return event.plan.warnings.length === 0 ? undefined : `${shot}: ${event.plan.warnings.join(' ')}`;
    case 'ended':
      return `${shot}: ${event.outcome.status === 'taken' ? `take ${shortHash(event.outcome.take.sha256)}` : event.outcome.status}`;
    case 'step': {
      const { step } = event;
      if (step.step === 'running') return `${shot}: ordered`;
      if (step.step === 'downloading') return `${shot}: fetching`;
      if (step.step === 'retrying') {
        return `${shot}: ${step.what} again in ${(step.waitInMs / 1000).toFixed(0)} s (${step.message})`;
      }
      if (step.step === 'polled' && step.progress !== undefined) {
        return `${shot}: ${(100 * step.progress).toFixed(0)} %`;
      }
      return undefined;
    }
  }
}

/** What went wrong with a clip, one line a problem. Of a run that was stopped that is not what did not come to its end. */
export function reportLines(
  { clip, jobs, error }: ClipReport,
  { isStopped = false }: { isStopped?: boolean } = {},
): string[] {
  const shot = `Shot ${clip.shotNumber} ("${clip.request.prompt}")`;
  const lines =
    error === undefined || isStopped
      ? []
      : [`${shot}: ${error.message}${error.hint === undefined ? '' : ` ${error.hint}`}`];
  for (const job of jobs) {
    if (isStopped && (job.status === 'unfinished' || job.status === 'rejected')) continue;
    const problem = problemOf(job);
    if (problem !== undefined) lines.push(`${shot}: ${problem}`);
  }
  return lines;
}

function problemOf(job: JobReport): string | undefined {
  switch (job.status) {
    case 'taken':
      return undefined;
    case 'failed':
      return `${job.provider} ${job.reason === 'refused' ? 'refused it' : job.reason === 'lost' ? 'lost it' : `ended without a clip (${job.reason})`}: ${job.message} Order it again with --retry.`;
    case 'ambiguous':
      return `${job.message} Look there, then send it again with --resubmit.`;
    case 'rejected':
    case 'unfinished':
      return `${job.message}${job.hint === undefined ? '' : ` ${job.hint}`}`;
    case 'over-limit':
      return job.message;
  }
}
