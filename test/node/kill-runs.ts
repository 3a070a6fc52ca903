import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { takesInOrder } from '../../src/clips/lock-file.ts';
import { createRandom, type Random } from '../../src/core/random.ts';
import { createVideosServer, type VideosServerFault } from '../../src/testing/videos-server.ts';
import { bundleScript } from './bundle-script.ts';
import { filesBelow, openProjectAt, type TestProject } from './test-project.ts';

/** What happened while processes that make clips were killed over and over. */
export interface KillReport {
  /** Processes that were started. */
  runs: number;
  /** Of those, how many were killed. */
  kills: number;
  /** How often a process was killed after each step. */
  killsByStep: Record<string, number>;
  projects: number;
  /** Different takes that were asked for in all projects together. */
  takesAskedFor: number;
  /** Orders that the server accepted, so what would be on the bill. */
  billableRequests: number;
  /** Orders whose fate a process could not know; here the server was looked at and a resubmit ordered. */
  ambiguousOrders: number;
  /** Takes that were bought and are not in the lock file, or whose bytes are not whole. */
  lostTakes: number;
  /** Files under their final names that are not whole, and what was received and not cleared away. */
  halfFiles: number;
  /** Files, logs and outputs that hold the key. */
  leakedKeys: number;
  /** What was wrong, in words. */
  faults: string[];
}

/** What `killRuns` takes. */
export interface KillRunsOptions {
  /** Processes to start, at least. */
  runs: number;
  /** The same seed, the same steps, delays and server faults; what the clock makes of them differs. */
  seed: number;
  onProgress?: (report: KillReport) => void;
}

const STEPS = [
  'intent',
  'accepted',
  'running',
  'polled',
  'downloading',
  'received',
  'arrived',
  'kept',
  'recorded',
  'done',
];
const KEY = 'sk-killed-run-5up3r-53cr3t';
const PROMPTS = ['a lake', 'a street', 'a hand'];
const TAKES = 3;
/** Kills in one project before it may finish. */
const KILLS_PER_PROJECT = 12;
/** A process is killed up to so long after the step: somewhere in what follows it. */
const LONGEST_DELAY_MS = 12;
const MAX_LAST_RUNS = 12;

/**
 * Makes clips in project after project while the processes that make them are killed with SIGKILL, each a random time
 * after some step, with a server that goes wrong at random; then lets each project finish, and counts what was bought,
 * what was lost and what lies on the disk.
 */
export async function killRuns({ runs, seed, onProgress }: KillRunsOptions): Promise<KillReport> {
  const report: KillReport = {
    runs: 0,
    kills: 0,
    killsByStep: Object.fromEntries(STEPS.map((step) => [step, 0])),
    projects: 0,
    takesAskedFor: 0,
    billableRequests: 0,
    ambiguousOrders: 0,
    lostTakes: 0,
    halfFiles: 0,
    leakedKeys: 0,
    faults: [],
  };
  const script = await bundleScript('killed-run');
  try {
    const random = createRandom(seed);
    while (report.runs < runs) {
      await killInOneProject(script.path, random, report, () => onProgress?.(report));
    }
    return report;
  } finally {
    await script.remove();
  }
}

