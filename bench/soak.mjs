// Edits a film at random, again and again, and renders it each time twice: with everything that is known from before, and
// from nothing. No pixel of any frame and no byte of the sound may differ. Where one does, the film is made from nothing once
// more: if what was kept is like that one, the browser has drawn the same page in two ways, which is told apart.
//
// `node bench/soak.mjs --edits 200 --seed 1`; ends with 1 when anything differs. `--from 80` goes on at edit 80 with what an
// earlier run with the same seed has kept. `--every 2` renders after every second edit only. Build first: npm run build
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { selectComposition } from '@remotion/renderer';
import { createJiti } from 'jiti';
import { createProject, createRandom, createTake } from './film-project.mjs';
import { createEdits, createState, HEIGHT, TAKES, WIDTH, writeFilmFile } from './soak-project.mjs';

const { values } = parseArgs({
  options: {
    edits: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    every: { type: 'string', default: '1' },
    folder: { type: 'string', default: 'soak' },
    json: { type: 'boolean', default: false },
  },
});
const [edits, firstEdit] = [Number(values.edits), Number(values.from)];
/** Every so many edits one is of the kinds that cost more: another song, another bundle. */
const COSTLY_EVERY = 6;

const jiti = createJiti(import.meta.url);
const from = (file) => jiti.import(`../src/node/${file}.ts`);
const { openProject } = await from('project');
const { createAnimaticProvider } = await from('animatic');
const { usualPageDrawing } = await from('browser/page-drawing');
const { startBrowser } = await from('browser/start-browser');
const { openFilm, pageEnvironment } = await from('film/open-film');
const { discoverClips } = await from('film/discover-clips');
const { lookUpClips } = await from('film/clip-status');
const { renderFilm } = await from('film/render-film');
const { planRender } = await from('segments/plan-render');
const { makeSound } = await from('segments/film-sound');
const { importTakes } = await from('import-takes');
const { pickClipTake } = await from('edit-takes');
const { syncPublicFolder } = await from('store/publish');
const { analyzeSongFile } = await from('analyze-song-file');
const { readFrames } = await from('media/read-frames');

const dir = path.resolve('out', values.folder);
const random = createRandom(Number(values.seed));
const state = createState();
const { often, sometimes } = createEdits({ state, random });
const counts = {};

if (firstEdit === 0) createProject({ dir, files: {} });
// what was edited before is edited again, without rendering
const past = Array.from({ length: firstEdit }, (_, edit) => change(edit));
for (const [name, contents] of Object.entries(state.files)) writeFilmFile({ dir, name, contents });
const project = await openProject({ projectDir: dir, builtInProviders: [createAnimaticProvider()] });
const { config, lockFile, store, locksDir } = project;
const hearSong = (song) =>
  analyzeSongFile({ path: path.join(config.publicDir, song), publicDir: config.publicDir });
await hearSong('song.wav');
let film = await open();
await importAllTakes();
for (const id of Object.keys(state.picks)) await pick(id);

const startedAt = performance.now();
const faults = [];
/** Films of which one from nothing differs from both the kept one and another one from nothing. */
const unsteady = [];
let [frames, reused, decoded, compared] = [0, 0, 0, 0];
const every = Number(values.every);
for (let edit = firstEdit; edit < edits; edit += every) {
  const before = performance.now();
  const { name, todo } = changeSeveral(edit, Math.min(every, edits - edit));
  for (const file of todo.write ?? []) writeFilmFile({ dir, name: file, contents: state.files[file] });
  if (todo.hear) await hearSong('song.wav');
  for (const id of Object.keys(state.picks)) await pick(id);
  if (todo.bundle) {
    await close();
    film = await open();
  } else if (todo.write) await openAnew();
  const now = await withProps({ isSongNew: todo.hear ?? false });
  const kept = await render({ film: now, name: 'kept', useCache: true });
  // what was made from nothing itself needs no other to be compared with
  const isNew = kept.frames.reused === 0 && !kept.isSoundReused && kept.swept !== undefined;
  const anew = isNew ? kept : await render({ film: now, name: 'anew', useCache: false, swept: kept.swept });
  compared += isNew ? 0 : 1;
  const total = kept.frames.total;
  frames += total;
  reused += kept.frames.reused;
  decoded += kept.frames.decoded;
  const differing = await compare(kept, anew);
  // a browser does not always draw the same page alike: what it draws a second time from nothing tells whose frames are odd
  const again =
    differing.length > 0 && !isNew
      ? await render({ film: now, name: 'again', useCache: false, swept: kept.swept })
      : null;
  const isUnsteady = again !== null && (await compare(kept, again)).length === 0;
  if (isUnsteady) unsteady.push({ edit, name, differing });
  else if (differing.length > 0)
    keepFault({ edit, name, differing, files: [kept.file, anew.file, again.file] });
  tell(
    `${edit} ${name}: ${total} frames, ${kept.frames.reused} kept, ${kept.frames.decoded} without a browser, ${((performance.now() - before) / 1000).toFixed(1)} s${differing.length > 0 ? `\n${isUnsteady ? '· drawn in two ways from nothing' : '✗ differing'}: ${differing.join(' ')}` : ''}`,
  );
}
await close();
const seconds = (performance.now() - startedAt) / 1000;
const done = edits - past.length;
const list = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
if (values.json)
  console.log(
    JSON.stringify(
      {
        seed: values.seed,
        edits: done,
        counts,
        compared,
        frames,
        reused,
        decoded,
        faults,
        unsteady,
        seconds,
      },
      null,
      2,
    ),
  );
