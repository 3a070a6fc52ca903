import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MakeFilmResult } from '../../src/node/film/make-film.ts';
import { readFrames } from '../../src/node/media/read-frames.ts';
import { movingTake } from '../moving-take.ts';
import { createTestProject, type TestProject } from '../project.ts';

const [WIDTH, HEIGHT, FPS] = [320, 180, 30];
const MASKS = {
  maskImage:
    'radial-gradient(60% 50% at 40% 55%, #000 50%, transparent 90%), linear-gradient(to left, transparent, #0008 30%, #000 90%)',
  maskComposite: 'intersect',
};

/** Boxes of the lower and the upper clip; each pair is shown on one frame. */
const PLACES = [
  { bottom: { transform: 'scale(1.08)' } },
  { bottom: { transform: 'scale(3.7)', transformOrigin: '20% 85%' } },
  { bottom: { scale: '1.3 1.1', translate: '1.5% 3px', transformOrigin: 'top left' } },
  { bottom: { transform: 'translate(0.37px, 0.61px) scale(1.02)' } },
  { bottom: { rotate: '1.5deg', transform: 'scale(1.1)' } },
  { bottom: { transform: 'scaleX(-1)' } },
  { top: { transform: 'scale(0.377)' } },
  { top: { transform: 'translate(3.3px, -7.7px) scale(0.125)', opacity: 0.6 } },
  { top: { transform: 'rotate(25deg) scale(0.5)' } },
  { top: { transform: 'skewX(12deg) scale(0.6)', ...MASKS } },
  { top: MASKS },
  {
    bottom: { transform: 'scale(2)' },
    top: { transform: 'scale(0.8)', transformOrigin: '10% 20%', ...MASKS },
  },
  { bottom: { transform: 'translateX(-30.3%)' }, top: { transform: 'translateX(69.71%)' } },
  { bottom: { transform: 'translateY(40%)' }, top: { transform: 'translateY(-60%)' } },
  { bottom: { opacity: 0.4 } },
  { bottom: { transform: 'scale(0.5)', zIndex: 1 }, top: { transform: 'scale(1.2)' } },
];
/** What a browser must draw. */
const OTHERS = [
  { bottom: { transform: 'perspective(300px) rotateY(10deg)' } },
  { bottom: { transform: 'rotateX(20deg)' } },
  { bottom: { perspective: '200px' } },
  { bottom: { transform: 'scale(1.1)', filter: 'blur(2px)' } },
  { bottom: { transform: 'scale(1.1)', transformStyle: 'preserve-3d' } },
  { bottom: { transform: 'scale(1.1)', width: '90%' } },
  { top: { maskImage: 'conic-gradient(#000, transparent)' } },
  { top: { ...MASKS, maskComposite: 'exclude' } },
  { top: { ...MASKS, maskSize: '50% 50%' } },
  { top: { maskImage: 'linear-gradient(30deg, #000, transparent)' } },
  { top: { maskImage: 'linear-gradient(#fff, #000)', maskMode: 'luminance' } },
  { top: { maskImage: 'linear-gradient(#000 20px, transparent)' } },
  { top: { transform: 'scale(0.5)', borderRadius: 20 } },
  { top: { transform: 'scale(0.5)', boxShadow: '0 0 9px red' } },
  { top: { transform: 'scale(0.5)', mixBlendMode: 'screen' } },
  { bottom: { transform: 'scale(0.5)', zIndex: -1 }, top: { transform: 'scale(0.2)' } },
  { bottom: { transform: 'scale(0.5)' }, ground: 'teal' },
  { bottom: { overflow: 'hidden', transform: 'scale(0.7)' }, inner: { transform: 'scale(2)' } },
];
const [PLACES_IN_FRAMES, OTHERS_IN_FRAMES] = [PLACES.length, OTHERS.length];
/** 150 BPM: a beat is 12 frames. Four shots of 2 beats with transitions of 1, or a zoom through three shots of a bar. */
const SERIES_IN_FRAMES = 96;
const LENGTH_IN_FRAMES = PLACES_IN_FRAMES + 4 * SERIES_IN_FRAMES + OTHERS_IN_FRAMES;

