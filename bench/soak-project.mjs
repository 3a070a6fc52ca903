// The film of the soak test, and the edits that it goes through.
import { copyFileSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createSong } from './film-project.mjs';

export const [WIDTH, HEIGHT, FPS] = [160, 90, 10];
const SONG_IN_BARS = 3;
/** All shots together are at most as long: each must fit into the song, whichever is the last one. */
const SONG_IN_BEATS = 4 * SONG_IN_BARS;
const REPOSITORY = path.resolve(import.meta.dirname, '..');

/** Fonts to choose from, whatever is installed on the machine. */
const FONTS = ['luckiest-guy', 'permanent-marker', 'roboto-slab', 'special-elite'].map((name) =>
  path.join(REPOSITORY, 'node_modules', '@fontsource', name, 'files', `${name}-latin-400-normal.woff2`),
);

/** The takes of each shot: of the film's shape at its size and twice that, and of two other shapes. */
export const TAKES = [
  { width: 160, height: 90, fps: FPS },
  { width: 160, height: 90, fps: 24 },
  { width: 320, height: 180, fps: FPS },
  { width: 160, height: 120, fps: 15 },
  { width: 90, height: 160, fps: FPS },
];

/** The code; `revision` stands for edits of it, of which each third changes nothing that is seen. */
const composition = (revision) => `
import './style.css';
import { BeatSeries, GeneratedClip, Lyrics, Song, songMetadata, useEnergy } from 'beatcut';
import { infiniteZoom } from 'beatcut/transitions';
import { fade } from '@remotion/transitions/fade';
import { useEffect, useRef, useState } from 'react';
import { AbsoluteFill, Audio, Composition, Img, Sequence, continueRender, delayRender, registerRoot, staticFile, useCurrentFrame } from 'remotion';

// revision ${revision}
const delayed = (label, work) => {
  const handle = delayRender(label);
  work().then(() => continueRender(handle));
};
// a script loads one font, as @remotion/fonts does, and a style sheet in the public folder another
delayed('font', async () => {
  document.fonts.add(await new FontFace('Soak', 'url(' + staticFile('fonts/script.woff2') + ')').load());
});
delayed('style sheet', async () => {
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: staticFile('look/look.css') });
  await new Promise((resolve) => {
    link.onload = resolve;
    document.head.append(link);
  });
  await document.fonts.load('12px Sheet');
});
const presentations = { fade: fade(), zoom: infiniteZoom() };
const Spinner = () => {
  const canvas = useRef(null);
  const frame = useCurrentFrame();
  useEffect(() => {
    const context = canvas.current.getContext('2d');
    context.fillStyle = 'hsl(' + frame * 20 + ', 80%, ${40 + 5 * Math.floor(revision / 3)}%)';
    context.fillRect(0, 0, 20, 20);
  });
  return <canvas ref={canvas} width={20} height={20} style={{ position: 'absolute', right: 4, top: 4 }} />;
};
const Data = () => {
  const [text, setText] = useState('');
  const [handle] = useState(() => delayRender('data'));
  useEffect(() => {
    fetch(staticFile('data.json')).then((response) => response.json()).then((data) => setText(data.text));
  }, []);
  useEffect(() => {
    if (text !== '') continueRender(handle);
  }, [text]);
  return <div className="note">{text}</div>;
};
// Remotion does not wait for the pictures of style sheets
const Backed = ({ children }) => {
  const [handle] = useState(() => delayRender('picture of a style sheet'));
  useEffect(() => {
    const ground = Object.assign(new window.Image(), { src: staticFile('look/ground.bmp') });
    const next = () => new Promise((resolve) => requestAnimationFrame(resolve));
    ground.decode().then(next).then(next).then(next).then(() => continueRender(handle));
  }, []);
  return children;
};
const Meter = () => <div style={{ position: 'absolute', bottom: 0, height: 4, width: 160 * useEnergy().low, background: '#0f8' }} />;
const overlays = {
  corner: () => <div style={{ position: 'absolute', right: 6, bottom: 6, color: '#fff', font: '10px Soak' }}>corner</div>,
  veil: () => <AbsoluteFill style={{ backgroundColor: 'rgba(20, 0, 60, 0.4)' }} />,
  shine: () => <AbsoluteFill style={{ background: 'linear-gradient(120deg, rgba(255, 200, 0, 0.6), transparent 60%)' }} />,
  frame: () => <AbsoluteFill style={{ boxSizing: 'border-box', border: '6px solid #${revision % 3 === 1 ? 'fff' : 'fd0'}' }} />,
  multiply: () => <AbsoluteFill style={{ backgroundColor: '#08f8', mixBlendMode: 'multiply' }} />,
  caption: () => <Backed><div className="caption">caption</div></Backed>,
};
const Film = ({ shots, texts, box, canvasAt, dataAt, meterAt, lyrics, jingle }) => (
  <Song src={staticFile('song.wav')}>
    <BeatSeries>
      {shots.flatMap(({ id, beats, transition, overlay, clip }, index) => [
        <BeatSeries.Shot key={id} id={id} {...(index < shots.length - 1 ? { beats } : {})}>
          <GeneratedClip prompt={'shot ' + id} {...clip} />
          {overlays[overlay]?.() ?? null}
        </BeatSeries.Shot>,
        ...(transition && index < shots.length - 1
          ? [<BeatSeries.Transition key={id + 't'} beats={0.5} presentation={presentations[transition]} />]
          : []),
      ])}
    </BeatSeries>
    {texts.map(({ text, from, length, className }, index) => (
      <Sequence key={index} from={from} durationInFrames={length}>
        <Backed key={className}><AbsoluteFill className={className}>{text}</AbsoluteFill></Backed>
      </Sequence>
    ))}
    <Sequence from={box} durationInFrames={5}><Img src={staticFile('box.svg')} style={{ width: 30 }} /></Sequence>
    <Sequence from={canvasAt} durationInFrames={3}><Spinner /></Sequence>
    <Sequence from={dataAt} durationInFrames={4}><Data /></Sequence>
    <Sequence from={meterAt} durationInFrames={6}><Meter /></Sequence>
    {lyrics ? <Lyrics look={lyrics} fontFamily="Soak" /> : null}
    {jingle ? <Sequence from={12}><Audio src={staticFile('jingle.wav')} volume={0.5} /></Sequence> : null}
  </Song>
);
registerRoot(() => (
  <Composition id="Film" component={Film} width={${WIDTH}} height={${HEIGHT}} fps={${FPS}} durationInFrames={1}
    defaultProps={{ shots: [], texts: [] }} calculateMetadata={songMetadata({ src: staticFile('song.wav'), fps: ${FPS} })} />
));
`;

