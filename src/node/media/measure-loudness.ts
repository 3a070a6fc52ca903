import { createLoudnessMeter, type Loudness } from '../../song/loudness-meter.ts';
import { decodeAudioChunks } from './decode-audio.ts';

/** What `measureLoudness` takes. */
export interface MeasureLoudnessOptions {
  /** A song, or a video with sound; its first audio stream is measured. */
  path: string;
  signal?: AbortSignal | undefined;
  /** Called with the share that is done, 0–1. */
  onProgress?: ((share: number) => void) | undefined;
}

/**
 * Measures how loud a file is, as EBU R 128 says: integrated loudness, range and true peak. Memory does not grow with the
 * file; a minute of stereo sound takes less than a second. A file that was cut off is measured as far as it goes.
 *
 * @throws BeatcutError `SONG_NOT_FOUND`, `SONG_EMPTY`, `SONG_UNREADABLE`, `SONG_HAS_NO_AUDIO`.
 */
export async function measureLoudness({
  path,
  signal,
  onProgress,
}: MeasureLoudnessOptions): Promise<Loudness> {
  let meter: ReturnType<typeof createLoudnessMeter> | undefined;
  for await (const { channels, sampleRateHz } of decodeAudioChunks({
    path,
    allowTruncated: true,
    signal,
    onProgress,
  })) {
    meter ??= createLoudnessMeter({ sampleRateHz });
    meter.push(channels);
  }
  return meter!.finish(); // a file without a single sample has been refused by the decoder
}
