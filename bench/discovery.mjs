// How long it takes to find the clips of a composition of four minutes with 55 clips: node bench/discovery.mjs
// Prints each run and the median, beside a sweep of the same frames with Remotion's public API (renderFrames), which waits
// for the renderer on every frame. Build first: npm run build
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { renderFrames } from '@remotion/renderer';
import { createAnimaticProvider, openProject, planFilm } from 'beatcut/node';
import { createSong } from './film-project.mjs';

const RUNS = 3;
const FPS = 30;
const dir = path.resolve('out', 'bench-discovery');
rmSync(dir, { recursive: true, force: true });
mkdirSync(path.join(dir, 'remotion'), { recursive: true });
mkdirSync(path.join(dir, 'public'), { recursive: true });

writeFileSync(path.join(dir, 'public', 'song.wav'), createSong({ bars: 110, tempo: 110, seed: 'discovery' }));
writeFileSync(
  path.join(dir, 'remotion', 'index.tsx'),
  `import { BeatSeries, GeneratedClip, Song, songMetadata } from 'beatcut';
import { Composition, Sequence, registerRoot, staticFile, useCurrentFrame } from 'remotion';
const src = staticFile('song.wav');
const Late = () => (useCurrentFrame() > 3 ? <GeneratedClip prompt="behind a condition" /> : null);
const Film = () => (
  <Song src={src} muted>
    <BeatSeries>{Array.from({ length: 53 }, (_, i) => <BeatSeries.Shot key={i} bars={2}><GeneratedClip prompt={'shot ' + i} /></BeatSeries.Shot>)}</BeatSeries>
    <Sequence from={100} durationInFrames={9}><Late /></Sequence>
    <Sequence from={5000}><Sequence from={77} durationInFrames={1}><GeneratedClip prompt="one frame" /></Sequence></Sequence>
  </Song>
);
registerRoot(() => <Composition id="Film" component={Film} width={1280} height={720} fps={${FPS}} durationInFrames={1} calculateMetadata={songMetadata({ src })} />);
`,
);

const project = await openProject({ projectDir: dir, builtInProviders: [createAnimaticProvider()] });
const seconds = [];
for (let run = 0; run < RUNS; run++) {
  let startedAt = 0;
  const plan = await planFilm({
    project,
    compositionId: 'Film',
    onProgress: (step) => {
      if (step.startsWith('Finding')) startedAt = performance.now();
    },
  });
  seconds.push((performance.now() - startedAt) / 1000);
  console.log(
    `sweep in the page: ${plan.clips.length} clips in ${plan.discovery.framesSwept} frames, ${seconds.at(-1).toFixed(1)} s`,
  );
  if (run === RUNS - 1) {
    const { composition, renderer } = plan.film;
    const started = performance.now();
    await renderFrames({
      ...renderer,
      composition,
      imageFormat: 'none',
      muted: true,
      outputDir: null,
      concurrency: 1,
      envVariables: {
        REMOTION_BEATCUT: JSON.stringify({
          report: false,
          discover: { compositionId: 'none', durationInFrames: 0 },
        }),
      },
      onStart: () => undefined,
      onFrameUpdate: () => undefined,
    });
    const peer = (performance.now() - started) / 1000;
    const median = seconds.toSorted((a, b) => a - b)[RUNS >> 1];
    console.log(`renderFrames over all frames: ${peer.toFixed(1)} s`);
    console.log(`median ${median.toFixed(1)} s, ${(peer / median).toFixed(1)} times as fast as renderFrames`);
  }
  await plan.film.close();
}
