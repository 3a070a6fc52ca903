import { open, type FileHandle } from 'node:fs/promises';

/** What `isCutOff` takes. */
export interface IsCutOffOptions {
  path: string;
  /** ffprobe's name of the container. */
  format: string;
  sizeInBytes: number;
}

/**
 * Whether the end of an Ogg or WAV file is missing, which a decoder does not notice when the cut falls between two
 * packets. False for all other formats.
 */
export async function isCutOff({ path, format, sizeInBytes }: IsCutOffOptions): Promise<boolean> {
  const check = { ogg: isOggCutOff, wav: isWavCutOff }[format];
  if (check === undefined) return false;
  const handle = await open(path, 'r');
  try {
    return await check(handle, sizeInBytes);
  } finally {
    await handle.close();
  }
}

// RFC 3533 (The Ogg Encapsulation Format, 2003), section 6: the flags lie 5 bytes into a page, 4 = end of stream;
// a page is at most 65 307 bytes long
const OGG_END_OF_STREAM = 4;
const OGG_PAGE_BYTES = 65_307;

/** An Ogg file says nowhere how long it is, but its last page is marked. */
async function isOggCutOff(handle: FileHandle, sizeInBytes: number): Promise<boolean> {
  const length = Math.min(sizeInBytes, OGG_PAGE_BYTES);
  const { buffer } = await handle.read(Buffer.alloc(length), 0, length, sizeInBytes - length);
  const page = buffer.lastIndexOf('OggS', undefined, 'latin1');
  return page < 0 || ((buffer[page + 5] ?? 0) & OGG_END_OF_STREAM) === 0;
}

/** A writer that can't go back puts 0 where the size belongs, or about as much as 31 or 32 bits hold. */
const UNKNOWN_WAV_SIZE = 0x7f_ff_f0_00;

/** A WAV file's chunks say how long they are. Source: see `readWavStream`. */
async function isWavCutOff(handle: FileHandle, sizeInBytes: number): Promise<boolean> {
  const header = Buffer.alloc(8);
  for (let offset = 12; offset + 8 <= sizeInBytes;) {
    await handle.read(header, 0, 8, offset);
    const size = header.readUInt32LE(4);
    const end = offset + 8 + size;
    if (header.toString('latin1', 0, 4) === 'data')
      return size > 0 && size < UNKNOWN_WAV_SIZE && end > sizeInBytes;
    offset = end + (size % 2);
  }
  return true; // it ends before its samples begin
}
