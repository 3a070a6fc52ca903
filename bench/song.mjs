// Measures the song analysis on songs with true beats, beside another package that can be installed:
//
//   node bench/song.mjs [--only beatcut|music-tempo] [--tracks] [--music <folder with score.mjs and dev/>]
//   node bench/song.mjs --from 4.3   leaves out so many seconds of the beginning, so that songs do not begin on a beat;
//                                    several numbers, --from 2.1,4.3,7.7,11, make that many songs of each
//   node bench/song.mjs --long 3     hears a made song of three hours and prints the memory that it took: that of a process
//                                    which does nothing else
//
// Prints accuracy per kind of song (the scorer's README says what the columns mean) and speed as a ratio to the songs'
// length. beatcut is measured as it is shipped: from the file through the decoder to the map. Speed counts all processor
// time (user and system, this process and the decoder's), as one core would need it, so that what else runs on the
// machine hardly matters; the time on the clock, which is less where decoder and analysis have a core each, is printed
// beside it.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const require = createRequire(import.meta.url);
const RATE_HZ = 44_100;
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    tracks: { type: 'boolean' },
    music: { type: 'string' },
    long: { type: 'string' },
    from: { type: 'string', default: '0' },
    // for --long: what is measured, and on which file
    bundle: { type: 'string' },
    hear: { type: 'string' },
  },
});
if (options.bundle !== undefined && options.hear !== undefined) {
  await measureOne(options.hear, await import(pathToFileURL(options.bundle).href));
  process.exit(0);
}
// not for the process that is measured: the bundler takes memory
const { bundleForBench } = await import('./song-bundle.mjs');
const bundle = await bundleForBench({
  source: `
    export { createSongAnalyzer } from '@src/song/analyze-song.ts';
    export { decodeAudioChunks } from '@src/node/media/decode-audio.ts';
    export { renderSong } from '@src/testing/index.ts';
  `,
  platform: 'node',
});
const library = await import(pathToFileURL(bundle.path).href);
const { renderSong } = library;
if (options.long !== undefined) {
  hearLongSong(Number(options.long), bundle.path);
  bundle.remove();
  process.exit(0);
}
bundle.remove();

/** Hears a file as `analyzeSongFile` does, block by block; all of it unless told from where. */
async function hearFile(path, { createSongAnalyzer, decodeAudioChunks }, fromInSeconds = 0) {
  let analyzer;
  let toSkip = 0;
  for await (const { channels, sampleRateHz } of decodeAudioChunks({ path })) {
    if (analyzer === undefined) toSkip = Math.round(fromInSeconds * sampleRateHz);
    analyzer ??= createSongAnalyzer({ sampleRateHz });
    const skipped = Math.min(toSkip, channels[0].length);
    toSkip -= skipped;
    analyzer.push(skipped === 0 ? channels : channels.map((channel) => channel.subarray(skipped)));
  }
  return analyzer.finish();
}

/** Processor time in ms of this process and of those that it started and that have ended. */
function processorMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000 + childrenMs();
}

/** Linux tells it, in hundredths of a second; elsewhere the decoder's time is missing, and the output says so. */
function childrenMs() {
  if (process.platform !== 'linux') return 0;
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1).split(' ');
  return 10 * (Number(fields[13]) + Number(fields[14]));
}

/** The most memory that this process has taken, in MB. Linux counts what its parent had among its largest size so far. */
function peakMb() {
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
  const peakKb = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  return (Number(peakKb) / 1024).toFixed(0);
}

/** Hears one file and prints how long it took and how much memory this process. */
async function measureOne(path, library) {
  const before = peakMb();
  const began = performance.now();
  const cpu = processorMs();
  const map = await hearFile(path, library);
  const ratio = (1000 * map.durationInSeconds) / (processorMs() - cpu);
  console.log(
    `${(map.durationInSeconds / 60).toFixed(1)} min of stereo at ${RATE_HZ} Hz: ${map.beats.length} beats at ${map.tempoBpm.toFixed(1)} BPM, ${((performance.now() - began) / 1000).toFixed(0)} s on the clock, ${ratio.toFixed(0)} times as fast as it plays by processor time; the process took at most ${peakMb()} MB, ${before} MB of which before it began to listen`,
  );
}

