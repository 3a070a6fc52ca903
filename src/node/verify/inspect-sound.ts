import { BeatcutError } from '../../core/error.ts';
import { frameToSeconds } from '../../core/time.ts';
import { findLag } from '../../song/find-lag.ts';
import { createSongAnalyzer } from '../../song/index.ts';
import { createLoudnessMeter, type Loudness } from '../../song/loudness-meter.ts';
import type { SongMap } from '../../song/song-map.ts';
import { decodeAudioChunks } from '../media/decode-audio.ts';

/** A song that should be heard in a film. */
export interface ExpectedSong {
  /** The song's file. */
  file: string;
  /** The film's frame at which the song's time is 0. */
  startFrame: number;
  durationInSeconds: number;
  /** The film's frames on which it is heard; all by default. */
  heard?: { startFrame: number; endFrame: number } | undefined;
}

/** What `inspectSound` takes. */
export interface InspectSoundOptions {
  path: string;
  fps: number;
  songs: readonly ExpectedSong[];
  /** Hear the beats anew; true by default. */
  hearBeats?: boolean;
  signal?: AbortSignal | undefined;
  /** Called with the share that is done, 0–1. */
  onProgress?: ((share: number) => void) | undefined;
}

/** How far a song is from its place, at one moment of the film. */
export interface SoundOffset {
  /** The song's file. */
  file: string;
  /** In the film. */
  timeInSeconds: number;
  /** Positive when the song comes late; `null` when it was not found there. */
  offsetMs: number | null;
  /** How surely it was found: 1 for the very same sound. */
  strength: number;
}

/** What `inspectSound` gives. */
export interface SoundInspection {
  durationInSeconds: number;
  sampleRateHz: number;
  channelCount: number;
  loudness: Loudness;
  /** Stretches of at least three samples in a row at full scale. */
  clippedStretches: number;
  offsets: SoundOffset[];
  /** What was heard in the file; `null` when that was not asked for or the sound is silent. */
  heard: Pick<SongMap, 'beats' | 'beatsPerBar' | 'tempoBpm' | 'confidence'> | null;
}

/** Length of the pieces that are compared: 2.7 s at 48 kHz. A power of two. */
const WINDOW_IN_SAMPLES = 1 << 17;
/** Where in the song pieces are compared, as shares of what is heard of it: drift shows in the last one. */
const WINDOW_PLACES = [0.08, 0.5, 0.9];
/** Below this, what was found is chance. */
const MIN_STRENGTH = 0.08;

const CLIPPED = 0.9999;
const MIN_CLIPPED_SAMPLES = 3;

/**
 * Listens to a film once: how loud it is, whether it clips, whether its songs lie where they should, and where its beats
 * are. `null` when the film has no sound.
 */
export async function inspectSound(options: InspectSoundOptions): Promise<SoundInspection | null> {
  const { path, fps, songs, hearBeats = true, signal, onProgress } = options;
  let listener: ReturnType<typeof createListener> | undefined;
  let decoded = 0;
  let sampleRateHz = 0;
  let channelCount = 0;
  try {
    for await (const chunk of decodeAudioChunks({ path, allowTruncated: true, signal, onProgress })) {
      sampleRateHz = chunk.sampleRateHz;
      channelCount = chunk.channels.length;
      listener ??= createListener({ sampleRateHz, hearBeats });
      listener.push(chunk.channels);
      decoded += chunk.channels[0]!.length;
    }
  } catch (error) {
    if (BeatcutError.isInstance(error) && error.code === 'SONG_HAS_NO_AUDIO') return null;
    throw error;
  }
  const durationInSeconds = decoded / sampleRateHz;
  const offsets: SoundOffset[] = [];
  for (const song of songs) {
    const start = frameToSeconds({ frame: song.startFrame, fps });
    const { startFrame = 0, endFrame = Infinity } = song.heard ?? {};
    const from = Math.max(0, start, frameToSeconds({ frame: startFrame, fps }));
    const songEnd = start + song.durationInSeconds;
    const end = Math.min(durationInSeconds, songEnd, frameToSeconds({ frame: endFrame, fps }));
    offsets.push(...(await findOffsets({ path, song, start, from, end, sampleRateHz, signal })));
  }
  return { durationInSeconds, sampleRateHz, channelCount, offsets, ...listener!.finish() };
}

