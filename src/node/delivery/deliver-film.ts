import path from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { BeatcutError } from '../../core/error.ts';
import { hashOf } from '../../core/hash.ts';
import { rationalFps } from '../media/encode-video.ts';
import { startFfmpeg } from '../media/ffmpeg.ts';
import { measureLoudness } from '../media/measure-loudness.ts';
import { probeVideo, type VideoProbe } from '../media/probe-video.ts';
import { replaceFileAtomic } from '../write-file-atomic.ts';
import { readXmpMembers, writeXmp } from '../provenance/xmp.ts';
import { DELIVERY_PRESETS, type DeliveryPreset } from './presets.ts';

/** What `deliverFilm` takes. */
export interface DeliverFilmOptions {
  /** The finished film. */
  path: string;
  presets: readonly DeliveryPreset[];
  /** Where the files go; beside the film by default. */
  folder?: string;
  /**
   * Bring the sound to each preset's loudness, or to this one in LUFS: by one gain for the whole film, and never louder
   * than −1 dBTP. The sound is left as it is by default.
   */
  loudness?: 'preset' | number | undefined;
  signal?: AbortSignal | undefined;
  /** Called before each preset that is encoded. */
  onPreset?: ((preset: DeliveryPreset) => void) | undefined;
  /** Called with the share of a preset's frames that are encoded, 0–1. */
  onProgress?: ((share: number) => void) | undefined;
  /** Whether a file is there already, made with the same settings from the same film; never by default. */
  isKnown?: ((file: string, settingsHash: string) => Promise<boolean>) | undefined;
  /** Called as soon as a file is complete, before the next one is begun. */
  onDelivered?: ((film: DeliveredFilm) => Promise<void>) | undefined;
}

/** A file for a place. */
export interface DeliveredFilm {
  preset: string;
  file: string;
  width: number;
  height: number;
  sizeInBytes: number;
  /** Before any gain, in LUFS and dBTP; `null` without sound. */
  loudness: { integratedLufs: number; truePeakDbtp: number } | null;
  gainDb: number;
  /** A hash of all that the file is made with, but for the film. */
  settingsHash: string;
  /** Whether it was there already. */
  isReused: boolean;
  /** What a person should know: cropped, enlarged, too long. */
  warnings: string[];
}

/**
 * The presets of some ids.
 *
 * @throws BeatcutError `USAGE`.
 */
export const requirePresets = (text: string): DeliveryPreset[] => {
  const presets = text.split(',').map((part) => {
    const preset = DELIVERY_PRESETS.find(({ id }) => id === part.trim());
    if (preset !== undefined) return preset;
    throw new BeatcutError({
      code: 'USAGE',
      message: `--preset takes ${DELIVERY_PRESETS.map(({ id }) => id).join(', ')}, separated by commas; got "${part.trim()}".`,
    });
  });
  return [...new Set(presets)];
};

/** How exactly a film's rate is known: 59.94 passes for 60. */
const RATE_TOLERANCE = 0.01;

/**
 * Makes sure that the places take films with a number of frames a second.
 *
 * @throws BeatcutError `PRESET_UNFIT`.
 */
export function requireFittingRate({
  presets,
  fps,
}: {
  presets: readonly DeliveryPreset[];
  fps: number;
}): void {
  const unfit = presets.find(
    ({ minFps = 0, maxFps = Infinity }) => fps > maxFps + RATE_TOLERANCE || fps < minFps - RATE_TOLERANCE,
  );
  if (unfit === undefined) return;
  const { id, minFps, maxFps } = unfit;
  throw new BeatcutError({
    code: 'PRESET_UNFIT',
    message: `${id} takes ${minFps === undefined ? 'up to' : `${minFps} to`} ${maxFps} frames a second; the film has ${Number(fps.toFixed(3))}.`,
    hint: 'Change the fps of the composition.',
  });
}

/** Players reconstruct the curve between samples: this much room keeps lossy codecs from clipping it. */
const MAX_TRUE_PEAK_DBTP = -1;
/** Samples that ffmpeg's AAC encoder puts before the sound: one frame. Skipped by an edit list, where there is one. */
const AAC_DELAY_SAMPLES = 1024;

