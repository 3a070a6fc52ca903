// Edits a film at random, again and again, and renders it each time twice: with the segments that are there, and from
// nothing. No frame may differ. `node bench/soak.mjs --edits 200 --seed 1`; ends with 1 when a frame differs.
// Build first: npm run build
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { selectComposition } from '@remotion/renderer';
import { createJiti } from 'jiti';
import { createProject, createRandom, createSong, createTake, writeProjectFile } from './film-project.mjs';

const { values } = parseArgs({
  options: {
    edits: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const [WIDTH, HEIGHT, FPS, SHOTS] = [192, 108, 12, 6];
const jiti = createJiti(import.meta.url);
const from = (file) => jiti.import(`../src/node/${file}.ts`);
const { openProject } = await from('project');
const { createAnimaticProvider } = await from('animatic');
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

const random = createRandom(Number(values.seed));
const pickOne = (list) => list[Math.floor(random() * list.length)];
const dir = path.resolve('out', 'soak');
const takesDir = path.resolve('out', 'takes');

/** The composition: everything that the edits change comes from its props, its style sheet, its font, its song or its code. */
const composition = (revision) => `
import './style.css';
import { BeatSeries, GeneratedClip, Song, songMetadata } from 'beatcut';
import { infiniteZoom } from 'beatcut/transitions';
import { fade } from '@remotion/transitions/fade';
import { useEffect, useRef } from 'react';
import { AbsoluteFill, Composition, Img, Sequence, continueRender, delayRender, registerRoot, staticFile, useCurrentFrame } from 'remotion';
// a script loads it, as @remotion/fonts does
const waiting = delayRender('font');
fetch(staticFile('font.ttf')).then(async (response) => {
  if (response.ok) document.fonts.add(await new FontFace('Soak', 'url(' + staticFile('font.ttf') + ')').load());
  continueRender(waiting);
});
const presentations = { fade: fade(), zoom: infiniteZoom() };
const Spinner = () => {
  const canvas = useRef(null);
  const frame = useCurrentFrame();
  useEffect(() => {
    const context = canvas.current.getContext('2d');
    context.fillStyle = 'hsl(' + frame * 20 + ', 80%, ${40 + (revision % 30)}%)';
    context.fillRect(0, 0, 20, 20);
  });
  return <canvas ref={canvas} width={20} height={20} style={{ position: 'absolute', right: 4, top: 4 }} />;
};
const Film = ({ shots, texts, box, canvasAt }) => (
  <Song src={staticFile('song.wav')}>
    <BeatSeries>
      {shots.flatMap(({ id, beats, transition, tint }, index) => [
        <BeatSeries.Shot key={id} id={id} {...(index < shots.length - 1 ? { beats } : {})}>
          <GeneratedClip prompt={'shot ' + id} />
          {tint ? <AbsoluteFill style={{ backgroundColor: tint, mixBlendMode: 'multiply' }} /> : null}
        </BeatSeries.Shot>,
        ...(transition && index < shots.length - 1
          ? [<BeatSeries.Transition key={id + 't'} beats={0.5} presentation={presentations[transition]} />]
          : []),
      ])}
    </BeatSeries>
    {texts.map(({ text, from, length }, index) => (
      <Sequence key={index} from={from} durationInFrames={length}>
        <AbsoluteFill className="title">{text}</AbsoluteFill>
      </Sequence>
    ))}
    <Sequence from={box} durationInFrames={5}><Img src={staticFile('box.svg')} style={{ width: 30 }} /></Sequence>
    <Sequence from={canvasAt} durationInFrames={4}><Spinner /></Sequence>
  </Song>
);
registerRoot(() => (
  <Composition id="Film" component={Film} width={${WIDTH}} height={${HEIGHT}} fps={${FPS}} durationInFrames={1}
    defaultProps={{ shots: [], texts: [], box: 0, canvasAt: 0 }} calculateMetadata={songMetadata({ src: staticFile('song.wav') })} />
));
`;
const style = (hue) =>
  `.title { color: hsl(${hue}, 90%, 60%); font: 20px Soak, sans-serif; justify-content: center; align-items: center; }`;
const box = (hue) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="hsl(${hue}, 90%, 50%)"/></svg>`;

/** Fonts of this machine to choose from; without any, no edit changes a font. */
const fonts = ['/usr/share/fonts', '/System/Library/Fonts', 'C:/Windows/Fonts']
  .filter((folder) => existsSync(folder))
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true }).map((name) => path.join(folder, String(name))),
  )
  .filter((file) => /\.ttf$/i.test(file))
  .slice(0, 8);

const state = {
  revision: 0,
  props: {
    shots: Array.from({ length: SHOTS }, (_, index) => ({
      id: `s${index + 1}`,
      beats: 2,
      transition: ['fade', 'zoom', null][index % 3],
      tint: null,
    })),
    texts: [
      { text: 'one', from: 5, length: 9 },
      { text: 'two', from: 40, length: 6 },
    ],
    box: 60,
    canvasAt: 30,
  },
};
createProject({
  dir,
  files: {
    'public/song.wav': createSong({ bars: 3 }),
    'public/box.svg': box(100),
    'remotion/style.css': style(50),
    'remotion/index.tsx': composition(0),
  },
});
const project = await openProject({ projectDir: dir, builtInProviders: [createAnimaticProvider()] });
const { config, lockFile, store, locksDir } = project;
const hearSong = (song) =>
  analyzeSongFile({ path: path.join(config.publicDir, song), publicDir: config.publicDir });

let base;
const open = async () => {
  await base?.close();
  base = await openFilm({
    project: {
      rootDir: config.projectDir,
      entryPoint: config.entryPoint,
      publicDir: config.publicDir,
      storeDir: config.storeDir,
    },
    compositionId: 'Film',
    inputProps: state.props,
    hearSong,
  });
};

/** The film as it is now. */
async function discover() {
  const renderer = { ...base.renderer, inputProps: state.props };
  await hearSong('song.wav');
  const selected = await selectComposition({ ...renderer, id: 'Film', envVariables: pageEnvironment({}) });
  const film = { ...base, renderer, composition: selected };
  const discovery = await discoverClips({
    film,
    publicDir: config.publicDir,
    storeDir: config.storeDir,
    hearSong,
  });
  return { film, discovery };
}

async function renderOnce({ film, discovery, name, segmentsDir }) {
  const clips = await lookUpClips({ clips: discovery.clips, project });
  const plan = await planRender({
    film,
    project,
    clips,
    pictures: discovery.pictures,
    scale: 1,
    encoding: { crf: 18, preset: 'veryfast' },
    drawing: { imageFormat: 'jpeg', jpegQuality: 92, concurrency: 2 },
  });
  const sound = await makeSound({
    film,
    pictures: discovery.pictures,
    publicDir: config.publicDir,
    segmentsDir,
    codeHash: plan.codeHash,
  });
  const outputFile = path.join(dir, 'out', `${name}.mp4`);
  const result = await renderFilm({ film, plan, soundFile: sound.file, segmentsDir, outputFile });
  return { outputFile, result };
}

const EDITS = {
  'swap a take': async () => {
    const shot = pickOne(state.props.shots).id;
    const { discovery } = await discover();
    const clip = discovery.clips.find(({ shotId }) => shotId === shot);
    if (clip === undefined) return;
    const { takes, picked } = (await lockFile.read()).clips[clip.clipKey];
    const other = pickOne(takes.filter(({ sha256 }) => sha256 !== picked));
    await pickClipTake({ lockFile, clip: clip.clipKey, take: other.sha256 });
  },
  'move a cut': () => {
    pickOne(state.props.shots).beats = 1 + Math.floor(random() * 3);
  },
  'change a transition': () => {
    pickOne(state.props.shots).transition = pickOne(['fade', 'zoom', null]);
  },
  'change a text': () => {
    const text = pickOne(state.props.texts);
    text.text = `text ${Math.floor(random() * 1000)}`;
  },
  'move a text': () => {
    const text = pickOne(state.props.texts);
    text.from = Math.floor(random() * 60);
    text.length = 1 + Math.floor(random() * 12);
  },
  'tint a shot': () => {
    pickOne(state.props.shots).tint = pickOne([null, '#f80', '#08f8']);
  },
  'move the picture or the canvas': () => {
    state.props[pickOne(['box', 'canvasAt'])] = Math.floor(random() * 65);
  },
  'change the picture file': () =>
    writeProjectFile({ dir, name: 'public/box.svg', contents: box(Math.floor(random() * 360)) }),
  'change the song': () =>
    writeProjectFile({
      dir,
      name: 'public/song.wav',
      contents: createSong({
        bars: 3,
        tempo: pickOne([112, 120, 128]),
        seed: String(Math.floor(random() * 3)),
      }),
    }),
  'change the style sheet': async () => {
    writeProjectFile({ dir, name: 'remotion/style.css', contents: style(Math.floor(random() * 360)) });
    await open();
  },
  'change the code': async () => {
    writeProjectFile({ dir, name: 'remotion/index.tsx', contents: composition(++state.revision) });
    await open();
  },
};
/** Edits that bundle the project again are as likely as all others together would make the soak long. */
if (fonts.length > 1) {
  EDITS['change the font'] = () =>
    writeProjectFile({ dir, name: 'public/font.ttf', contents: readFileSync(pickOne(fonts)) });
}
const NAMES = Object.keys(EDITS);
const FREQUENT = NAMES.filter((name) => !/style sheet|code|song/.test(name));

if (fonts.length > 0) await EDITS['change the font']?.();
await open();
{
  const { discovery } = await discover();
  const clipsDir = path.join(dir, 'clips');
  mkdirSync(clipsDir, { recursive: true });
  for (const [index, clip] of discovery.clips.entries()) {
    for (const take of [1, 2, 3]) {
      const file = await createTake({
        folder: takesDir,
        seed: 100 + index * 3 + take,
        width: WIDTH,
        height: HEIGHT,
        fps: pickOne([FPS, 24]),
        seconds: 3,
      });
      await importTakes({ from: file, clips: discovery.clips, shot: clip.shotId, lockFile, store });
    }
  }
}

const startedAt = performance.now();
const counts = {};
const faults = [];
let [frames, reused, decoded] = [0, 0, 0];
const edits = Number(values.edits);
for (let edit = 0; edit < edits; edit++) {
  const name = edit % 12 === 11 ? pickOne(NAMES) : pickOne(FREQUENT);
  counts[name] = (counts[name] ?? 0) + 1;
  await EDITS[name]();
  const { film, discovery } = await discover();
  await syncPublicFolder({
    publicDir: config.publicDir,
    lockFile,
    store,
    locksDir,
    clipKeys: discovery.clips.map(({ clipKey }) => clipKey),
    chainedClips: discovery.clips,
  });
  const incremental = await renderOnce({
    film,
    discovery,
    name: 'incremental',
    segmentsDir: path.join(dir, '.beatcut', 'segments'),
  });
  const scratch = path.join(dir, '.beatcut', 'from-nothing');
  rmSync(scratch, { recursive: true, force: true });
  const again = await discover();
  const full = await renderOnce({ ...again, name: 'full', segmentsDir: scratch });
  frames += incremental.result.frames.total;
  reused += incremental.result.frames.reused;
  decoded += incremental.result.frames.decoded;
  const differing = await compare(incremental.outputFile, full.outputFile);
  if (differing.length > 0) faults.push({ edit, name, differing });
  if (!values.json && process.stderr.isTTY)
    process.stderr.write(`\r${edit + 1} of ${edits} edits, ${faults.length} faults `);
}
await base.close();
const seconds = (performance.now() - startedAt) / 1000;
const report = { seed: values.seed, edits, counts, frames, reused, decoded, faults, seconds };
if (values.json) console.log(JSON.stringify(report, null, 2));
else {
  const list = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  console.log(`
seed               ${values.seed}
edits              ${edits} in ${seconds.toFixed(0)} s (${list.join(', ')})
frames             ${frames} at ${WIDTH} × ${HEIGHT}, of which ${reused} were reused (${((reused / frames) * 100).toFixed(0)} %) and ${decoded} drawn without a browser
differing frames   ${faults.reduce((sum, { differing }) => sum + differing.length, 0)}`);
  for (const { edit, name, differing } of faults)
    console.log(`✗ edit ${edit}, ${name}: frames ${differing.join(' ')}`);
}
process.exitCode = faults.length === 0 ? 0 : 1;

/** Frames that differ in any pixel. */
async function compare(a, b) {
  const sha = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');
  if (sha(a) === sha(b)) return [];
  const [left, right] = await Promise.all([a, b].map(hashFrames));
  const differing = left.flatMap((hash, frame) => (hash === right[frame] ? [] : [frame]));
  return left.length === right.length
    ? differing
    : [...differing, `${left.length} against ${right.length} frames`];
}

async function hashFrames(file) {
  const hashes = [];
  for await (const { data } of readFrames({ path: file, widthInPixels: WIDTH, heightInPixels: HEIGHT })) {
    hashes.push(createHash('sha1').update(data).digest('hex'));
  }
  return hashes;
}
