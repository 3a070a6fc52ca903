// How fast a film is rendered, beside Remotion's own renderer: `node bench/render.mjs` (build first: npm run build).
// A cut of shots of 4 s at 1280 × 720 and 30 frames/s, 20 % of whose frames lie in transitions (fades and infinite zooms by
// turns). `--seconds` is its length, `--peer-seconds` how much of it Remotion renders (its time grows with the frames; bundling
// is not counted for it, for beatcut everything is, from start to measured cuts), `--runs` how often everything is done;
// medians are printed. `--quick` is a short run of each.
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from '@remotion/bundler';
import { openBrowser, renderFrames, renderMedia, selectComposition } from '@remotion/renderer';
import { findBrowser } from 'beatcut/node';
import { createJiti } from 'jiti';
import { createProject, createSong, createTake, runBeatcut } from './film-project.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '120' },
    'peer-seconds': { type: 'string', default: '20' },
    runs: { type: 'string', default: '3' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    peer: { type: 'string' },
  },
});
const [WIDTH, HEIGHT, FPS, SHOT_IN_SECONDS] = [1280, 720, 30, 4];
const PEERS = {
  'OffthreadVideo, defaults': { id: 'Offthread', settings: {} },
  'OffthreadVideo, our encoder': {
    id: 'Offthread',
    settings: { x264Preset: 'veryfast', crf: 18, colorSpace: 'bt709' },
    subpixelEffort: 1,
  },
  '@remotion/media, our encoder': {
    id: 'Media',
    settings: { x264Preset: 'veryfast', crf: 18, colorSpace: 'bt709', concurrency: cpus().length },
    subpixelEffort: 1,
  },
  '@remotion/media, best': {
    id: 'Media',
    settings: { x264Preset: 'veryfast', crf: 18, colorSpace: 'bt709', concurrency: cpus().length },
  },
};
/** The very composition that beatcut renders, drawn by Remotion as beatcut draws it. Only its picture is looked at. */
const SAME = {
  id: 'Film',
  settings: {
    ...{ x264Preset: 'veryfast', crf: 18, colorSpace: 'bt709' },
    ...{ jpegQuality: 92, concurrency: cpus().length },
  },
  subpixelEffort: 1,
};
const dir = path.resolve('out', 'bench-render');

if (values.peer === undefined) await main();
else await renderPeer(JSON.parse(values.peer));

