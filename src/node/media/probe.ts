import { stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BeatcutError, messageOf } from '../../core/error.ts';
import { runFfmpeg } from './ffmpeg.ts';

/** One stream of a media file, in ffprobe's own words; what it does not know is missing. Times in seconds. */
export interface ProbedStream {
  codec_type?: string | undefined;
  codec_name?: string | undefined;
  duration?: number | undefined;
  width?: number | undefined;
  height?: number | undefined;
  pix_fmt?: string | undefined;
  avg_frame_rate?: string | undefined;
  r_frame_rate?: string | undefined;
  nb_frames?: number | undefined;
  nb_read_packets?: number | undefined;
  color_range?: string | undefined;
  color_space?: string | undefined;
  color_transfer?: string | undefined;
  color_primaries?: string | undefined;
  disposition?: { attached_pic?: number | undefined } | undefined;
}

interface Probe {
  streams: ProbedStream[];
  format: { format_name: string; duration?: number | undefined };
}

const numeric = z.coerce.number().optional(); // ffprobe writes most numbers as strings
const text = z.string().optional();

const probeSchema: z.ZodType<Probe> = z.object({
  streams: z
    .array(
      z.object({
        codec_type: text,
        codec_name: text,
        duration: numeric,
        width: numeric,
        height: numeric,
        pix_fmt: text,
        avg_frame_rate: text,
        r_frame_rate: text,
        nb_frames: numeric,
        nb_read_packets: numeric,
        color_range: text,
        color_space: text,
        color_transfer: text,
        color_primaries: text,
        disposition: z.object({ attached_pic: numeric }).optional(),
      }),
    )
    .default([]),
  format: z.object({ format_name: z.string(), duration: numeric }),
});

/** What ffprobe says about a file. */
export interface ProbeMediaResult {
  /** ffprobe's short names of the container, such as `mov,mp4,m4a,3gp,3g2,mj2`. */
  format: string;
  /** What the container claims, or `undefined`. */
  durationInSeconds: number | undefined;
  /** False where the duration is only guessed from the bit rate. */
  durationIsExact: boolean;
  streams: ProbedStream[];
  sizeInBytes: number;
}

/** What `probeMedia` takes. */
export interface ProbeMediaOptions {
  path: string;
  /** What a person calls the file: `song` or `video`. Its upper-case form begins the error codes. */
  what: 'song' | 'video';
  /** Count the packets of each video stream; reads the whole file. */
  countPackets?: boolean;
  signal?: AbortSignal | undefined;
}

/**
 * Asks ffprobe what a media file holds.
 *
 * @throws BeatcutError `SONG_NOT_FOUND`, `SONG_EMPTY`, `SONG_UNREADABLE` (or `VIDEO_…`).
 */
export async function probeMedia(options: ProbeMediaOptions): Promise<ProbeMediaResult> {
  const { path: file, what, countPackets = false, signal } = options;
  const sizeInBytes = await sizeOfMedia(file, what);
  const unreadable = (cause: unknown): BeatcutError =>
    new BeatcutError({
      code: `${what.toUpperCase()}_UNREADABLE`,
      message: `The ${what} ${file} can't be read: it is no audio or video file that ffmpeg knows, or its beginning or end is missing.`,
      hint: `Check that the file plays in a player; download or export it again if it doesn't.`,
      cause,
    });
  try {
    const { stdout, stderr } = await runFfmpeg({
      tool: 'ffprobe',
      args: [
        ['-show_streams', '-show_format', '-of', 'json'],
        countPackets ? ['-count_packets'] : [],
        ['-i', path.resolve(file)],
      ].flat(),
      task: `probe ${file}`,
      signal,
    });
    const { streams, format } = probeSchema.parse(JSON.parse(stdout.toString('utf8')));
    return {
      format: format.format_name,
      durationInSeconds: format.duration,
      durationIsExact: format.duration !== undefined && !stderr.includes('Estimating duration'),
      streams,
      sizeInBytes,
    };
  } catch (error) {
    signal?.throwIfAborted();
    if (BeatcutError.isInstance(error) && error.code !== 'FFMPEG_FAILED') throw error;
    throw unreadable(error);
  }
}

async function sizeOfMedia(file: string, what: string): Promise<number> {
  const code = what.toUpperCase();
  const found = await stat(file).catch((cause: unknown) => {
    throw new BeatcutError({
      code: `${code}_NOT_FOUND`,
      message: `There is no ${what} at ${file} (${messageOf(cause)}).`,
      hint: 'Check the path; it is relative to the folder in which the command runs.',
      cause,
    });
  });
  if (!found.isFile()) {
    throw new BeatcutError({
      code: `${code}_NOT_FOUND`,
      message: `${file} is a folder, not a ${what}.`,
      hint: `Name the ${what} file itself.`,
    });
  }
  if (found.size === 0) {
    throw new BeatcutError({
      code: `${code}_EMPTY`,
      message: `The ${what} ${file} is empty (0 bytes).`,
      hint: 'Download or export it again.',
    });
  }
  return found.size;
}
