import { escapeXml } from '../../core/text.ts';
import type { SongMap } from '../../song/song-map.ts';
import { describeSong, drawSongPicture, SONG_PICTURE } from './draw-song-picture.ts';
import { CLICK } from './mix-clicks.ts';
import type { Waveform } from './read-waveform.ts';

/** What `drawSongPage` takes. */
export interface DrawSongPageOptions {
  songMap: SongMap;
  waveform: Waveform;
  /** The song as a file that browsers play. */
  audio: { bytes: Uint8Array; mediaType: string };
}

/**
 * A web page in one file that shows the picture of a song and plays it with clicks on the beats, so that an ear can
 * check them. Song and clicks run on the same clock, to the sample.
 */
export function drawSongPage({ songMap, waveform, audio }: DrawSongPageOptions): string {
  const { left, right, top, bottom } = SONG_PICTURE;
  const playhead = `<line id="playhead" x1="${left}" x2="${left}" y1="${top}" y2="${bottom}" stroke="#e00" stroke-width="2"/>`;
  const picture = drawSongPicture({ songMap, waveform }).replace('</svg>', `${playhead}</svg>`);
  const data = {
    beats: songMap.beats.map(({ timeInSeconds, bar, beatInBar }) => [timeInSeconds, bar, beatInBar]),
    durationInSeconds: songMap.durationInSeconds,
    left,
    right,
    click: CLICK,
  };
  // `<` can't end the script early when it is written as an escape
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeXml(describeSong(songMap))}</title>
<style>
body { margin: 0; font: 16px system-ui, sans-serif; color: #222; background: #fff; }
main { max-width: 1600px; margin: 0 auto; padding: 12px; }
svg { width: 100%; height: auto; cursor: pointer; display: block; }
form { display: flex; gap: 20px; align-items: center; flex-wrap: wrap; padding: 8px 5%; }
button { font: inherit; padding: 6px 22px; }
output { font-variant-numeric: tabular-nums; min-width: 16em; }
#lamp { width: 22px; height: 22px; border-radius: 50%; background: #ddd; }
</style>
<main>
${picture}
<form>
<button type="button" id="play" disabled>Play</button>
<label><input type="checkbox" id="clicks" checked> clicks on the beats</label>
<label>song <input type="range" id="volume" min="0" max="1" step="0.01" value="${CLICK.songGain}"></label>
<span id="lamp"></span>
<output id="place">loading …</output>
<span>Click into the picture to go there; the space bar plays and pauses.</span>
</form>
</main>
<script>
const song = ${json};
const audio = 'data:${audio.mediaType};base64,${Buffer.from(audio.bytes).toString('base64')}';
${PLAYER}
</script>
</html>
`;
}

/** Runs in the page. */
const PLAYER = `
const element = (id) => document.getElementById(id);
const svg = document.querySelector('svg');
const context = new AudioContext();
const songGain = context.createGain();
const clickGain = context.createGain();
songGain.connect(context.destination);
clickGain.connect(context.destination);
let buffer, source, nodes = [], startedAt = 0, position = 0, nextBeat = 0;

const click = (isDownbeat) => {
  const { durationInSeconds, downbeatHz, beatHz, decayInSeconds, gain } = song.click;
  const sound = context.createBuffer(1, Math.round(durationInSeconds * context.sampleRate), context.sampleRate);
  const samples = sound.getChannelData(0);
  for (let i = 0; i < samples.length; i++) {
    const age = i / context.sampleRate;
    samples[i] = gain * Math.cos(2 * Math.PI * (isDownbeat ? downbeatHz : beatHz) * age) * Math.exp(-age / decayInSeconds);
  }
  return sound;
};
const clicks = [click(false), click(true)];
const isPlaying = () => source !== undefined;
const now = () => (isPlaying() ? Math.min(position + Math.max(0, context.currentTime - startedAt), song.durationInSeconds) : position);

function stop() {
  position = now();
  source?.stop();
  for (const node of nodes) node.stop();
  nodes = [];
  source = undefined;
  element('play').textContent = 'Play';
}
async function start() {
  await context.resume();
  source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(songGain);
  startedAt = context.currentTime + 0.05;
  source.start(startedAt, position);
  nextBeat = song.beats.findIndex(([time]) => time >= position);
  if (nextBeat < 0) nextBeat = song.beats.length;
  element('play').textContent = 'Pause';
}
const toggle = () => { if (isPlaying()) stop(); else if (buffer) start(); };
function seek(time) {
  const wasPlaying = isPlaying();
  if (wasPlaying) stop();
  position = Math.max(0, Math.min(song.durationInSeconds - 0.01, time));
  if (wasPlaying) start();
}
function schedule() {
  while (isPlaying() && nextBeat < song.beats.length) {
    const [time, , beatInBar] = song.beats[nextBeat];
    const at = startedAt + time - position;
    if (at > context.currentTime + 0.3) break;
    const node = context.createBufferSource();
    node.buffer = clicks[beatInBar === 1 ? 1 : 0];
    node.connect(clickGain);
    node.start(at);
    nodes.push(node);
    nextBeat++;
  }
  nodes = nodes.slice(-8);
}
function draw() {
  schedule();
  const time = now();
  if (isPlaying() && time >= song.durationInSeconds) { stop(); position = 0; }
  const x = song.left + (time / song.durationInSeconds) * (song.right - song.left);
  element('playhead').setAttribute('x1', x);
  element('playhead').setAttribute('x2', x);
  const beat = song.beats.findLast(([at]) => at <= time);
  const age = beat === undefined ? 9 : time - beat[0];
  element('lamp').style.background = isPlaying() && age < 0.1 ? (beat[2] === 1 ? '#e00' : '#333') : '#ddd';
  const place = beat === undefined ? '' : ' · bar ' + beat[1] + ', beat ' + beat[2];
  if (buffer) element('place').value = Math.floor(time / 60) + ':' + (time % 60).toFixed(2).padStart(5, '0') + place;
  requestAnimationFrame(draw);
}
svg.addEventListener('click', (event) => {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  seek(((point.x - song.left) / (song.right - song.left)) * song.durationInSeconds);
});
element('play').addEventListener('click', toggle);
element('clicks').addEventListener('change', () => { clickGain.gain.value = element('clicks').checked ? 1 : 0; });
element('volume').addEventListener('input', () => { songGain.gain.value = Number(element('volume').value); });
document.addEventListener('keydown', (event) => {
  if (event.code === 'Space' && event.target.tagName !== 'BUTTON') { event.preventDefault(); toggle(); }
});
songGain.gain.value = song.click.songGain;
fetch(audio).then((response) => response.arrayBuffer()).then((bytes) => context.decodeAudioData(bytes)).then(
  (decoded) => { buffer = decoded; element('play').disabled = false; },
  () => { element('place').value = 'This browser does not play the song.'; },
);
requestAnimationFrame(draw);
`;
