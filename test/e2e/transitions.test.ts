import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findReadyBrowser } from '../../src/node/browser/find-browser.ts';
import type { MakeFilmResult } from '../../src/node/film/make-film.ts';
import { createTestProject, type TestProject } from '../project.ts';

const FPS = 20;
/** Presentations that are drawn by CSS alone. */
const PLAIN = [
  ...['fade', 'slide', 'wipe', 'flip', 'iris', 'clockWipe', 'pushCut', 'none'],
  ...['infiniteZoom', 'whipPan', 'dip', 'lumaReveal'],
];
/** Those of beatcut; the others are Remotion's. */
const OWN = new Set(['infiniteZoom', 'whipPan', 'dip', 'lumaReveal']);
/** These must know how large the picture is. */
const NEEDS_SIZE = new Set(['iris', 'clockWipe']);
/** Presentations that draw the page's own elements on a canvas. */
const ON_CANVAS = [
  'blurSlide',
  'bookFlip',
  'crossZoom',
  'crosswarp',
  'dissolve',
  'dreamyZoom',
  'filmBurn',
  'linearBlur',
  'ripple',
  'swap',
  'zoomBlur',
  'zoomInOut',
];
/** Their first frames hardly change the picture, so that it leaves their middle open by more than a frame. */
const MAY_BE_UNSEEN = new Set(['dissolve', 'ripple']);
/** From here on Chrome can draw elements on a canvas. */
const CANVAS_CHROME = 148;

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
/** 160 BPM: a beat is 7.5 frames, so that every second cut lies between two frames. */
const COMPOSITION = `
import { BeatSeries, Song } from 'beatcut';
import { ${[...OWN].join(', ')} } from 'beatcut/transitions';
import { AbsoluteFill, Composition, registerRoot, useCurrentFrame } from 'remotion';
${[...PLAIN, ...ON_CANVAS]
  .filter((name) => !OWN.has(name))
  .map((name) => `import { ${name} } from '@remotion/transitions/${kebab(name)}';`)
  .join('\n')}

const map = {
  version: 1, durationInSeconds: 30, tempoBpm: 160, alternativeTempoBpm: 0, beatsPerBar: 4,
  beats: Array.from({ length: 80 }, (_, index) => ({
    timeInSeconds: index * 0.375, bar: Math.floor(index / 4) + 1, beatInBar: (index % 4) + 1, confidence: 1,
  })),
  sections: [], energy: { valuesPerSecond: 10, overall: [], low: [], mid: [], high: [] }, confidence: 1, warnings: [],
};
/** A picture that moves a little, unlike its neighbours in colour and form. */
const Picture = ({ number }) => (
  <AbsoluteFill style={{
    background: \`repeating-conic-gradient(from \${useCurrentFrame() * 0.6}deg at \${20 + (number * 37) % 60}% 50%,
      hsl(\${number * 137}deg 80% 88%), hsl(\${number * 137 + 70}deg 70% 8%) \${15 + (number % 4) * 8}deg, hsl(\${number * 137}deg 80% 88%) \${30 + (number % 4) * 16}deg)\`,
  }} />
);
const size = { width: 160, height: 90 };
const plain = [${PLAIN.map((name) => `${name}(${NEEDS_SIZE.has(name) ? 'size' : ''})`).join(', ')}];
const onCanvas = [${ON_CANVAS.map((name) => `${name}()`).join(', ')}];
const Film = ({ canvas }) => {
  const presentations = canvas ? onCanvas.flatMap((presentation, index) => [presentation, ...plain.slice(index, index + 1)]) : plain;
  return (
    <Song src="/none.mp3" map={map} muted>
      <BeatSeries>
        <BeatSeries.Shot beats={2}><Picture number={0} /></BeatSeries.Shot>
        {presentations.map((presentation, index) => (<>
          <BeatSeries.Transition beats={1} presentation={presentation} />
          <BeatSeries.Shot beats={2}><Picture number={index + 1} /></BeatSeries.Shot>
        </>))}
        <BeatSeries.Shot beats={3} id="nested">
          <BeatSeries>
            <BeatSeries.Shot beats={1}><Picture number={30} /></BeatSeries.Shot>
            <BeatSeries.Shot><Picture number={31} /></BeatSeries.Shot>
          </BeatSeries>
        </BeatSeries.Shot>
        <BeatSeries.Shot id="last" at={{ beat: 2 * presentations.length + 5 }} beats={1}><Picture number={32} /></BeatSeries.Shot>
      </BeatSeries>
    </Song>
  );
};
registerRoot(() => (
  <Composition id="Film" component={Film} {...size} fps={${FPS}} durationInFrames={1} defaultProps={{ canvas: false }}
    calculateMetadata={({ props }) => ({
      durationInFrames: Math.round((2 * (plain.length + (props.canvas ? onCanvas.length : 0)) + 6) * 7.5),
    })} />
));
`;

let project: TestProject;
beforeAll(async () => {
  project = await createTestProject({
    'remotion/index.tsx': COMPOSITION,
    'public/.keep': '',
    // `none` jumps where its transition begins, which is not on the beat
    'beatcut.config.ts': 'export default { verify: { maxCutOffsetInFrames: null } };',
  });
});
afterAll(() => project.remove());

/** Whether the browser that renders can draw elements on a canvas. */
function canDrawOnCanvas(): boolean {
  const executable = findReadyBrowser()?.executable;
  if (executable === null || executable === undefined) return false;
  const version = execFileSync(executable, ['--version'], { encoding: 'utf8', stdio: 'pipe' });
  return Number(/(\d+)\.\d+/.exec(version)?.[1]) >= CANVAS_CHROME;
}

describe('a film with transitions', () => {
  it('shows the middle of every presentation within a frame of its beat, and hard cuts within half a frame', async () => {
    const canvas = canDrawOnCanvas();
    if (!canvas) console.log(`left out, since the browser can't draw elements: ${ON_CANVAS.join(', ')}`);
    const { exitCode, stdout, stderr } = await project.run(
      'render',
      'Film',
      '--json',
      '--props',
      JSON.stringify({ canvas }),
    );
    expect(exitCode, stderr).toBe(0);
    const { measurement }: MakeFilmResult = JSON.parse(stdout);
    // both kinds by turns: they have to get along
    const names = canvas
      ? ON_CANVAS.flatMap((name, index) => [name, ...PLAIN.slice(index, index + 1)])
      : PLAIN;
    const measured = measurement.cuts.map(({ planned, offsetInFrames, isAtLeast }, index) => ({
      name: names[index] ?? planned.toShot,
      // `none` has no effect of its own: the new shot lies over the old one from the first frame of the transition
      expected: names[index] === 'none' ? -planned.transitionInFrames / 2 : 0,
      offsetInFrames,
      isAtLeast,
    }));
    expect(measured.map(({ name }) => name)).toEqual([...names, 'nested', 'nested-2', 'last']);
    const isOff = ({ name, expected, offsetInFrames, isAtLeast }: (typeof measured)[number]): boolean => {
      if (offsetInFrames === null) return !MAY_BE_UNSEEN.has(name!);
      const tolerance = name !== 'none' && names.includes(name!) ? 1 : 0.5;
      return isAtLeast || Math.abs(offsetInFrames - expected) > tolerance + 0.005;
    };
    expect(measured.filter(isOff)).toEqual([]);
    expect(measurement.unplannedCuts).toEqual([]);
  }, 900_000);
});