const COMPOSITION = `
import { BeatSeries, GeneratedClip, Song } from 'beatcut';
import { PunchIn, Shake } from 'beatcut/effects';
import { InfiniteZoom, infiniteZoom } from 'beatcut/transitions';
import { slide } from '@remotion/transitions/slide';
import { AbsoluteFill, Composition, Sequence, registerRoot, useCurrentFrame } from 'remotion';

const map = {
  version: 1, durationInSeconds: 30, tempoBpm: 150, alternativeTempoBpm: 0, beatsPerBar: 4,
  beats: Array.from({ length: 60 }, (_, index) => ({
    timeInSeconds: index * 0.4, bar: Math.floor(index / 4) + 1, beatInBar: (index % 4) + 1, confidence: 1,
  })),
  sections: [], energy: { valuesPerSecond: 10, overall: [], low: [], mid: [], high: [] }, confidence: 1, warnings: [],
};
const One = () => <GeneratedClip prompt="one" />;
const Two = () => <GeneratedClip prompt="two" />;
const Large = () => <GeneratedClip prompt="large" />;
const Places = ({ places }) => {
  const { bottom, inner, ground, top = { display: 'none' } } = places[useCurrentFrame()];
  return (
    <AbsoluteFill style={{ backgroundColor: ground }}>
      <AbsoluteFill style={bottom}><AbsoluteFill style={inner}><One /></AbsoluteFill></AbsoluteFill>
      <AbsoluteFill style={top}><Large /></AbsoluteFill>
    </AbsoluteFill>
  );
};
const presentations = [infiniteZoom({ origin: { x: 0.3, y: 0.7 } }), slide({ direction: 'from-top' }), infiniteZoom({ direction: 'out', scale: 5 })];
const Cut = ({ name }) => (
  <BeatSeries name={name} beats={16}>
    {[One, Large, Two, One].flatMap((Clip, index) => [
      ...(index > 0 ? [<BeatSeries.Transition key={'t' + index} beats={1} presentation={presentations[index - 1]} />] : []),
      <BeatSeries.Shot key={index} id={name + '-' + (index + 1)} {...(index < 3 && { beats: 2 })}><Clip /></BeatSeries.Shot>,
    ])}
  </BeatSeries>
);
const ShakenCut = () => (
  <Shake on="beat" every={4} distance={0.05} turnInDegrees={3}><PunchIn on="beat" scale={1.2}><Cut name="shaken" /></PunchIn></Shake>
);
const Chain = ({ direction }) => (
  <InfiniteZoom name={direction} direction={direction} scale={4} beats={8}>
    <InfiniteZoom.Shot beats={3} origin={{ x: 0.6, y: 0.3 }}><One /></InfiniteZoom.Shot>
    <InfiniteZoom.Shot beats={3}><Two /></InfiniteZoom.Shot>
    <InfiniteZoom.Shot><Large /></InfiniteZoom.Shot>
  </InfiniteZoom>
);
const At = ({ from, frames = ${SERIES_IN_FRAMES}, children }) => <Sequence from={from} durationInFrames={frames}>{children}</Sequence>;
const Film = ({ slow }) => (
  <AbsoluteFill>
    <At from={0} frames={${PLACES_IN_FRAMES}}><Places places={${JSON.stringify(PLACES)}} /></At>
    <At from={${PLACES_IN_FRAMES}}><Song src="/none.mp3" map={map} muted><ShakenCut /></Song></At>
    <At from={${PLACES_IN_FRAMES + SERIES_IN_FRAMES}}><Song src="/none.mp3" map={map} muted><Chain direction="in" /></Song></At>
    <At from={${PLACES_IN_FRAMES + 2 * SERIES_IN_FRAMES}}><Song src="/none.mp3" map={map} muted><Chain direction="out" /></Song></At>
    <At from={${PLACES_IN_FRAMES + 3 * SERIES_IN_FRAMES}}><Song src="/none.mp3" map={map} muted><Cut name="cut" /></Song></At>
    <At from={${PLACES_IN_FRAMES + 4 * SERIES_IN_FRAMES}} frames={${OTHERS_IN_FRAMES}}><Places places={${JSON.stringify(OTHERS)}} /></At>
    <At from={${PLACES_IN_FRAMES + SERIES_IN_FRAMES}}><AbsoluteFill style={{ top: 110, paddingLeft: 20, font: 'bold 30px sans-serif', color: 'white', textShadow: '0 0 9px #024' }}>a caption</AbsoluteFill></At>
    {slow && <div style={{ mixBlendMode: 'multiply' }} />}
  </AbsoluteFill>
);
registerRoot(() => ['Film', 'Slow'].map((id) => <Composition key={id} id={id} component={Film} defaultProps={{ slow: id === 'Slow' }}
  width={${WIDTH}} height={${HEIGHT}} fps={${FPS}} durationInFrames={${LENGTH_IN_FRAMES}} />));
`;