async function main() {
  const seconds = values.quick ? 16 : Number(values.seconds);
  const peerSeconds = Math.min(seconds, values.quick ? 6 : Number(values['peer-seconds']));
  const runs = values.quick ? 1 : Number(values.runs);
  const shots = Math.max(2, Math.round(seconds / SHOT_IN_SECONDS));
  const frameCount = seconds * FPS;
  const peerFrames = peerSeconds * FPS;
  // six shots, with three fades and two zooms between them
  const comparedFrames = Math.min(frameCount, Math.max(peerFrames, values.quick ? 0 : 24 * FPS));
  await prepare({ shots });
  const bundleDir = await bundle({
    entryPoint: path.join(dir, 'remotion', 'index.tsx'),
    rootDir: dir,
    publicDir: path.join(dir, 'public'),
    outDir: path.join(dir, 'bundle'),
    symlinkPublicDir: true,
  });
  const outputOf = (name) => path.join(dir, 'out', `${name.replaceAll(/\W+/g, '-')}.mp4`);
  mkdirSync(path.join(dir, 'out'), { recursive: true });

  const results = {};
  const note = (name, result) => {
    (results[name] ??= []).push(result);
    if (!values.json)
      console.error(
        `${name}: ${result.seconds.toFixed(1)} s, ${(result.frames / result.seconds).toFixed(1)} frames/s`,
      );
  };
  const film = path.join(dir, 'out', 'Film.mp4');
  const beatcut = async (name, ...args) => {
    const measured = await measure((onProcess) =>
      runBeatcut({ dir, args: ['render', 'Film', '--json', ...args], onProcess }),
    );
    const report = JSON.parse(measured.result);
    note(name, { seconds: measured.seconds, peakBytes: measured.peakBytes, frames: frameCount, report });
    return report;
  };
  let startFrames = [];
  for (let run = 0; run < runs; run++) {
    for (const [name, peer] of Object.entries(PEERS)) {
      const order = { ...peer, outputLocation: outputOf(name), frames: peerFrames, serveUrl: bundleDir };
      const { result, peakBytes } = await measure((onProcess) => spawnPeer(order, onProcess));
      note(name, { seconds: Number(result), peakBytes, frames: peerFrames });
    }
    rmSync(path.join(dir, '.beatcut', 'segments'), { recursive: true, force: true });
    rmSync(film, { force: true });
    const { rendered } = await beatcut('beatcut, first render');
    startFrames = rendered.segments.startFrames;
    writeFileSync(outputOf('first'), readFileSync(film));
    await beatcut('beatcut, nothing changed');
    const takes = await takesOf(`s${Math.ceil(shots / 2)}`);
    await runBeatcut({ dir, args: ['pick', takes.clip, takes.other] });
    await beatcut('beatcut, one shot swapped');
    await runBeatcut({ dir, args: ['pick', takes.clip, takes.first] });
  }

  const medianOf = (name, read) => median(results[name].map(read));
  const rate = (name) => medianOf(name, ({ seconds, frames }) => frames / seconds);
  const ours = rate('beatcut, first render');
  const best = frameCount / rate('@remotion/media, best');
  await spawnPeer(
    { ...SAME, outputLocation: outputOf('same'), frames: comparedFrames, serveUrl: bundleDir },
    () => undefined,
  );
  const quality = await compareQuality({ bundleDir, peerFrames, comparedFrames, outputOf, startFrames });
  const report = {
    film: `${seconds} s, ${shots} shots, ${WIDTH} × ${HEIGHT}, ${FPS} frames/s; Remotion renders ${peerSeconds} s of it`,
    machine: `${cpus().length} × ${cpus()[0]?.model}`,
    runs,
    rates: Object.fromEntries(
      [...Object.keys(PEERS), 'beatcut, first render'].map((name) => [name, rate(name)]),
    ),
    speedUps: {
      'against OffthreadVideo, defaults (target 6)': ours / rate('OffthreadVideo, defaults'),
      'against @remotion/media, best (target 3)': ours / rate('@remotion/media, best'),
      'against OffthreadVideo with our encoder settings (target 2.5)':
        ours / rate('OffthreadVideo, our encoder'),
      'against @remotion/media with our encoder settings (target 1.8)':
        ours / rate('@remotion/media, our encoder'),
    },
    shares: {
      'one shot swapped, of a full render of @remotion/media, best (target 6 %)':
        medianOf('beatcut, one shot swapped', ({ seconds }) => seconds) / best,
      'nothing changed (target 3 %)': medianOf('beatcut, nothing changed', ({ seconds }) => seconds) / best,
    },
    seconds: Object.fromEntries(
      Object.keys(results).map((name) => [name, medianOf(name, ({ seconds }) => seconds)]),
    ),
    frames: results['beatcut, first render'].at(-1).report.rendered.frames,
    peakMegabytes: Object.fromEntries(
      Object.keys(results).map((name) => [name, medianOf(name, ({ peakBytes }) => peakBytes) / 2 ** 20]),
    ),
    quality,
  };
  if (values.json) console.log(JSON.stringify(report, null, 2));
  else print(report);
}

function print({ film, machine, runs, rates, speedUps, shares, seconds, frames, peakMegabytes, quality }) {
  const lines = (title, entries, format) =>
    `\n${title}\n${Object.entries(entries)
      .map(([name, value]) => `  ${name.padEnd(76)} ${format(value, name)}`)
      .join('\n')}`;
  console.log(`${film}\n${machine}, ${runs} run${runs === 1 ? '' : 's'}, medians`);
  console.log(lines('frames/s', rates, (value) => value.toFixed(1)));
  console.log(lines('speed-up of the first render', speedUps, (value) => `${value.toFixed(2)} ×`));
  console.log(lines('time, of a full render', shares, (value) => `${(value * 100).toFixed(1)} %`));
  console.log(lines('seconds', seconds, (value) => value.toFixed(1)));
  console.log(
    lines(
      'peak memory of the processes, MB (Remotion over its part of the film, beatcut over all of it)',
      peakMegabytes,
      (value) => value.toFixed(0),
    ),
  );
  console.log(
    `\nframes of the first render: ${frames.drawn} drawn in the browser, ${frames.decoded} straight from the clips`,
  );
  console.log(
    lines(
      'likeness to the lossless frames, PSNR of RGB in dB (target: at most 0.3 below)',
      quality.toLossless,
      (value) => value.toFixed(2),
    ),
  );
  console.log(
    lines('picture, kB a frame (target: at most 1.25 ×)', quality.bytesPerFrame, (value) =>
      (value / 1000).toFixed(1),
    ),
  );
  console.log(
    lines(
      'beside the same composition rendered by Remotion with the same settings',
      quality.besideRemotion,
      (value) => (typeof value === 'number' ? value.toFixed(2) : String(value)),
    ),
  );
}