else {
  console.log(`
seed               ${values.seed}
edits              ${done} in ${seconds.toFixed(0)} s (${list.join(', ')})
films compared     ${compared} after every ${every === 1 ? 'edit' : `${every} edits`}, where anything was reused
frames             ${frames} at ${WIDTH} × ${HEIGHT}, of which ${reused} were reused (${((reused / frames) * 100).toFixed(0)} %) and ${decoded} drawn without a browser
differing films    ${faults.length}
unsteady films     ${unsteady.length} (made from nothing twice, they differ from each other; the kept one is like one of them)`);
  for (const { edit, name, differing } of faults)
    console.log(`✗ edit ${edit}, ${name}: ${differing.join(' ')}`);
}
process.exitCode = faults.length === 0 ? 0 : 1;

/** Makes the next edit in the state; gives its name and what has to be done besides. */
function change(edit) {
  const kinds = edit % COSTLY_EVERY === COSTLY_EVERY - 1 ? sometimes : often;
  const names = Object.keys(kinds);
  const name = names[Math.floor(random() * names.length)];
  counts[name] = (counts[name] ?? 0) + 1;
  return { name, todo: kinds[name]() ?? {} };
}

/** Makes some edits, of which all is done at once. */
function changeSeveral(edit, count) {
  // a second sound and a larger picture are for one render
  Object.assign(state.props, { jingle: false });
  state.scale = 1;
  const changes = Array.from({ length: count }, (_, index) => change(edit + index));
  const todos = changes.map(({ todo }) => todo);
  return {
    name: changes.map(({ name }) => name).join(', '),
    todo: {
      write: todos.some(({ write }) => write) ? todos.flatMap(({ write }) => write ?? []) : undefined,
      hear: todos.some(({ hear }) => hear),
      bundle: todos.some(({ bundle }) => bundle),
    },
  };
}

async function open() {
  const film = await openFilm({
    project: {
      rootDir: config.projectDir,
      entryPoint: config.entryPoint ?? path.join(dir, 'remotion', 'index.tsx'),
      publicDir: config.publicDir,
      storeDir: config.storeDir,
    },
    compositionId: 'Film',
    inputProps: state.props,
    hearSong,
  });
  // as usual, whatever the profile of this machine says, and one page after the other: frames come in one order
  film.drawing = { ...usualPageDrawing(), concurrency: 1 };
  return film;
}

async function close() {
  await film.renderer.puppeteerInstance.close({ silent: true });
  await film.close();
}

/** The film with the props of the state. Its length depends on the song alone. */
async function withProps({ isSongNew }) {
  const renderer = { ...film.renderer, inputProps: state.props };
  if (isSongNew) {
    film.composition = await selectComposition({
      ...renderer,
      id: 'Film',
      envVariables: pageEnvironment({}),
    });
  }
  return { ...film, renderer, composition: { ...film.composition, props: structuredClone(state.props) } };
}

/** Another browser for the same bundle: it remembers files by their dates, and no edit may find what another one has loaded. */
async function openAnew() {
  await film.renderer.puppeteerInstance.close({ silent: true });
  film.renderer.puppeteerInstance = await startBrowser(film.browser, film.drawing.gl);
}

