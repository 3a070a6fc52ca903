import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliverFilm, requireFittingRate, requirePresets } from '../../../src/node/delivery/deliver-film.ts';
import { chaptersOf, fillTemplate } from '../../../src/node/delivery/describe-film.ts';
import { DELIVERY_PRESETS, type DeliveryPreset } from '../../../src/node/delivery/presets.ts';
import { runFfmpeg } from '../../../src/node/media/ffmpeg.ts';
import { measureLoudness } from '../../../src/node/media/measure-loudness.ts';
import { probeVideo } from '../../../src/node/media/probe-video.ts';
import { readFrames } from '../../../src/node/media/read-frames.ts';
import { encodeWav } from '../../../src/node/media/wav.ts';
import { readXmp, writeXmp } from '../../../src/node/provenance/xmp.ts';
import { inspectSound } from '../../../src/node/verify/inspect-sound.ts';
import { serializeSrt } from '../../../src/interchange/index.ts';
import { renderSong } from '../../../src/testing/index.ts';
import { encodeFilm } from '../encode-film.ts';

const [WIDTH, HEIGHT, FPS, FRAMES] = [160, 90, 25, 100];
let folder: string;
let film: string;
const songFile = (): string => path.join(folder, 'song.wav');

/** Red on the left, green in the middle, blue on the right: a crop shows. */
function* frames(): Generator<Uint8Array> {
  for (let frame = 0; frame < FRAMES; frame++) {
    const rgba = new Uint8Array(WIDTH * HEIGHT * 4).fill(255);
    for (let pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
      const third = Math.floor(((pixel % WIDTH) * 3) / WIDTH);
      rgba.set(
        [0, 1, 2].map((channel) => (channel === third ? 120 + frame : 20)),
        pixel * 4,
      );
    }
    yield rgba;
  }
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'beatcut-deliver-'));
  film = path.join(folder, 'film.mp4');
  const song = renderSong({
    score: {
      seed: 'deliver',
      tempo: 120,
      leadInSeconds: 0,
      tailInSeconds: 0,
      sections: [
        {
          label: 'all',
          lengthInBars: 2,
          chords: 'Am F',
          parts: { kick: 'X...X...X...X...', snare: '....X.......X...', hat: 'x.x.x.x.x.x.x.x.' },
        },
      ],
    },
  });
  const quiet = song.channels.map((channel) => channel.map((sample) => sample * 0.25));
  await writeFile(songFile(), encodeWav({ channels: quiet, sampleRateHz: song.sampleRateHz }));
  await encodeFilm({
    path: film,
    frames: frames(),
    widthInPixels: WIDTH,
    heightInPixels: HEIGHT,
    fps: FPS,
    songFile: songFile(),
  });
  await writeXmp({
    file: film,
    xmp: {
      digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/composite',
      title: 'A & B',
      creatorTool: 'test',
    },
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const offsetsOf = async (file: string): Promise<(number | null)[]> => {
  const sound = await inspectSound({
    path: file,
    fps: FPS,
    songs: [{ file: songFile(), startFrame: 0, durationInSeconds: 4 }],
    hearBeats: false,
  });
  return sound!.offsets.map(({ offsetMs }) => offsetMs);
};

describe('deliverFilm', () => {
  const square: DeliveryPreset = {
    ...DELIVERY_PRESETS.find(({ id }) => id === 'square')!,
    id: 'small-square',
    size: { width: 90, height: 90 },
  };

  it('encodes for several places at once: size, frames, colours, metadata, and sound in its place without edit lists', async () => {
    const delivered = await deliverFilm({
      path: film,
      presets: [...requirePresets('youtube, preview'), square],
    });
    const sizes = delivered.map(({ preset, width, height }) => [preset, width, height]);
    expect(sizes).toEqual([
      ['youtube', 160, 90],
      ['preview', 80, 46],
      ['small-square', 90, 90],
    ]);
    for (const { file, gainDb } of delivered) {
      const probe = await probeVideo({ path: file });
      expect(probe).toMatchObject({ fps: FPS, frameCount: FRAMES, codec: 'h264' });
      expect(probe.color).toEqual({ range: 'tv', matrix: 'bt709', transfer: 'bt709', primaries: 'bt709' });
      expect(gainDb).toBe(0);
      expect(await readXmp(file)).toContain('digitalsourcetype/composite');
      for (const offset of await offsetsOf(file)) expect(Math.abs(offset!)).toBeLessThan(0.5);
    }
    expect(delivered[2]!.warnings[0]).toMatch(/shows the middle 56 % of the picture/);
    // the middle third fills the square but for its edges
    for await (const { data } of readFrames({
      path: delivered[2]!.file,
      widthInPixels: 3,
      heightInPixels: 1,
    })) {
      expect(data[4]).toBeGreaterThan(100);
      break;
    }
  });

  it('has no edit list where a place does not follow them', async () => {
    const { stdout } = await runFfmpeg({
      tool: 'ffprobe',
      args: [
        '-show_entries',
        'packet=pts',
        '-read_intervals',
        '%+#1',
        '-select_streams',
        'a:0',
        '-of',
        'json',
        path.join(folder, 'film.youtube.mp4'),
      ],
      task: 'probe',
    });
    // packets before 0 would be those that an edit list skips
    expect((JSON.parse(stdout.toString()) as { packets: { pts: number }[] }).packets[0]!.pts).toBe(0);
  });

  it('brings the sound to a loudness only when asked, and never over its peak limit', async () => {
    const before = await measureLoudness({ path: film });
    const target = before.integratedLufs + 3;
    const [louder] = await deliverFilm({ path: film, presets: requirePresets('youtube'), loudness: target });
    expect(louder!.gainDb).toBeCloseTo(3, 5);
    expect((await measureLoudness({ path: louder!.file })).integratedLufs).toBeCloseTo(target, 0);
    const [limited] = await deliverFilm({ path: film, presets: requirePresets('youtube'), loudness: 0 });
    expect(limited!.warnings[0]).toMatch(/stays .* LU below 0 LUFS/);
    expect((await measureLoudness({ path: limited!.file })).truePeakDbtp).toBeLessThan(-0.3);
  });

  it('writes ProRes for editing, and refuses fewer or more frames a second than a place takes', async () => {
    const [prores] = await deliverFilm({ path: film, presets: requirePresets('prores') });
    expect(await probeVideo({ path: prores!.file })).toMatchObject({
      codec: 'prores',
      pixelFormat: 'yuv422p10le',
      frameCount: FRAMES,
    });
    await expect(deliverFilm({ path: film, presets: [{ ...square, maxFps: 24 }] })).rejects.toMatchObject({
      code: 'PRESET_UNFIT',
    });
    const presets = requirePresets('reels');
    expect(() => requireFittingRate({ presets, fps: 12 })).toThrow('reels takes 23 to 60 frames a second');
    for (const fps of [24_000 / 1001, 60]) requireFittingRate({ presets, fps });
    expect(() => requirePresets('youtube,vimeo')).toThrow('got "vimeo"');
  });
});

describe('presets', () => {
  it('say where and when they were read', () => {
    for (const { id, source, asOf, video } of DELIVERY_PRESETS) {
      expect(source.length, id).toBeGreaterThan(3);
      expect(asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(video.codec).toMatch(/h264|prores/);
    }
  });
});

describe('what goes with a film', () => {
  const section = (startInSeconds: number, label: string, name?: string) => ({
    startInSeconds,
    endInSeconds: startInSeconds + 1,
    label,
    energy: 1,
    ...(name !== undefined && { name }),
  });

  it('chapters begin at 0 and last at least 10 s; fewer than three are none', () => {
    const sections = [
      section(2, 'A', 'intro'),
      section(20, 'B', 'verse'),
      section(25, 'C'),
      section(40, 'D', 'chorus'),
      section(75, 'E'),
    ];
    expect(chaptersOf({ sections, songStartInSeconds: 1, durationInSeconds: 80 })).toEqual([
      { startInSeconds: 0, name: 'intro' },
      { startInSeconds: 21, name: 'verse' },
      { startInSeconds: 41, name: 'chorus' },
    ]);
    expect(
      chaptersOf({ sections: sections.slice(0, 2), songStartInSeconds: 0, durationInSeconds: 80 }),
    ).toEqual([]);
  });

  it('templates are filled, empty parts leave no gap, unknown names are an error', () => {
    const values = { title: 'T', artist: '', chapters: '', credits: 'C' };
    expect(fillTemplate('{title}\n\n{chapters}\n\n{credits}', values)).toBe('T\n\nC\n');
    expect(() => fillTemplate('{year}', values)).toThrow('{year}');
  });

  it('captions join words to lines and keep to the film', () => {
    const word = (text: string, startMs: number, endMs: number, pageBreakAfter = false) => ({
      text,
      startMs,
      endMs,
      timestampMs: startMs,
      confidence: 1,
      pageBreakAfter,
    });
    const captions = [
      word('one', 500, 900),
      word(' two', 900, 1500, true),
      word('three', 3_661_000, 3_662_500, true),
      word('late', 4e6, 4.1e6, true),
    ];
    expect(serializeSrt({ captions, offsetInSeconds: -1, endInSeconds: 3662 })).toBe(
      '1\n00:00:00,000 --> 00:00:00,500\none two\n\n2\n01:01:00,000 --> 01:01:01,500\nthree\n',
    );
  });
});