/**
 * Encodes a finished film for the places that it goes to. It is rendered once and looked at once, whatever their number;
 * the digital source type in its metadata goes along, and a signature does not.
 *
 * @throws BeatcutError `PRESET_UNFIT` for a film with fewer or more frames a second than a place takes; `FFMPEG_FAILED`.
 */
export async function deliverFilm(options: DeliverFilmOptions): Promise<DeliveredFilm[]> {
  const { path: film, presets, folder = path.dirname(film), loudness, signal } = options;
  const { onPreset, onProgress, isKnown, onDelivered } = options;
  const probe = await probeVideo({ path: film, signal });
  requireFittingRate({ presets, fps: probe.fps });
  const measured = probe.hasAudio ? await measureLoudness({ path: film, signal }) : null;
  const xmp = await readXmpMembers(film);
  const delivered: DeliveredFilm[] = [];
  for (const preset of presets) {
    const base = path.basename(film, path.extname(film));
    const file = path.join(folder, `${base}.${preset.id}.${preset.extension}`);
    const target = loudness === 'preset' ? preset.loudnessLufs : loudness;
    const { gainDb, warnings } = gainOf(measured, target);
    const picture = fitPicture(probe, preset);
    const settingsHash = hashOf([packageJson.version, preset, gainDb, picture.filters]);
    const isReused = (await isKnown?.(file, settingsHash)) ?? false;
    if (!isReused) {
      onPreset?.(preset);
      await replaceFileAtomic({
        path: path.resolve(file),
        write: async (temporaryPath) => {
          await encode({
            args: encoderArguments({ film, preset, probe, picture, gainDb, output: temporaryPath }),
            task: `encode ${path.basename(file)}`,
            frameCount: probe.frameCount,
            signal,
            onProgress,
          });
          if (xmp !== null) await writeXmp({ file: temporaryPath, xmp });
        },
      });
    }
    const { width, height, sizeInBytes } = await probeVideo({ path: file, signal });
    const tooLong =
      preset.maxSeconds !== undefined && probe.durationInSeconds > preset.maxSeconds
        ? [
            `${preset.id} takes up to ${preset.maxSeconds} s; the film lasts ${probe.durationInSeconds.toFixed(1)} s.`,
          ]
        : [];
    const done: DeliveredFilm = {
      preset: preset.id,
      file,
      width,
      height,
      sizeInBytes,
      loudness: measured,
      gainDb,
      settingsHash,
      isReused,
      warnings: [...warnings, ...picture.warnings, ...tooLong],
    };
    if (!isReused) await onDelivered?.(done);
    delivered.push(done);
  }
  return delivered;
}

/** Runs the encoder and tells how far it is. */
async function encode({
  args,
  task,
  frameCount,
  signal,
  onProgress,
}: {
  args: string[];
  task: string;
  frameCount: number;
  signal: AbortSignal | undefined;
  onProgress: ((share: number) => void) | undefined;
}): Promise<void> {
  const ffmpeg = startFfmpeg({ args: ['-progress', 'pipe:1', '-nostats', ...args], task, signal });
  ffmpeg.stdin.end();
  let text = '';
  for await (const piece of ffmpeg.stdout as AsyncIterable<Buffer>) {
    const lines = `${text}${piece.toString('latin1')}`.split('\n');
    text = lines.pop()!; // a string splits into at least one part
    const frame = lines.findLast((line) => line.startsWith('frame='))?.slice('frame='.length);
    if (frame !== undefined) onProgress?.(Math.min(1, Number(frame) / frameCount));
  }
  await ffmpeg.finished;
}

function gainOf(
  measured: DeliveredFilm['loudness'],
  targetLufs: number | undefined,
): { gainDb: number; warnings: string[] } {
  if (measured === null || targetLufs === undefined || !Number.isFinite(measured.integratedLufs)) {
    return { gainDb: 0, warnings: [] };
  }
  const wanted = targetLufs - measured.integratedLufs;
  const most = MAX_TRUE_PEAK_DBTP - measured.truePeakDbtp;
  const gainDb = Math.min(wanted, most);
  const short = wanted - gainDb;
  return {
    gainDb,
    warnings:
      short > 0.1
        ? [
            `The sound stays ${short.toFixed(1)} LU below ${targetLufs} LUFS, so that its peaks keep ${MAX_TRUE_PEAK_DBTP} dBTP.`,
          ]
        : [],
  };
}

