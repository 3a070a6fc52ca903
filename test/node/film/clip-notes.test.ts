import { expect, onTestFinished, test } from 'vitest';
import { formatClipNotes } from '../../../src/cli/clip-notes-text.ts';
import type { Take } from '../../../src/clips/take.ts';
import { lookUpClips } from '../../../src/node/film/clip-status.ts';
import { listClipNotes, type ClipNotes } from '../../../src/node/film/clip-notes.ts';
import { generateClips } from '../../../src/node/generate.ts';
import { openaiVideos } from '../../../src/providers/openai-videos.ts';
import { createVideosServer } from '../../../src/testing/videos-server.ts';
import { openTestProject, orderFor } from '../test-project.ts';

test('a plan tells what the checks found, what runs, what is ambiguous and what failed', async () => {
  const server = await createVideosServer({ pollsUntilDone: 0, tellsPrompt: false });
  onTestFinished(() => server.close());
  const project = await openTestProject(onTestFinished);
  const provider = openaiVideos({ baseURL: server.baseURL, model: 'wan', env: {} });
  const clips = ['a lake', 'a street', 'a wood', 'a hill'].map((prompt, index) => ({
    ...orderFor(prompt, index + 1),
    slots: [],
  }));
  const make = (clip: (typeof clips)[number], signal?: AbortSignal, onRunning?: () => void) =>
    generateClips({
      ...project,
      orders: [clip],
      providers: [provider],
      provider: provider.id,
      signal,
      onProgress: (event) => {
        if (event.type === 'step' && event.step.step === 'running') onRunning?.();
      },
    });
  await make(clips[0]!);
  await project.lockFile.update((lockFile) => {
    const clip = lockFile.clips[clips[0]!.clipKey]!;
    const checks: Take['checks'] = {
      black: [{ startInSeconds: 0, endInSeconds: 0.4 }],
      fingerprint: '0'.repeat(96),
      motion: { valuesPerSecond: 12, values: '00' },
    };
    return {
      ...lockFile,
      clips: { ...lockFile.clips, [clips[0]!.clipKey]: { ...clip, takes: [{ ...clip.takes[0]!, checks }] } },
    };
  });
  server.faults.push({ on: 'start', kind: 'accept-then-reset' });
  await make(clips[1]!);
  const stop = new AbortController();
  await make(clips[2]!, stop.signal, () => stop.abort());
  server.faults.push({ on: 'job', kind: 'refused', message: 'No hills.' });
  await make(clips[3]!);

  const notes = await listClipNotes({ clips: await lookUpClips({ clips, project }), project });
  const none = { warnings: [], runningJobs: 0, ambiguousOrders: 0, failures: [] };
  expect(notes).toEqual<ClipNotes[]>([
    { ...none, shotId: 'shot-1', shotNumber: 1, warnings: ['black 0.0–0.4 s'] },
    { ...none, shotId: 'shot-2', shotNumber: 2, ambiguousOrders: 1 },
    { ...none, shotId: 'shot-3', shotNumber: 3, runningJobs: 1 },
    { ...none, shotId: 'shot-4', shotNumber: 4, failures: ['refused: No hills.'] },
  ]);
  expect(formatClipNotes(notes)).toEqual([
    '! shot 1 shot-1: black 0.0–0.4 s',
    '! shot 2 shot-2: 1 order of unknown fate',
    '! shot 3 shot-3: 1 job under way',
    '! shot 4 shot-4: refused: No hills.',
    expect.stringContaining('cancel'),
    expect.stringContaining('--resubmit'),
    expect.stringContaining('--retry'),
  ]);
  expect(formatClipNotes([])).toEqual([]);
});
