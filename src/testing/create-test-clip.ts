/** What `createTestClip` takes. */
export interface CreateTestClipOptions {
  /** In pixels, even; 320 by default. */
  width?: number;
  /** In pixels, even; 180 by default. */
  height?: number;
  /** Whole frames per second; 24 by default. */
  fps?: number;
  /** 2 by default. */
  durationInSeconds?: number;
  /** Another seed, other colours and other bytes; 0 by default. */
  seed?: number;
}

/**
 * Makes a small MP4 file (H.264, Constrained Baseline, no sound) that every player and prober takes for real: a bar that
 * moves across a coloured ground. Needs no ffmpeg; the same options give the same bytes.
 *
 * Every frame is a key frame of three kinds of macroblocks, which cost next to nothing: the first row holds raw pixels
 * (I_PCM) wherever the colour changes and else copies them to the right (Intra 16×16 horizontal, no residual); all other
 * rows copy what is above them (vertical).
 * Source: ITU-T H.264 (08/2021), 7.3 (syntax), 8.3.3 (Intra 16×16), 9.2.1 (coeff_token); ISO/IEC 14496-12 and -15 (MP4).
 */
export function createTestClip({
  width = 320,
  height = 180,
  fps = 24,
  durationInSeconds = 2,
  seed = 0,
}: CreateTestClipOptions = {}): Uint8Array {
  const frameCount = Math.max(1, Math.round(durationInSeconds * fps));
  const columns = Math.ceil(width / 16);
  const rows = Math.ceil(height / 16);
  // any spread of colours will do, as long as no two seeds near each other share one
  const ground: Color = [60 + ((seed * 37) % 100), 90 + ((seed * 53) % 80), 90 + ((seed * 71) % 80)];
  const bar: Color = [210, 255 - ground[1], 255 - ground[2]];
  const frames = Array.from({ length: frameCount }, (_, frame) =>
    encodeFrame({
      columns,
      rows,
      ground,
      bar,
      barColumn: Math.floor((frame / frameCount) * columns),
      isOdd: frame % 2 === 1,
    }),
  );
  return muxMp4({
    width,
    height,
    fps,
    frames,
    name: `seed ${seed}`,
    sps: nalUnit(0x67, sequenceParameters({ width, height, columns, rows })),
    pps: nalUnit(0x68, pictureParameters()),
  });
}

/** Luma and the two chroma values, 1 … 255. */
type Color = readonly [y: number, cb: number, cr: number];

const PROFILE_BASELINE = 66;
const CONSTRAINED = 0xc0;
const LEVEL_4_0 = 40;

function sequenceParameters({
  width,
  height,
  columns,
  rows,
}: Record<'width' | 'height' | 'columns' | 'rows', number>): Uint8Array {
  const bits = new BitWriter();
  for (const byte of [PROFILE_BASELINE, CONSTRAINED, LEVEL_4_0]) bits.write(byte, 8);
  bits.writeUnsigned(0); // id
  bits.writeUnsigned(0); // 4 bits of frame number
  bits.writeUnsigned(2); // frames are shown in the order in which they are coded
  bits.writeUnsigned(1); // reference frames
  bits.write(0, 1); // no gaps
  bits.writeUnsigned(columns - 1);
  bits.writeUnsigned(rows - 1);
  bits.write(0b11, 2); // frames, no fields; direct 8×8
  bits.write(1, 1); // cropped to the size asked for, in steps of 2 pixels
  for (const crop of [0, (columns * 16 - width) / 2, 0, (rows * 16 - height) / 2]) bits.writeUnsigned(crop);
  bits.write(0, 1); // nothing on how to show it
  return bits.finish();
}

function pictureParameters(): Uint8Array {
  const bits = new BitWriter();
  bits.writeUnsigned(0); // id
  bits.writeUnsigned(0); // of the sequence
  bits.write(0b00, 2); // CAVLC; frames
  for (let index = 0; index < 3; index += 1) bits.writeUnsigned(0); // one slice group, one reference each way
  bits.write(0, 3); // no weights
  for (let index = 0; index < 3; index += 1) bits.writeUnsigned(0); // quantisers as they are
  bits.write(0b100, 3); // slices say themselves whether they are smoothed
  return bits.finish();
}