function createListener({ sampleRateHz, hearBeats }: { sampleRateHz: number; hearBeats: boolean }): {
  push: (channels: readonly Float32Array[]) => void;
  finish: () => Pick<SoundInspection, 'loudness' | 'clippedStretches' | 'heard'>;
} {
  const meter = createLoudnessMeter({ sampleRateHz });
  const analyzer = hearBeats ? createSongAnalyzer({ sampleRateHz }) : undefined;
  const runs: number[] = [];
  let clippedStretches = 0;
  return {
    push(channels) {
      meter.push(channels);
      analyzer?.push(channels);
      for (const [channel, samples] of channels.entries()) {
        let run = runs[channel] ?? 0;
        for (const sample of samples) {
          run = Math.abs(sample) >= CLIPPED ? run + 1 : 0;
          if (run === MIN_CLIPPED_SAMPLES) clippedStretches += 1;
        }
        runs[channel] = run;
      }
    },
    finish() {
      const map = analyzer?.finish();
      return {
        loudness: meter.finish(),
        clippedStretches,
        heard:
          map === undefined || map.beats.length === 0
            ? null
            : {
                beats: map.beats,
                beatsPerBar: map.beatsPerBar,
                tempoBpm: map.tempoBpm,
                confidence: map.confidence,
              },
      };
    },
  };
}

/** Compares pieces of a film's sound with the same pieces of a song. */
async function findOffsets({
  path,
  song,
  start,
  from,
  end,
  sampleRateHz,
  signal,
}: {
  path: string;
  song: ExpectedSong;
  /** Where the song's time 0 lies in the film, in seconds. */
  start: number;
  /** Between which times of the film it is heard. */
  from: number;
  end: number;
  sampleRateHz: number;
  signal: AbortSignal | undefined;
}): Promise<SoundOffset[]> {
  const windowInSeconds = WINDOW_IN_SAMPLES / sampleRateHz;
  const length = Math.max(0, end - from - windowInSeconds);
  const places =
    end - from < 0.5 ? [] : length === 0 ? [from] : WINDOW_PLACES.map((share) => from + share * length);
  // whole samples in both, so that no part of a sample is lost between them
  const samplesIn = (seconds: number): number => Math.round(seconds * sampleRateHz);
  const film = await readWindows({ path, starts: places.map(samplesIn), sampleRateHz, signal });
  const songStart = samplesIn(start);
  const original = await readWindows({
    path: song.file,
    starts: places.map((place) => samplesIn(place) - songStart),
    sampleRateHz,
    signal,
  });
  return places.map((timeInSeconds, index) => {
    const { lag, strength } = findLag(original[index]!, film[index]!);
    return {
      file: song.file,
      timeInSeconds,
      offsetMs: strength < MIN_STRENGTH ? null : (lag / sampleRateHz) * 1000,
      strength: Math.round(strength * 1000) / 1000,
    };
  });
}

/** Pieces of a file's sound, mixed into one channel. */
async function readWindows({
  path,
  starts,
  sampleRateHz,
  signal,
}: {
  path: string;
  /** The first sample of each piece. */
  starts: readonly number[];
  sampleRateHz: number;
  signal: AbortSignal | undefined;
}): Promise<Float32Array[]> {
  const windows = starts.map(() => new Float32Array(WINDOW_IN_SAMPLES));
  let position = 0;
  for await (const { channels } of decodeAudioChunks({
    path,
    sampleRateHz,
    mono: true,
    allowTruncated: true,
    signal,
  })) {
    const samples = channels[0]!; // mono
    for (const [index, start] of starts.entries()) {
      const from = Math.max(start, position);
      const to = Math.min(start + WINDOW_IN_SAMPLES, position + samples.length);
      if (to > from) windows[index]!.set(samples.subarray(from - position, to - position), from - start);
    }
    position += samples.length;
    if (starts.every((start) => position >= start + WINDOW_IN_SAMPLES)) break;
  }
  return windows;
}