/** The project: the same cut with beatcut's clips and with Remotion's two components. */
async function prepare({ shots }) {
  const ids = Array.from({ length: shots }, (_, index) => `s${index + 1}`);
  const clips = [];
  for (const [index, id] of [...ids, 'other'].entries()) {
    const fps = index % 3 === 2 && id !== 'other' ? 24 : 30;
    const take = await createTake({
      folder: path.resolve('out', 'takes'),
      seed: index + 1,
      width: WIDTH,
      height: HEIGHT,
      fps,
      seconds: 5.2,
      grain: 4,
      crf: 20,
    });
    if (!values.json) process.stderr.write(`\r${index + 1} takes are there `);
    clips.push({ id, fps, take });
  }
  const transitions = `[fade(), infiniteZoom()]`;
  createProject({
    dir,
    files: {
      'public/song.wav': createSong({ bars: shots * 2 }),
      'remotion/index.tsx': `
import { BeatSeries, GeneratedClip, Song, songMetadata } from 'beatcut';
import { infiniteZoom } from 'beatcut/transitions';
import { fade } from '@remotion/transitions/fade';
import { Video } from '@remotion/media';
import { AbsoluteFill, Composition, OffthreadVideo, registerRoot, staticFile } from 'remotion';
const src = staticFile('song.wav');
const ids = ${JSON.stringify(ids)};
const presentations = ${transitions};
const kinds = {
  Film: ({ id }) => <GeneratedClip prompt={'shot ' + id} />,
  Media: ({ id }) => <Video src={staticFile('clips/' + id + '.mp4')} muted objectFit="cover" style={{ width: '100%', height: '100%' }} />,
  Offthread: ({ id }) => <OffthreadVideo src={staticFile('clips/' + id + '.mp4')} muted style={{ width: '100%', height: '100%', objectFit: 'cover' }} />,
};
const Cut = ({ kind }) => {
  const Clip = kinds[kind];
  return (
    <Song src={src}>
      <BeatSeries>
        {ids.flatMap((id, index) => [
          <BeatSeries.Shot key={id} id={id} {...(index < ids.length - 1 ? { beats: 8 } : {})}><AbsoluteFill><Clip id={id} /></AbsoluteFill></BeatSeries.Shot>,
          // four of five cuts have a transition of a second
          ...(index < ids.length - 1 && index % 5 !== 4 ? [<BeatSeries.Transition key={id + 't'} beats={2} presentation={presentations[index % 2]} />] : []),
        ])}
      </BeatSeries>
    </Song>
  );
};
registerRoot(() => (<>{Object.keys(kinds).map((kind) => (
  <Composition key={kind} id={kind} component={Cut} defaultProps={{ kind }} width={${WIDTH}} height={${HEIGHT}} fps={${FPS}} durationInFrames={1} calculateMetadata={songMetadata({ src })} />
))}</>));
`,
    },
  });
  for (const { id, take } of clips) {
    for (const folder of ['clips', 'public/clips']) {
      mkdirSync(path.join(dir, folder), { recursive: true });
      writeFileSync(path.join(dir, folder, `${id}.mp4`), readFileSync(take));
    }
  }
  const files = ids.map((id) => `${id}.mp4,${id}`);
  writeFileSync(
    path.join(dir, 'map.csv'),
    `file,shot\n${files.join('\n')}\nother.mp4,s${Math.ceil(shots / 2)}\n`,
  );
  await runBeatcut({ dir, args: ['import', 'clips', '--composition', 'Film', '--map', 'map.csv'] });
  // the shot that is going to be swapped begins with the take that Remotion's components play
  const { clip, first } = await takesOf(`s${Math.ceil(shots / 2)}`);
  await runBeatcut({ dir, args: ['pick', clip, first] });
}

