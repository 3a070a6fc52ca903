import { z } from 'zod';
import { parseDocument } from '../core/json.ts';
import type { LyricsCaption } from './lyrics/caption.ts';

/** The version of song maps that this program writes, and the newest that it reads. */
export const SONG_MAP_VERSION = 1;

/** Raised whenever the analysis hears something else than before, so that maps on disk are made anew. */
export const ANALYSIS_VERSION = 7;

/** One beat of the song. */
export interface Beat {
  /** When a listener hears it, from the beginning of the file. */
  timeInSeconds: number;
  /** The bar that it lies in: 1 is the first full bar, 0 the pick-up before it. */
  bar: number;
  /** Its place in the bar: 1 is the downbeat. */
  beatInBar: number;
  /** How far the grid can be trusted here, 0–1. */
  confidence: number;
}

/** A stretch of the song between two downbeats. */
export interface Section {
  startInSeconds: number;
  endInSeconds: number;
  /** Sections that sound alike have the same label: `A`, `B`, … */
  label: string;
  /** What a person calls it (`chorus`), if someone said so. */
  name?: string;
  /** Mean loudness of the section relative to the song's loudest, 0–1. */
  energy: number;
}

/** A stretch of a section that belongs together, usually four bars. */
export interface Phrase {
  startInSeconds: number;
  endInSeconds: number;
  /** Downbeats in it. */
  bars: number;
}

/** A sudden sound, for accents and pictures that react to the music. */
export interface Hit {
  /** When a listener hears it begin. */
  timeInSeconds: number;
  /** Where it sounds: `low` is kick-like, `mid` snare-like, `high` cymbal-like. */
  kind: 'low' | 'mid' | 'high';
  /** How suddenly, relative to the song's strongest of its kind: 0–1. */
  strength: number;
}

/** A stretch that leads up to a drop: the downbeat where bass and loudness return. */
export interface BuildUp {
  startInSeconds: number;
  dropInSeconds: number;
  /** How much louder it gets, 0–1. */
  strength: number;
}

/** Loudness over time, each curve 0–1 relative to its own loudest point. */
export interface Energy {
  /** Values per second in each of the curves below; the first value covers the time from 0. */
  valuesPerSecond: number;
  overall: number[];
  /** Below 150 Hz: kick and bass. */
  low: number[];
  /** 150 Hz – 2.5 kHz: voices, guitars, snare bodies. */
  mid: number[];
  /** Above 2.5 kHz: cymbals, sibilants, air. */
  high: number[];
}

/** Where a song map came from. */
export interface SongSource {
  /** The file's name without folders. */
  file: string;
  /** SHA-256 of the file's bytes, in hex. */
  sha256: string;
  sizeInBytes: number;
  title?: string;
  artist?: string;
  album?: string;
  /** The tempo that the file's tags claim. A hint, never the truth. */
  taggedTempoBpm?: number;
  /**
   * Hash of all else that the map depends on: the analysis itself, corrections and hints. The same file and the same key
   * give the same map.
   */
  analysisKey?: string;
}

/** What beatcut heard in a song. Seconds only; frames exist once a composition's fps is known. */
export interface SongMap {
  version: typeof SONG_MAP_VERSION;
  source?: SongSource;
  durationInSeconds: number;
  /** The median tempo in beats per minute; 0 when there is no beat (silence, noise, speech). */
  tempoBpm: number;
  /** Another tempo that a listener might tap (usually half or double), or 0. */
  alternativeTempoBpm: number;
  /** Beats in the usual bar; 0 when there are no beats. */
  beatsPerBar: number;
  beats: Beat[];
  sections: Section[];
  /** Phrases in order; none where there are no bars. Absent in maps that were not made by listening. */
  phrases?: Phrase[];
  /** Sudden sounds in order of time. Absent in maps that were not made by listening. */
  hits?: Hit[];
  /** Build-ups with their drops in order. Absent in maps that were not made by listening. */
  buildUps?: BuildUp[];
  energy: Energy;
  /**
   * Synced lyrics from the song's tags or from a file beside it, in order, each line's last caption with `pageBreakAfter`.
   * Absent when there are none.
   */
  lyrics?: LyricsCaption[];
  /** How far the beat grid can be trusted as a whole, 0–1. */
  confidence: number;
  /** What a person should know: `No beat was found: …`. */
  warnings: string[];
}

