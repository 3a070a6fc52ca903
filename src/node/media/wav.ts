/** 24-bit samples as ffmpeg's `pcm_s24le` writes them. */
const BYTES_PER_SAMPLE = 3;
const FULL_SCALE = 2 ** 23;

/** A stretch of decoded sound. */
export interface AudioChunk {
  /** One array per channel, all of the same length, full scale ±1. */
  channels: Float32Array[];
  sampleRateHz: number;
}

interface WavFormat {
  channelCount: number;
  sampleRateHz: number;
  dataOffset: number;
}

/**
 * Finds the format and the beginning of the samples; `undefined` as long as the header is not complete.
 * Source: Microsoft and IBM, Multimedia Programming Interface and Data Specifications 1.0 (1991), chapter 3: RIFF chunks
 * are a four-letter id, a 32-bit size and that many bytes, padded to an even length.
 */
function parseHeader(bytes: Buffer): WavFormat | undefined {
  let format: Omit<WavFormat, 'dataOffset'> | undefined;
  // 'RIFF' + size + 'WAVE' = 12 bytes
  for (let offset = 12; offset + 8 <= bytes.length;) {
    const id = bytes.toString('latin1', offset, offset + 4);
    const start = offset + 8;
    if (id === 'data' && format !== undefined) return { ...format, dataOffset: start };
    if (id === 'fmt ' && start + 8 <= bytes.length) {
      format = { channelCount: bytes.readUInt16LE(start + 2), sampleRateHz: bytes.readUInt32LE(start + 4) };
    }
    const size = bytes.readUInt32LE(offset + 4);
    offset = start + size + (size % 2);
  }
  return undefined;
}

/**
 * Reads a 24-bit WAV stream of unknown length (the sizes in its header are not trusted: a pipe can't go back to fill
 * them in) as planar floats, chunk by chunk.
 */
export async function* readWavStream(stream: AsyncIterable<Uint8Array>): AsyncGenerator<AudioChunk> {
  let format: WavFormat | undefined;
  let pending: Buffer = Buffer.alloc(0);
  for await (const bytes of stream) {
    pending = pending.length === 0 ? Buffer.from(bytes) : Buffer.concat([pending, bytes]);
    if (format === undefined) {
      format = parseHeader(pending);
      if (format === undefined) continue;
      pending = pending.subarray(format.dataOffset);
    }
    const { channelCount, sampleRateHz } = format;
    const frameBytes = channelCount * BYTES_PER_SAMPLE;
    const frameCount = Math.floor(pending.length / frameBytes);
    if (frameCount === 0) continue;
    const channels = Array.from({ length: channelCount }, (_, channel) => {
      const samples = new Float32Array(frameCount);
      for (
        let frame = 0, offset = channel * BYTES_PER_SAMPLE;
        frame < frameCount;
        frame++, offset += frameBytes
      ) {
        samples[frame] = pending.readIntLE(offset, BYTES_PER_SAMPLE) / FULL_SCALE;
      }
      return samples;
    });
    pending = pending.subarray(frameCount * frameBytes);
    yield { channels, sampleRateHz };
  }
}

/** What `encodeWav` takes. */
export interface EncodeWavOptions {
  /** One array per channel, full scale ±1; louder samples are clipped. */
  channels: readonly Float32Array[];
  sampleRateHz: number;
}

/** Sound as the bytes of a 24-bit WAV file. */
export function encodeWav({ channels, sampleRateHz }: EncodeWavOptions): Uint8Array {
  const channelCount = channels.length;
  const frameCount = channels[0]?.length ?? 0;
  const frameBytes = channelCount * BYTES_PER_SAMPLE;
  const dataBytes = frameCount * frameBytes;
  const bytes = Buffer.alloc(44 + dataBytes + (dataBytes % 2));
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20); // integer PCM
  bytes.writeUInt16LE(channelCount, 22);
  bytes.writeUInt32LE(sampleRateHz, 24);
  bytes.writeUInt32LE(sampleRateHz * frameBytes, 28);
  bytes.writeUInt16LE(frameBytes, 32);
  bytes.writeUInt16LE(BYTES_PER_SAMPLE * 8, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(dataBytes, 40);
  for (const [channel, samples] of channels.entries()) {
    for (let frame = 0; frame < frameCount; frame++) {
      const value = Math.round(samples[frame]! * FULL_SCALE);
      bytes.writeIntLE(
        Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, value)),
        44 + frame * frameBytes + channel * BYTES_PER_SAMPLE,
        BYTES_PER_SAMPLE,
      );
    }
  }
  return bytes;
}
