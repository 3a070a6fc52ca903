import { decodeSound, samplesOf, type DecodedSound } from './decode-sound.ts';
import { createBeatGrid } from './beat-grid.ts';
import { findBuildUps } from './build-ups.ts';
import { rateHits } from './hits.ts';
import { findPhrases } from './phrases.ts';
import { findSections, type FindSectionsOptions } from './sections.ts';
import { createSongListener, LONG_SECONDS, type HeardSong, type SongListener } from './song-features.ts';
import { SONG_MAP_VERSION, type SongMap } from './song-map.ts';
import { finishSteps, type Steps } from './steps.ts';
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
/** Operations on numbers for each sample that is listened to. */
const WORK_PER_SAMPLE = 70;
/** Share of the work that goes into listening; the rest is thinking. */
const LISTENING_SHARE = 0.6;
/** Operations for each second of a song that is thought about. */
const THINKING_WORK_PER_SECOND = 4e6;
/** Operations after which other work has its turn: some 10 ms. */
const WORK_AT_ONCE = 8e6;

/** Creates an analyzer that takes a song block by block. */
export function createSongAnalyzer({ sampleRateHz, hints = {} }: SongAnalyzerOptions): SongAnalyzer {
  const listener: SongListener = createSongListener(sampleRateHz);
  return {
    push: (channels) => listener.push(channels),
    finish: () => finishSteps(mapSong(listener.heard(), hints)),
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
  return finishSteps(analyzeInSteps(options));
}

/** Like `analyzeSong`, but lets other work run every few milliseconds, so that a page stays responsive. */
export async function analyzeSongAsync(options: AnalyzeSongOptions): Promise<SongMap> {
  const steps = analyzeInSteps(options);
  let work = 0;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    work += step.value;
    if (work < WORK_AT_ONCE) continue;
    work = 0;
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

/** The steps of `analyzeSong`. */
export function* analyzeInSteps(options: AnalyzeSongOptions): Steps<SongMap> {
  const { hints = {}, signal, onProgress } = options;
  const { channels, sampleRateHz }: SongSamples =
    'audioBuffer' in options ? samplesOf(options.audioBuffer) : options;
  const listener = createSongListener(sampleRateHz);
  const length = channels.reduce((longest, channel) => Math.max(longest, channel.length), 0);
  for (let start = 0; start < length; start += BLOCK_LENGTH) {
    signal?.throwIfAborted();
    listener.push(channels.map((channel) => channel.subarray(start, start + BLOCK_LENGTH)));
    onProgress?.((LISTENING_SHARE * Math.min(length, start + BLOCK_LENGTH)) / length);
    yield WORK_PER_SAMPLE * BLOCK_LENGTH;
  }
  const song = listener.heard();
  const thinking = mapSong(song, hints);
  let thought = 0;
  for (;;) {
    signal?.throwIfAborted();
    const step = thinking.next();
    if (step.done) {
      onProgress?.(1);
      return step.value;
    }
    thought += step.value / (THINKING_WORK_PER_SECOND * song.durationInSeconds);
    onProgress?.(LISTENING_SHARE + (1 - LISTENING_SHARE) * Math.min(1, thought));
    yield step.value;
  }
}

/** Thinks about what was heard. */
export function* mapSong(song: HeardSong, hints: SongHints): Steps<SongMap> {
  const { tempoRangeBpm = TEMPO_RANGE_BPM, taggedTempoBpm, beatsPerBar } = hints;
  const { durationInSeconds } = song;
  const { hypotheses, hits, energy } = yield* trackSong({
    song,
    tempoRangeBpm,
    ...(taggedTempoBpm === undefined ? {} : { taggedTempoBpm }),
    ...(beatsPerBar === undefined ? {} : { beatsPerBar }),
  });
  const grid = createBeatGrid(song, hypotheses);
  const { beats } = grid;
  const soundAt = createSoundFinder(song);
  const sections = yield* findSections({ durationInSeconds, soundAt, beats, energy });
  return {
    version: SONG_MAP_VERSION,
    durationInSeconds,
    ...grid,
    sections,
    phrases: findPhrases({ beats, sections, durationInSeconds }),
    hits: rateHits(hits),
    buildUps: findBuildUps({ beats, energy }),
    energy,
  };
}

/** Looks at all of a song that is not long, else at a stretch at a time. */
function createSoundFinder(song: HeardSong): FindSectionsOptions['soundAt'] {
  if (song.durationInSeconds <= LONG_SECONDS) {
    const sound = { features: song.between(0, song.durationInSeconds), startInSeconds: 0 };
    return () => sound;
  }
  return (from, to) => {
    const startInSeconds = Math.floor(from);
    return { features: song.between(startInSeconds, to + 1), startInSeconds };
  };
}