async function importAllTakes() {
  const { clips } = await discoverClips({
    film,
    publicDir: config.publicDir,
    storeDir: config.storeDir,
    hearSong,
  });
  for (const clip of clips) {
    const number = Number(clip.shotId.slice(1));
    for (const [take, kind] of TAKES.entries()) {
      const file = await createTake({
        folder: path.resolve('out', 'takes'),
        seed: 100 + number * 10 + take,
        seconds: 3,
        ...kind,
      });
      await importTakes({ from: file, clips, shot: clip.shotId, lockFile, store });
    }
  }
}

/** Picks the take that the state says. */
async function pick(id) {
  const { clips } = await lockFile.read();
  const [clipKey, { takes, pick: picked }] = Object.entries(clips).find(
    ([, { request }]) => request.prompt === `shot ${id}`,
  );
  const { width, height, fps } = TAKES[state.picks[id]];
  const take = takes.find(
    (one) => one.width === width && one.height === height && Math.abs(one.fps - fps) < 0.1,
  );
  if (take.sha256 !== picked) await pickClipTake({ lockFile, clip: clipKey, take: take.sha256 });
}

/**
 * Renders the film as `beatcut render` does. Without the cache nothing from before this edit is used, but for a sweep that was
 * just made.
 */
async function render({ film, name, useCache, swept }) {
  const segmentsDir = path.join(config.storeDir, useCache ? 'segments' : 'from-nothing');
  if (!useCache) rmSync(segmentsDir, { recursive: true, force: true });
  const { publicDir, storeDir } = config;
  const before = sweepDate();
  const discovery = swept ?? (await discoverClips({ film, publicDir, storeDir, hearSong, useCache }));
  const isSweepNew = sweepDate() !== before;
  await syncPublicFolder({
    publicDir,
    lockFile,
    store,
    locksDir,
    clipKeys: discovery.clips.map(({ clipKey }) => clipKey),
    chainedClips: discovery.clips,
  });
  const { pictures } = discovery;
  const plan = await planRender({
    film,
    project,
    clips: await lookUpClips({ clips: discovery.clips, project }),
    pictures,
    scale: state.scale,
    encoding: state.encoding,
  });
  const sound = await makeSound({
    film,
    pictures,
    publicDir,
    segmentsDir,
    codeHash: plan.codeHash,
    useCache,
  });
  const file = path.join(dir, 'out', `${name}.mp4`);
  const { frames } = await renderFilm({
    film,
    plan,
    soundFile: sound.file,
    segmentsDir,
    outputFile: file,
    useCache,
  });
  const { widthInPixels, heightInPixels } = plan;
  return {
    file,
    swept: isSweepNew ? discovery : undefined,
    frames,
    widthInPixels,
    heightInPixels,
    isSoundReused: sound.isReused,
    soundHash: sound.file === null ? '' : sha256Of(sound.file),
  };
}

/** When the last sweep was remembered. */
function sweepDate() {
  const folder = path.join(config.storeDir, 'sweeps');
  if (!existsSync(folder)) return 0;
  return Math.max(0, ...readdirSync(folder).map((name) => statSync(path.join(folder, name)).mtimeMs));
}

function sha256Of(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** What differs in any pixel, or in the sound. */
async function compare(a, b) {
  if (sha256Of(a.file) === sha256Of(b.file)) return [];
  const [left, right] = await Promise.all([a, b].map(hashFrames));
  return [
    ...left.flatMap((hash, frame) => (hash === right[frame] ? [] : [frame])),
    ...(left.length === right.length ? [] : [`${left.length} against ${right.length} frames`]),
    ...(a.soundHash === b.soundHash ? [] : ['the sound']),
  ];
}

async function hashFrames({ file, widthInPixels, heightInPixels }) {
  const hashes = [];
  for await (const { data } of readFrames({ path: file, widthInPixels, heightInPixels })) {
    hashes.push(createHash('sha1').update(data).digest('hex'));
  }
  return hashes;
}

/** Keeps both films and the state, to look at them. */
function keepFault({ edit, name, differing, files }) {
  faults.push({ edit, name, differing });
  const folder = path.join(dir, 'faults', String(edit));
  mkdirSync(folder, { recursive: true });
  for (const file of files) cpSync(file, path.join(folder, path.basename(file)));
  const { props, picks, encoding, scale, revision } = state;
  writeFileSync(
    path.join(folder, 'state.json'),
    JSON.stringify({ name, differing, props, picks, encoding, scale, revision }, null, 2),
  );
}

function tell(line) {
  if (!values.json) console.log(line);
}
