import { copyFile, open } from 'node:fs/promises';
import path from 'node:path';
import { BeatcutError } from '../../core/error.ts';
import { escapeXml } from '../../core/text.ts';
import { replaceFileAtomic } from '../write-file-atomic.ts';
import { listMp4Boxes } from './mp4-boxes.ts';

/** What a film's XMP packet says. */
export interface FilmXmp {
  /** Address of the IPTC's digital source type. */
  digitalSourceType: string;
  title: string;
  /** Who made it: a person's or company's name; left out by default. */
  creator?: string | undefined;
  /** A sentence or more; left out by default. */
  description?: string | undefined;
  /** The program and its version. */
  creatorTool: string;
  /** Left out by default, so that the same film has the same bytes. */
  createdAt?: Date;
}

/**
 * The type of the box that holds XMP in MP4 files.
 * Source: Adobe, XMP Specification Part 3: Storage in Files (2020), 1.2.7.1 (MPEG-4): a top-level `uuid` box.
 */
const XMP_UUID = 'be7acfcb97a942e89c71999491e3afac';

/** Room for programs that change the packet in place. */
const PADDING_BYTES = 2048;

const alternatives = (tag: string, text: string): string =>
  `<${tag}><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(text)}</rdf:li></rdf:Alt></${tag}>`;

/**
 * An XMP packet. Source: ISO 16684-1 (2019), 7 (serialisation) and Adobe's Part 1 for the packet's wrapper; IPTC Extension
 * schema 1.8 for `DigitalSourceType`.
 */
export function serializeXmp({
  digitalSourceType,
  title,
  creator,
  description,
  creatorTool,
  createdAt,
}: FilmXmp): string {
  const members = [
    alternatives('dc:title', title),
    ...(description === undefined ? [] : [alternatives('dc:description', description)]),
    ...(creator === undefined
      ? []
      : [`<dc:creator><rdf:Seq><rdf:li>${escapeXml(creator)}</rdf:li></rdf:Seq></dc:creator>`]),
    `<xmp:CreatorTool>${escapeXml(creatorTool)}</xmp:CreatorTool>`,
    ...(createdAt === undefined ? [] : [`<xmp:CreateDate>${createdAt.toISOString()}</xmp:CreateDate>`]),
    `<Iptc4xmpExt:DigitalSourceType>${escapeXml(digitalSourceType)}</Iptc4xmpExt:DigitalSourceType>`,
  ];
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="beatcut">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
${members.map((member) => `   ${member}`).join('\n')}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
${' '.repeat(PADDING_BYTES)}
<?xpacket end="w"?>`;
}

/**
 * Writes an XMP packet into an MP4 or MOV file, in place of one that is there. It goes to the end, so that nothing else in
 * the file moves.
 *
 * @throws BeatcutError `MP4_BROKEN`; the file is as it was then.
 */
export async function writeXmp({ file, xmp }: { file: string; xmp: FilmXmp }): Promise<void> {
  const boxes = await listMp4Boxes(file);
  const old = boxes.find(({ uuid }) => uuid === XMP_UUID);
  const isLast = old !== undefined && old === boxes.at(-1);
  if (boxes.length === 0 || (old !== undefined && !isLast)) {
    throw new BeatcutError({
      code: 'MP4_BROKEN',
      message:
        boxes.length === 0
          ? `${file} is empty.`
          : `${file} has an XMP packet in its middle, which can't be replaced without moving what is behind it.`,
      hint: 'Render it again.',
    });
  }
  const packet = Buffer.from(serializeXmp(xmp), 'utf8');
  const header = Buffer.alloc(8);
  header.writeUInt32BE(8 + 16 + packet.length, 0);
  header.write('uuid', 4, 'latin1');
  const box = Buffer.concat([header, Buffer.from(XMP_UUID, 'hex'), packet]);
  await replaceFileAtomic({
    path: path.resolve(file),
    write: async (temporaryPath) => {
      await copyFile(file, temporaryPath);
      const handle = await open(temporaryPath, 'r+');
      try {
        const end = old?.start ?? (await handle.stat()).size;
        await handle.truncate(end);
        await handle.write(box, 0, box.length, end);
      } finally {
        await handle.close();
      }
    },
  });
}

/**
 * The text of the XMP packet in an MP4 or MOV file; `null` when there is none.
 *
 * @throws BeatcutError `MP4_BROKEN`.
 */
export async function readXmp(file: string): Promise<string | null> {
  const box = (await listMp4Boxes(file)).find(({ uuid }) => uuid === XMP_UUID);
  if (box === undefined) return null;
  const handle = await open(file, 'r');
  try {
    const bytes = Buffer.alloc(box.start + box.size - box.contentStart);
    await handle.read(bytes, 0, bytes.length, box.contentStart);
    return bytes.toString('utf8');
  } finally {
    await handle.close();
  }
}

/**
 * What `writeXmp` has put into a file, to be put into another one made from it; `null` when there is none of ours.
 *
 * @throws BeatcutError `MP4_BROKEN`.
 */
export async function readXmpMembers(file: string): Promise<FilmXmp | null> {
  const packet = await readXmp(file);
  if (packet === null) return null;
  const textOf = (pattern: RegExp): string | undefined => {
    const text = pattern.exec(packet)?.[1];
    return text
      ?.replaceAll('&quot;', '"')
      .replaceAll('&gt;', '>')
      .replaceAll('&lt;', '<')
      .replaceAll('&amp;', '&');
  };
  const digitalSourceType = textOf(/<Iptc4xmpExt:DigitalSourceType>([^<]*)</);
  const title = textOf(/<dc:title><rdf:Alt><rdf:li[^>]*>([^<]*)</);
  const creatorTool = textOf(/<xmp:CreatorTool>([^<]*)</);
  if (digitalSourceType === undefined || title === undefined || creatorTool === undefined) return null;
  const creator = textOf(/<dc:creator><rdf:Seq><rdf:li>([^<]*)</);
  const description = textOf(/<dc:description><rdf:Alt><rdf:li[^>]*>([^<]*)</);
  return { digitalSourceType, title, creatorTool, creator, description };
}
