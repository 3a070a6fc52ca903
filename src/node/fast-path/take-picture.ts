import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { runFfmpeg } from '../media/ffmpeg.ts';
import { writeFileAtomic } from '../write-file-atomic.ts';

const VERSION = 2;

/** What drawing a take's frames without a browser needs to know. */
export interface TakePicture {
  version: typeof VERSION;
  /** In pixels, as stored. */
  width: number;
  height: number;
  /** When each frame begins, in seconds, ascending. */
  timestamps: number[];
  /** Why a browser would draw it in a way that isn't known here; `null` when nothing speaks against decoding it directly. */
  peculiarity: string | null;
}

const takePictureSchema: z.ZodType<TakePicture> = z.object({
  version: z.literal(VERSION),
  width: z.number(),
  height: z.number(),
  timestamps: z.array(z.number()),
  peculiarity: z.string().nullable(),
});

interface ProbedTake {
  streams?: {
    codec_name?: string;
    pix_fmt?: string;
    width?: number;
    height?: number;
    sample_aspect_ratio?: string;
    field_order?: string;
    tags?: Record<string, string>;
    color_range?: string;
    color_space?: string;
    color_transfer?: string;
    color_primaries?: string;
    side_data_list?: { side_data_type?: string }[];
  }[];
  packets?: { pts_time?: string; flags?: string }[];
}

/**
 * Looks into a take, once for all: what was found is kept under the hash of its bytes.
 *
 * @throws BeatcutError `FFMPEG_FAILED`.
 */
export async function lookAtTake({
  file,
  sha256,
  cacheDir,
  signal,
}: {
  file: string;
  sha256: string;
  cacheDir: string;
  signal?: AbortSignal | undefined;
}): Promise<TakePicture> {
  const cached = path.join(cacheDir, `${sha256}.json`);
  try {
    return takePictureSchema.parse(JSON.parse(await readFile(cached, 'utf8')));
  } catch {
    // not looked at yet, or by another version
  }
  const { stdout } = await runFfmpeg({
    tool: 'ffprobe',
    args: [
      ['-select_streams', 'v:0', '-show_streams', '-show_packets', '-of', 'json'],
      ['-show_entries', 'packet=pts_time,flags', '-i', file],
    ].flat(),
    task: `look into the take ${path.basename(file)}`,
    signal,
  });
  const picture = describe(JSON.parse(stdout.toString('utf8')) as ProbedTake); // the shape that was asked for
  await writeFileAtomic({ path: cached, data: JSON.stringify(picture) });
  return picture;
}

function describe({ streams = [], packets = [] }: ProbedTake): TakePicture {
  const stream = streams[0] ?? {};
  const timestamps = packets.map(({ pts_time }) => Number(pts_time ?? Number.NaN)).sort((a, b) => a - b);
  return {
    version: VERSION,
    width: stream.width ?? 0,
    height: stream.height ?? 0,
    timestamps,
    peculiarity: peculiarityOf({ stream, timestamps, packets }),
  };
}

/** Size from which on browsers take untagged video for BT.709. */
const HD_HEIGHT = 720;

function peculiarityOf({
  stream,
  timestamps,
  packets,
}: {
  stream: NonNullable<ProbedTake['streams']>[number];
  timestamps: readonly number[];
  packets: NonNullable<ProbedTake['packets']>;
}): string | null {
  const { codec_name, pix_fmt, width = 0, height = 0, sample_aspect_ratio = '1:1' } = stream;
  const { color_range = 'tv', color_space, color_transfer, color_primaries, field_order } = stream;
  const known = [color_space, color_transfer, color_primaries].filter(
    (tag) => tag !== undefined && tag !== 'unknown',
  );
  if (timestamps.length === 0 || timestamps.some((time) => !Number.isFinite(time))) return 'no time stamps';
  if (timestamps[0] !== 0) return 'it does not begin at 0';
  if (packets.some(({ flags }) => flags?.includes('D'))) return 'an edit list hides some of its frames';
  if (!['h264', 'vp8', 'vp9', 'av1'].includes(codec_name ?? '')) return `the codec ${codec_name}`;
  // VP8 and VP9 hold transparency beside the picture, of which the pixel format says nothing
  if (Object.keys(stream.tags ?? {}).some((tag) => /^alpha_mode$/i.test(tag))) return 'transparency';
  if (pix_fmt !== 'yuv420p') return `the pixel format ${pix_fmt}`;
  if (width === 0 || width % 2 !== 0 || height % 2 !== 0) return `a size of ${width} × ${height}`;
  if (sample_aspect_ratio !== '1:1' && sample_aspect_ratio !== 'N/A') return 'pixels that are not square';
  if (field_order !== undefined && field_order !== 'progressive' && field_order !== 'unknown')
    return 'interlaced';
  if (color_range !== 'tv' && color_range !== 'unknown') return `the colour range ${color_range}`;
  if (known.some((tag) => tag !== 'bt709')) return `the colours ${known.join(', ')}`;
  if ((color_space === undefined || color_space === 'unknown') && height < HD_HEIGHT)
    return 'colours without a tag';
  if ((stream.side_data_list ?? []).some(({ side_data_type }) => /matrix/i.test(side_data_type ?? '')))
    return 'rotated';
  return null;
}
