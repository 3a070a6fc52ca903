import { rm } from 'node:fs/promises';
import { encodeVideo, type EncodeVideoOptions } from '../../src/node/media/encode-video.ts';
import { runFfmpeg } from '../../src/node/media/ffmpeg.ts';

/** Encodes a film whose sound is a song that begins with the picture, or `soundDelayMs` later. */
export async function encodeFilm({
  songFile,
  soundDelayMs = 0,
  ...video
}: EncodeVideoOptions & { songFile: string; soundDelayMs?: number }): Promise<void> {
  const silent = `${video.path}.silent.mp4`;
  await encodeVideo({ ...video, path: silent });
  await runFfmpeg({
    args: [
      ...['-i', silent],
      ...['-itsoffset', (soundDelayMs / 1000).toFixed(3), '-i', songFile],
      ...['-map', '0:v', '-map', '1:a'],
      ...['-c:v', 'copy', '-c:a', 'aac', '-b:a', '192k'],
      ...['-movflags', '+faststart', '-y', video.path],
    ],
    task: 'mux',
  });
  await rm(silent);
}
