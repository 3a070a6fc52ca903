import { open, type FileHandle } from 'node:fs/promises';
import { BeatcutError } from '../../core/error.ts';

/** What a file's first bytes say it is. */
export type Container = 'mp4' | 'mov' | 'webm';

// size (4 bytes), type (4 bytes), and the size again as 8 bytes where the first one is 1
const BOX_HEADER_BYTES = 16;
const EBML_MAGIC = 0x1a45dfa3;

/**
 * Says which container a file is and makes sure that an MP4 or MOV is whole: its boxes follow each other to exactly the
 * file's end and one of them is the index (`moov`). A prober is content with a file that was cut off behind its index;
 * a film is not.
 * Source: ISO/IEC 14496-12 (ISO base media file format), 4.2 and 8.2.
 *
 * @throws BeatcutError `CLIP_NOT_A_VIDEO` or `CLIP_CUT_OFF`.
 */
export async function inspectContainer(file: string): Promise<Container> {
  const handle = await open(file, 'r');
  try {
    const { size: sizeInBytes } = await handle.stat();
    const start = await headerAt(handle, 0);
    if (start.byteLength >= 4 && start.getUint32(0) === EBML_MAGIC) return 'webm';
    if (start.byteLength < 12 || typeOf(start, 4) !== 'ftyp') throw notAVideo(start);
    const container = typeOf(start, 8) === 'qt  ' ? 'mov' : 'mp4';
    let hasIndex = false;
    let offset = 0;
    while (offset < sizeInBytes) {
      const header = await headerAt(handle, offset);
      if (header.byteLength < 8) throw cutOff(`ends inside the header of a box at byte ${offset}`);
      const boxSize = sizeOf(header, sizeInBytes - offset);
      hasIndex ||= typeOf(header, 4) === 'moov';
      offset += boxSize;
      if (boxSize < 8 || offset > sizeInBytes) {
        throw cutOff(`has ${sizeInBytes} bytes where its boxes need ${offset}`);
      }
    }
    if (!hasIndex) throw cutOff('has no index (moov box)');
    return container;
  } finally {
    await handle.close();
  }
}

async function headerAt(handle: FileHandle, offset: number): Promise<DataView> {
  const buffer = new Uint8Array(BOX_HEADER_BYTES);
  const { bytesRead } = await handle.read(buffer, 0, BOX_HEADER_BYTES, offset);
  return new DataView(buffer.buffer, 0, bytesRead);
}

const typeOf = (header: DataView, offset: number): string =>
  String.fromCharCode(...[0, 1, 2, 3].map((index) => header.getUint8(offset + index)));

/** A box's size in bytes: 0 stands for "to the end of the file", 1 for a 64-bit size behind the type. */
function sizeOf(header: DataView, bytesLeft: number): number {
  const size = header.getUint32(0);
  if (size === 0) return bytesLeft;
  if (size !== 1) return size;
  return header.byteLength < BOX_HEADER_BYTES ? 0 : Number(header.getBigUint64(8));
}

const notAVideo = (start: DataView): BeatcutError => {
  const bytes = new Uint8Array(start.buffer, 0, start.byteLength);
  const looksLikeText = bytes.length > 0 && bytes.every((byte) => byte >= 9 && byte < 127);
  return new BeatcutError({
    code: 'CLIP_NOT_A_VIDEO',
    message: `What was received is no MP4, MOV or WebM file${looksLikeText ? ': it is text, perhaps an error page' : ''}.`,
    hint: 'Nothing was stored. The job is kept: run the command again to fetch the clip again.',
  });
};

const cutOff = (how: string): BeatcutError =>
  new BeatcutError({
    code: 'CLIP_CUT_OFF',
    message: `The clip is incomplete: the file ${how}.`,
    hint: 'Nothing was stored. The job is kept: run the command again to fetch the clip again.',
  });
