import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import packageJson from '../../../package.json' with { type: 'json' };
import { hashOf } from '../../core/hash.ts';
import { hashFile } from '../hash-file.ts';
import { runFfmpeg } from '../media/ffmpeg.ts';
import { writeFileAtomic } from '../write-file-atomic.ts';
import { inspectSound, type InspectSoundOptions, type SoundInspection } from './inspect-sound.ts';

const SOUND_RECORD_VERSION = 1;

const recordSchema = z.object({
  version: z.literal(SOUND_RECORD_VERSION),
  // written by this program; it is only shown and compared with limits
  inspection: z.custom<SoundInspection>((value) => typeof value === 'object' && value !== null),
});

/**
 * `inspectSound`, or what it found before in the very same sound: the same encoded packets with the same times in the file,
 * the same songs in the same places. A film of which only pictures have changed is not listened to again.
 */
export async function inspectSoundOnce({
  dir,
  ...options
}: InspectSoundOptions & {
  /** Folder of what was heard before. */
  dir: string;
}): Promise<SoundInspection | null> {
  const { path: film, fps, songs, hearBeats = true, signal } = options;
  const key = hashOf({
    version: SOUND_RECORD_VERSION,
    beatcut: packageJson.version,
    packets: await listSoundPackets({ path: film, signal }),
    fps,
    hearBeats,
    songs: await Promise.all(songs.map(async (song) => ({ ...song, sha256: await hashFile(song.file) }))),
  });
  const file = path.join(dir, `${key}.json`);
  try {
    return recordSchema.parse(JSON.parse(await readFile(file, 'utf8'))).inspection;
  } catch {
    // not known, or broken: it is listened to
  }
  const inspection = await inspectSound(options);
  const { integratedLufs = 0, truePeakDbtp = 0 } = inspection?.loudness ?? {};
  // JSON has no infinity, the loudness of silence
  if (inspection !== null && Number.isFinite(integratedLufs) && Number.isFinite(truePeakDbtp)) {
    const record: z.infer<typeof recordSchema> = { version: SOUND_RECORD_VERSION, inspection };
    await writeFileAtomic({ path: file, data: JSON.stringify(record) });
  }
  return inspection;
}

/** The sound as the file holds it, not decoded: time, length, flags and hash of each packet, and what the decoder is told. */
async function listSoundPackets({
  path: file,
  signal,
}: Pick<InspectSoundOptions, 'path' | 'signal'>): Promise<string> {
  const { stdout } = await runFfmpeg({
    tool: 'ffprobe',
    args: [
      ['-select_streams', 'a', '-show_data_hash', 'sha256', '-of', 'csv'],
      [
        '-show_entries',
        'packet=stream_index,pts,duration,flags,data_hash:stream=codec_name,sample_rate,channels,start_time,time_base,extradata_hash',
      ],
      [path.resolve(file)],
    ].flat(),
    task: `read the sound of ${file}`,
    signal,
  });
  return stdout.toString('utf8');
}
