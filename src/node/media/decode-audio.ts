import path from 'node:path';
import { BeatcutError } from '../../core/error.ts';
import { startFfmpeg } from './ffmpeg.ts';
import { isCutOff } from './is-cut-off.ts';
import { probeMedia, type ProbeMediaResult } from './probe.ts';
import { readWavStream, type AudioChunk } from './wav.ts';

/** What `decodeAudio` takes. */
export interface DecodeAudioOptions {
  /** A song in any format that Remotion's ffmpeg decodes: mp3, m4a, aac, flac, ogg, opus, wav, and videos' sound. */
  path: string;
  /** Resample to this rate; the file's own by default. */
  sampleRateHz?: number;
  /** Mix all channels into one; false by default. */
  mono?: boolean;
  /** Take a file that was cut off as it is, with a warning, instead of refusing it; false by default. */
  allowTruncated?: boolean;
  signal?: AbortSignal | undefined;
  /** Called with the share that is done, 0–1, where the file says how long it is. */
  onProgress?: ((share: number) => void) | undefined;
}

/** What `decodeAudio` gives. */
export interface DecodeAudioResult {
  /** One array per channel, full scale ±1. Sample 0 is what is heard at time 0. */
  channels: Float32Array[];
  sampleRateHz: number;
  durationInSeconds: number;
  /** What a person should know about the file: `The decoder complained …`. */
  warnings: string[];
}

// shorter than this below the claimed length is padding and rounding, not a cut-off file
const TRUNCATION_TOLERANCE_SECONDS = 0.25;
const CUT_OFF_MESSAGES = /packet corrupt|corrupt input packet|ended prematurely/i;

/**
 * Decodes a song, sample-exact: what Remotion plays at time t is at sample t · rate. The delay that mp3, AAC in MP4 and
 * Opus encoders add is taken out as the file says. A raw ADTS `.aac` file, AAC in Matroska and an MP3 without a LAME
 * header say nothing, so that every player plays their delay (one or two frames, 23 to 46 ms) and it stays in here too.
 *
 * A cut-off file is noticed by the length that it claims, by a last packet that is not whole, or in Ogg by the missing
 * end mark; a raw AAC or MP3 without a header that happens to be cut between two packets is not.
 *
 * Memory: 4 bytes per sample and channel. With `mono` and a low `sampleRateHz` three hours at 11 025 Hz take 480 MB;
 * `decodeAudioChunks` needs none.
 *
 * @throws BeatcutError `SONG_NOT_FOUND`, `SONG_EMPTY`, `SONG_UNREADABLE`, `SONG_HAS_NO_AUDIO`, `SONG_TRUNCATED`.
 */
export async function decodeAudio(options: DecodeAudioOptions): Promise<DecodeAudioResult> {
  const warnings: string[] = [];
  const parts: GrowingSamples[] = [];
  let sampleRateHz = 0;
  for await (const chunk of decodeAudioChunks({ ...options, onWarning: (text) => warnings.push(text) })) {
    sampleRateHz = chunk.sampleRateHz;
    for (const [channel, samples] of chunk.channels.entries()) {
      (parts[channel] ??= new GrowingSamples(chunk.expectedSampleCount)).append(samples);
    }
  }
  const channels = parts.map((part) => part.samples());
  return { channels, sampleRateHz, durationInSeconds: channels[0]!.length / sampleRateHz, warnings };
}

/** Samples of a length that is known only roughly. */
class GrowingSamples {
  #samples: Float32Array;
  #length = 0;

  constructor(expectedSampleCount: number) {
    this.#samples = new Float32Array(expectedSampleCount);
  }