/** A shot's clip, its first take and its other one. */
async function takesOf(shot) {
  const { clips } = JSON.parse(readFileSync(path.join(dir, 'beatcut.lock.json'), 'utf8'));
  const [clip, { takes }] = Object.entries(clips).find(
    ([, { request }]) => request.prompt === `shot ${shot}`,
  );
  const first = createHash('sha256')
    .update(readFileSync(path.join(dir, 'clips', `${shot}.mp4`)))
    .digest('hex');
  return { clip, first, other: takes.find(({ sha256 }) => sha256 !== first).sha256 };
}

function spawnPeer(order, onProcess) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [import.meta.filename, '--peer', JSON.stringify(order)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onProcess(child.pid);
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.once('close', (code) =>
      code === 0 ? resolve(output.trim().split('\n').at(-1)) : reject(new Error(`peer ended with ${code}`)),
    );
  });
}

/** Renders with Remotion alone, as its documentation says; prints the seconds. */
async function renderPeer({ id, settings, subpixelEffort, outputLocation, frames, serveUrl }) {
  await withBrowser(async (renderer) => {
    const composition = await selectComposition({ ...renderer, serveUrl, id });
    const startedAt = performance.now();
    await renderMedia({
      ...renderer,
      ...settings,
      ...(subpixelEffort !== undefined && {
        ffmpegOverride: ({ args }) =>
          args.includes('libx264')
            ? [...args.slice(0, -1), '-x264-params', `subme=${subpixelEffort}`, args.at(-1)]
            : args,
      }),
      serveUrl,
      composition,
      codec: 'h264',
      frameRange: [0, frames - 1],
      outputLocation,
      overwrite: true,
    });
    console.log((performance.now() - startedAt) / 1000);
  });
  process.exit(0);
}

async function withBrowser(work) {
  const { executable, chromeMode } = await findBrowser();
  const puppeteerInstance = await openBrowser('chrome', {
    browserExecutable: executable,
    chromeMode,
    logLevel: 'error',
  });
  try {
    return await work({
      puppeteerInstance,
      browserExecutable: executable,
      chromeMode,
      inputProps: {},
      logLevel: 'error',
    });
  } finally {
    await puppeteerInstance.close({ silent: true });
  }
}

/** Times some work and watches the memory of the process that it starts and of all that this one starts (Linux). */
async function measure(work) {
  let peakBytes = 0;
  let root;
  const watch = setInterval(() => {
    if (root !== undefined) peakBytes = Math.max(peakBytes, treeBytes(root));
  }, 500);
  const startedAt = performance.now();
  try {
    const result = await work((pid) => (root = pid));
    return { result, seconds: (performance.now() - startedAt) / 1000, peakBytes };
  } finally {
    clearInterval(watch);
  }
}

function treeBytes(root) {
  if (!existsSync('/proc/self/status')) return 0;
  const children = new Map();
  const bytes = new Map();
  for (const name of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      const parent = /^PPid:\s+(\d+)/m.exec(status)[1];
      children.set(parent, [...(children.get(parent) ?? []), name]);
      bytes.set(name, Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024);
    } catch {
      // it has ended meanwhile
    }
  }
  const sum = (pid) =>
    (bytes.get(pid) ?? 0) + (children.get(pid) ?? []).reduce((total, child) => total + sum(child), 0);
  return sum(String(root));
}

