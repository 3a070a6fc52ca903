import { decodeSound, samplesOf, type DecodedSound } from './decode-sound.ts';
import { createBeatGrid } from './beat-grid.ts';
import { describeEnergy } from './energy.ts';
import { findBuildUps } from './build-ups.ts';
import { findHits } from './hits.ts';
import { findPhrases } from './phrases.ts';
import { findSections } from './sections.ts';
import { createSongListener, type SongFeatures, type SongListener } from './song-features.ts';
import { SONG_MAP_VERSION, type SongMap } from './song-map.ts';
import { trackSong } from './track-song.ts';

/** What is known about a song before it is heard. */
export interface SongHints {
  /** The tempo lies in this range. */
  tempoRangeBpm?: readonly [slowest: number, fastest: number];
  /** The tempo that the file's tags claim; it counts as a hint, never as truth. */
  taggedTempoBpm?: number;
  /** Beats in a bar, if a person said so. */
  beatsPerBar?: number;
}

/** What `createSongAnalyzer` takes. */
export interface SongAnalyzerOptions {
  /** Samples per second and channel, 8000 to 192000. */
  sampleRateHz: number;
  hints?: SongHints;
}

/** Hears a song block by block, for songs that should not lie in memory whole. */
export interface SongAnalyzer {
  /** Takes the next block: one array of samples (full scale is 1) per channel, all equally long. */
  push(channels: readonly Float32Array[]): void;
  /** What was heard. The analyzer is used up afterwards. */
  finish(): SongMap;
}

/** What `analyzeSong` takes: samples, or an `AudioBuffer`. */
export type AnalyzeSongOptions = AnalysisOptions & (SongSamples | SongSound);

/** A song as samples. */
interface SongSamples {
  /** One array of samples (full scale is 1) per channel, all equally long. */
  channels: readonly Float32Array[];
  /** Samples per second and channel, 8000 to 192000. */
  sampleRateHz: number;
}

/** A song as a browser decodes it. */
interface SongSound {
  audioBuffer: DecodedSound;
}

/** What `analyzeSongBlob` takes. */
export interface AnalyzeSongBlobOptions extends AnalysisOptions {
  /** The song's file: a `File` that someone chose, or what `fetch` gave. */
  blob: Blob;
}

interface AnalysisOptions {
  hints?: SongHints;
  /** Stops the analysis with the signal's reason. */
  signal?: AbortSignal;
  /** Told how far the analysis is, 0–1. */
  onProgress?: (progress: number) => void;
}

/** The tempi that are looked for. */
const TEMPO_RANGE_BPM = [43, 232] as const;
/** Samples per channel that are taken at once, about 3 s. */
const BLOCK_LENGTH = 1 << 17;
/** Share of the work that goes into listening; the rest is thinking. */
const LISTENING_SHARE = 0.75;

/** Creates an analyzer that takes a song block by block. */
export function createSongAnalyzer({ sampleRateHz, hints = {} }: SongAnalyzerOptions): SongAnalyzer {
  const listener: SongListener = createSongListener(sampleRateHz);
  return {
    push: (channels) => listener.push(channels),
    finish: () => mapSong(listener.finish(), hints),
  };
}

/**
 * Hears the beats, bars, sections and energy of a song. Synchronous and the same in Node, workers and browsers.
 *
 * Silence, noise and speech have no beats: `tempoBpm` is 0 and `warnings` says so.
 *
 * @throws the reason of `signal` when it is aborted.
 */
export function analyzeSong(options: AnalyzeSongOptions): SongMap {
  const steps = analyzeInSteps(options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Like `analyzeSong`, but lets other work run in between, so that a page stays responsive. */
export async function analyzeSongAsync(options: AnalyzeSongOptions): Promise<SongMap> {
  const steps = analyzeInSteps(options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

/**
 * Decodes a song in a browser's page and hears it there, without holding the page up for long.
 *
 * @example
 * const songMap = await analyzeSongBlob({ blob: input.files[0] });
 * @throws BeatcutError `SONG_DECODER_MISSING` outside of a page, `SONG_UNREADABLE`; the reason of `signal`.
 */
export async function analyzeSongBlob({ blob, ...options }: AnalyzeSongBlobOptions): Promise<SongMap> {
  const samples = await decodeSound(blob);
  options.signal?.throwIfAborted();
  return analyzeSongAsync({ ...samples, ...options });
}

function* analyzeInSteps(options: AnalyzeSongOptions): Generator<undefined, SongMap> {
  const { hints = {}, signal, onProgress } = options;
  const { channels, sampleRateHz }: SongSamples =
    'audioBuffer' in options ? samplesOf(options.audioBuffer) : options;
  const listener = createSongListener(sampleRateHz);
  const length = channels.reduce((longest, channel) => Math.max(longest, channel.length), 0);
  for (let start = 0; start < length; start += BLOCK_LENGTH) {
    signal?.throwIfAborted();
    listener.push(channels.map((channel) => channel.subarray(start, start + BLOCK_LENGTH)));
    onProgress?.((LISTENING_SHARE * Math.min(length, start + BLOCK_LENGTH)) / length);
    yield;
  }
  const map = mapSong(listener.finish(), hints);
  onProgress?.(1);
  return map;
}

/** Thinks about what was heard. */
export function mapSong(features: SongFeatures, hints: SongHints): SongMap {
  const { tempoRangeBpm = TEMPO_RANGE_BPM, taggedTempoBpm, beatsPerBar } = hints;
  const grid = createBeatGrid(
    features,
    trackSong({
      features,
      tempoRangeBpm,
      ...(taggedTempoBpm === undefined ? {} : { taggedTempoBpm }),
      ...(beatsPerBar === undefined ? {} : { beatsPerBar }),
    }),
  );
  const { durationInSeconds } = features;
  const energy = describeEnergy(features);
  const sections = findSections({ features, beats: grid.beats, energy });
  return {
    version: SONG_MAP_VERSION,
    durationInSeconds,
    ...grid,
    sections,
    phrases: findPhrases({ beats: grid.beats, sections, durationInSeconds }),
    hits: findHits(features),
    buildUps: findBuildUps({ beats: grid.beats, energy }),
    energy,
  };
}
