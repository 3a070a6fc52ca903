import { readFileSync, writeFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { defineStoryboard, parseStoryboard, type Storyboard } from '../../../src/clips/storyboard.ts';
import { readShots } from '../../../src/node/storyboard/ask-model.ts';
import { planStoryboard } from '../../../src/node/storyboard/plan-storyboard.ts';
import { readTreatment } from '../../../src/node/storyboard/read-treatment.ts';
import {
  resolveStoryboardModel,
  writeStoryboard,
  type WriteStoryboardOptions,
  type WriteStoryboardResult,
} from '../../../src/node/storyboard/write-storyboard.ts';
import type { SongMap } from '../../../src/song/song-map.ts';
import { openTestProject } from '../test-project.ts';
import { answerTo, createChatServer, type ChatServer } from './chat-server.ts';

const SECRET = 'sk-very-secret-0123456789';
const BAR_SECONDS = 2;
const BARS = 40;

/** 40 bars at 120 BPM: intro 4, verse 8, chorus 8, verse 8, chorus 8, outro 4; the second chorus is a drop. */
const song: SongMap = {
  version: 1,
  source: { file: 'song.mp3', sha256: '0'.repeat(64), sizeInBytes: 1, title: 'Hard' },
  durationInSeconds: BARS * BAR_SECONDS,
  tempoBpm: 120,
  alternativeTempoBpm: 0,
  beatsPerBar: 4,
  beats: Array.from({ length: BARS * 4 }, (_, beat) => ({
    timeInSeconds: beat / 2,
    bar: 1 + Math.floor(beat / 4),
    beatInBar: 1 + (beat % 4),
    confidence: 1,
  })),
  sections: [
    { startInSeconds: 0, endInSeconds: 8, label: 'A', name: 'intro', energy: 0.2 },
    { startInSeconds: 8, endInSeconds: 24, label: 'B', name: 'verse', energy: 0.5 },
    { startInSeconds: 24, endInSeconds: 40, label: 'C', name: 'chorus', energy: 0.8 },
    { startInSeconds: 40, endInSeconds: 56, label: 'B', name: 'verse', energy: 0.5 },
    { startInSeconds: 56, endInSeconds: 72, label: 'C', name: 'chorus', energy: 1 },
    { startInSeconds: 72, endInSeconds: 80, label: 'D', energy: 0.1 },
  ],
  buildUps: [{ startInSeconds: 48, dropInSeconds: 56, strength: 1 }],
  energy: { valuesPerSecond: 1, overall: Array(80).fill(0.5) as number[], low: [], mid: [], high: [] },
  lyrics: [
    { text: 'We ran', startMs: 24_000, endMs: 25_000, timestampMs: 0, confidence: 1 },
    { text: ' away', startMs: 25_000, endMs: 26_000, timestampMs: 0, confidence: 1, pageBreakAfter: true },
    {
      text: 'all summer',
      startMs: 34_000,
      endMs: 36_000,
      timestampMs: 0,
      confidence: 1,
      pageBreakAfter: true,
    },
  ],
  confidence: 1,
  warnings: [],
};
const IDS = ['intro', 'verse-1', 'chorus-1', 'verse-2', 'chorus-2', 'd'];

const TREATMENT = `# Hard

Maya leaves the town. She drives all night. The sea is there in the morning.

## Look
35mm, *soft grain*,
late light

## Characters
- maya: a woman of thirty with a red scarf (cast/maya.png)
- **rey**: her brother

## Avoid
text, logos
`;

interface Setup {
  server: ChatServer;
  outputFile: string;
  write: (options?: Partial<WriteStoryboardOptions>) => Promise<WriteStoryboardResult>;
  saved: () => Promise<Storyboard>;
  waits: number[];
}

async function setUp(options: Parameters<typeof createChatServer>[0] = {}): Promise<Setup> {
  const { dir } = await openTestProject(onTestFinished);
  const server = await createChatServer(options);
  onTestFinished(() => server.close());
  const treatmentFile = path.join(dir, 'treatment.md');
  const outputFile = path.join(dir, 'storyboard.json');
  await writeFile(treatmentFile, TREATMENT);
  const waits: number[] = [];
  return {
    server,
    outputFile,
    waits,
    write: (more = {}) =>
      writeStoryboard({
        song,
        treatmentFile,
        outputFile,
        locksDir: path.join(dir, 'locks'),
        model: { model: 'writer', baseURL: server.baseURL, apiKey: SECRET },
        env: {},
        delay: async (wait) => void waits.push(wait),
        ...more,
      }),
    saved: async () => parseStoryboard({ text: await readFile(outputFile, 'utf8'), path: 'storyboard.json' }),
  };
}

test('a treatment in Markdown gives look, characters with pictures, what to avoid, and a story', async () => {
  const { dir } = await openTestProject(onTestFinished);
  const file = path.join(dir, 'treatment.md');
  await writeFile(file, TREATMENT);
  expect(await readTreatment(file)).toEqual({
    text: TREATMENT.trim(),
    settings: {
      look: '35mm, soft grain, late light',
      negativePrompt: 'text, logos',
      characters: {
        maya: { description: 'a woman of thirty with a red scarf', reference: 'cast/maya.png' },
        rey: 'her brother',
      },
    },
    story: ['Maya leaves the town.', 'She drives all night.', 'The sea is there in the morning.'],
  });
  await writeFile(file, '# Cast\n- someone');
  await expect(readTreatment(file)).rejects.toMatchObject({ code: 'TREATMENT_INVALID' });
  await writeFile(file, ' \n');
  await expect(readTreatment(file)).rejects.toMatchObject({ code: 'TREATMENT_EMPTY' });
  await expect(readTreatment(`${file}.md`)).rejects.toMatchObject({ code: 'TREATMENT_NOT_FOUND' });
});

test('the places of a song are its sections, or stretches of bars that cover it without gaps', () => {
  const sections = planStoryboard({ song, per: 'section' });
  expect(sections.map(({ id, role }) => [id, role])).toEqual([
    ['intro', 'opening'],
    ['verse-1', 'verse'],
    ['chorus-1', 'chorus'],
    ['verse-2', 'verse'],
    ['chorus-2', 'drop'],
    ['d', 'final'],
  ]);
  expect(sections[2]).toMatchObject({
    in: 'chorus 1',
    bars: 8,
    energy: 0.5,
    lyrics: ['We ran away', 'all summer'],
  });
  expect(sections[3]).toMatchObject({ event: 'build-up' });
  const shots = planStoryboard({ song, per: { bars: 3 } });
  expect(shots.slice(0, 4).map(({ id, bars }) => [id, bars])).toEqual([
    ['intro', 4],
    ['verse-1-1', 3],
    ['verse-1-2', 3],
    ['verse-1-3', 2],
  ]);
  for (const [index, { startInSeconds }] of shots.entries()) {
    expect(startInSeconds).toBe(shots[index - 1]?.endInSeconds ?? 0);
  }
  const plain = planStoryboard({ song: { ...song, sections: [], beats: [], lyrics: [] }, per: { bars: 4 } });
  expect([plain.length, plain[0]!.role, plain.at(-1)!.endInSeconds]).toEqual([10, 'opening', 80]);
});

test('a model writes a prompt for each section from the treatment, the energy and the lyrics', async () => {
  const { server, write, saved } = await setUp();
  const result = await write();
  expect(result).toMatchObject({
    written: IDS,
    missing: [],
    byPerson: [],
    requests: 1,
    inputTokens: 100,
    outputTokens: 60,
  });
  const storyboard = await saved();
  expect(storyboard).toEqual(result.storyboard);
  expect(storyboard.treatment.look).toBe('35mm, soft grain, late light');
  expect(storyboard.shots[2]).toMatchObject({
    id: 'chorus-1',
    prompt: '{maya} walks through chorus-1, "alone"',
    role: 'chorus',
    in: 'chorus 1',
    energy: 0.5,
    written: { by: 'writer' },
  });
  expect(server.requests).toMatchObject([
    { model: 'writer', format: 'json_schema', key: SECRET, wanted: IDS },
  ]);
  expect(server.requests[0]!.system).toContain('She drives all night.');
  expect(server.requests[0]!.user).toContain('"lyrics":["We ran away","all summer"]');
  expect(defineStoryboard(JSON.parse(JSON.stringify(storyboard)))).toEqual(storyboard);
});

test('nothing is asked for twice, and what a person changed or added stays, also on --rewrite', async () => {
  const { server, write, saved, outputFile } = await setUp();
  await write();
  const storyboard = await saved();
  storyboard.shots[1]!.prompt = 'my own verse';
  storyboard.shots.splice(3, 0, { id: 'insert', prompt: 'a bird, {maya} looks up' });
  storyboard.treatment.look = 'black and white';
  await writeFile(outputFile, JSON.stringify(storyboard));
  server.requests.length = 0;
  expect(await write()).toMatchObject({
    written: [],
    byPerson: ['treatment', 'verse-1', 'insert'],
    requests: 0,
  });
  expect(server.requests).toEqual([]);
  server.faults.push({
    kind: 'content',
    content: (wanted) =>
      JSON.stringify({ shots: [...wanted, 'verse-1'].map((id) => ({ id, prompt: 'new' })) }),
  });
  const { written } = await write({ rewrite: true });
  expect(written).toEqual(IDS.filter((id) => id !== 'verse-1'));
  const after = await saved();
  expect(after.shots.map(({ id, prompt }) => [id, prompt])).toEqual([
    ['intro', 'new'],
    ['verse-1', 'my own verse'],
    ['chorus-1', 'new'],
    ['insert', 'a bird, {maya} looks up'],
    ['verse-2', 'new'],
    ['chorus-2', 'new'],
    ['d', 'new'],
  ]);
  expect(after.treatment.look).toBe('black and white');
});

test('what a person changes in the file while the model writes stays, and is not asked for', async () => {
  const { server, write, saved, outputFile } = await setUp();
  const edit = (change: (storyboard: Storyboard) => void): void => {
    const storyboard = JSON.parse(readFileSync(outputFile, 'utf8')) as Storyboard;
    change(storyboard);
    writeFileSync(outputFile, JSON.stringify(storyboard));
  };
  server.faults.push({
    kind: 'content',
    content: (wanted) => {
      edit(({ shots, treatment }) => {
        shots[0]!.prompt = 'my own opening'; // is in the answer
        shots.at(-1)!.prompt = 'my own end'; // would have been asked for next
        shots.splice(1, 0, { id: 'insert', prompt: 'a bird' });
        treatment.look = 'black and white';
      });
      return answerTo(wanted.slice(0, 11)); // the twelfth is asked for again
    },
  });
  const result = await write({ per: { bars: 2 } });
  const { shots, treatment } = await saved();
  const ids = shots.map(({ id }) => id);
  expect([ids.length, ids[1], treatment.look]).toEqual([21, 'insert', 'black and white']);
  expect([shots[0]!.prompt, shots.at(-1)!.prompt]).toEqual(['my own opening', 'my own end']);
  expect(result).toMatchObject({
    storyboard: await saved(),
    written: ids.slice(2, -1),
    byPerson: ['treatment', ids[0], 'insert', ids.at(-1)],
    missing: [],
  });
  expect(server.requests.map(({ wanted }) => wanted.length)).toEqual([12, 1, 7]);
});

test('a storyboard that can’t be read once the model has answered stays, and the answer is kept beside it', async () => {
  const { server, write, outputFile } = await setUp();
  server.faults.push({
    kind: 'content',
    content: (wanted) => {
      writeFileSync(outputFile, '{"version": 1, "shots": [');
      return answerTo(wanted);
    },
  });
  await expect(write()).rejects.toMatchObject({ code: 'STORYBOARD_CHANGED' });
  expect(await readFile(outputFile, 'utf8')).toBe('{"version": 1, "shots": [');
  const dir = path.dirname(outputFile);
  const aside = (await readdir(dir)).find((name) => name.startsWith('storyboard.unsaved-'))!;
  const kept = parseStoryboard({ text: await readFile(path.join(dir, aside), 'utf8'), path: aside });
  expect(kept.shots.map(({ written }) => written?.by)).toEqual(IDS.map(() => 'writer'));
});

test('of two runs at once one waits, and asks only for what the other one left', async () => {
  const { server, write } = await setUp();
  let waiting = 0;
  const onWait = (): void => void (waiting += 1);
  const both = await Promise.all([write({ onWait }), write({ onWait })]);
  expect(both.map(({ requests }) => requests).toSorted((a, b) => a - b)).toEqual([0, 1]);
  expect([server.requests.length, waiting]).toEqual([1, 1]);
});

test('an answer that was cut off keeps what is whole, and only the rest is asked for again', async () => {
  const { server, write } = await setUp();
  server.faults.push({
    kind: 'content',
    content: (wanted) => answerTo(wanted).slice(0, 160),
    finish: 'length',
  });
  expect(await write()).toMatchObject({ written: IDS, missing: [], requests: 2 });
  expect(server.requests[1]!.wanted).toEqual(IDS.slice(2));
  expect(server.requests[1]!.user).toContain('the answer was cut off');
});

test('a busy or failing server is waited for as it asks, and what was written before it gave up is kept', async () => {
  const { server, write, saved, waits } = await setUp();
  server.faults.push(
    { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
    { kind: 'reset' },
    { kind: 'status', status: 503 },
  );
  await write({ per: { bars: 2 } });
  expect(waits).toEqual([7000, 4000, 8000]);
  const { shots } = await saved();
  expect(shots).toHaveLength(20);
  expect(server.requests.at(-1)!.wanted).toHaveLength(8);

  // 12 are written, then the server is gone
  server.faults.push({ kind: 'content', content: answerTo });
  for (let count = 0; count < 5; count += 1) server.faults.push({ kind: 'status', status: 500 });
  const error = await write({
    per: { bars: 2 },
    rewrite: true,
    model: { model: 'other', baseURL: server.baseURL, apiKey: SECRET },
  }).catch((caught: unknown) => caught);
  expect(error).toMatchObject({
    code: 'MODEL_REQUEST_FAILED',
    hint: expect.stringContaining('again') as string,
  });
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(SECRET);
  expect((await saved()).shots.filter(({ written }) => written?.by === 'other')).toHaveLength(12);
});

test('a later run goes on with what is still a template', async () => {
  const { server, write, saved } = await setUp();
  server.faults.push({ kind: 'status', status: 401, message: 'Wrong key' });
  await expect(write()).rejects.toMatchObject({
    code: 'MODEL_REQUEST_FAILED',
    hint: expect.stringContaining('BEATCUT_LLM_API_KEY') as string,
  });
  expect((await saved()).shots.every(({ written }) => written?.by === 'template')).toBe(true);
  expect(await write()).toMatchObject({ written: IDS });
});

test('unknown characters, empty prompts and foreign ids are not taken, and the model hears why', async () => {
  const { server, write } = await setUp();
  server.faults.push({
    kind: 'content',
    content: () =>
      `Sure! Here you are:\n\`\`\`json\n${JSON.stringify({
        shots: [
          { id: 'intro', prompt: '{nobody} waits' },
          { id: 'verse-1', prompt: '  ' },
          { id: 'elsewhere', prompt: 'a shot that nobody wants' },
          { id: 'chorus-1', prompt: '{rey} dances' },
        ],
      })}\n\`\`\``,
  });
  const { written, storyboard } = await write();
  expect(written).toEqual(IDS);
  expect(server.requests[1]!.wanted).toEqual(IDS.filter((id) => id !== 'chorus-1'));
  expect(server.requests[1]!.user).toContain('it names {nobody}, who is no character of the treatment');
  expect(storyboard.shots).toHaveLength(6);
});

test('what a model refuses or never writes is named, and stays a template', async () => {
  const { server, write } = await setUp();
  server.faults.push({ kind: 'refusal' });
  const refused = await write();
  expect(refused.written).toEqual([]);
  expect(refused.missing[0]).toEqual({ id: 'intro', message: 'writer refused: I can’t help with that.' });
  expect(server.requests).toHaveLength(1);
  for (let count = 0; count < 3; count += 1) server.faults.push({ kind: 'content', content: () => '[1, 2]' });
  const odd = await write();
  expect(odd.missing).toHaveLength(6);
  expect(odd.missing[0]!.message).toBe('the answer was no list of shots');
  expect(odd.storyboard.shots[0]!.written!.by).toBe('template');
});

test.each([
  { formats: ['json_object'], tried: ['json_schema', 'json_object'] },
  { formats: [], tried: ['json_schema', 'json_object', undefined] },
])('a server that knows only $formats is asked without the rest', async ({ formats, tried }) => {
  const { server, write } = await setUp({ formats });
  expect((await write()).written).toEqual(IDS);
  expect(server.requests.map(({ format }) => format)).toEqual(tried);
});

test('without a model the prompts are a template of story, energy and turns', async () => {
  const { server, write, saved } = await setUp();
  const result = await write({ model: undefined });
  expect(result).toMatchObject({ written: IDS, requests: 0 });
  expect((await saved()).shots.map(({ prompt }) => prompt)).toEqual(
    [
      '{Maya} leaves the town; steady tracking shot.',
      '{Maya} leaves the town; steady tracking shot.',
      'She drives all night; steady tracking shot.',
      'She drives all night, tension rises; steady tracking shot.',
      'The sea is there in the morning, everything bursts open; steady tracking shot.',
      'The sea is there in the morning; steady tracking shot.',
    ].map((prompt) => prompt.replace('{Maya}', '{maya}')),
  );
  expect(server.requests).toEqual([]);
});

test('a dry run asks nobody, writes nothing and says what it would take', async () => {
  const { server, write, outputFile } = await setUp();
  const result = await write({ dryRun: true, per: { bars: 2 } });
  expect(result).toMatchObject({ requests: 2, outputTokens: 20 * 90 });
  expect(result.inputTokens).toBeGreaterThan(500);
  expect(server.requests).toEqual([]);
  await expect(readFile(outputFile)).rejects.toThrow('ENOENT');
});

test('a storyboard that can’t be read stays as it is, and one that is not valid says where', async () => {
  const { write, outputFile } = await setUp();
  await writeFile(outputFile, '{"version": 1, "shots": [}');
  await expect(write()).rejects.toMatchObject({ code: 'DOCUMENT_BROKEN' });
  expect(await readFile(outputFile, 'utf8')).toBe('{"version": 1, "shots": [}');
  const shot = { id: 'a', prompt: 'x' };
  const base = { version: 1, song: 's', treatment: {} };
  expect(() => defineStoryboard({ ...base, shots: [shot, { ...shot, prompt: '' }] })).toThrow(
    /shots\.1\.prompt/,
  );
  expect(() => defineStoryboard({ ...base, shots: [shot, shot] })).toThrow(/id of its own/);
});

test('shots are read out of whatever text is around them', () => {
  expect(readShots('{"shots":[{"id":"a","prompt":"say \\"{maya}\\" }"},{"id":"b","prompt":"cut {ma')).toEqual(
    [{ id: 'a', prompt: 'say "{maya}" }' }],
  );
  expect(readShots('nothing')).toEqual([]);
});

test('the model comes from options, then from the environment, and without a name there is none', () => {
  expect(resolveStoryboardModel({ env: {} })).toBeUndefined();
  expect(
    resolveStoryboardModel({
      env: {
        BEATCUT_LLM_MODEL: 'm',
        BEATCUT_LLM_BASE_URL: 'http://x/v1',
        BEATCUT_LLM_API_KEY: 'k',
        OPENAI_API_KEY: 'o',
      },
    }),
  ).toEqual({ model: 'm', baseURL: 'http://x/v1', apiKey: 'k' });
  expect(() => resolveStoryboardModel({ baseURL: 'http://x/v1', env: {} })).toThrow(/--model/);
  expect(() => resolveStoryboardModel({ model: 'm', baseURL: 'x', env: {} })).toThrow(/up to \/v1/);
});
