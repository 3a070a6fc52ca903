import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { SongMap } from '../../song/song-map.ts';
import { decodeAudio } from '../media/decode-audio.ts';
import { runFfmpeg } from '../media/ffmpeg.ts';
import { encodeWav } from '../media/wav.ts';
import { withTemporaryFolder } from '../with-temporary-folder.ts';
import { writeFileAtomic } from '../write-file-atomic.ts';
import { drawSongPage } from './draw-song-page.ts';
import { drawSongPicture } from './draw-song-picture.ts';
import { mixClicks } from './mix-clicks.ts';
import { readWaveform } from './read-waveform.ts';

/** What `writeSongReport` takes. What has no path is not written. */
export interface WriteSongReportOptions {
  /** The song file. */
  path: string;
  songMap: SongMap;
  /** A picture: outline, beats, bars, sections, energy, confidence. */
  svgPath?: string | undefined;
  /** The picture as a page that plays the song with clicks on its beats. */
  htmlPath?: string | undefined;
  /** The song with clicks mixed in, as a WAV file. */
  clickPath?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** Writes pictures and sounds by which a person can check what was heard. */
export async function writeSongReport(options: WriteSongReportOptions): Promise<void> {
  const { path: song, songMap, svgPath, htmlPath, clickPath, signal } = options;
  if (svgPath !== undefined || htmlPath !== undefined) {
    const waveform = await readWaveform({ path: song, signal });
    if (svgPath !== undefined) {
      await writeFileAtomic({ path: svgPath, data: drawSongPicture({ songMap, waveform }), signal });
    }
    if (htmlPath !== undefined) {
      const audio = await readPlayable(song, signal);
      await writeFileAtomic({ path: htmlPath, data: drawSongPage({ songMap, waveform, audio }), signal });
    }
  }
  if (clickPath !== undefined) {
    const { channels, sampleRateHz } = await decodeAudio({ path: song, allowTruncated: true, signal });
    const mixed = mixClicks({ channels, sampleRateHz, beats: songMap.beats });
    await writeFileAtomic({ path: clickPath, data: encodeWav({ channels: mixed, sampleRateHz }), signal });
  }
}

const PLAYABLE: Readonly<Record<string, string>> = {
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.flac': 'audio/flac',
  '.wav': 'audio/wav',
};
/** A page that is larger opens slowly. */
const LARGEST_AUDIO_BYTES = 24_000_000;

/** The song as a browser plays it: the file itself, or AAC in MP4, which keeps the time exactly. */
async function readPlayable(
  song: string,
  signal: AbortSignal | undefined,
): Promise<{ bytes: Uint8Array; mediaType: string }> {
  const mediaType = PLAYABLE[path.extname(song).toLowerCase()];
  const { size } = await stat(song);
  if (mediaType !== undefined && size <= LARGEST_AUDIO_BYTES)
    return { bytes: await readFile(song), mediaType };
  return withTemporaryFolder(async (folder) => {
    const encoded = path.join(folder, 'song.m4a');
    await runFfmpeg({
      args: ['-i', path.resolve(song), '-vn', '-c:a', 'aac', '-b:a', '128k', '-f', 'mp4', encoded],
      task: `encode ${song} for the page`,
      signal,
    });
    return { bytes: await readFile(encoded), mediaType: 'audio/mp4' };
  });
}