  append(chunk: Float32Array): void {
    const length = this.#length + chunk.length;
    if (length > this.#samples.length) {
      const larger = new Float32Array(Math.ceil(length * 1.5));
      larger.set(this.#samples.subarray(0, this.#length));
      this.#samples = larger;
    }
    this.#samples.set(chunk, this.#length);
    this.#length = length;
  }

  samples(): Float32Array {
    return this.#samples.subarray(0, this.#length);
  }
}

/** What `decodeAudioChunks` takes. */
export interface DecodeAudioChunksOptions extends DecodeAudioOptions {
  onWarning?: (text: string) => void;
}

/** A stretch of the song, in order, without gaps. */
export interface DecodedAudioChunk extends AudioChunk {
  /** How many samples per channel the whole song should have; a little too many rather than too few. */
  expectedSampleCount: number;
}

/**
 * Decodes a song as a stream, in memory that does not depend on its length. Otherwise like `decodeAudio`; the checks
 * for a cut-off file come at the end, after the last chunk.
 */
export async function* decodeAudioChunks(
  options: DecodeAudioChunksOptions,
): AsyncGenerator<DecodedAudioChunk> {
  const { path: file, sampleRateHz, mono = false, signal, onProgress } = options;
  const probe = await probeMedia({ path: file, what: 'song', signal });
  if (!probe.streams.some(({ codec_type }) => codec_type === 'audio')) {
    throw new BeatcutError({
      code: 'SONG_HAS_NO_AUDIO',
      message: `The file ${file} has no sound inside (${probe.format}).`,
      hint: 'Expected a song: mp3, m4a, aac, flac, ogg, opus or wav, or a video with sound.',
    });
  }
  const claimedSeconds = claimedDuration(probe);
  const ffmpeg = startFfmpeg({
    args: [
      ['-i', path.resolve(file), '-map', '0:a:0', '-vn', '-map_metadata', '-1', '-bitexact'],
      // the sound of a video may begin after its picture: the time before it is silence
      hasMovingPicture(probe) ? ['-af', 'aresample=first_pts=0'] : [],
      mono ? ['-ac', '1'] : [],
      sampleRateHz === undefined ? [] : ['-ar', String(sampleRateHz)],
      // without flushing it fills its buffer before it writes, instead of waking this process for every packet
      ['-c:a', 'pcm_s24le', '-f', 'wav', '-flush_packets', '0', 'pipe:1'],
    ].flat(),
    task: `decode the song ${file}`,
    signal,
  });
  ffmpeg.stdin.end();
  let decodedSeconds = 0;
  let isComplete = false;
  try {
    for await (const chunk of readWavStream(ffmpeg.stdout)) {
      const expectedSeconds = probe.durationInSeconds ?? 0;
      yield { ...chunk, expectedSampleCount: Math.ceil((expectedSeconds + 1) * chunk.sampleRateHz) };
      decodedSeconds += chunk.channels[0]!.length / chunk.sampleRateHz;
      if (claimedSeconds !== undefined) onProgress?.(Math.min(1, decodedSeconds / claimedSeconds));
    }
    isComplete = true;
  } finally {
    if (!isComplete) ffmpeg.stop(); // the caller has left the loop
  }
  const stderr = await ffmpeg.finished.catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw new BeatcutError({
      code: 'SONG_UNREADABLE',
      message: `The song ${file} can't be decoded: it claims to be ${probe.format}, but its contents are not.`,
      hint: 'Check that it plays in a player; download or export it again if it does not.',
      cause,
    });
  });
  if (decodedSeconds === 0) throw withoutSound(file);
  await reportDamage({ options, probe, claimedSeconds, decodedSeconds, stderr });
}

/** How long the first audio stream says that it is, where that can be trusted. */
function claimedDuration(probe: ProbeMediaResult): number | undefined {
  if (!probe.durationIsExact) return undefined;
  const audio = probe.streams.find(({ codec_type }) => codec_type === 'audio');
  return audio?.duration ?? (hasMovingPicture(probe) ? undefined : probe.durationInSeconds);
}

const hasMovingPicture = (probe: ProbeMediaResult): boolean =>
  probe.streams.some(
    ({ codec_type, disposition }) => codec_type === 'video' && disposition?.attached_pic !== 1,
  );

const withoutSound = (file: string): BeatcutError =>
  new BeatcutError({
    code: 'SONG_EMPTY',
    message: `The song ${file} holds an audio stream, but not a single sample could be decoded.`,
    hint: 'Check that it plays in a player; export it again if it does not.',
  });

interface ReportDamageOptions {
  options: DecodeAudioChunksOptions;
  probe: ProbeMediaResult;
  claimedSeconds: number | undefined;
  decodedSeconds: number;
  stderr: string;
}

async function reportDamage(report: ReportDamageOptions): Promise<void> {
  const { options, probe, claimedSeconds, decodedSeconds, stderr } = report;
  const { path: file, allowTruncated = false, onWarning } = options;
  const tooShort =
    claimedSeconds !== undefined && decodedSeconds < claimedSeconds - TRUNCATION_TOLERANCE_SECONDS;
  if (tooShort || CUT_OFF_MESSAGES.test(stderr) || (await isCutOff({ ...probe, path: file }))) {
    const found = `it breaks off after ${decodedSeconds.toFixed(2)} s`;
    const expected = tooShort ? ` of the ${claimedSeconds.toFixed(2)} s that it says it has` : '';
    const message = `The song ${file} is cut off: ${found}${expected}.`;
    if (!allowTruncated) {
      throw new BeatcutError({
        code: 'SONG_TRUNCATED',
        message,
        hint: 'Download or export it again, or take what is there with --allow-truncated.',
      });
    }
    onWarning?.(message);
    return;
  }
  const complaints = stderr.split('\n').filter((line) => /error|invalid|corrupt/i.test(line));
  if (complaints.length > 0) {
    const first = complaints[0]!.replaceAll(/\[[^\]]* @ 0x[0-9a-f]+\]/g, '').trim(); // without addresses in memory
    onWarning?.(
      `The decoder complained ${complaints.length} times about ${file}, which may be damaged: ${first}`,
    );
  }
}
