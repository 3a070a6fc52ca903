import { mkdir, mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Film } from '../../../src/node/film/open-film.ts';
import { usualPageDrawing } from '../../../src/node/browser/page-drawing.ts';
import {
  fingerprintSweep,
  isRepeatable,
  readSweepRecord,
  writeSweepRecord,
} from '../../../src/node/film/sweep-record.ts';

let folder: string;
const file = (name: string): string => join(folder, name);
const filmWith = (props: Record<string, unknown>): Film =>
  ({
    composition: { id: 'Film', props },
    renderer: {
      serveUrl: file('bundle'),
      inputProps: {},
      browserExecutable: null,
      chromeMode: 'headless-shell',
    },
    drawing: usualPageDrawing(),
  }) as unknown as Film; // only these are read
const fingerprint = (props = {}): Promise<string> =>
  fingerprintSweep({ film: filmWith(props), publicDir: file('public') });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beatcut-sweep-'));
  await mkdir(file('bundle'));
  await mkdir(file('public/beatcut/clips'), { recursive: true });
  await writeFile(file('bundle/bundle.js'), 'one');
  await writeFile(file('public/beatcut/catalogue.json'), 'one');
  await writeFile(file('public/beatcut/song.json'), 'one');
  await writeFile(file('public/title.txt'), 'one');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('what a sweep depends on', () => {
  it('is not which takes are there and picked', async () => {
    const before = await fingerprint();
    await writeFile(file('public/beatcut/catalogue.json'), 'two');
    await writeFile(file('public/beatcut/clips/take.mp4'), 'take');
    expect(await fingerprint()).toBe(before);
  });

  it.each(['bundle/bundle.js', 'public/beatcut/song.json', 'public/title.txt'])('is %s', async (name) => {
    const before = await fingerprint();
    await writeFile(file(name), 'two');
    expect(await fingerprint()).not.toBe(before);
  });

  it('is a file whose contents were changed at the same size and date', async () => {
    const before = await fingerprint();
    const { atime, mtime } = await stat(file('public/title.txt'));
    await writeFile(file('public/title.txt'), 'two');
    await utimes(file('public/title.txt'), atime, mtime);
    expect(await fingerprint()).not.toBe(before);
  });

  it('is the props', async () => {
    expect(await fingerprint({ title: 'one' })).not.toBe(await fingerprint({ title: 'two' }));
  });
});

describe('what a sweep found', () => {
  const report = {
    clips: [],
    cuts: [],
    shots: [],
    autoCuts: [],
    framesSwept: 3,
    pictures: null,
    warnings: [],
  };
  const place = (print: string): { storeDir: string; compositionId: string; fingerprint: string } => ({
    storeDir: folder,
    compositionId: 'Film',
    fingerprint: print,
  });

  it('is found again under its fingerprint only', async () => {
    await writeSweepRecord({ ...place('one'), report, songs: ['song.wav'] });
    expect(await readSweepRecord(place('one'))).toMatchObject({ report, songs: ['song.wav'] });
    expect(await readSweepRecord(place('two'))).toBeNull();
  });

  it('is not kept when a page without beatcut, or one that looks different each time, was swept', () => {
    const empty = { pictures: [], wishes: [], frames: [], sounds: [], usesOtherHosts: false };
    expect(isRepeatable(report)).toBe(false);
    expect(isRepeatable({ ...report, pictures: { ...empty, isRepeatable: false } })).toBe(false);
    expect(isRepeatable({ ...report, pictures: { ...empty, isRepeatable: true } })).toBe(true);
  });
});
