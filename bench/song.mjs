// Measures the song analysis on songs with true beats, beside another package that can be installed:
//
//   node bench/song.mjs [--only beatcut|music-tempo] [--tracks] [--music <folder with score.mjs and dev/>]
//
// Prints accuracy per kind of song (the scorer's README says what the columns mean) and speed as a ratio to the songs'
// length: decoding and analysis together, one core, one song after the other.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createJiti } from 'jiti';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { values: options } = parseArgs({
  options: { only: { type: 'string' }, tracks: { type: 'boolean' }, music: { type: 'string' } },
});
const music = options.music ?? resolve(root, '../shared/beats');
const songsFolder = join(music, 'dev');
if (!existsSync(join(music, 'score.mjs'))) {
  console.log(
    `Skipped: there is no ${join(music, 'score.mjs')}; name a folder of songs with true beats by --music.`,
  );
  process.exit(0);
}

const RATE_HZ = 44_100;
const { scoreFolder } = await import(pathToFileURL(join(music, 'score.mjs')).href);
const { analyzeSong } = await createJiti(import.meta.url).import('../src/song/index.ts');
const require = createRequire(import.meta.url);

/** What each tool makes of mono samples at 44.1 kHz. */
const tools = {
  beatcut: (samples) => {
    const map = analyzeSong({ channels: [samples], sampleRateHz: RATE_HZ });
    return {
      beats: map.beats.map(({ timeInSeconds }) => timeInSeconds),
      downbeats: map.beats
        .filter(({ beatInBar }) => beatInBar === 1)
        .map(({ timeInSeconds }) => timeInSeconds),
      tempo: map.tempoBpm,
      sections: map.sections.map(({ startInSeconds }) => startInSeconds),
    };
  },
  'music-tempo': (samples) => {
    const MusicTempo = require('music-tempo');
    try {
      const { tempo, beats } = new MusicTempo(samples);
      return { beats, tempo: Number(tempo) };
    } catch {
      return { beats: [] }; // it throws when it finds no tempo
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
  return Float32Array.from(samples, (sample) => sample / 32_768);
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
  const folder = mkdtempSync(join(tmpdir(), 'song-bench-'));
  let seconds = 0;
  let decodingMs = 0;
  let analysisMs = 0;
  let analysisCpuMs = 0;
  for (const song of songs) {
    const began = performance.now();
    const samples = decode(join(songsFolder, song));
    const decoded = performance.now();
    const cpuBefore = process.cpuUsage();
    const prediction = analyze(samples);
    const cpu = process.cpuUsage(cpuBefore);
    analysisCpuMs += (cpu.user + cpu.system) / 1000;
    analysisMs += performance.now() - decoded;
    decodingMs += decoded - began;
    seconds += samples.length / RATE_HZ;
    writeFileSync(join(folder, `${basename(song).replace(/\.[^.]+$/, '')}.json`), JSON.stringify(prediction));
  }
  const rows = scoreFolder([songsFolder], folder);
  rmSync(folder, { recursive: true });
  print(name, rows);
  const ratio = (1000 * seconds) / (decodingMs + analysisMs);
  console.log(
    `${songs.length} songs, ${(seconds / 60).toFixed(1)} min: decoding ${(decodingMs / 1000).toFixed(1)} s, analysis ${(analysisMs / 1000).toFixed(1)} s (${(analysisCpuMs / 1000).toFixed(1)} s of processor time), together ${ratio.toFixed(0)} times as fast as the music plays; the process took at most ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB\n`,
  );
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
