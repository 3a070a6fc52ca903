import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { BeatcutError, messageOf } from '../core/error.ts';
import { hashOf } from '../core/hash.ts';
import { applyCorrections } from '../song/apply-corrections.ts';
import { parseCorrections, type SongCorrections } from '../song/corrections.ts';
import { createSongAnalyzer, type SongHints } from '../song/index.ts';
import { peakOf } from '../song/peak-of.ts';
import { ANALYSIS_VERSION, parseSongMap, songMapPathOf, type SongMap } from '../song/song-map.ts';
import { hashFile } from './hash-file.ts';
import { decodeAudioChunks } from './media/decode-audio.ts';
import { probeMedia } from './media/probe.ts';
import { readLyrics, type ReadLyricsResult } from './media/read-lyrics.ts';
import { readTags } from './media/read-tags.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

/** What `analyzeSongFile` takes. */
export interface AnalyzeSongFileOptions {
  /** The song. */
  path: string;
  /** The project's public folder. The map of a song that lies in it goes to `beatcut/songs/` inside. */
  publicDir?: string | undefined;
  /** Where the map goes, if not to its usual place. */
  mapPath?: string | undefined;
  /** Hear it again, even if its map is up to date; false by default. */
  force?: boolean | undefined;
  /** Take a song that was cut off as it is; false by default. */
  allowTruncated?: boolean | undefined;
  /** What is known before it is heard; what the corrections say comes first. */
  hints?: SongHints | undefined;
  signal?: AbortSignal | undefined;
  /** Called with the share that is done, 0–1. */
  onProgress?: ((share: number) => void) | undefined;
}

/** What `analyzeSongFile` gives. */
export interface AnalyzeSongFileResult {
  /** What was heard, with the corrections applied: what lies in the file. */
  songMap: SongMap;
  mapPath: string;
  /** Whether the file was written; false when it was up to date. */
  changed: boolean;
  /** The corrections that were applied, or `null`. */
  correctionsPath: string | null;
  /** The file that the synced lyrics in the map come from, which may be the song itself, or `null`. */
  lyricsPath: string | null;
}

/** Where the map of a song lies: in the public folder's `beatcut/songs/`, or beside a song from elsewhere. */
export function songMapFileOf({
  path: song,
  publicDir,
}: {
  path: string;
  publicDir?: string | undefined;
}): string {
  if (publicDir !== undefined) {
    const below = path.relative(path.resolve(publicDir), path.resolve(song));
    if (!below.startsWith('..') && !path.isAbsolute(below)) {
      return path.join(path.resolve(publicDir), songMapPathOf(below));
    }
  }
  return `${path.resolve(song)}.songmap.json`;
}

/** Where a person's corrections of a song lie. */
export const correctionsFileOf = (song: string): string => `${path.resolve(song)}.corrections.json`;

/**
 * Hears a song file and writes its map: decoding, tags, synced lyrics (from `.lrc` or `.srt` beside the song, else from its
 * tags), analysis, corrections. A map that was made from the same bytes with the same lyrics and corrections by the same
 * analysis is used again. Corrections and lyrics are only read, never written.
 *
 * Memory does not grow with the samples of the song: it is heard block by block.
 *
 * @throws BeatcutError `SONG_NOT_FOUND`, `SONG_EMPTY`, `SONG_UNREADABLE`, `SONG_HAS_NO_AUDIO`, `SONG_TRUNCATED`,
 * `SONG_SILENT`; `DOCUMENT_BROKEN` or `DOCUMENT_TOO_NEW` for corrections. No file is touched then.
 */
export async function analyzeSongFile(options: AnalyzeSongFileOptions): Promise<AnalyzeSongFileResult> {
  const { path: song, force = false, signal } = options;
  const inspected = await inspectSong(options);
  const { mapPath, sha256, sizeInBytes, corrections, hints, captions, warnings, analysisKey } = inspected;
  const { correctionsPath, lyricsPath } = inspected;
  const known = force ? null : await readKnownMap(mapPath);
  if (known !== null && isUpToDate(known, inspected)) {
    return { songMap: known, mapPath, changed: false, correctionsPath, lyricsPath };
  }
  const { tempoBpm: taggedTempoBpm, ...tags } = await readTags({ path: song });
  const tagged = taggedTempoBpm === undefined ? {} : { taggedTempoBpm };
  const heard = await hear(options, { ...tagged, ...hints });
  const corrected = corrections === null ? heard : applyCorrections(heard, corrections);
  const songMap: SongMap = {
    ...corrected,
    ...(captions !== null && { lyrics: captions }),
    warnings: [...corrected.warnings, ...warnings],
    source: { file: path.basename(song), sha256, sizeInBytes, ...tags, ...tagged, analysisKey },
  };
  await writeFileAtomic({ path: mapPath, data: `${JSON.stringify(songMap)}\n`, signal });
  return { songMap, mapPath, changed: true, correctionsPath, lyricsPath };
}

