// Measures the song analysis in a page of a real browser, the ways that docs/song-analysis.md shows:
//
//   node bench/song-in-browser.mjs [--browser <chromium>] [--minutes 4]
//
// Makes a song, encodes it as MP3, serves it to a headless Chromium, and has it decoded and heard there: on the main
// thread by `analyzeSongBlob`, and in a worker. Prints how long each takes and the longest time that the page did not
// answer (the longest gap between two ticks of a timer, which long tasks hold up). On a machine that has other things to
// do, look at the processor time of the browser (Linux only) instead of the seconds on the clock.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { findBrowser } from 'beatcut/node';
import { bundleForBench } from './song-bundle.mjs';

const { values: options } = parseArgs({
  options: { browser: { type: 'string' }, minutes: { type: 'string', default: '4' } },
});
const browser = options.browser ?? (await findBrowser()).executable;

const tools = await bundleForBench({
  source: `
    export { renderSong } from '@src/testing/index.ts';
    export { encodeWav } from '@src/node/media/wav.ts';
    export { startFfmpeg } from '@src/node/media/ffmpeg.ts';
  `,
  platform: 'node',
});
const { renderSong, encodeWav, startFfmpeg } = await import(pathToFileURL(tools.path).href);
tools.remove();
const song = await makeSong(Number(options.minutes));
const page = await bundleForBench({ source: "export * from '@src/song/index.ts';", platform: 'browser' });
const library = readFileSync(page.path);
page.remove();

/** The song as MP3. */
async function makeSong(minutes) {
  const tempo = 124;
  const rendered = renderSong({
    score: {
      tempo,
      sections: ['A', 'B', 'A', 'B'].map((label) => ({
        label,
        lengthInBars: Math.ceil((minutes * tempo) / 16),
        chords: label === 'A' ? 'Am F C G' : 'F G Am C',
        parts: { kick: 'X.x.', snare: '.X.X', hat: 'xxxxxxxx', bass: '1:1 1:1 5:1 8:1', pad: '*:4' },
      })),
    },
    sampleRateHz: 44_100,
  });
  const ffmpeg = startFfmpeg({
    args: ['-f', 'wav', '-i', 'pipe:0', '-c:a', 'libmp3lame', '-b:a', '192k', '-f', 'mp3', 'pipe:1'],
    task: 'encode the song',
  });
  ffmpeg.stdin.end(encodeWav(rendered));
  const chunks = [];
  for await (const chunk of ffmpeg.stdout) chunks.push(chunk);
  await ffmpeg.finished;
  return Buffer.concat(chunks);
}

const WORKER = `
  import { analyzeSong } from './song.js';
  onmessage = ({ data }) => postMessage(analyzeSong(data));
`;

const PAGE = `<!doctype html><script type="module">
  import { analyzeSongBlob, decodeSound } from './song.js';
  const blob = await (await fetch('./song.mp3')).blob();

  const inWorker = async () => {
    const samples = await decodeSound(blob);
    const worker = new Worker('./worker.js', { type: 'module' });
    const heard = new Promise((resolve) => (worker.onmessage = ({ data }) => resolve(data)));
    const buffers = samples.channels.map((channel) => channel.buffer);
    worker.postMessage(samples, buffers);
    return heard.finally(() => worker.terminate());
  };

  const processorMs = async () => Number(await (await fetch('./processor-ms', { method: 'POST' })).text());
  const measure = async (name, hear) => {
    let last = performance.now();
    let longestGapMs = 0;
    const channel = new MessageChannel();
    let isRunning = true;
    channel.port1.onmessage = () => {
      const now = performance.now();
      longestGapMs = Math.max(longestGapMs, now - last);
      last = now;
      if (isRunning) setTimeout(() => channel.port2.postMessage(0), 1);
    };
    channel.port2.postMessage(0);
    const longTasks = [];
    const observer = new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration)));
    observer.observe({ type: 'longtask' });
    const cpuBefore = await processorMs();
    const began = performance.now();
    const map = await hear();
    const ms = performance.now() - began;
    const cpuMs = (await processorMs()) - cpuBefore;
    await new Promise((resolve) => setTimeout(resolve, 200));
    isRunning = false;
    observer.disconnect();
    return {
      name,
      ms,
      cpuMs,
      longestGapMs,
      longestTaskMs: Math.max(0, ...longTasks),
      minutes: map.durationInSeconds / 60,
      tempoBpm: map.tempoBpm,
      beats: map.beats.length,
    };
  };
  try {
    const results = [await measure('decode only', async () => {
      const { channels, sampleRateHz } = await decodeSound(blob);
      return { durationInSeconds: channels[0].length / sampleRateHz, tempoBpm: 0, beats: [] };
    })];
    results.push(await measure('analyzeSongBlob on the main thread', () => analyzeSongBlob({ blob })));
    results.push(await measure('analyzeSong in a worker', inWorker));
    await fetch('./results', { method: 'POST', body: JSON.stringify(results) });
  } catch (error) {
    await fetch('./results', { method: 'POST', body: JSON.stringify({ error: String(error?.stack ?? error) }) });
  }
</script>`;