const MB_I_PCM = 25;
const MB_COPY_DOWN = 1; // I_16x16_0_0_0
const MB_COPY_RIGHT = 2; // I_16x16_1_0_0
const CHROMA_COPY_RIGHT = 1;
const CHROMA_COPY_DOWN = 2;
const PCM_COEFFICIENTS = 16; // what a raw macroblock counts for its neighbours

function encodeFrame(frame: {
  columns: number;
  rows: number;
  ground: Color;
  bar: Color;
  barColumn: number;
  isOdd: boolean;
}): Uint8Array {
  const { columns, rows, ground, bar, barColumn, isOdd } = frame;
  const bits = new BitWriter();
  bits.writeUnsigned(0); // first macroblock
  bits.writeUnsigned(7); // all slices are I
  bits.writeUnsigned(0); // picture parameters
  bits.write(0, 4); // frame number
  bits.writeUnsigned(isOdd ? 1 : 0); // neighbours among key frames must differ
  bits.write(0b00, 2);
  bits.writeUnsigned(0); // quantiser
  bits.writeUnsigned(1); // not smoothed

  const colorAt = (column: number): Color => (column === barColumn ? bar : ground);
  let above: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    const coefficients: number[] = [];
    for (let column = 0; column < columns; column += 1) {
      const color = colorAt(column);
      if (row === 0 && (column === 0 || color !== colorAt(column - 1))) {
        bits.writeUnsigned(MB_I_PCM);
        bits.align();
        color.forEach((value, plane) => {
          for (let sample = 0; sample < (plane === 0 ? 256 : 64); sample += 1) bits.write(value, 8);
        });
        coefficients.push(PCM_COEFFICIENTS);
        continue;
      }
      bits.writeUnsigned(row === 0 ? MB_COPY_RIGHT : MB_COPY_DOWN);
      bits.writeUnsigned(row === 0 ? CHROMA_COPY_RIGHT : CHROMA_COPY_DOWN);
      bits.writeUnsigned(0); // quantiser
      writeNoCoefficients(bits, coefficients[column - 1], above[column]);
      coefficients.push(0);
    }
    above = coefficients;
  }
  return nalUnit(0x65, bits.finish());
}

/** "No coefficient", whose code depends on how many the neighbours have (table 9-5). */
function writeNoCoefficients(bits: BitWriter, left: number | undefined, above: number | undefined): void {
  const expected = left !== undefined && above !== undefined ? (left + above + 1) >> 1 : (left ?? above ?? 0);
  if (expected < 2) bits.write(0b1, 1);
  else if (expected < 4) bits.write(0b11, 2);
  else if (expected < 8) bits.write(0b1111, 4);
  else bits.write(0b000011, 6);
}

