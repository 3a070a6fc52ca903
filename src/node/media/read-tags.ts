import { parseFile } from 'music-metadata';

/** What a song's tags say. */
export interface SongTags {
  title?: string;
  artist?: string;
  album?: string;
  /** The tempo that someone wrote into the file. A hint, never the truth. */
  tempoBpm?: number;
}

const text = (value: string | undefined): string | undefined => value?.trim() || undefined;

/** Reads a song's tags (ID3, MP4, Vorbis comments, RIFF). A file without tags, or with broken ones, has none. */
export async function readTags({ path }: { path: string }): Promise<SongTags> {
  const common = await parseFile(path, { skipCovers: true }).then(
    (metadata) => metadata.common,
    () => undefined, // whether the file can be decoded is the decoder's question
  );
  const title = text(common?.title);
  const artist = text(common?.artist);
  const album = text(common?.album);
  const tempoBpm = Number(common?.bpm);
  return {
    ...(title !== undefined && { title }),
    ...(artist !== undefined && { artist }),
    ...(album !== undefined && { album }),
    ...(tempoBpm > 0 && Number.isFinite(tempoBpm) && { tempoBpm }),
  };
}
