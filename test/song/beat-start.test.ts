import { describe, expect, it } from 'vitest';
import { firstSoundOf, openingEvidenceOf, placeAmong } from '../../src/song/beat-start.ts';
import { ENVELOPE_VALUES_PER_SECOND } from '../../src/song/envelope-meter.ts';
import type { SongFeatures } from '../../src/song/song-features.ts';

/** Power in three bands over ten seconds. */
const envelopesOf = (powerAt: (timeInSeconds: number) => number): SongFeatures['envelopes'] => {
  const band = (): Float32Array =>
    Float32Array.from({ length: 10 * ENVELOPE_VALUES_PER_SECOND }, (_, at) =>
      powerAt(at / ENVELOPE_VALUES_PER_SECOND),
    );
  return [band(), band(), band()];
};

describe('firstSoundOf', () => {
  it('finds where a song begins after silence and hiss, at any gain', () => {
    for (const gain of [1, 1e-8])
      expect(firstSoundOf({ envelopes: envelopesOf((t) => gain * (t < 2.5 ? 1e-5 : 0.1)) })).toBeCloseTo(
        2.5,
        2,
      );
  });

  it('finds an attack at the very beginning, but no beginning where a song was cut out of a longer one', () => {
    const struck = (t: number): number => 0.1 * Math.exp(-(t % 0.5) / 0.1);
    expect(firstSoundOf({ envelopes: envelopesOf(struck) })).toBe(0);
    expect(firstSoundOf({ envelopes: envelopesOf((t) => struck(t + 0.2)) })).toBeUndefined();
    expect(firstSoundOf({ envelopes: envelopesOf(() => 0.1) })).toBeUndefined();
  });

  it('finds none in silence and in a song that fades in', () => {
    expect(firstSoundOf({ envelopes: envelopesOf(() => 0) })).toBeUndefined();
    expect(firstSoundOf({ envelopes: envelopesOf((t) => (t / 10) ** 2) })).toBeUndefined();
  });
});

describe('placeAmong', () => {
  const beats = Array.from({ length: 20 }, (_, n) => 2 + 0.5 * n);

  it('counts in beats from the first, before and after it', () => {
    expect(placeAmong(beats, 1)).toBeCloseTo(-2, 6);
    expect(placeAmong(beats, 2)).toBe(0);
    expect(placeAmong(beats, 4.25)).toBeCloseTo(4.5, 6);
    expect(placeAmong(beats, beats.at(-1)!)).toBeCloseTo(19, 6);
  });

  it('knows no place far from all beats, among few, or for no moment', () => {
    expect(
      placeAmong(
        beats.map((time) => time + 60),
        1,
      ),
    ).toBeUndefined();
    expect(placeAmong(beats, 60)).toBeUndefined();
    expect(placeAmong(beats.slice(0, 4), 2)).toBeUndefined();
    expect(placeAmong(beats, undefined)).toBeUndefined();
  });
});

describe('openingEvidenceOf', () => {
  it('is most on a beat, least midway, and nothing where it is unknown', () => {
    expect(openingEvidenceOf(-3)).toBeCloseTo(1, 6);
    expect(openingEvidenceOf(0.5)).toBeCloseTo(-1, 6);
    expect(openingEvidenceOf(undefined)).toBe(0);
  });
});
