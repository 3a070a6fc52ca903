import { expect, test } from 'vitest';
import type { Take } from '../../../src/clips/take.ts';
import { BeatcutError } from '../../../src/core/error.ts';
import type { ClipStatus, ClipWithStatus } from '../../../src/node/film/clip-status.ts';
import { requireClips } from '../../../src/node/film/require-clips.ts';
import { takeFor } from '../../clips/take-for.ts';
import { orderFor } from '../test-project.ts';

const withStatus = (shotNumber: number, status: ClipStatus): ClipWithStatus => ({
  clip: { ...orderFor(`shot number ${shotNumber}`, shotNumber), slots: [] },
  status,
});
const lost = (parts: Partial<Take> = {}): ClipStatus => ({
  state: 'lost',
  take: { ...takeFor('a'), draft: false, ...parts },
  condition: 'missing',
  path: '/film/.beatcut/takes/aaaa.mp4',
});
const draft: ClipStatus = { state: 'draft', take: takeFor('d'), isTooShort: false, fitNotes: [] };

/** The error that the clips are refused with. */
function refusal(clips: ClipWithStatus[], allowDrafts = false): BeatcutError {
  try {
    requireClips({ compositionId: 'Film', clips, allowDrafts });
  } catch (error) {
    if (error instanceof BeatcutError) return error;
    throw error;
  }
  throw new Error('The clips were not refused.');
}

test('says of a lost real take where to copy it and how to buy it again, and promises nothing else', () => {
  const clip = withStatus(1, lost({ costUsd: 0.8 }));
  const { message, hint } = refusal([clip]);
  expect(message).toContain('the file of its take is gone, expected /film/.beatcut/takes/aaaa.mp4');
  expect(hint).toBe(
    [
      'Copy the lost file back to its path above from a machine or backup that has it (npx beatcut pull, where a bucket is shared; npx beatcut sync, where the public folder still holds it)',
      '  → or buy again (it cost about $0.80); rejecting never deletes:',
      `      npx beatcut reject ${clip.clip.clipKey.slice(0, 8)} aaaaaaaa`,
      '      npx beatcut generate Film',
    ].join('\n'),
  );
});

test('offers to generate and to draw drafts for clips that are missing, drafts or lost drafts', () => {
  for (const status of [{ state: 'missing' } as const, draft, lost({ draft: true })]) {
    expect(refusal([withStatus(1, status)]).hint).toBe(
      'Make them: npx beatcut generate Film\n  → or render with free drafts: npx beatcut render Film --drafts',
    );
  }
});

test('names both ways where some clips are missing and the takes of others are lost', () => {
  const { hint } = refusal([
    withStatus(1, { state: 'missing' }),
    withStatus(2, lost()),
    withStatus(3, lost()),
  ]);
  expect(hint).toContain('Make what is missing: npx beatcut generate Film');
  expect(hint).toContain('Copy each lost file back');
  expect(hint?.match(/npx beatcut reject/g)).toHaveLength(2);
});

test('lets drafts pass where they are allowed, but not a lost real take', () => {
  requireClips({ compositionId: 'Film', clips: [withStatus(1, draft)], allowDrafts: true });
  const { message, hint } = refusal([withStatus(1, draft), withStatus(2, lost())], true);
  expect(message).toContain('1 of 2 clips');
  expect(hint).not.toContain('--drafts');
});

test('the commands that it proposes carry the props that the composition was opened with', () => {
  const clips = [withStatus(1, { state: 'missing' })];
  const inputProps = { title: "Maya's summer" };
  try {
    requireClips({ compositionId: 'Film', clips, inputProps, allowDrafts: true });
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({
      hint: `Make them: npx beatcut generate Film --props '{"title":"Maya'\\''s summer"}'`,
    });
  }
});
