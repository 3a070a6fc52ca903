import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { BeatcutError } from '../../core/error.ts';
import type { DiscoveredAutoCut } from '../../edit/page-protocol.ts';
import { parseSongMap, songMapPathOf } from '../../song/song-map.ts';
import { readWaveform } from '../song-report/read-waveform.ts';
import { writeFileAtomic } from '../write-file-atomic.ts';
import { drawPlanPicture } from './draw-plan-picture.ts';

/** What `writePlanPicture` takes. */
export interface WritePlanPictureOptions {
  autoCut: DiscoveredAutoCut;
  publicDir: string;
  /** The SVG file. */
  file: string;
}

/**
 * Draws a plan over its song.
 *
 * @throws BeatcutError `SONG_NOT_STATIC` when the song's map was given instead of heard.
 */
export async function writePlanPicture({
  autoCut: { name, songPath, plan },
  publicDir,
  file,
}: WritePlanPictureOptions): Promise<void> {
  if (songPath === null) {
    throw new BeatcutError({
      code: 'SONG_NOT_STATIC',
      message: `The song of "${name}" does not lie in the public folder, so there is nothing to draw its plan over.`,
      hint: 'Use <Song src={staticFile("song.mp3")}> without map={…}.',
    });
  }
  const mapPath = path.join(publicDir, songMapPathOf(songPath));
  const songMap = parseSongMap({ text: await readFile(mapPath, 'utf8'), path: mapPath });
  const waveform = await readWaveform({ path: path.join(publicDir, songPath) });
  await writeFileAtomic({ path: path.resolve(file), data: drawPlanPicture({ plan, songMap, waveform }) });
}
