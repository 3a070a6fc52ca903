import { staticFile } from 'remotion';
import { BeatcutError } from '../core/error.ts';
import { parseSongMap, songMapPathOf, songPathOfMap, type SongMap } from '../song/song-map.ts';
import { isRenderingFilm, reportToNode, staticPathOf } from './page.ts';
import { createDocumentCache, fetchStaticText, type StaticDocument } from './static-document.ts';

const mapAt = createDocumentCache((text, mapPath) => songMapFrom(text, songPathOfMap(mapPath)));

/** The shared document with the map of a song in the public folder. */
export const songMapOf = (songPath: string): StaticDocument<SongMap> => mapAt(songMapPathOf(songPath));

/**
 * The song map that belongs to the text of a map file. Without a file it is an error in a render; in Studio and the Player
 * the song is heard in the page, so that a new song can be tried at once.
 *
 * @throws BeatcutError `SONG_MAP_MISSING` in a render, or when the song can't be read.
 */
async function songMapFrom(text: string | null, songPath: string): Promise<SongMap> {
  reportToNode({ kind: 'song', src: songPath, hasMap: text !== null });
  if (text !== null) return parseSongMap({ text, path: songMapPathOf(songPath) });
  if (isRenderingFilm()) {
    // a page shows only the message
    throw new BeatcutError({
      code: 'SONG_MAP_MISSING',
      message: `The song "${songPath}" has not been heard yet: there is no ${songMapPathOf(songPath)} in the public folder. Run "npx beatcut analyze <public folder>/${songPath}", or render with "npx beatcut render".`,
    });
  }
  const known = heardInPage.get(songPath) ?? hearInPage(songPath);
  heardInPage.set(songPath, known);
  return known;
}

/** Songs that this page has heard: each takes seconds. */
const heardInPage = new Map<string, Promise<SongMap>>();

/** Hears a song of the public folder in the page itself. */
async function hearInPage(songPath: string): Promise<SongMap> {
  const [{ analyzeSongBlob }, response] = await Promise.all([
    import('../song/analyze-song.ts'),
    fetch(staticFile(songPath)),
  ]);
  if (!response.ok) {
    throw new BeatcutError({
      code: 'SONG_MISSING',
      message: `There is no song "${songPath}" in the public folder (the server answered ${response.status}).`,
      hint: 'Put the file there, or correct the path in <Song src={staticFile(…)}>.',
    });
  }
  return analyzeSongBlob({ blob: await response.blob() });
}

/** What `loadSongMap` takes. */
export interface LoadSongMapOptions {
  /** The song's address from `staticFile()`. */
  src: string;
  signal?: AbortSignal | undefined;
}

/**
 * Loads the map of a song in the public folder, outside of components.
 *
 * @throws BeatcutError `SONG_NOT_STATIC` when the song lies elsewhere, else as `songMapFrom`.
 */
export async function loadSongMap({ src, signal }: LoadSongMapOptions): Promise<SongMap> {
  const songPath = requireStaticSong(src);
  return songMapFrom(await fetchStaticText({ path: songMapPathOf(songPath), signal }), songPath);
}

/** The path below the public folder of a song's address. */
export function requireStaticSong(src: string): string {
  const path = staticPathOf(src);
  if (path !== null) return path;
  throw new BeatcutError({
    code: 'SONG_NOT_STATIC',
    message: `The song "${src}" does not lie in the public folder, so its map can't be found.`,
    hint: 'Use src={staticFile("song.mp3")}, or give <Song> its map with map={…}.',
  });
}
