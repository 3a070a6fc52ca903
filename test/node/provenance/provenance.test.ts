import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlannedClip } from '../../../src/clips/planned-clip.ts';
import type { Take } from '../../../src/clips/take.ts';
import { sha256Hex } from '../../../src/core/hash.ts';
import { probeVideo } from '../../../src/node/media/probe-video.ts';
import { readFrames } from '../../../src/node/media/read-frames.ts';
import {
  describeProvenance,
  formatCredits,
  type ProvenanceSettings,
} from '../../../src/node/provenance/describe-provenance.ts';
import { filmSourceTypeOf } from '../../../src/node/provenance/digital-source-type.ts';
import { listMp4Boxes } from '../../../src/node/provenance/mp4-boxes.ts';
import { readXmp, serializeXmp, writeXmp, type FilmXmp } from '../../../src/node/provenance/xmp.ts';
import { createTestClip } from '../../../src/testing/index.ts';

const clip: PlannedClip = {
  clipKey: 'a'.repeat(64),
  request: { prompt: 'a lighthouse', negativePrompt: 'text', aspectRatio: '16:9' },
  shotId: 'birth',
  shotNumber: 1,
  slots: [{ startFrame: 12, endFrame: 36, handleBeforeInFrames: 0, handleAfterInFrames: 6 }],
  minDurationInSeconds: 1,
  fps: 24,
  width: 1280,
  height: 720,
  referenceFiles: [],
};

const take: Take = {
  sha256: 'b'.repeat(64),
  extension: 'mp4',
  sizeInBytes: 9,
  durationInSeconds: 4,
  width: 1280,
  height: 720,
  fps: 24,
  provider: 'fal',
  model: 'wan-2.6',
  seed: 7,
  draft: false,
  createdAt: '2026-11-01T10:00:00.000Z',
};

const describeFilm = (settings: ProvenanceSettings = {}) =>
  describeProvenance({
    file: '/somewhere/secret/film.mp4',
    composition: { id: 'Film', fps: 24, durationInFrames: 48, width: 1280, height: 720 },
    clips: [{ clip, take }],
    songs: [
      {
        path: 'song.mp3',
        source: { file: 'song.mp3', sha256: 'c'.repeat(64), sizeInBytes: 1, title: 'Tide', artist: 'Ada' },
      },
    ],
    settings,
    tools: { remotion: '4.0.527' },
    renderedAt: new Date('2026-11-23T12:00:00Z'),
  });

describe('describeProvenance', () => {
  it('says of each clip how it was made and where the film shows it', () => {
    const provenance = describeFilm({
      licenceNotes: { 'fal/wan-2.6': 'Apache-2.0 weights', fal: 'other' },
      songRights: { 'song.mp3': '© Ada 2026' },
    });
    expect(provenance.clips).toEqual([
      {
        shotNumber: 1,
        shotId: 'birth',
        clipKey: clip.clipKey,
        promptSha256: sha256Hex('a lighthouse'),
        prompt: 'a lighthouse',
        negativePrompt: 'text',
        references: [],
        takeSha256: take.sha256,
        provider: 'fal',
        model: 'wan-2.6',
        seed: 7,
        createdAt: take.createdAt,
        isDraft: false,
        licenceNote: 'Apache-2.0 weights',
        digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
        shownAt: [{ startFrame: 12, endFrame: 36, startInSeconds: 0.5, endInSeconds: 1.5 }],
      },
    ]);
    expect(provenance.songs[0]).toMatchObject({ title: 'Tide', artist: 'Ada', rightsNote: '© Ada 2026' });
    expect(JSON.stringify(provenance)).not.toContain('secret');
    expect(formatCredits(provenance, ['Thanks to Jon'])).toBe(
      [
        'Film',
        '',
        'Music: “Tide” by Ada. © Ada 2026',
        'Pictures: 1 clip by fal/wan-2.6',
        'Some or all pictures were generated with artificial intelligence.',
        'Thanks to Jon',
        `Made with beatcut ${provenance.tools['beatcut']} and Remotion 4.0.527`,
        '',
      ].join('\n'),
    );
  });

  it('keeps prompts to itself when asked, but for their hash', () => {
    const text = JSON.stringify(describeFilm({ withholdPrompts: true }));
    expect(text).not.toContain('lighthouse');
    expect(text).toContain(sha256Hex('a lighthouse'));
  });

  it('a film counts as AI-generated as soon as one of its clips is', () => {
    expect(
      filmSourceTypeOf([
        { provider: 'animatic', model: 'sketch' },
        { provider: 'fal', model: 'wan' },
      ]),
    ).toBe('compositeWithTrainedAlgorithmicMedia');
    expect(filmSourceTypeOf([{ provider: 'animatic', model: 'sketch' }])).toBe('compositeSynthetic');
    expect(filmSourceTypeOf([{ provider: 'files', model: 'unknown' }])).toBe('composite');
    // who imported it has said what made it
    expect(filmSourceTypeOf([{ provider: 'files', model: 'kling 3.0' }])).toBe(
      'compositeWithTrainedAlgorithmicMedia',
    );
  });
});

describe('writeXmp', () => {
  let folder: string;
  const xmp: FilmXmp = {
    digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia',
    title: 'Film <1> & more',
    creator: 'Ada',
    creatorTool: 'beatcut 0.1.0',
    createdAt: new Date('2026-11-23T12:00:00Z'),
  };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'beatcut-xmp-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('puts a packet into the file that reads back as XML, and leaves the film as it was', async () => {
    const file = path.join(folder, 'film.mp4');
    const original = createTestClip({ durationInSeconds: 0.5 });
    await writeFile(file, original);
    await writeXmp({ file, xmp: { ...xmp, title: 'older' } });
    await writeXmp({ file, xmp });
    const bytes = await readFile(file);
    expect(bytes.subarray(0, original.length).equals(original)).toBe(true);

    // as any other program finds it: one box of this type, whose size fits
    const place = bytes.indexOf(Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex'));
    expect(bytes.toString('latin1', place - 4, place)).toBe('uuid');
    expect(bytes.readUInt32BE(place - 8)).toBe(bytes.length - place + 8);
    expect((await listMp4Boxes(file)).filter(({ type }) => type === 'uuid')).toHaveLength(1);

    const packet = bytes.toString('utf8', place + 16);
    expect(packet).toBe(await readXmp(file));
    const parsed = new XMLParser({ ignoreAttributes: false }).parse(packet) as {
      'x:xmpmeta': { 'rdf:RDF': { 'rdf:Description': Record<string, unknown> } };
    };
    const description = parsed['x:xmpmeta']['rdf:RDF']['rdf:Description'];
    expect(description['Iptc4xmpExt:DigitalSourceType']).toBe(xmp.digitalSourceType);
    expect(description['dc:title']).toMatchObject({
      'rdf:Alt': { 'rdf:li': { '#text': 'Film <1> & more' } },
    });

    expect((await probeVideo({ path: file })).frameCount).toBe(12);
    let frames = 0;
    for await (const _ of readFrames({ path: file, widthInPixels: 32, heightInPixels: 18 })) frames += 1;
    expect(frames).toBe(12);
  });

  it('says that a file is broken instead of writing into it', async () => {
    const file = path.join(folder, 'broken.mp4');
    const cut = createTestClip().subarray(0, 500);
    await writeFile(file, cut);
    await expect(writeXmp({ file, xmp })).rejects.toMatchObject({ code: 'MP4_BROKEN' });
    expect(await readXmp(path.join(folder, 'film.mp4'))).toContain(serializeXmp(xmp).slice(0, 40));
    expect((await readFile(file)).length).toBe(500);
  });
});
