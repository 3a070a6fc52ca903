import path from 'node:path';
import { BeatcutError } from '../../core/error.ts';
import { replaceFileAtomic } from '../write-file-atomic.ts';
import { runFfmpeg } from './ffmpeg.ts';

/** What `alignSound` takes. */
export interface AlignSoundOptions {
  /** An MP4 file that Remotion has rendered, with or without a picture; it is replaced. */
  path: string;
  signal?: AbortSignal | undefined;
}

/** What `alignSound` gives. */
export interface AlignSoundResult {
  /** False when there was no AAC sound, or when its delay was marked already. */
  changed: boolean;
}

/**
 * Frames of 1024 samples that an AAC encoder puts before the sound: two in libfdk_aac, which Remotion renders with
 * (measured: clicks in rendered files are 2048 samples late).
 */
const ENCODER_DELAY_SAMPLES = 2048;

/**
 * Makes picture and sound of a rendered film start together. Remotion encodes the sound as ADTS, which has no place for
 * the encoder's delay, and copies it into the MP4: every sound comes 2048 samples late, 43 ms at 48 kHz. This marks
 * them in an edit list, as an encoder that writes MP4 itself does; players then skip them. Nothing is encoded again.
 *
 * @throws BeatcutError `FFMPEG_FAILED`; the file is as it was then.
 */
export async function alignSound({ path: film, signal }: AlignSoundOptions): Promise<AlignSoundResult> {
  const sound = await probeSound(film, signal);
  // packets before time 0 are those that an edit list skips
  if (sound === undefined || sound.codec !== 'aac' || sound.firstTimeInSamples < 0) return { changed: false };
  // [samples] / [samples/s] = [s]
  const delayInSeconds = ENCODER_DELAY_SAMPLES / sound.sampleRateHz;
  await replaceFileAtomic({
    path: path.resolve(film),
    write: async (temporaryPath) => {
      await runFfmpeg({
        args: [
          ['-i', path.resolve(film), '-itsoffset', `-${delayInSeconds.toFixed(9)}`, '-i', path.resolve(film)],
          ['-map', '0:v?', '-map', '1:a', '-c', 'copy', '-avoid_negative_ts', 'disabled'],
          ['-movflags', '+faststart', '-f', 'mp4', temporaryPath],
        ].flat(),
        task: `align the sound of ${film}`,
        signal,
      });
    },
  });
  return { changed: true };
}

interface Sound {
  codec: string;
  sampleRateHz: number;
  /** In the stream's time base, which is 1 / rate in MP4. */
  firstTimeInSamples: number;
}

async function probeSound(film: string, signal: AbortSignal | undefined): Promise<Sound | undefined> {
  const { stdout } = await runFfmpeg({
    tool: 'ffprobe',
    args: [
      ['-select_streams', 'a:0', '-read_intervals', '%+#1', '-of', 'json'],
      ['-show_entries', 'stream=codec_name,sample_rate:packet=pts', '-i', path.resolve(film)],
    ].flat(),
    task: `probe the sound of ${film}`,
    signal,
  });
  const { streams, packets } = JSON.parse(stdout.toString('utf8')) as {
    streams?: { codec_name: string; sample_rate: string }[];
    packets?: { pts: number }[];
  }; // the shape that was asked for
  const [stream, packet] = [streams?.[0], packets?.[0]];
  if (stream === undefined || packet === undefined) return undefined;
  const sampleRateHz = Number(stream.sample_rate);
  if (!(sampleRateHz > 0)) {
    throw new BeatcutError({ code: 'FFMPEG_FAILED', message: `The sound of ${film} has no sample rate.` });
  }
  return { codec: stream.codec_name, sampleRateHz, firstTimeInSamples: packet.pts };
}