const seconds = z.number().nonnegative();
const unit = z.number().min(0).max(1);

/** The schema of song maps on disk. */
export const songMapSchema: z.ZodType<SongMap> = z.object({
  version: z.literal(SONG_MAP_VERSION),
  source: z
    .object({
      file: z.string(),
      sha256: z.string(),
      sizeInBytes: z.number(),
      title: z.string().optional(),
      artist: z.string().optional(),
      album: z.string().optional(),
      taggedTempoBpm: z.number().optional(),
      analysisKey: z.string().optional(),
    })
    .optional() as z.ZodType<SongSource | undefined>, // zod writes `?: T | undefined`, the type says `?: T`
  durationInSeconds: seconds,
  tempoBpm: seconds,
  alternativeTempoBpm: seconds,
  beatsPerBar: z.number().int().nonnegative(),
  beats: z.array(
    z.object({
      timeInSeconds: seconds,
      bar: z.number().int(),
      beatInBar: z.number().int().positive(),
      confidence: unit,
    }),
  ),
  sections: z.array(
    z.object({
      startInSeconds: seconds,
      endInSeconds: seconds,
      label: z.string(),
      name: z.string().optional(),
      energy: unit,
    }) as z.ZodType<Section>,
  ),
  phrases: z
    .array(z.object({ startInSeconds: seconds, endInSeconds: seconds, bars: z.number().int() }))
    .optional(),
  hits: z
    .array(z.object({ timeInSeconds: seconds, kind: z.enum(['low', 'mid', 'high']), strength: unit }))
    .optional(),
  buildUps: z.array(z.object({ startInSeconds: seconds, dropInSeconds: seconds, strength: unit })).optional(),
  energy: z.object({
    valuesPerSecond: z.number().positive(),
    overall: z.array(unit),
    low: z.array(unit),
    mid: z.array(unit),
    high: z.array(unit),
  }),
  lyrics: z
    .array(
      z.object({
        text: z.string(),
        startMs: z.number(),
        endMs: z.number(),
        timestampMs: z.number(),
        confidence: z.number(),
        pageBreakAfter: z.boolean().optional(),
      }),
    )
    .optional(),
  confidence: unit,
  warnings: z.array(z.string()),
}) as z.ZodType<SongMap>; // optional members as above

/** What `parseSongMap` takes. */
export interface ParseSongMapOptions {
  text: string;
  /** The file's path, for messages. */
  path: string;
}

/**
 * Reads a song map from JSON text.
 *
 * @throws BeatcutError `DOCUMENT_BROKEN` or `DOCUMENT_TOO_NEW`.
 */
export const parseSongMap = ({ text, path }: ParseSongMapOptions): SongMap =>
  parseDocument({
    text,
    schema: songMapSchema,
    what: `song map ${path}`,
    version: SONG_MAP_VERSION,
    hint: 'Hear the song again with: beatcut analyze <song>',
  });

/** The folder of all song maps, below the public folder. */
export const SONG_MAPS_PATH = 'beatcut/songs';

/** Where the map of a song lies, both as paths below the public folder. */
export const songMapPathOf = (songPath: string): string => `${SONG_MAPS_PATH}/${songPath}.json`;

/** The song that a map belongs to: the reverse of `songMapPathOf`. */
export const songPathOfMap = (mapPath: string): string =>
  mapPath.slice(SONG_MAPS_PATH.length + 1, -'.json'.length);
