/** 24-bit samples as ffmpeg's `pcm_s24le` writes them. */
const BYTES_PER_SAMPLE = 3;
const FULL_SCALE = 2 ** 23;
/** A power of two, so that multiplying is as exact as dividing. */
const SAMPLE_STEP = 1 / FULL_SCALE;

/** What is gathered before samples are made of it: about two seconds of stereo. */
const CHUNK_BYTES = 1 << 19;

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
  let parts: Uint8Array[] = [];
  let length = 0;
  const take = function* (): Generator<AudioChunk> {
    let bytes: Buffer = parts.length === 1 ? Buffer.from(parts[0]!) : Buffer.concat(parts, length);
    if (format === undefined) {
      format = parseHeader(bytes);
      if (format === undefined) {
        parts = [bytes];
        return;
      }
      bytes = bytes.subarray(format.dataOffset);
    }
    const { channelCount, sampleRateHz } = format;
    const frameBytes = channelCount * BYTES_PER_SAMPLE;
    const frameCount = Math.floor(bytes.length / frameBytes);
    const rest = bytes.subarray(frameCount * frameBytes);
    parts = [rest];
    length = rest.length;
    if (frameCount === 0) return;
    const channels = Array.from({ length: channelCount }, (_, channel) =>
      readChannel({ bytes, offset: channel * BYTES_PER_SAMPLE, frameBytes, frameCount }),
    );
    yield { channels, sampleRateHz };
  };
  for await (const bytes of stream) {
    parts.push(bytes);
    length += bytes.length;
    // a pipe gives a few thousand bytes at a time, and every chunk has its price
    if (length >= CHUNK_BYTES) yield* take();
  }
  yield* take();
}

interface ReadChannelOptions {
  bytes: Uint8Array;
  offset: number;
  frameBytes: number;
  frameCount: number;
}

/** The samples of one channel. Byte by byte, since `readIntLE` takes many times as long. */
function readChannel({ bytes, offset, frameBytes, frameCount }: ReadChannelOptions): Float32Array {
  const samples = new Float32Array(frameCount);
  for (let frame = 0, at = offset; frame < frameCount; frame++, at += frameBytes) {
    // the upper byte goes to the top of 32 bits and back, which keeps its sign
    const upper = (bytes[at + 2]! << 24) >> 8;
    samples[frame] = (upper | (bytes[at + 1]! << 8) | bytes[at]!) * SAMPLE_STEP;
  }
  return samples;
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
