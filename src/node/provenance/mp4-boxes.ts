import { open, type FileHandle } from 'node:fs/promises';
import { BeatcutError } from '../../core/error.ts';

/** A box at the top level of an MP4 or MOV file. */
export interface Mp4Box {
  /** Four letters: `moov`. */
  type: string;
  /** The extended type of a `uuid` box, 32 hex digits; `null` for others. */
  uuid: string | null;
  /** In bytes from the beginning of the file, header included. */
  start: number;
  size: number;
  /** Where its contents begin. */
  contentStart: number;
}

const HEADER_BYTES = 8;
const LARGE_SIZE_BYTES = 8;
const UUID_BYTES = 16;

/**
 * The boxes at the top level of an MP4 or MOV file, without reading what is in them.
 * Source: ISO/IEC 14496-12 (2022), 4.2: a 32-bit size and a four-letter type; size 1 means that 64 bits follow, size 0
 * that the box lasts to the end of the file; `uuid` boxes have 16 more bytes of type.
 *
 * @throws BeatcutError `MP4_BROKEN`.
 */
export async function listMp4Boxes(file: string): Promise<Mp4Box[]> {
  const handle = await open(file, 'r');
  try {
    const { size: fileSize } = await handle.stat();
    const boxes: Mp4Box[] = [];
    for (let start = 0; start < fileSize;) {
      const box = await readHeader(handle, start, fileSize);
      if (box === null) {
        throw new BeatcutError({
          code: 'MP4_BROKEN',
          message: `${file} is no whole MP4 file: a box at byte ${start} does not fit into it.`,
          hint: 'Render it again.',
        });
      }
      boxes.push(box);
      start += box.size;
    }
    return boxes;
  } finally {
    await handle.close();
  }
}

async function readHeader(handle: FileHandle, start: number, fileSize: number): Promise<Mp4Box | null> {
  const bytes = Buffer.alloc(HEADER_BYTES + LARGE_SIZE_BYTES + UUID_BYTES);
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
  if (bytesRead < HEADER_BYTES) return null;
  const shortSize = bytes.readUInt32BE(0);
  const type = bytes.toString('latin1', 4, 8);
  const isLarge = shortSize === 1;
  const size = isLarge ? Number(bytes.readBigUInt64BE(8)) : shortSize === 0 ? fileSize - start : shortSize;
  const headerBytes = HEADER_BYTES + (isLarge ? LARGE_SIZE_BYTES : 0);
  const typeBytes = type === 'uuid' ? UUID_BYTES : 0;
  if (size < headerBytes + typeBytes || start + size > fileSize) return null;
  return {
    type,
    uuid: type === 'uuid' ? bytes.toString('hex', headerBytes, headerBytes + UUID_BYTES) : null,
    start,
    size,
    contentStart: start + headerBytes + typeBytes,
  };
}