/** A header byte and the payload, with a 3 wherever two zeros would make a byte look like a start code. */
function nalUnit(header: number, payload: Uint8Array): Uint8Array {
  const bytes = [header];
  let zeros = 0;
  for (const byte of payload) {
    if (zeros >= 2 && byte <= 3) {
      bytes.push(3);
      zeros = 0;
    }
    bytes.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Uint8Array.from(bytes);
}

/** Writes bits, the highest first. */
class BitWriter {
  private readonly bytes: number[] = [];
  private usedBits = 8;

  write(value: number, bitCount: number): void {
    for (let bit = bitCount - 1; bit >= 0; bit -= 1) {
      if (this.usedBits === 8) {
        this.bytes.push(0);
        this.usedBits = 0;
      }
      const last = this.bytes.length - 1;
      this.bytes[last]! |= ((value >> bit) & 1) << (7 - this.usedBits);
      this.usedBits += 1;
    }
  }

  /** Exp-Golomb code of a number from 0. */
  writeUnsigned(value: number): void {
    const bitCount = 32 - Math.clz32(value + 1);
    this.write(0, bitCount - 1);
    this.write(value + 1, bitCount);
  }

  align(): void {
    this.usedBits = 8;
  }

  /** Ends with a one and zeros up to the byte. */
  finish(): Uint8Array {
    this.write(1, 1);
    return Uint8Array.from(this.bytes);
  }
}

interface MuxOptions {
  width: number;
  height: number;
  fps: number;
  frames: Uint8Array[];
  /** Of the track; makes files of different seeds differ even if their colours don't. */
  name: string;
  sps: Uint8Array;
  pps: Uint8Array;
}

const LENGTH_BYTES = 4;
const LENGTHS_ARE_4_BYTES = 0xff; // 6 reserved bits, then the bytes a length takes, less one

/** One video track, its index in front of the pictures. */
function muxMp4({ width, height, fps, frames, name, sps, pps }: MuxOptions): Uint8Array {
  const samples = frames.map((frame) => concat([uint32(frame.length), frame]));
  const matrix = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].map((value) => uint32(value));
  const duration = uint32(frames.length); // in units of a frame
  const avcC = box('avcC', [
    Uint8Array.of(1, PROFILE_BASELINE, CONSTRAINED, LEVEL_4_0, LENGTHS_ARE_4_BYTES, 0xe1),
    uint16(sps.length),
    sps,
    Uint8Array.of(1),
    uint16(pps.length),
    pps,
  ]);
  const avc1 = box('avc1', [
    zeros(6),
    uint16(1),
    zeros(16),
    uint16(width),
    uint16(height),
    uint32(72 << 16), // dots per inch
    uint32(72 << 16),
    zeros(4),
    uint16(1),
    zeros(32),
    uint16(24),
    uint16(0xffff),
    avcC,
  ]);
  const moovAt = (firstSample: number): Uint8Array =>
    box('moov', [
      fullBox('mvhd', 0, [
        zeros(8),
        uint32(fps),
        duration,
        uint32(0x10000),
        uint16(0x100),
        zeros(10),
        ...matrix,
        zeros(24),
        uint32(2),
      ]),
      box('trak', [
        fullBox('tkhd', 3, [
          zeros(8),
          uint32(1),
          zeros(4),
          duration,
          zeros(16),
          ...matrix,
          uint32(width << 16),
          uint32(height << 16),
        ]),
        box('mdia', [
          fullBox('mdhd', 0, [zeros(8), uint32(fps), duration, uint16(0x55c4), zeros(2)]), // language: und
          fullBox('hdlr', 0, [zeros(4), text('vide'), zeros(12), text(name), zeros(1)]),
          box('minf', [
            fullBox('vmhd', 1, [zeros(8)]),
            box('dinf', [fullBox('dref', 0, [uint32(1), fullBox('url ', 1, [])])]),
            box('stbl', [
              fullBox('stsd', 0, [uint32(1), avc1]),
              fullBox('stts', 0, [uint32(1), duration, uint32(1)]),
              fullBox('stsc', 0, [uint32(1), uint32(1), duration, uint32(1)]),
              fullBox('stsz', 0, [zeros(4), duration, ...samples.map(({ length }) => uint32(length))]),
              fullBox('stco', 0, [uint32(1), uint32(firstSample)]),
            ]),
          ]),
        ]),
      ]),
    ]);
  const ftyp = box('ftyp', [text('isom'), uint32(512), text('isomavc1mp41')]);
  const boxHeader = 8;
  const firstSample = ftyp.length + moovAt(0).length + boxHeader;
  return concat([ftyp, moovAt(firstSample), box('mdat', samples)]);
}

const box = (type: string, parts: Uint8Array[]): Uint8Array => {
  const payload = concat(parts);
  return concat([uint32(payload.length + LENGTH_BYTES + type.length), text(type), payload]);
};

/** A box of version 0 with flags. */
const fullBox = (type: string, flags: number, parts: Uint8Array[]): Uint8Array =>
  box(type, [uint32(flags), ...parts]);

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const zeros = (count: number): Uint8Array => new Uint8Array(count);
const uint16 = (value: number): Uint8Array => Uint8Array.of(value >> 8, value);
const uint32 = (value: number): Uint8Array => Uint8Array.of(value >>> 24, value >> 16, value >> 8, value);

function concat(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
