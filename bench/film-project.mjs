// A project with a film to render, for the benchmarks: a song, shots, transitions, and takes that look like film.
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createJiti } from 'jiti';

const REPOSITORY = path.resolve(import.meta.dirname, '..');
const jiti = createJiti(import.meta.url);
const { encodeVideo } = await jiti.import('../src/node/media/encode-video.ts');
const { encodeWav } = await jiti.import('../src/node/media/wav.ts');
const { renderBandSong } = await jiti.import('../test/band-song.ts');

/** A repeatable source of numbers below 1 (mulberry32). */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A song of bars at a tempo, as the bytes of a WAV file. */
export const createSong = ({ bars, tempo = 120, seed = 'bench' }) =>
  encodeWav(renderBandSong({ lengthInBars: bars, tempo, seed }));

/**
 * A take: a camera that moves over a detailed picture with things moving in it, and film grain. The same seed gives the
 * same take; it is made once and kept.
 */
export async function createTake({ folder, seed, width, height, fps, seconds, grain = 9, crf = 21 }) {
  const file = path.join(folder, `${width}x${height}-${fps}-${seconds}-${grain}-${crf}-${seed}.mp4`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const random = createRandom(seed * 7919 + 1);
  const ground = paintGround({ random, width: Math.round(width * 1.4), height: Math.round(height * 1.4) });
  const noise = Int8Array.from({ length: 1 << 20 }, () =>
    Math.round((random() + random() + random() - 1.5) * grain),
  );
  const things = Array.from({ length: 6 }, () => ({
    x: random() * width,
    y: random() * height,
    size: (0.05 + random() * 0.12) * height,
    dx: (random() - 0.5) * width * 0.5,
    dy: (random() - 0.5) * height * 0.5,
    color: [random() * 255, random() * 255, random() * 255],
  }));
  const [fromX, fromY, toX, toY] = Array.from(
    { length: 4 },
    (_, i) => random() * 0.39 * (i % 2 === 0 ? width : height),
  );
  const frameCount = Math.round(seconds * fps);
  function* frames() {
    for (let frame = 0; frame < frameCount; frame++) {
      const at = frame / frameCount;
      const offsetX = Math.round(fromX + (toX - fromX) * at);
      const offsetY = Math.round(fromY + (toY - fromY) * at);
      const picture = new Uint8Array(width * height * 4);
      for (let y = 0; y < height; y++) {
        const row = ((y + offsetY) * ground.width + offsetX) * 4;
        picture.set(ground.data.subarray(row, row + width * 4), y * width * 4);
      }
      for (const { x, y, size, dx, dy, color } of things)
        drawDisc(picture, width, height, x + dx * at, y + dy * at, size, color);
      let index = Math.floor(random() * noise.length);
      for (let pixel = 0; pixel < picture.length; pixel += 4) {
        const value = noise[index++ & (noise.length - 1)];
        for (let channel = 0; channel < 3; channel++) {
          picture[pixel + channel] = Math.min(255, Math.max(0, picture[pixel + channel] + value));
        }
      }
      yield picture;
    }
  }
  await encodeVideo({ path: file, frames: frames(), widthInPixels: width, heightInPixels: height, fps, crf });
  return file;
}

/** A picture with soft light, textures and hard edges. */
function paintGround({ random, width, height }) {
  const data = new Uint8Array(width * height * 4);
  const waves = Array.from({ length: 14 }, (_, i) => ({
    x: (random() - 0.5) * 0.02 * (i + 1),
    y: (random() - 0.5) * 0.02 * (i + 1),
    phase: random() * 7,
    channel: i % 3,
    size: 60 / (1 + i * 0.4),
  }));
  const boxes = Array.from({ length: 40 }, () => ({
    x: random() * width,
    y: random() * height,
    w: random() * 160,
    h: random() * 160,
    color: [random() * 255, random() * 255, random() * 255],
  }));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sum = [110, 110, 110];
      for (const wave of waves)
        sum[wave.channel] += Math.sin(x * wave.x + y * wave.y + wave.phase) * wave.size;
      data.set([...sum.map((value) => Math.min(255, Math.max(0, value))), 255], (y * width + x) * 4);
    }
  }
  for (const { x, y, w, h, color } of boxes) {
    for (let row = Math.floor(y); row < Math.min(height, y + h); row++) {
      for (let column = Math.floor(x); column < Math.min(width, x + w); column++) {
        const index = (row * width + column) * 4;
        for (let channel = 0; channel < 3; channel++)
          data[index + channel] = (data[index + channel] + color[channel]) / 2;
      }
    }
  }
  return { data, width, height };
}

function drawDisc(picture, width, height, x, y, size, color) {
  for (let row = Math.max(0, Math.ceil(y - size)); row < Math.min(height, y + size); row++) {
    const half = Math.sqrt(Math.max(0, size * size - (row - y) ** 2));
    for (let column = Math.max(0, Math.ceil(x - half)); column < Math.min(width, x + half); column++) {
      const index = (row * width + column) * 4;
      for (let channel = 0; channel < 3; channel++) picture[index + channel] = color[channel];
    }
  }
}

/** Writes a project's files into an empty folder: path → contents. */
export function createProject({ dir, files }) {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(path.join(dir, 'node_modules'), { recursive: true });
  for (const name of readdirSync(path.join(REPOSITORY, 'node_modules'))) {
    if (!name.startsWith('.'))
      symlinkSync(path.join(REPOSITORY, 'node_modules', name), path.join(dir, 'node_modules', name));
  }
  symlinkSync(REPOSITORY, path.join(dir, 'node_modules', 'beatcut'));
  const all = {
    'package.json': '{"name":"film","private":true,"type":"module"}',
    // the made pictures move too much for their transitions to be found in them, and it is not cuts that are measured here
    'beatcut.config.ts': 'export default { verify: { maxCutOffsetInFrames: null } };',
    ...files,
  };
  for (const [name, contents] of Object.entries(all)) writeProjectFile({ dir, name, contents });
}

export function writeProjectFile({ dir, name, contents }) {
  mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
  writeFileSync(path.join(dir, name), contents);
}

/** Runs a program; gives what it printed. Throws when it fails. */
export function run({ dir, program = process.execPath, args, onProcess }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] });
    onProcess?.(child.pid);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${args.join(' ')} ended with ${code}:\n${stderr}\n${stdout}`));
    });
  });
}

/** Runs the built beatcut in a project. */
export const runBeatcut = ({ dir, args, onProcess }) =>
  run({ dir, args: [path.join(REPOSITORY, 'dist', 'cli.js'), ...args], onProcess });
