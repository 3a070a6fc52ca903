import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFrames } from '../../src/node/media/read-frames.ts';
import { encodeWav } from '../../src/node/media/wav.ts';
import { zoomBetween, type GrayPicture } from '../../src/node/verify/zoom-speed.ts';
import { renderSong } from '../../src/testing/index.ts';
import { createTestProject, type TestProject } from '../project.ts';

const FPS = 24;
/** 144 BPM: a beat every 10 frames exactly. */
const song = renderSong({
  score: {
    seed: 'zoom',
    tempo: 144,
    tailInSeconds: 0.2,
    sections: [
      { label: 'all', lengthInBars: 2, parts: { kick: 'X...X...X...X...', hat: 'x.x.x.x.x.x.x.x.' } },
    ],
  },
});

/** Pictures full of detail at all sizes, so that a zoom can be measured anywhere in them. */
const COMPOSITION = `
import { Song, songMetadata } from 'beatcut';
import { InfiniteZoom } from 'beatcut/transitions';
import { AbsoluteFill, Composition, random, registerRoot, staticFile } from 'remotion';

const src = staticFile('song.wav');
const Picture = ({ seed }) => (
  <AbsoluteFill style={{ backgroundColor: '#777' }}>
    {Array.from({ length: 260 }, (_, index) => {
      const size = 2 + 40 * random(seed + 's' + index) ** 3;
      const gray = Math.round(255 * random(seed + 'g' + index));
      return <div key={index} style={{ position: 'absolute', left: random(seed + 'x' + index) * 100 + '%',
        top: random(seed + 'y' + index) * 100 + '%', width: size + '%', height: size + '%',
        transform: 'translate(-50%, -50%)', backgroundColor: 'rgb(' + gray + ',' + gray + ',' + gray + ')' }} />;
    })}
  </AbsoluteFill>
);
const Film = () => (
  <Song src={src}>
    <InfiniteZoom scale={4} overlapInBeats={4} driftPerBar="constant" ease={false}>
      <InfiniteZoom.Shot bars={1}><Picture seed="a" /></InfiniteZoom.Shot>
      <InfiniteZoom.Shot><Picture seed="b" /></InfiniteZoom.Shot>
    </InfiniteZoom>
  </Song>
);
registerRoot(() => <Composition id="Zoom" component={Film} width={320} height={180} fps={${FPS}}
  durationInFrames={1} calculateMetadata={songMetadata({ src, fps: ${FPS} })} />);
`;

let project: TestProject;
beforeAll(async () => {
  project = await createTestProject({
    'remotion/index.tsx': COMPOSITION,
    'public/song.wav': encodeWav(song),
  });
});
afterAll(() => project.remove());

describe('an infinite zoom in a rendered film', () => {
  it('grows by the same factor from each frame to the next, through the cut', async () => {
    const { exitCode, stderr } = await project.run('render', 'Zoom');
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    const [width, height] = [160, 90];
    const frames: GrayPicture[] = [];
    const path = join(project.dir, 'out', 'Zoom.mp4');
    for await (const { data } of readFrames({
      path,
      widthInPixels: width,
      heightInPixels: height,
      pixelFormat: 'gray',
    })) {
      frames.push({ data, width, height });
    }
    // the cut on frame 40, the pictures overlap from 20 to 60
    const expected = Math.log(4) / 40;
    for (let frame = 12; frame < 72; frame++) {
      const { logScale, explained } = zoomBetween({
        from: frames[frame - 1]!,
        to: frames[frame]!,
        origin: { x: 0.5, y: 0.5 },
      });
      expect([frame, Math.abs(logScale / expected - 1) < 0.25, explained > 0.3]).toEqual([frame, true, true]);
    }
  });
});