async function killInOneProject(
  script: string,
  random: Random,
  report: KillReport,
  onRun: () => void,
): Promise<void> {
  const dir = await mkdtemp(path.join(tmpdir(), 'beatcut-kill-'));
  const faults = randomFaults(random);
  const server = await createVideosServer({ apiKey: KEY, pollsUntilDone: 1, faults });
  const project = openProjectAt(dir);
  let output = '';
  const run = async (options: Omit<RunOptions, 'script' | 'args'>, resubmit = 'keep'): Promise<string> => {
    const args = [dir, server.baseURL, KEY, String(TAKES), resubmit, ...PROMPTS];
    const { text, killedAfter } = await runScript({ script, args, ...options });
    report.runs += 1;
    if (killedAfter !== undefined) {
      report.kills += 1;
      report.killsByStep[killedAfter] = (report.killsByStep[killedAfter] ?? 0) + 1;
    }
    output += text;
    onRun();
    return text;
  };
  try {
    for (let kill = 0; kill < KILLS_PER_PROJECT; kill += 1) {
      const step = STEPS[Math.floor(random() * STEPS.length)]!;
      const nth = 1 + Math.floor(random() * 2);
      const text = await run({ step, nth, delayMs: random() * LONGEST_DELAY_MS });
      if (isComplete(text)) break;
    }
    let last = await run({});
    for (let more = 0; more < MAX_LAST_RUNS && !isComplete(last); more += 1) {
      const ambiguous = [...last.matchAll(/^end ambiguous (\S+)$/gm)].map(([, jobId]) => jobId!);
      // a person looks at the provider: is there a job that no record speaks of?
      const known = new Set(
        (await project.journal.list()).map(({ progress }) => 'job' in progress && progress.job?.jobId),
      );
      const orphans = server.jobs.filter(({ id }) => !known.has(id));
      if (ambiguous.length > 0 && orphans.length > 0) {
        report.faults.push(`not found at the server: ${orphans.map(({ id }) => id).join(', ')}`);
      }
      report.ambiguousOrders += ambiguous.length;
      last = await run({}, ambiguous.length > 0 && orphans.length === 0 ? 'resubmit' : 'keep');
    }
    if (!isComplete(last)) report.faults.push(`did not come to an end: ${last}`);
    report.projects += 1;
    report.takesAskedFor += PROMPTS.length * TAKES;
    report.billableRequests += server.jobs.length;
    await inspectProject(project, server.jobs.length, output, report);
  } finally {
    await server.close();
    await rm(dir, { recursive: true });
  }
}

/** Whether a process came to its end and nothing is left to do. */
const isComplete = (text: string): boolean => /^finished$/m.test(text) && !/^end (?!taken)/m.test(text);

function randomFaults(random: Random): VideosServerFault[] {
  const possible: VideosServerFault[] = [
    { on: 'start', kind: 'accept-then-reset' },
    { on: 'start', kind: 'accept-then-status', status: 503 },
    { on: 'start', kind: 'status', status: 429, headers: { 'retry-after': '0' } },
    { on: 'poll', kind: 'status', status: 500, message: `Bad key ${KEY}` },
    { on: 'poll', kind: 'reset' },
    { on: 'poll', kind: 'wrong-body' },
    { on: 'download', kind: 'cut-off' },
    { on: 'download', kind: 'cut-off', withLength: true },
    { on: 'download', kind: 'reset' },
    { on: 'download', kind: 'redirect' },
    { on: 'list', kind: 'status', status: 502 },
  ];
  return possible.filter(() => random() < 0.4);
}

interface RunOptions {
  script: string;
  args: string[];
  /** Kill the process so long after it has reached this step for the nth time; never by default. */
  step?: string;
  nth?: number;
  delayMs?: number;
}

async function runScript({
  script,
  args,
  step,
  nth = 1,
  delayMs = 0,
}: RunOptions): Promise<{ text: string; killedAfter: string | undefined }> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  let reached = 0;
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    text += `${line}\n`;
    if (line !== `step ${step}`) return;
    reached += 1;
    if (reached === nth) setTimeout(() => child.kill('SIGKILL'), delayMs);
  });
  const signal = await new Promise<NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (_, signal) => resolve(signal));
  });
  return { text, killedAfter: signal === 'SIGKILL' ? step : undefined };
}

async function inspectProject(
  project: TestProject,
  billed: number,
  output: string,
  report: KillReport,
): Promise<void> {
  const takes = Object.values((await project.lockFile.read()).clips).flatMap(takesInOrder);
  const conditions = await Promise.all(takes.map((take) => project.store.inspect(take, { thorough: true })));
  const whole = new Set(takes.filter((_, index) => conditions[index] === 'intact').map(({ jobId }) => jobId))
    .size;
  const lost = billed - whole;
  report.lostTakes += lost;
  if (lost !== 0) report.faults.push(`${billed} were bought, ${whole} are there`);
  const known = new Set(takes.map(({ sha256, extension }) => `${sha256}.${extension}`));
  const broken = conditions.filter((condition) => condition === 'changed').length;
  const files = await filesBelow(project.dir);
  const strays = [...files.keys()].filter(
    (file) => file.includes('.part') || (/\.beatcut.takes/.test(file) && !known.has(path.basename(file))),
  );
  report.halfFiles += broken + strays.length;
  if (strays.length > 0) report.faults.push(`strays: ${strays.join(', ')}`);
  for (const [file, bytes] of [...files, ['the output', Buffer.from(output)] as const]) {
    if (!bytes.includes(KEY)) continue;
    report.leakedKeys += 1;
    report.faults.push(`the key is in ${file}`);
  }
}
