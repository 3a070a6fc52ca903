// How long a lock file with many takes takes: reading it, looking up a film's clips, the ledger, adding a take.
// `npm run bench:clips -- --takes 10000`; prints the median of 5 runs in milliseconds.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createJiti } from 'jiti';

const { values } = parseArgs({
  options: {
    takes: { type: 'string', default: '10000' },
    clips: { type: 'string', default: '1000' },
    film: { type: 'string', default: '55' },
  },
});
const jiti = createJiti(import.meta.url);
const { addTake, emptyLockFile, serializeLockFile } = await jiti.import('../src/clips/lock-file.ts');
const { clipKeyOf } = await jiti.import('../src/clips/clip-request.ts');
const { writeMotion } = await jiti.import('../src/clips/take-checks.ts');
const { hashOf } = await jiti.import('../src/core/hash.ts');
const { lookUpClips } = await jiti.import('../src/node/film/clip-status.ts');
const { listLedger, sumLedger } = await jiti.import('../src/node/money/ledger.ts');
const { openProjectAt, orderFor } = await jiti.import('../test/node/test-project.ts');

const [takeCount, clipCount, filmCount] = [values.takes, values.clips, values.film].map(Number);
const dir = await mkdtemp(path.join(tmpdir(), 'beatcut-bench-'));
try {
  const project = openProjectAt(dir);
  const prompts = Array.from(
    { length: clipCount },
    (_, index) => `shot ${index}: a street at night, rain, neon`,
  );
  const clips = {};
  const motion = writeMotion(
    Array.from({ length: 60 }, (_, index) => (index % 7) / 7),
    12,
  );
  const takeFor = (index) => ({
    sha256: hashOf(index),
    extension: 'mp4',
    sizeInBytes: 4_000_000,
    durationInSeconds: 5,
    width: 1280,
    height: 720,
    fps: 24,
    provider: 'fal',
    model: 'wan',
    seed: index,
    draft: false,
    createdAt: new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString(),
    estimatedCostUsd: 0.25,
    checks: { fingerprint: (hashOf(index) + hashOf(-index)).slice(0, 96), motion },
  });
  for (let index = 0; index < takeCount; index += 1) {
    const request = orderFor(prompts[index % clipCount]).request;
    const clip = (clips[clipKeyOf(request)] ??= { request, takes: [] });
    clip.takes.push(takeFor(index));
  }
  const text = serializeLockFile({ ...emptyLockFile(), clips });
  await writeFile(project.lockFile.path, text);
  const film = prompts
    .slice(0, filmCount)
    .map((prompt, index) => ({ ...orderFor(prompt, index + 1), slots: [] }));

  const medianMs = async (run) => {
    const times = [];
    for (let index = 0; index < 5; index += 1) {
      const startedAt = performance.now();
      await run(index);
      times.push(performance.now() - startedAt);
    }
    return times.sort((a, b) => a - b)[2].toFixed(0);
  };
  const request = orderFor('one more').request;
  console.log(
    `${takeCount} takes in ${clipCount} clips, ${(text.length / 1e6).toFixed(1)} MB of lock file; median of 5`,
  );
  console.log(`read the lock file                     ${await medianMs(() => project.lockFile.read())} ms`);
  console.log(
    `plan: look up ${filmCount} clips of a film       ${await medianMs(() => lookUpClips({ clips: film, project }))} ms (reading included)`,
  );
  console.log(
    `ledger                                 ${await medianMs(async () => sumLedger(listLedger(await project.lockFile.read(), await project.journal.list())))} ms (reading included)`,
  );
  console.log(
    `add a take                             ${await medianMs((index) => project.lockFile.update((lockFile) => addTake(lockFile, { clipKey: clipKeyOf(request), request, take: takeFor(takeCount + index) })))} ms`,
  );
} finally {
  await rm(dir, { recursive: true });
}
