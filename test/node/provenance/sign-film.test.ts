import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runFfmpeg } from '../../../src/node/media/ffmpeg.ts';
import { probeVideo } from '../../../src/node/media/probe-video.ts';
import { digitalSourceTypeUrl } from '../../../src/node/provenance/digital-source-type.ts';
import { readContentCredentials, signFilm } from '../../../src/node/provenance/sign-film.ts';
import { createTestClip } from '../../../src/testing/index.ts';
import { createTestIdentity } from './test-certificate.ts';

let folder: string;
const identity = createTestIdentity();
const at = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'beatcut-sign-'));
  for (const [name, seed] of [
    ['film', 1],
    ['first', 2],
    ['second', 3],
  ] as const)
    await writeFile(at(`${name}.mp4`), createTestClip({ seed, durationInSeconds: 0.5 }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('signFilm', () => {
  it('signs a film with its clips as ingredients, which C2PA’s own reader accepts but for the unknown signer', async () => {
    const trained = digitalSourceTypeUrl('trainedAlgorithmicMedia');
    const composite = digitalSourceTypeUrl('compositeWithTrainedAlgorithmicMedia');
    // a provider that signs its clips
    await signFilm({
      path: at('first.mp4'),
      title: 'clip',
      digitalSourceType: trained,
      ingredients: [],
      ...identity,
    });
    await runFfmpeg({
      args: ['-i', at('second.mp4'), '-c:v', 'libvpx', '-y', at('third.webm')],
      task: 'make a WebM',
    });
    await signFilm({
      path: at('film.mp4'),
      title: 'The film',
      digitalSourceType: composite,
      ingredients: [
        { path: at('first.mp4'), title: 'birth' },
        { path: at('second.mp4'), title: 'garden' },
        // no credentials can lie in it, and it is named all the same
        { path: at('third.webm'), title: 'stars' },
      ],
      ...identity,
    });
    const credentials = (await readContentCredentials(at('film.mp4')))!;
    expect(credentials.ingredients).toEqual(['birth', 'garden', 'stars']);
    expect(credentials.digitalSourceTypes).toEqual([composite]);
    expect(credentials.failures.filter((code) => code !== 'signingCredential.untrusted')).toEqual([]);
    expect(credentials.state).toBe('Valid');
    // it still plays
    expect(await probeVideo({ path: at('film.mp4') })).toMatchObject({ frameCount: 12, width: 320 });
  });

  it('a change of the film after signing is noticed', async () => {
    const bytes = await readFile(at('film.mp4'));
    const place = bytes.lastIndexOf('mdat') + 200;
    bytes[place] = bytes[place]! ^ 0xff;
    await writeFile(at('changed.mp4'), bytes);
    const credentials = (await readContentCredentials(at('changed.mp4')))!;
    expect(credentials.state).toBe('Invalid');
    expect(credentials.failures).toContain('assertion.bmffHash.mismatch');
  });

  it('tells a file without credentials, and refuses keys that do not belong together', async () => {
    expect(await readContentCredentials(at('second.mp4'))).toBeNull();
    const before = await readFile(at('second.mp4'));
    await expect(
      signFilm({
        path: at('second.mp4'),
        title: 'x',
        digitalSourceType: digitalSourceTypeUrl('composite'),
        ingredients: [],
        certificatePem: identity.certificatePem,
        privateKeyPem: createTestIdentity().privateKeyPem,
      }),
    ).rejects.toMatchObject({ code: 'SIGNING_KEY_INVALID' });
    expect(await readFile(at('second.mp4'))).toEqual(before);
  });
});
