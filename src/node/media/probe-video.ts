import { BeatcutError } from '../../core/error.ts';
import { probeMedia } from './probe.ts';

/** What `probeVideo` takes. */
export interface ProbeVideoOptions {
  path: string;
  signal?: AbortSignal | undefined;
}

/** What a video file holds, as far as an edit needs to know. */
export interface VideoProbe {
  width: number;
  height: number;
  /** Mean frames per second. */
  fps: number;
  frameCount: number;
  durationInSeconds: number;
  /** ffmpeg's name of the codec: `h264`. */
  codec: string;
  /** ffmpeg's name of the pixel format: `yuv420p`. */
  pixelFormat: string;
  /** The colour tags of the stream; `undefined` where the file has none. */
  color: {
    range: string | undefined;
    matrix: string | undefined;
    transfer: string | undefined;
    primaries: string | undefined;
  };
  hasAudio: boolean;
  sizeInBytes: number;
}

/** `30000/1001` → 29.97…; `undefined` for `0/0`. */
function ratio(text: string | undefined): number | undefined {
  const [numerator = Number.NaN, denominator = 1] = (text ?? '').split('/').map(Number);
  const value = numerator / denominator;
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

/**
 * Reads a video's size, frame rate, length, codec and colour tags.
 *
 * @throws BeatcutError `VIDEO_NOT_FOUND`, `VIDEO_EMPTY`, `VIDEO_UNREADABLE`, `VIDEO_HAS_NO_PICTURE`.
 */
export async function probeVideo({ path: file, signal }: ProbeVideoOptions): Promise<VideoProbe> {
  const probe = await probeMedia({ path: file, what: 'video', countPackets: true, signal });
  const stream = probe.streams.find(
    ({ codec_type, disposition }) => codec_type === 'video' && disposition?.attached_pic !== 1,
  );
  const fps = ratio(stream?.avg_frame_rate) ?? ratio(stream?.r_frame_rate);
  // a packet holds one frame in every codec that clips come in
  const frameCount = stream?.nb_frames ?? stream?.nb_read_packets ?? 0;
  if (stream?.width === undefined || stream.height === undefined || fps === undefined || frameCount === 0) {
    throw new BeatcutError({
      code: 'VIDEO_HAS_NO_PICTURE',
      message: `The file ${file} has no moving picture inside.`,
      hint: 'Expected a video file such as MP4 (H.264) or WebM (VP9).',
    });
  }
  return {
    width: stream.width,
    height: stream.height,
    fps,
    frameCount,
    // [frames] / [frames/s] = [s]
    durationInSeconds: stream.duration ?? frameCount / fps,
    codec: stream.codec_name ?? 'unknown',
    pixelFormat: stream.pix_fmt ?? 'unknown',
    color: {
      range: stream.color_range,
      matrix: stream.color_space,
      transfer: stream.color_transfer,
      primaries: stream.color_primaries,
    },
    hasAudio: probe.streams.some(({ codec_type }) => codec_type === 'audio'),
    sizeInBytes: probe.sizeInBytes,
  };
}