/** What `readSongMap` takes. */
export interface ReadSongMapOptions {
  /** The song, or a map file (`.json`). */
  path: string;
  /** The project's public folder, as `analyzeSongFile` was given it. */
  publicDir?: string | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Reads the map of a song that has been heard, with corrections and lyrics in it. Hears nothing and writes nothing.
 *
 * @example
 * const { sections } = await readSongMap({ path: 'public/song.mp3', publicDir: 'public' });
 * @throws BeatcutError `SONG_MAP_MISSING`; `SONG_MAP_STALE` when the song, its corrections or its lyrics have changed
 * since; `DOCUMENT_BROKEN` or `DOCUMENT_TOO_NEW`; `SONG_NOT_FOUND`.
 */
export async function readSongMap({ path: file, publicDir, signal }: ReadSongMapOptions): Promise<SongMap> {
  const isMap = path.extname(file).toLowerCase() === '.json';
  const mapPath = isMap ? path.resolve(file) : songMapFileOf({ path: file, publicDir });
  const inspected = isMap ? null : await inspectSong({ path: file, publicDir, signal });
  const text = await readIfExists(mapPath);
  if (text === null) {
    throw new BeatcutError({
      code: 'SONG_MAP_MISSING',
      message: `There is no song map ${mapPath}.`,
      hint: `Hear the song first: npx beatcut analyze ${isMap ? '<song>' : file}`,
    });
  }
  const songMap = parseSongMap({ text, path: mapPath });
  if (inspected === null || isUpToDate(songMap, inspected)) return songMap;
  throw new BeatcutError({
    code: 'SONG_MAP_STALE',
    message: `The song map ${mapPath} is older than its song: the song, its corrections, its lyrics or beatcut have changed since it was heard.`,
    hint: `Hear the song again: npx beatcut analyze ${file}`,
  });
}

/** What a map depends on, read without hearing anything. */
async function inspectSong({
  path: song,
  publicDir,
  mapPath,
  hints: givenHints,
  signal,
}: Pick<
  AnalyzeSongFileOptions,
  'path' | 'publicDir' | 'mapPath' | 'hints' | 'signal'
>): Promise<InspectedSong> {
  // says what is wrong with a file before anything else looks at it
  const { sizeInBytes, durationInSeconds } = await probeMedia({ path: song, what: 'song', signal });
  const corrections = await readCorrections(song);
  const hints = { ...givenHints, ...hintsOf(corrections) };
  const { lyrics, warnings } = await findLyrics(song, durationInSeconds);
  const captions = lyrics?.captions ?? null;
  return {
    mapPath: path.resolve(mapPath ?? songMapFileOf({ path: song, publicDir })),
    sha256: await hashFile(song, signal),
    sizeInBytes,
    corrections,
    correctionsPath: corrections === null ? null : correctionsFileOf(song),
    hints,
    captions,
    lyricsPath: lyrics?.file ?? null,
    warnings,
    analysisKey: hashOf({ ANALYSIS_VERSION, corrections, hints, captions, warnings }),
  };
}

interface InspectedSong {
  mapPath: string;
  sha256: string;
  sizeInBytes: number;
  corrections: SongCorrections | null;
  correctionsPath: string | null;
  hints: SongHints;
  captions: ReadLyricsResult['captions'] | null;
  lyricsPath: string | null;
  warnings: string[];
  analysisKey: string;
}

const isUpToDate = ({ source }: SongMap, { sha256, analysisKey }: InspectedSong): boolean =>
  source?.sha256 === sha256 && source.analysisKey === analysisKey;

/** −80 dB: what dither and the hum of an old cable reach, and no music. */
const SILENCE_PEAK = 1e-4;

async function hear(options: AnalyzeSongFileOptions, hints: SongHints): Promise<SongMap> {
  const { path: song, allowTruncated = false, signal, onProgress } = options;
  const warnings: string[] = [];
  let analyzer: ReturnType<typeof createSongAnalyzer> | undefined;
  let peak = 0;
  const chunks = decodeAudioChunks({
    path: song,
    allowTruncated,
    signal,
    onProgress,
    onWarning: (text) => warnings.push(text),
  });
  for await (const { channels, sampleRateHz } of chunks) {
    analyzer ??= createSongAnalyzer({ sampleRateHz, hints });
    analyzer.push(channels);
    for (const samples of channels) peak = Math.max(peak, peakOf(samples));
  }
  if (peak < SILENCE_PEAK) {
    throw new BeatcutError({
      code: 'SONG_SILENT',
      message: `The song ${song} is silent from beginning to end: there is nothing to cut to.`,
      hint: 'Check that it plays in a player; export it again if it does not.',
    });
  }
  const songMap = analyzer!.finish(); // a song without a single sample has been refused by the decoder
  return { ...songMap, warnings: [...warnings, ...songMap.warnings] };
}

/** The song's synced lyrics; a lyrics file that can't be used is told, since the song can be heard all the same. */
async function findLyrics(
  song: string,
  durationInSeconds: number | undefined,
): Promise<{ lyrics: ReadLyricsResult | null; warnings: string[] }> {
  try {
    return { lyrics: await readLyrics({ path: song, durationInSeconds }), warnings: [] };
  } catch (error) {
    if (!BeatcutError.isInstance(error)) throw error;
    return { lyrics: null, warnings: [messageOf(error)] };
  }
}

function hintsOf(corrections: SongCorrections | null): SongHints {
  const { tempoRangeBpm, beatsPerBar, tempo } = corrections ?? {};
  return {
    ...(tempoRangeBpm !== undefined && { tempoRangeBpm }),
    // halving changes what a bar is, so that the corrected meter says nothing about the one that is heard
    ...(beatsPerBar !== undefined && tempo === undefined && { beatsPerBar }),
  };
}

async function readIfExists(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null; // what node:fs throws
    throw error;
  }
}

async function readCorrections(song: string): Promise<SongCorrections | null> {
  const file = correctionsFileOf(song);
  const text = await readIfExists(file);
  return text === null ? null : parseCorrections({ text, path: file });
}

/** The map on disk; `null` when there is none, or one that this version can't use, since it can be made anew. */
async function readKnownMap(mapPath: string): Promise<SongMap | null> {
  const text = await readIfExists(mapPath);
  try {
    return text === null ? null : parseSongMap({ text, path: mapPath });
  } catch {
    return null;
  }
}
