import { createHash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { runFfmpeg, startFfmpeg } from '../media/ffmpeg.ts';

/** What `copySong` takes. */
export interface CopySongOptions {
  /** The song's file. */
  file: string;
  /** Length of the film. */
  durationInSeconds: number;
  /** Frames per second of the film. */
  fps: number;
  /** The MP4 file to write. */
  outputFile: string;
  signal?: AbortSignal | undefined;
}

const probeSchema = z.object({
  streams: z
    .array(z.object({ codec_name: z.string(), profile: z.string().optional(), channels: z.number() }))
    .length(1),
  format: z.object({ format_name: z.string(), duration: z.coerce.number() }),
});

/** How ffprobe calls the low complexity profile, by whether it was built with names. */
const AAC_LC: readonly string[] = ['LC', '1'];

/**
 * Copies the encoded sound of a song into an MP4 file, bit by bit, if that plays exactly as the song does: AAC-LC in MP4, as
 * long as the film to the frame, whose encoder's delay the copy marks as the song's own file does. Both are decoded and must
 * be the same, sample for sample.
 *
 * @returns whether the file was written; else the song must be encoded.
 */
export async function copySong(options: CopySongOptions): Promise<boolean> {
  const { file, outputFile, signal } = options;
  if (!(await isCopyable(options))) return false;
  await runFfmpeg({
    args: [
      ['-i', file, '-map', '0:a:0', '-vn', '-c:a', 'copy', '-map_metadata', '-1', '-map_chapters', '-1'],
      ['-bitexact', '-f', 'mp4', '-y', outputFile],
    ].flat(),
    task: `copy the sound of ${path.basename(file)}`,
    signal,
  });
  const [song, copy] = await Promise.all([file, outputFile].map((one) => hashDecoded(one, signal)));
  return song === copy;
}

async function isCopyable({ file, durationInSeconds, fps, signal }: CopySongOptions): Promise<boolean> {
  const { stdout } = await runFfmpeg({
    tool: 'ffprobe',
    args: [
      ['-select_streams', 'a', '-of', 'json', '-i', file],
      ['-show_entries', 'stream=codec_name,profile,channels:format=format_name,duration'],
    ].flat(),
    task: `look into ${path.basename(file)}`,
    signal,
  });
  const { success, data } = probeSchema.safeParse(JSON.parse(stdout.toString('utf8')));
  if (!success) return false;
  const [stream] = data.streams;
  return (
    data.format.format_name.split(',').includes('mp4') &&
    stream?.codec_name === 'aac' &&
    AAC_LC.includes(stream.profile ?? '') &&
    stream.channels <= 2 &&
    // the film ends with the song, neither cut off nor followed by silence
    Math.abs(data.format.duration - durationInSeconds) <= 1 / fps
  );
}

/** A hash of all that a file sounds like, encoder's delay skipped. */
async function hashDecoded(file: string, signal: AbortSignal | undefined): Promise<string> {
  const process = startFfmpeg({
    args: [
      ['-i', file, '-map', '0:a:0', '-map_metadata', '-1', '-bitexact'],
      ['-c:a', 'pcm_s16le', '-f', 'wav', 'pipe:1'],
    ].flat(),
    task: `decode ${path.basename(file)}`,
    signal,
  });
  process.stdin.end();
  const hash = createHash('sha256');
  for await (const piece of process.stdout as AsyncIterable<Buffer>) hash.update(piece);
  await process.finished;
  return hash.digest('hex');
}
