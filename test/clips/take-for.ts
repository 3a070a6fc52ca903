import type { Take } from '../../src/clips/take.ts';

/** A take's record whose hash is one hex digit 64 times, made at some minute of an hour. */
export const takeFor = (
  digit: string,
  { minute = 0, ...parts }: Partial<Take> & { minute?: number } = {},
): Take => ({
  sha256: digit.repeat(64),
  extension: 'mp4',
  sizeInBytes: 1000,
  durationInSeconds: 4,
  width: 1280,
  height: 720,
  fps: 24,
  provider: 'openai-videos',
  model: 'wan',
  seed: 7,
  draft: false,
  createdAt: new Date(Date.UTC(2026, 10, 1, 12, minute)).toISOString(),
  ...parts,
});