let project: TestProject;
const render = async (id: string, ...args: string[]): Promise<MakeFilmResult> => {
  const { stdout, stderr } = await project.run('render', id, '--json', '--crf', '1', ...args);
  expect(stderr).toBe('');
  return JSON.parse(stdout) as MakeFilmResult;
};

beforeAll(async () => {
  const take = (seed: number, width = WIDTH, height = HEIGHT): Promise<Uint8Array> =>
    movingTake({ seed, width, height, fps: FPS, frameCount: 110 });
  project = await createTestProject({
    'beatcut.config.ts': 'export default { verify: { maxCutOffsetInFrames: null } };',
    'remotion/index.tsx': COMPOSITION,
    'takes/one.mp4': await take(1),
    'takes/two.mp4': await take(2),
    // scaled only once, however it is moved
    'takes/large.mp4': await take(3, 480, 270),
    'public/empty.txt': '',
    'map.csv': 'file,shot\none.mp4,clip-1\ntwo.mp4,shaken-3\nlarge.mp4,clip-2\n',
  });
});
afterAll(() => project.remove());

describe('moved clips without a browser', () => {
  it('look as in the browser, which keeps what is not known to', async () => {
    const imported = await project.run(...['import', 'takes', '--composition', 'Film', '--map', 'map.csv']);
    expect(imported.stderr).toBe('');
    const { rendered, check } = await render('Film', '--check');
    // three transitions of a beat in which hits scale two clips together are the browser's, too
    expect(rendered!.frames.drawn).toBe(OTHERS_IN_FRAMES + 3 * 12);
    expect(check!.faults).toEqual([]);
    const slow = await render('Slow');
    expect(slow.rendered!.frames.decoded).toBe(0);

    const likeness: number[] = [];
    const [fast, other] = ['Film', 'Slow'].map((id) =>
      readFrames({
        path: join(project.dir, 'out', `${id}.mp4`),
        ...{ widthInPixels: WIDTH, heightInPixels: HEIGHT, pixelFormat: 'yuv420p' },
      }),
    );
    for await (const { data } of fast!) likeness.push(psnrDb(data, (await other!.next()).value!.data));
    expect(likeness).toHaveLength(LENGTH_IN_FRAMES);
    // those that the browser drew both times are the same
    const own = likeness.filter((db) => db < 90);
    // the least alike are frames with a mask's edge of less than a pixel all around the frame
    expect(Math.min(...own)).toBeGreaterThan(38.5);
    expect(own.reduce((sum, db) => sum + db, 0) / own.length).toBeGreaterThan(48.5);
  });
});

function psnrDb(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index]! - b[index]!) ** 2;
  return 10 * Math.log10((255 ** 2 * a.length) / Math.max(sum, 1));
}