/** How the picture is brought into a preset's size. */
interface FittedPicture {
  filters: string[];
  warnings: string[];
}

const even = (pixels: number): number => 2 * Math.max(1, Math.round(pixels / 2));

function fitPicture({ width, height }: VideoProbe, preset: DeliveryPreset): FittedPicture {
  const { size, scale } = preset;
  if (size === undefined) {
    if (scale === undefined) return { filters: [], warnings: [] };
    return { filters: [`scale=${even(width * scale)}:${even(height * scale)}:flags=lanczos`], warnings: [] };
  }
  const factor = Math.max(size.width / width, size.height / height);
  const [cropWidth, cropHeight] = [
    Math.min(width, even(size.width / factor)),
    Math.min(height, even(size.height / factor)),
  ];
  const lost = 1 - (cropWidth * cropHeight) / (width * height);
  return {
    filters: [
      ...(lost > 0.001 ? [`crop=${cropWidth}:${cropHeight}`] : []),
      `scale=${size.width}:${size.height}:flags=lanczos`,
    ],
    warnings: [
      ...(lost > 0.01
        ? [
            `${preset.id} shows the middle ${(100 * (1 - lost)).toFixed(0)} % of the picture: render a composition of ${size.width} × ${size.height} to frame it yourself.`,
          ]
        : []),
      ...(factor > 1.01
        ? [`${preset.id} enlarges the picture ${factor.toFixed(2)} times: render it larger with --scale.`]
        : []),
    ],
  };
}

function encoderArguments({
  film,
  preset,
  probe,
  picture,
  gainDb,
  output,
}: {
  film: string;
  preset: DeliveryPreset;
  probe: VideoProbe;
  picture: FittedPicture;
  gainDb: number;
  output: string;
}): string[] {
  const { video, audio, editLists } = preset;
  const pixelFormat = video.codec === 'prores' ? 'yuv422p10le' : 'yuv420p';
  const sound = [
    ...(gainDb === 0 ? [] : [`volume=${gainDb.toFixed(2)}dB`]),
    // without an edit list the encoder's delay would be heard: as much is taken off the beginning
    ...(!editLists && audio.codec === 'aac'
      ? ['aresample=48000', `atrim=start_sample=${AAC_DELAY_SAMPLES}`, 'asetpts=PTS-STARTPTS']
      : []),
  ];
  return [
    ['-i', path.resolve(film), '-map', '0:v:0', '-map', '0:a:0?', '-map_metadata', '-1'],
    ['-vf', [...picture.filters, `format=${pixelFormat}`].join(',')],
    ['-r', rationalFps(probe.fps), '-fps_mode', 'cfr'],
    video.codec === 'prores'
      ? ['-c:v', 'prores_ks', '-profile:v', video.profile, '-vendor', 'apl0']
      : h264Arguments(video, probe.fps),
    ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709', '-color_range', 'tv'],
    ...(!probe.hasAudio
      ? []
      : [
          sound.length === 0 ? [] : ['-af', sound.join(',')],
          audio.codec === 'aac'
            ? ['-c:a', 'aac', '-b:a', `${audio.kbps}k`, '-ar', '48000', '-ac', '2']
            : ['-c:a', 'pcm_s24le', '-ar', '48000'],
        ]),
    [
      '-bitexact',
      ...(editLists
        ? ['-movflags', '+faststart']
        : ['-movflags', '+faststart+negative_cts_offsets', '-use_editlist', '0']),
    ],
    ['-y', output],
  ].flat();
}

function h264Arguments(
  { crf, preset, maxKbps, gopInSeconds }: Extract<DeliveryPreset['video'], { codec: 'h264' }>,
  fps: number,
): string[] {
  const most = maxKbps === undefined ? undefined : fps > 30.01 ? maxKbps.high : maxKbps.standard;
  return [
    ['-c:v', 'libx264', '-profile:v', 'high', '-preset', preset, '-crf', String(crf)],
    // closed groups of pictures are x264's default; two B frames in a row at most, as YouTube asks for
    ['-bf', '2', '-g', String(Math.max(1, Math.round(fps * gopInSeconds)))],
    most === undefined ? [] : ['-maxrate', `${most}k`, '-bufsize', `${2 * most}k`],
  ].flat();
}