/** Compares what was rendered with lossless frames of the browser and with Remotion's own film. */
async function compareQuality({ bundleDir, peerFrames, comparedFrames, outputOf, startFrames }) {
  const jiti = createJiti(import.meta.url);
  const { readFrames } = await jiti.import('../src/node/media/read-frames.ts');
  const { runFfmpeg } = await jiti.import('../src/node/media/ffmpeg.ts');
  const films = {
    ...Object.fromEntries(Object.keys(PEERS).map((name) => [name, outputOf(name)])),
    beatcut: outputOf('first'),
  };
  const size = { widthInPixels: WIDTH, heightInPixels: HEIGHT };
  const sample = Array.from({ length: Math.floor(peerFrames / 10) }, (_, index) => index * 10);
  const folder = path.join(dir, 'out', 'lossless');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const lossless = new Map();
  await withBrowser(async (renderer) => {
    const composition = await selectComposition({ ...renderer, serveUrl: bundleDir, id: 'Media' });
    await renderFrames({
      ...renderer,
      serveUrl: bundleDir,
      composition,
      frames: sample,
      imageFormat: 'png',
      muted: true,
      outputDir: null,
      concurrency: 1,
      onStart: () => undefined,
      onFrameUpdate: () => undefined,
      onFrameBuffer: (png, frame) => writeFileSync(path.join(folder, `${frame}.png`), png),
    });
  });
  for (const frame of sample) {
    for await (const { data } of readFrames({ path: path.join(folder, `${frame}.png`), ...size }))
      lossless.set(frame, data);
  }
  const toLossless = {};
  const bytesPerFrame = {};
  for (const [name, file] of Object.entries(films)) {
    const likeness = [];
    for await (const { index, data } of readFrames({ path: file, ...size, endInFrames: peerFrames })) {
      if (lossless.has(index)) likeness.push(psnr(lossless.get(index), data));
    }
    toLossless[name] = mean(likeness);
    bytesPerFrame[name] = await pictureBytes(runFfmpeg, file, peerFrames);
  }
  const planes = { ...size, pixelFormat: 'yuv420p', endInFrames: comparedFrames };
  const own = readFrames({ path: films.beatcut, ...planes });
  const likeness = [];
  const lumaLikeness = [];
  const luma = (data) => data.subarray(0, WIDTH * HEIGHT);
  const offsets = [];
  let shifted = 0;
  let [before, after] = [null, null];
  for await (const { data } of readFrames({ path: outputOf('same'), ...planes })) {
    const { value, done } = await own.next();
    if (done) break;
    const db = psnr(data, value.data);
    likeness.push(db);
    lumaLikeness.push(psnr(luma(data), luma(value.data)));
    offsets.push(meanDifference(luma(data), luma(value.data)));
    // our frame beside Remotion's one before, and Remotion's beside ours before
    if (before !== null && Math.max(psnr(before, value.data), psnr(data, after)) > db + 1.5) shifted += 1;
    [before, after] = [data, value.data];
  }
  const steps = offsets
    .slice(1)
    .map((offset, index) => ({ frame: index + 1, step: Math.abs(offset - offsets[index]) }));
  const seams = new Set(startFrames);
  const besideRemotion = {
    // over all samples of luma and chroma, as ffmpeg's filter gives it as the average
    'mean PSNR, dB (target 42)': mean(likeness),
    'lowest PSNR, dB (target 36)': Math.min(...likeness),
    'mean PSNR of the luma alone, dB': mean(lumaLikeness),
    'frames that look like a neighbour (target 0)': String(shifted),
    'change of the mean difference in brightness across seams, of 255': mean(
      steps.filter(({ frame }) => seams.has(frame)).map(({ step }) => step),
    ),
    'the same inside segments': mean(steps.filter(({ frame }) => !seams.has(frame)).map(({ step }) => step)),
  };
  return { toLossless, bytesPerFrame, besideRemotion };
}

async function pictureBytes(runFfmpeg, file, frames) {
  const { stdout } = await runFfmpeg({
    tool: 'ffprobe',
    args: ['-select_streams', 'v:0', '-show_entries', 'packet=pts,size', '-of', 'csv=p=0', '-i', file],
    task: 'read sizes',
  });
  const packets = stdout
    .toString()
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number))
    .sort((a, b) => a[0] - b[0]);
  return packets.slice(0, frames).reduce((sum, [, size]) => sum + size, 0) / Math.min(frames, packets.length);
}

function psnr(a, b) {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] - b[index]) ** 2;
  return 10 * Math.log10((255 ** 2 * a.length) / Math.max(sum, 1));
}

function meanDifference(a, b) {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index] - b[index];
  return sum / a.length;
}

function mean(list) {
  return list.reduce((sum, value) => sum + value, 0) / Math.max(1, list.length);
}

function median(list) {
  const sorted = list.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
