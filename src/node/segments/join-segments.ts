import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BeatcutError } from '../../core/error.ts';
import { rationalFps } from '../media/encode-video.ts';
import { runFfmpeg } from '../media/ffmpeg.ts';
import { withTemporaryFolder } from '../with-temporary-folder.ts';

/** What `joinSegments` takes. */
export interface JoinSegmentsOptions {
  /** In their order. */
  segments: readonly { file: string; frameCount: number }[];
  /** An MP4 file with the sound of the whole film, or `null` for none. */
  soundFile: string | null;
  fps: number;
  /** Tags of the container, such as `title`. */
  metadata?: Readonly<Record<string, string>>;
  /** The MP4 file to write. */
  outputFile: string;
  signal?: AbortSignal | undefined;
}

/** Ticks of a second in which the film's frames are timed; a whole number of them for every usual frame rate. */
const TICKS_PER_SECOND = 90_000;

/** So many frames before it is shown a frame is decoded at most: what x264's presets put in another order. */
const REORDERED_FRAMES = 2;

/**
 * Joins segments and sound into a film without encoding anything again. Every frame lasts equally long; the index stands in
 * front of the picture.
 *
 * @throws BeatcutError `RENDER_FAILED` when the joined film does not have exactly the frames of its segments.
 */
export async function joinSegments({
  segments,
  soundFile,
  fps,
  metadata = {},
  outputFile,
  signal,
}: JoinSegmentsOptions): Promise<void> {
  const frameCount = segments.reduce((sum, segment) => sum + segment.frameCount, 0);
  await withTemporaryFolder(async (folder) => {
    const list = path.join(folder, 'segments.txt');
    const lines = segments.map(
      ({ file, frameCount }) =>
        `file '${file.replaceAll("'", String.raw`'\''`)}'\nduration ${(frameCount / fps).toFixed(6)}`,
    );
    await writeFile(list, `ffconcat version 1.0\n${lines.join('\n')}\n`);
    const rate = rationalFps(fps);
    // a transport stream's clock and the list's microseconds round; the frames' own numbers don't. Decoding times are counted,
    // as those of a segment of one or two frames begin later than others', and the muxer would put them in order by shifting
    const exact = `setts=pts=round(PTS*TB*${rate})/(${rate})/TB:dts=(N-${REORDERED_FRAMES})/(${rate})/TB`;
    await runFfmpeg({
      args: [
        ['-f', 'concat', '-safe', '0', '-i', list, ...(soundFile === null ? [] : ['-i', soundFile])],
        ['-map', '0:v', ...(soundFile === null ? [] : ['-map', '1:a']), '-c', 'copy', '-bsf:v', exact],
        [
          '-map_metadata',
          '-1',
          ...Object.entries(metadata).flatMap(([key, value]) => ['-metadata', `${key}=${value}`]),
        ],
        [
          '-video_track_timescale',
          String(TICKS_PER_SECOND),
          '-movflags',
          '+faststart',
          '-f',
          'mp4',
          '-y',
          outputFile,
        ],
      ].flat(),
      task: `join ${segments.length} segments`,
      signal,
    });
    await requireSteadyFrames({ file: outputFile, frameCount, fps, signal });
  });
}

/** Makes sure that a film has so many frames, and that they follow each other at equal times. */
async function requireSteadyFrames({
  file,
  frameCount,
  fps,
  signal,
}: {
  file: string;
  frameCount: number;
  fps: number;
  signal: AbortSignal | undefined;
}): Promise<void> {
  const { stdout } = await runFfmpeg({
    tool: 'ffprobe',
    args: ['-select_streams', 'v:0', '-show_entries', 'packet=pts', '-of', 'csv=p=0', '-i', file],
    task: `read the frames of ${file}`,
    signal,
  });
  const times = stdout
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => Number.parseInt(line, 10))
    .sort((a, b) => a - b);
  // [ticks/s] / [frames/s] = [ticks/frame]
  const step = TICKS_PER_SECOND / fps;
  const isSteady = times.every((time, frame) => Math.abs(time - times[0]! - frame * step) <= 1);
  if (times.length === frameCount && isSteady) return;
  throw new BeatcutError({
    code: 'RENDER_FAILED',
    message: `The joined film has ${times.length} frames${isSteady ? '' : ' at unequal times'}; expected were ${frameCount}.`,
    hint: 'Render it anew with --no-cache.',
  });
}