/** A minute of music over and over in one stereo file, with a tempo of its own in each repetition. */
function hearLongSong(hours, bundlePath) {
  const folder = mkdtempSync(join(tmpdir(), 'song-bench-'));
  const path = join(folder, 'long.wav');
  try {
    const minute = renderSong({
      score: {
        tempo: 124,
        sections: [
          {
            label: 'A',
            lengthInBars: 31,
            chords: 'Am F C G',
            parts: { kick: 'X.x.', snare: '.X.X', hat: 'xxxxxxxx', bass: '1:1 1:1 5:1 8:1', pad: '*:4' },
          },
        ],
      },
      sampleRateHz: RATE_HZ,
    });
    const times = Math.ceil((hours * 3600 * RATE_HZ) / minute.channels[0].length);
    writeRepeated(path, minute.channels, times);
    const self = fileURLToPath(import.meta.url);
    execFileSync(process.execPath, [self, '--hear', path, '--bundle', bundlePath], { stdio: 'inherit' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A 16-bit WAV file. Its header claims as much as it can where it is longer than 4 GB. */
function writeRepeated(path, [left, right], times) {
  const samples = new Int16Array(2 * left.length);
  for (let at = 0; at < left.length; at++) {
    samples[2 * at] = 32_000 * Math.max(-1, Math.min(1, left[at]));
    samples[2 * at + 1] = 32_000 * Math.max(-1, Math.min(1, right[at]));
  }
  const bytes = Math.min(times * samples.byteLength, 2 ** 32 - 1 - 36);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(bytes + 36, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(RATE_HZ, 24);
  header.writeUInt32LE(4 * RATE_HZ, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(bytes, 40);
  const file = openSync(path, 'w');
  writeSync(file, header);
  for (let time = 0; time < times; time++) writeSync(file, samples);
  closeSync(file);
}

const music = options.music ?? resolve(root, '../shared/beats');
const songsFolder = join(music, 'dev');
if (!existsSync(join(music, 'score.mjs'))) {
  console.log(
    `Skipped: there is no ${join(music, 'score.mjs')}; name a folder of songs with true beats by --music.`,
  );
  process.exit(0);
}

const { scoreFolder } = await import(pathToFileURL(join(music, 'score.mjs')).href);

/** What each tool makes of a file. */
const tools = {
  beatcut: async (file, from) => {
    const map = await hearFile(file, library, from);
    return {
      beats: map.beats.map(({ timeInSeconds }) => timeInSeconds),
      downbeats: map.beats
        .filter(({ beatInBar }) => beatInBar === 1)
        .map(({ timeInSeconds }) => timeInSeconds),
      tempo: map.tempoBpm,
      sections: map.sections.map(({ startInSeconds }) => startInSeconds),
      seconds: map.durationInSeconds,
    };
  },
  'music-tempo': (file, from) => {
    const MusicTempo = require('music-tempo');
    const samples = decode(file).subarray(Math.round(from * RATE_HZ));
    const seconds = samples.length / RATE_HZ;
    try {
      const { tempo, beats } = new MusicTempo(samples);
      return { beats, tempo: Number(tempo), seconds };
    } catch {
      return { beats: [], seconds }; // it throws when it finds no tempo
    }
  },
};

/** The song as mono samples, by the ffmpeg that comes with Remotion. */
function decode(file) {
  const folder = dirname(require.resolve(`@remotion/compositor-${compositorName()}/package.json`));
  const { stdout, status, stderr } = spawnSync(
    join(folder, 'ffmpeg'),
    [
      '-v',
      'error',
      '-i',
      file,
      '-ac',
      '1',
      '-ar',
      String(RATE_HZ),
      '-f',
      'wav',
      '-c:a',
      'pcm_s16le',
      'pipe:1',
    ],
    { maxBuffer: 2 ** 31, env: { ...process.env, LD_LIBRARY_PATH: folder, DYLD_LIBRARY_PATH: folder } },
  );
  if (status !== 0) throw new Error(`ffmpeg could not decode ${file}: ${stderr.toString()}`);
  // a pipe's WAV header does not know the length: samples run from behind `data` and its size to the end
  const start = stdout.indexOf('data') + 8;
  const samples = new Int16Array(
    stdout.buffer.slice(
      stdout.byteOffset + start,
      stdout.byteOffset + stdout.length - ((stdout.length - start) % 2),
    ),
  );
  const floats = new Float32Array(samples.length);
  for (let at = 0; at < samples.length; at++) floats[at] = samples[at] / 32_768;
  return floats;
}

function compositorName() {
  const names = [
    'linux-x64-gnu',
    'linux-x64-musl',
    'linux-arm64-gnu',
    'linux-arm64-musl',
    'darwin-arm64',
    'darwin-x64',
    'win32-x64-msvc',
  ];
  const found = names.find((name) => existsSync(join(root, 'node_modules/@remotion', `compositor-${name}`)));
  if (found === undefined) throw new Error("Remotion's compositor is not installed: run npm install.");
  return found;
}

const songs = readdirSync(songsFolder).filter(
  (file) =>
    existsSync(join(songsFolder, file.replace(/\.[^.]+$/, '.beats'))) && !/\.(beats|sections)$/.test(file),
);
const columns = ['F', 'CMLt', 'AMLt', 'dbF', 'A1', 'A2', 'errMs', 'biasMs', 'sec05', 'sec3'];
for (const [name, analyze] of Object.entries(tools)) {
  if (options.only !== undefined && options.only !== name) continue;
  let seconds = 0;
  const began = performance.now();
  const cpu = processorMs();
  const predictions = new Map();
  for (const from of options.from.split(',').map(Number)) {
    const folder = mkdtempSync(join(tmpdir(), 'song-bench-'));
    predictions.set(from, folder);
    for (const song of songs) {
      const { seconds: length, ...prediction } = await analyze(join(songsFolder, song), from);
      seconds += length;
      const file = join(folder, `${basename(song).replace(/\.[^.]+$/, '')}.json`);
      writeFileSync(file, JSON.stringify(prediction));
    }
  }
  const clockMs = performance.now() - began;
  const cpuMs = processorMs() - cpu;
  const rows = [...predictions].flatMap(([from, folder]) => {
    const truth = truthFrom(from);
    const scores = scoreFolder([truth], folder);
    for (const made of [truth, folder]) rmSync(made, { recursive: true });
    return scores;
  });
  print(name, rows);
  const decoder = process.platform === 'linux' ? 'decoder included' : 'without the decoder';
  console.log(
    `${rows.length} songs, ${(seconds / 60).toFixed(1)} min: ${(cpuMs / 1000).toFixed(1)} s of processor time (${decoder}), ${((1000 * seconds) / cpuMs).toFixed(0)} times as fast as the music plays on one core; ${(clockMs / 1000).toFixed(1)} s on the clock; the process took at most ${peakMb()} MB\n`,
  );
}

/** A folder with what is true of the songs without so many seconds of their beginning. */
function truthFrom(fromInSeconds) {
  const folder = mkdtempSync(join(tmpdir(), 'song-bench-'));
  for (const file of readdirSync(songsFolder).filter((name) => /\.(beats|sections)$/.test(name))) {
    const lines = readFileSync(join(songsFolder, file), 'utf8').split('\n');
    const left = lines
      .filter((line) => line.trim() !== '' && !line.startsWith('#'))
      .map((line) => line.trim().split(/\s+/))
      .filter(([time]) => Number(time) >= fromInSeconds)
      .map(([time, ...rest]) => [Number(time) - fromInSeconds, ...rest].join('\t'));
    writeFileSync(join(folder, file), left.join('\n'));
  }
  return folder;
}

function print(title, rows) {
  const width = options.tracks ? 34 : 12;
  const mean = (some, column) => {
    const numbers = some.map((row) => row[column]).filter(Number.isFinite);
    return numbers.length === 0 ? NaN : numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  };
  const line = (label, some) =>
    [
      label.padEnd(width),
      String(some.length).padStart(3),
      ...columns.map((column) => {
        const value = mean(some, column);
        return (Number.isNaN(value) ? '–' : value.toFixed(column.endsWith('Ms') ? 1 : 3)).padStart(7);
      }),
    ].join(' ');
  console.log([title.padEnd(width), '  n', ...columns.map((column) => column.padStart(7))].join(' '));
  for (const kind of new Set(rows.map((row) => row.kind))) {
    const some = rows.filter((row) => row.kind === kind);
    if (options.tracks)
      for (const row of some) console.log(line(`  ${row.id.slice(kind.length + 2)}`, [row]));
    console.log(line(kind, some));
  }
  console.log(line('all', rows));
}
