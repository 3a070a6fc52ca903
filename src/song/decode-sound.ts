import { BeatcutError } from '../core/error.ts';

/** What samples look like in a browser: an `AudioBuffer`. */
export interface DecodedSound {
  readonly numberOfChannels: number;
  readonly sampleRate: number;
  getChannelData(channel: number): Float32Array;
}

/** The channels and rate of decoded sound, as `analyzeSong` takes them. The samples are shared, not copied. */
export const samplesOf = (sound: DecodedSound): { channels: Float32Array[]; sampleRateHz: number } => ({
  channels: Array.from({ length: sound.numberOfChannels }, (_, channel) => sound.getChannelData(channel)),
  sampleRateHz: sound.sampleRate,
});

/** The rate that songs are decoded at; the browser converts others. */
const DECODING_RATE_HZ = 44_100;

/**
 * Decodes a song in a browser's page, off its main thread. Workers and Node have no decoder: there,
 * `decodeAudio` of `beatcut/node` does it.
 *
 * @throws BeatcutError `SONG_DECODER_MISSING` outside of a page, `SONG_UNREADABLE` when the browser can't decode it.
 */
export async function decodeSound(file: Blob): Promise<{ channels: Float32Array[]; sampleRateHz: number }> {
  if (typeof OfflineAudioContext === 'undefined') {
    throw new BeatcutError({
      code: 'SONG_DECODER_MISSING',
      message:
        'A song can be decoded from a Blob in a browser’s page only: there is no OfflineAudioContext here.',
      hint: 'In a worker, let the page decode it and send the samples; in Node, use analyzeSongFile() or decodeAudio() of beatcut/node.',
    });
  }
  const context = new OfflineAudioContext({ length: 1, sampleRate: DECODING_RATE_HZ });
  const bytes = await file.arrayBuffer();
  try {
    return samplesOf(await context.decodeAudioData(bytes));
  } catch (cause) {
    throw new BeatcutError({
      code: 'SONG_UNREADABLE',
      message: `The browser can't decode the song: ${bytes.byteLength} bytes that say they are "${file.type || 'of no known type'}".`,
      hint: 'Check that it plays in a player; mp3, m4a, wav and flac are understood by every browser.',
      cause,
    });
  }
}
