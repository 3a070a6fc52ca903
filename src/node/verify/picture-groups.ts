import path from 'node:path';
import { runFfmpeg } from '../media/ffmpeg.ts';

/** Frames of a film that are decoded without any other: a closed group of pictures. */
export interface PictureGroup {
  /** Number of its first frame in the film. */
  startFrame: number;
  frameCount: number;
  startInSeconds: number;
  /** What the decoder gets: the codec, its settings, and the packets by hash with their times. */
  contents: unknown;
}

interface Packet {
  pts: number;
  isKey: boolean;
  dataHash: string;
}

interface ProbedPackets {
  streams?: Record<string, unknown>[];
  packets?: { pts?: number; pts_time?: string; flags?: string; data_hash?: string }[];
}

/**
 * The closed groups of pictures of a film, in order; `null` when its packets don't tell where its frames are.
 *
 * @throws BeatcutError `FFMPEG_FAILED`.
 */
export async function listPictureGroups({
  path: file,
  signal,
}: {
  path: string;
  signal?: AbortSignal | undefined;
}): Promise<PictureGroup[] | null> {
  const { stdout } = await runFfmpeg({
    tool: 'ffprobe',
    args: [
      ['-select_streams', 'v:0', '-show_data_hash', 'sha256', '-of', 'json=compact=1', '-show_entries'],
      [
        'packet=pts,pts_time,flags,data_hash:stream=codec_name,width,height,pix_fmt,time_base,color_range,color_space,extradata_hash',
      ],
      ['-i', path.resolve(file)],
    ].flat(),
    task: `read the packets of ${file}`,
    signal,
  });
  const { streams = [], packets = [] } = JSON.parse(stdout.toString('utf8')) as ProbedPackets; // what was asked for
  const isPlain = packets.every(
    ({ pts, data_hash, flags = '' }) => pts !== undefined && data_hash !== undefined && !/[DC]/.test(flags),
  );
  if (packets.length === 0 || !isPlain || packets[0]!.flags?.startsWith('K') !== true) return null;
  const startTime = Number(packets[0]!.pts_time);
  const ticksPerSecond = ticksOf(streams[0]?.['time_base']);
  if (!Number.isFinite(startTime) || ticksPerSecond === null) return null;

  const groups = closedGroupsOf(
    packets.map(({ pts, flags, data_hash }) => ({
      pts: pts!,
      isKey: flags?.startsWith('K') === true,
      dataHash: data_hash!,
    })),
  );
  let startFrame = 0;
  return groups.map((group): PictureGroup => {
    const start = group[0]!.pts;
    const own = {
      startFrame,
      frameCount: group.length,
      startInSeconds: start / ticksPerSecond,
      contents: { stream: streams[0], packets: group.map(({ pts, dataHash }) => [pts - start, dataHash]) },
    };
    startFrame += group.length;
    return own;
  });
}

function ticksOf(timeBase: unknown): number | null {
  const match = typeof timeBase === 'string' ? /^(\d+)\/(\d+)$/.exec(timeBase) : null;
  return match === null ? null : Number(match[2]) / Number(match[1]);
}

/** Splits packets, in the order of decoding, where a key frame begins that nothing later is shown before. */
function closedGroupsOf(packets: readonly Packet[]): Packet[][] {
  const earliestAfter: number[] = [];
  let earliest = Infinity;
  for (const { pts } of packets.toReversed()) {
    earliest = Math.min(earliest, pts);
    earliestAfter.push(earliest);
  }
  earliestAfter.reverse();
  const groups: Packet[][] = [];
  let latestBefore = -Infinity;
  for (const [index, packet] of packets.entries()) {
    const isClosed = packet.isKey && latestBefore < packet.pts && earliestAfter[index] === packet.pts;
    if (isClosed) groups.push([packet]);
    else groups.at(-1)!.push(packet);
    latestBefore = Math.max(latestBefore, packet.pts);
  }
  return groups;
}