const files = {
  '/': ['text/html', PAGE],
  '/song.js': ['text/javascript', library],
  '/worker.js': ['text/javascript', WORKER],
  '/song.mp3': ['audio/mpeg', song],
};
let report;
const reported = new Promise((resolve) => (report = resolve));
const server = createServer(async (request, response) => {
  if (request.method === 'POST') {
    if (request.url === '/processor-ms') {
      response.end(String(browserMs()));
      return;
    }
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    response.end();
    report(JSON.parse(Buffer.concat(chunks).toString()));
    return;
  }
  const [type, body] = files[request.url] ?? ['text/plain', null];
  response.writeHead(body === null ? 404 : 200, { 'content-type': type });
  response.end(body ?? 'not found');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

/** Processor time of the browser's processes, in ms; 0 where the system does not tell it as Linux does. */
function browserMs() {
  if (process.platform !== 'linux') return 0;
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
        return [
          { pid: Number(pid), parent: Number(fields[1]), ms: 10 * (Number(fields[11]) + Number(fields[12])) },
        ];
      } catch {
        return []; // it has just ended
      }
    });
  const sumOf = (pid) => {
    const own = processes.find((process) => process.pid === pid)?.ms ?? 0;
    const below = processes.filter((process) => process.parent === pid).map((process) => sumOf(process.pid));
    return below.reduce((sum, ms) => sum + ms, own);
  };
  return sumOf(chromium.pid);
}

const profile = mkdtempSync(join(tmpdir(), 'song-browser-'));
const chromium = spawn(
  browser,
  [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    `--user-data-dir=${profile}`,
    `http://127.0.0.1:${server.address().port}/`,
  ],
  { stdio: 'ignore' },
);
const failed = new Promise((_, reject) => {
  chromium.once('exit', (code) => reject(new Error(`The browser ended with ${code}.`)));
});
try {
  const results = await Promise.race([reported, failed]);
  if (results.error !== undefined) throw new Error(results.error);
  for (const { name, ms, cpuMs, longestGapMs, longestTaskMs, minutes, tempoBpm, beats } of results) {
    console.log(
      `${name.padEnd(36)} ${minutes.toFixed(1)} min of MP3 in ${(ms / 1000).toFixed(2)} s (${(cpuMs / 1000).toFixed(2)} s of processor time); the page was held up for at most ${longestGapMs.toFixed(0)} ms (longest task ${longestTaskMs.toFixed(0)} ms)${beats > 0 ? `; ${beats} beats at ${tempoBpm.toFixed(1)} BPM` : ''}`,
    );
  }
} finally {
  failed.catch(() => {});
  const ended = new Promise((resolve) => chromium.once('exit', resolve));
  chromium.kill();
  await ended;
  server.close();
  rmSync(profile, { recursive: true, force: true });
}
