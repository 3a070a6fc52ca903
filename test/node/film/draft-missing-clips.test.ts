import { expect, onTestFinished, test } from 'vitest';
import { createAnimaticProvider } from '../../../src/node/animatic.ts';
import { draftMissingClips } from '../../../src/node/film/draft-missing-clips.ts';
import { openProject, type Project } from '../../../src/node/project.ts';
import { ProviderError, type VideoProvider } from '../../../src/providers/video-provider.ts';
import { openTestProject, orderFor } from '../test-project.ts';

const clips = ['a lake', 'a street'].map((prompt, index) => ({
  clip: { ...orderFor(prompt, index + 1), slots: [], chainKeys: [] },
  status: { state: 'missing' as const },
}));

/** A project whose drafts are drawn by the animatic, as `download` says. */
async function openDraftProject(
  download: (draw: VideoProvider['download']) => VideoProvider['download'],
): Promise<Project> {
  const { dir } = await openTestProject(onTestFinished);
  const animatic = createAnimaticProvider();
  return openProject({
    projectDir: dir,
    builtInProviders: [{ ...animatic, download: download(animatic.download) }],
  });
}

test('says of each draft that can not be drawn why, keeps the others, and draws it the next time', async () => {
  let isBroken = true;
  const project = await openDraftProject((draw) => async (job, options) => {
    if (isBroken && JSON.stringify(job.operation).includes('a street')) {
      throw new ProviderError({
        trouble: 'lasting',
        code: 'ENCODER_GONE',
        message: 'the encoder has gone',
      });
    }
    return draw(job, options);
  });
  await expect(draftMissingClips({ project, clips })).rejects.toMatchObject({
    code: 'DRAFTS_FAILED',
    message: expect.stringMatching(/^1 of 2 drafts[^]*a street: the encoder has gone/),
  });

  isBroken = false;
  const drawn = await draftMissingClips({ project, clips });
  expect(drawn.map(({ status }) => status.state)).toEqual(['draft', 'draft']);
});

test('tells that it is at work while it draws, frame by frame', async () => {
  let signs = 0;
  const project = await openDraftProject(
    (draw) => (job, options) => draw(job, { ...options, onAlive: () => (signs += 1) }),
  );
  await draftMissingClips({ project, clips: clips.slice(0, 1) });
  expect(signs).toBeGreaterThan(24);
});