// files of one size whatever they show, so that neither size nor date tells them apart
const threeDigits = (number) => String(number).padStart(3, '0');
const style = (hue) =>
  `.title { color: hsl(${threeDigits(hue)}, 90%, 60%); font: 20px Soak, sans-serif; justify-content: center; align-items: center; }`;
const look = (size) => `@import "more.css";
@font-face { font-family: Sheet; src: url(../fonts/sheet.woff2); }
.caption { position: absolute; left: 8px; top: 8px; padding: 2px; font: ${size}px Sheet; background: url("ground.bmp"); }`;
const more = (hue) =>
  `.note { position: absolute; left: 4px; bottom: 12px; font: 11px Sheet; color: hsl(${threeDigits(hue)}, 90%, 70%); }
:root { --ground: url(ground.bmp); } .tiled { background: var(--ground); font: 18px Soak; }`;
const box = (hue) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="hsl(${threeDigits(hue)}, 90%, 50%)"/></svg>`;
const lyrics = (words) => words.map((word, index) => `[00:0${index}.50]${word} and ${word}\n`).join('');

/** A picture of 4 × 4 pixels without any compression. */
function bitmap(red, green, blue) {
  const [header, row] = [54, 12];
  const bytes = Buffer.alloc(header + 4 * row);
  bytes.write('BM');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(header, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(4, 18);
  bytes.writeInt32LE(4, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  for (let pixel = 0; pixel < 16; pixel++)
    bytes.set(pixel % 3 === 0 ? [255, 255, 255] : [blue, green, red], header + pixel * 3);
  return bytes;
}

/** Creates the film as it is before the first edit. */
export function createState() {
  return {
    revision: 0,
    encoding: { crf: 18, preset: 'veryfast' },
    scale: 1,
    props: {
      shots: Array.from({ length: 6 }, (_, index) => ({
        id: `s${index + 1}`,
        beats: 2,
        transition: ['fade', 'zoom', null][index % 3],
        overlay: null,
        clip: {},
      })),
      texts: [
        { text: 'one', from: 5, length: 9, className: 'title' },
        { text: 'two', from: 40, length: 6, className: 'tiled' },
      ],
      ...{ box: 50, canvasAt: 30, dataAt: 22, meterAt: 14, lyrics: null, jingle: false },
    },
    files: {
      'remotion/index.tsx': composition(0),
      'remotion/style.css': style(50),
      'public/song.wav': createSong({ bars: SONG_IN_BARS }),
      'public/song.lrc': lyrics(['sea', 'sun', 'sky', 'sand']),
      'public/song.wav.corrections.json': '{"version":1}',
      'public/jingle.wav': createSong({ bars: 1, tempo: 140, seed: 'jingle' }),
      'public/data.json': '{"text":"data 1"}',
      'public/box.svg': box(100),
      'public/look/look.css': look(12),
      'public/look/more.css': more(200),
      'public/look/ground.bmp': bitmap(200, 40, 40),
      'public/fonts/script.woff2': { copyOf: FONTS[0] },
      'public/fonts/sheet.woff2': { copyOf: FONTS[2] },
    },
    /** Which of its takes each shot shows. */
    picks: {},
  };
}

const SAME_DATE = new Date('2026-01-01T00:00:00Z');

/** Writes a file of the film, with the same date each time. */
export function writeFilmFile({ dir, name, contents }) {
  const file = path.join(dir, name);
  mkdirSync(path.dirname(file), { recursive: true });
  if (contents.copyOf) copyFileSync(contents.copyOf, file);
  else writeFileSync(file, contents);
  // the bundler goes by dates, so that only what the browser reads itself can keep its date
  if (name.startsWith('public/')) utimesSync(file, SAME_DATE, SAME_DATE);
}

/**
 * The edits. Each changes the state, chooses by nothing but `random`, and tells what has to be done besides. They choose
 * from few values, so that what was there before comes back.
 */
export function createEdits({ state, random }) {
  const pickOne = (list) => list[Math.floor(random() * list.length)];
  const upTo = (count) => Math.floor(random() * count);
  const shot = () => pickOne(state.props.shots);
  const text = () => pickOne(state.props.texts);
  const file = (name, contents, todo = {}) => {
    state.files[name] = contents;
    return { write: [name], ...todo };
  };
  const hues = [0, 60, 120, 200, 300];
  /** By how often they come. */
  return {
    often: {
      'swap a take': () => void (state.picks[shot().id] = upTo(TAKES.length)),
      'move a cut': () => {
        const moved = shot();
        moved.beats = 0;
        const left = SONG_IN_BEATS - state.props.shots.reduce((sum, { beats }) => sum + beats, 0);
        moved.beats = 1 + upTo(Math.min(3, left));
      },
      'change a transition': () => void (shot().transition = pickOne(['fade', 'zoom', null])),
      'fit a clip': () =>
        void (shot().clip = pickOne([
          {},
          { objectFit: 'contain' },
          { objectFit: 'blur' },
          { focus: { x: 0.2, y: 0.9 } },
          { fit: 'speed', inPointInSeconds: 0.5 },
          { inPointInSeconds: 0.5, fit: 'hold' },
          { fit: 'boomerang', outPointInSeconds: 0.6 },
          { style: { opacity: 0.5 } },
        ])),
      'swap two shots': () => {
        const { shots } = state.props;
        const [a, b] = [upTo(shots.length), upTo(shots.length)];
        [shots[a], shots[b]] = [shots[b], shots[a]];
      },
      'lay something over a shot': () =>
        void (shot().overlay = pickOne([null, 'corner', 'veil', 'shine', 'frame', 'multiply', 'caption'])),
      'change a text': () => void (text().text = pickOne(['one', 'two', 'three', 'a text of two lines', ''])),
      'move a text': () => void Object.assign(text(), { from: upTo(50), length: 1 + upTo(10) }),
      'style a text': () => void (text().className = pickOne(['title', 'tiled', 'note', 'caption'])),
      'move what lies over the film': () =>
        void (state.props[pickOne(['box', 'canvasAt', 'dataAt', 'meterAt'])] = upTo(50)),
      'show the lyrics': () =>
        void (state.props.lyrics = pickOne([null, null, 'subtitle', 'karaoke', 'kinetic'])),
      'change a picture': () => file('public/box.svg', box(pickOne(hues))),
      'change a picture of a style sheet': () =>
        file('public/look/ground.bmp', bitmap(upTo(3) * 100, upTo(3) * 100, 60)),
      'change the font of the script': () => file('public/fonts/script.woff2', { copyOf: pickOne(FONTS) }),
      'change the font of the style sheet': () =>
        file('public/fonts/sheet.woff2', { copyOf: pickOne(FONTS) }),
      'change the style sheet': () => file('public/look/look.css', look(pickOne([12, 16]))),
      'change the imported style sheet': () => file('public/look/more.css', more(pickOne(hues))),
      'change the data': () => file('public/data.json', `{"text":"data ${upTo(4)}"}`),
    },
    sometimes: {
      'swap the song': () =>
        file(
          'public/song.wav',
          createSong({ bars: SONG_IN_BARS, tempo: pickOne([112, 120, 128]), seed: pickOne(['a', 'b']) }),
          { hear: true },
        ),
      'correct the song': () =>
        file(
          'public/song.wav.corrections.json',
          JSON.stringify({ version: 1, shiftInSeconds: pickOne([0, 0.05, -0.05, 0.2]) }),
          { hear: true },
        ),
      'change the lyrics': () =>
        file('public/song.lrc', lyrics(pickOne([['sea', 'sun'], ['sky', 'sun', 'sea'], ['one']])), {
          hear: true,
        }),
      'change the code': () => {
        state.revision = (state.revision + 1) % 12;
        return file('remotion/index.tsx', composition(state.revision), { bundle: true });
      },
      'change the bundled style sheet': () =>
        file('remotion/style.css', style(pickOne(hues)), { bundle: true }),
      'add a jingle': () => {
        state.props.jingle = true;
        return file(
          'public/jingle.wav',
          createSong({ bars: 1, tempo: 140, seed: pickOne(['jingle', 'tune']) }),
        );
      },
      'encode in another way': () => void (state.encoding.crf = pickOne([16, 18, 26])),
      'render larger': () => void (state.scale = 2),
    },
  };
}
