import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { BeatcutError, messageOf } from '../../core/error.ts';

/** A program of the FFmpeg that comes with Remotion. */
export type FfmpegTool = 'ffmpeg' | 'ffprobe';

/** What `startFfmpeg` takes. */
export interface StartFfmpegOptions {
  /** `ffmpeg` by default. */
  tool?: FfmpegTool;
  /** The arguments, without those that make the program quiet. */
  args: readonly string[];
  /** What is being done, for messages: `decode song.mp3`. */
  task: string;
  /** Aborting kills the program; `finished` then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** A running ffmpeg or ffprobe. */
export interface FfmpegProcess {
  stdin: Writable;
  stdout: Readable;
  /**
   * Resolves with what the program said on stderr once it has ended well.
   * Rejects with `FFMPEG_FAILED` (the message ends with the tail of stderr), or with the abort reason.
   */
  finished: Promise<string>;
  /** Ends the program; `finished` then resolves, since the caller has what it wanted. */
  stop: () => void;
}

// enough for the reasons, little enough for a terminal
const STDERR_TAIL_LINES = 6;
const STDERR_LIMIT_CHARACTERS = 64_000;

/** Package with Remotion's binaries for the machine that this runs on. */
function compositorPackage(): string {
  const { platform, arch } = process;
  if (platform === 'win32') return `@remotion/compositor-win32-${arch}-msvc`;
  if (platform !== 'linux') return `@remotion/compositor-${platform}-${arch}`;
  // Node's report names the C library only where it is glibc
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }; // typed as object
  return `@remotion/compositor-linux-${arch}-${report.header?.glibcVersionRuntime === undefined ? 'musl' : 'gnu'}`;
}

let knownFolder: string | undefined;

/**
 * The folder with Remotion's ffmpeg and ffprobe. Looked for from beatcut's own place, then from the project's, because
 * `@remotion/renderer` is a peer dependency.
 *
 * @throws BeatcutError `FFMPEG_MISSING`.
 */
export function ffmpegFolder(): string {
  if (knownFolder !== undefined) return knownFolder;
  const name = compositorPackage();
  for (const from of [import.meta.url, path.join(process.cwd(), 'package.json')]) {
    try {
      const renderer = createRequire(from).resolve('@remotion/renderer/package.json');
      knownFolder = path.dirname(createRequire(renderer).resolve(`${name}/package.json`));
      return knownFolder;
    } catch {
      // not to be found from here
    }
  }
  throw new BeatcutError({
    code: 'FFMPEG_MISSING',
    message: `Remotion's ffmpeg was not found: the package ${name} is not installed beside @remotion/renderer.`,
    hint: 'Run npm install @remotion/renderer without --no-optional / --omit=optional.',
  });
}

/** The environment in which the libraries beside the programs are found, whatever the folder one works in. */
function libraryEnvironment(folder: string): NodeJS.ProcessEnv {
  const variable = { linux: 'LD_LIBRARY_PATH', darwin: 'DYLD_LIBRARY_PATH' }[process.platform as string]; // undefined elsewhere
  if (variable === undefined) return process.env;
  const inherited = process.env[variable];
  return { ...process.env, [variable]: inherited ? `${folder}${path.delimiter}${inherited}` : folder };
}

/** Starts ffmpeg or ffprobe with its three streams open. */
export function startFfmpeg({ tool = 'ffmpeg', args, task, signal }: StartFfmpegOptions): FfmpegProcess {
  signal?.throwIfAborted();
  const folder = ffmpegFolder();
  const program = path.join(folder, process.platform === 'win32' ? `${tool}.exe` : tool);
  const child = spawn(program, ['-hide_banner', '-v', 'warning', ...args], {
    env: libraryEnvironment(folder),
    stdio: 'pipe',
    windowsHide: true,
  });
  let stderr = '';
  let stopped = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_LIMIT_CHARACTERS);
  });
  // a program that ends early closes its stdin: its exit code says why, not the broken pipe
  child.stdin.on('error', () => {});
  const kill = (): void => void child.kill('SIGKILL');
  signal?.addEventListener('abort', kill, { once: true });

  const finished = new Promise<string>((resolve, reject) => {
    child.once('error', (cause) => {
      reject(
        new BeatcutError({
          code: 'FFMPEG_FAILED',
          message: `Could not ${task}: ${tool} does not start (${messageOf(cause)}).`,
          hint: 'Reinstall @remotion/renderer; its ffmpeg must fit this machine.',
          cause,
        }),
      );
    });
    child.once('close', (exitCode, killedBy) => {
      signal?.removeEventListener('abort', kill);
      if (signal?.aborted) reject(signal.reason as Error);
      else if (exitCode === 0 || stopped) resolve(stderr);
      else {
        const tail = stderr.trim().split('\n').slice(-STDERR_TAIL_LINES).join('\n');
        reject(
          new BeatcutError({
            code: 'FFMPEG_FAILED',
            message: `Could not ${task}: ${tool} ended with ${killedBy ?? `exit code ${exitCode}`}.\n${tail}`,
          }),
        );
      }
    });
  });
  // callers that read stdout first await it later; until then a failure must not count as unhandled
  finished.catch(() => {});
  const stop = (): void => {
    stopped = true;
    kill();
  };
  return { stdin: child.stdin, stdout: child.stdout, finished, stop };
}

/** What `runFfmpeg` gives. */
export interface RunFfmpegResult {
  stdout: Buffer;
  stderr: string;
}

/** Runs ffmpeg or ffprobe to its end, with nothing on stdin. For output that fits into memory. */
export async function runFfmpeg(options: StartFfmpegOptions): Promise<RunFfmpegResult> {
  const { stdin, stdout, finished } = startFfmpeg(options);
  stdin.end();
  const chunks: Buffer[] = [];
  for await (const chunk of stdout) chunks.push(chunk as Buffer); // a stream without encoding gives buffers
  const stderr = await finished;
  return { stdout: Buffer.concat(chunks), stderr };
}
