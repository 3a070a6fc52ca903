import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseFile, TimestampFormat } from 'music-metadata';
import type { LyricsCaption } from '../../song/lyrics/caption.ts';
import { captionsFromSyncedText } from '../../song/lyrics/captions-from-synced-text.ts';
import { parseLrc } from '../../song/lyrics/parse-lrc.ts';
import { parseSrt } from '../../song/lyrics/parse-srt.ts';

/** What `readLyrics` takes. */
export interface ReadLyricsOptions {
  /** The song. */
  path: string;
  /** The song's length, at which the last line ends at the latest. */
  durationInSeconds?: number | undefined;
}

/** What `readLyrics` gives. */
export interface ReadLyricsResult {
  captions: LyricsCaption[];
  /** The file that they come from: beside the song, or the song itself. */
  file: string;
}

/**
 * Reads the synced lyrics of a song: from `<song>.lrc` or `<song>.srt` beside it, else from its tags. `null` if it has
 * none.
 *
 * @throws BeatcutError `LYRICS_UNTIMED` when a lyrics file beside the song has no times.
 */
export async function readLyrics({
  path: song,
  durationInSeconds,
}: ReadLyricsOptions): Promise<ReadLyricsResult | null> {
  const { dir, name } = path.parse(song);
  for (const [extension, parse] of [['.lrc', parseLrc] as const, ['.srt', parseSrt] as const]) {
    const file = path.join(dir, `${name}${extension}`);
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (text !== null)
      return { captions: parse({ text, path: path.basename(file), durationInSeconds }), file };
  }
  const metadata = await parseFile(song, { skipCovers: true }).catch(() => null); // as `readTags`
  const synced = metadata?.common.lyrics?.find(
    ({ syncText, timeStampFormat }) =>
      syncText.length > 0 && timeStampFormat === TimestampFormat.milliseconds,
  );
  if (synced === undefined) return null;
  const entries = synced.syncText.flatMap(({ text, timestamp }) =>
    timestamp === undefined ? [] : [{ text, timestampMs: timestamp }],
  );
  return { captions: captionsFromSyncedText({ entries, durationInSeconds }), file: song };
}
