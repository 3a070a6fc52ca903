import type { ReactNode } from 'react';
import { Animatic, BeatSeries, Song, type BeatSeriesTransitionProps } from 'beatcut';
import {
  ParticleField,
  Reactive,
  ReactiveCamera,
  Spectrum,
  useReactiveColor,
  Waveform,
} from 'beatcut/audio-reactive';
import { Flash, PunchIn, RgbSplit, Shake, Strobe } from 'beatcut/effects';
import {
  audioReveal,
  dip,
  infiniteZoom,
  InfiniteZoom,
  lumaReveal,
  matchCut,
  whipPan,
} from 'beatcut/transitions';
import { AbsoluteFill, Composition, registerRoot, Sequence, staticFile } from 'remotion';

const FPS = 24;

const picture = (prompt: string): ReactNode => <Animatic request={{ prompt }} slate={false} />;
const city = picture(
  'Night rain on a neon city street, a woman with a red scarf runs between taxis, signs mirrored in the wet asphalt',
);
const beach = picture('Golden late afternoon, two people dance on a beach before the huge setting sun');
const corridor = picture(
  'A girl runs down a school corridor lined with green lockers towards the bright door at the far end',
);
const forest = picture('A misty autumn forest, shafts of low sun, a deer watching');
const moon = picture('Dusk on an empty beach, a full moon over the sea, waves glowing');
const galaxy = picture('Deep space: stars of a violet and gold galaxy, a planet turning below');

const Film = ({ children }: { children: ReactNode }): ReactNode => (
  <Song src={staticFile('hardest-cut.mp3')} muted>
    <AbsoluteFill style={{ backgroundColor: 'black' }}>{children}</AbsoluteFill>
  </Song>
);

const Cut = ({
  presentation,
  shots = [city, beach],
}: {
  presentation: BeatSeriesTransitionProps['presentation'];
  shots?: ReactNode[];
}): ReactNode => (
  <BeatSeries>
    <BeatSeries.Shot beats={4}>{shots[0]}</BeatSeries.Shot>
    <BeatSeries.Transition beats={2} presentation={presentation} />
    <BeatSeries.Shot beats={4}>{shots[1]}</BeatSeries.Shot>
  </BeatSeries>
);

const Wash = (): ReactNode => (
  <AbsoluteFill
    style={{
      backgroundColor: useReactiveColor({ by: 'low', colors: ['#0b1026', '#7b2d8b', '#ff6b6b'] }),
      mixBlendMode: 'overlay',
      opacity: 0.8,
    }}
  />
);

/** Each picture by its name: what is drawn. The frames of each stand in make.mjs. */
const PICTURES: Record<string, ReactNode> = {
  'infinite-zoom': (
    <InfiniteZoom scale={5} ease={false}>
      <InfiniteZoom.Shot beats={4} origin={{ x: 0.5, y: 0.42 }}>
        {corridor}
      </InfiniteZoom.Shot>
      <InfiniteZoom.Shot beats={4} origin={{ x: 0.62, y: 0.45 }}>
        {beach}
      </InfiniteZoom.Shot>
      <InfiniteZoom.Shot beats={4}>{galaxy}</InfiniteZoom.Shot>
    </InfiniteZoom>
  ),
  'infinite-zoom-transition': <Cut presentation={infiniteZoom({ scale: 6 })} shots={[corridor, beach]} />,
  'whip-pan': <Cut presentation={whipPan()} />,
  'match-cut': (
    <Cut
      presentation={matchCut({
        from: { x: 0.5, y: 0.44, radius: 0.36 },
        to: { x: 0.5, y: 0.43, radius: 0.21 },
        color: '#ffb86b',
      })}
      shots={[moon, beach]}
    />
  ),
  'luma-reveal': <Cut presentation={lumaReveal()} shots={[forest, city]} />,
  dip: <Cut presentation={dip()} shots={[corridor, beach]} />,
  'audio-reveal': <Cut presentation={audioReveal()} shots={[forest, galaxy]} />,
  flash: (
    <>
      {corridor}
      <Flash on="downbeat" decayInSeconds={0.5} />
    </>
  ),
  strobe: (
    <>
      {city}
      <Sequence>
        <Strobe perBeat={1} flashInFrames={4} opacity={0.7} />
      </Sequence>
    </>
  ),
  'punch-in': (
    <PunchIn on="downbeat" scale={1.35} decayInSeconds={0.6}>
      {forest}
    </PunchIn>
  ),
  shake: (
    <Shake on="downbeat" distance={0.06} turnInDegrees={4} decayInSeconds={0.8}>
      {corridor}
    </Shake>
  ),
  'rgb-split': (
    <RgbSplit on="downbeat" distance={0.03} decayInSeconds={0.8}>
      {city}
    </RgbSplit>
  ),
  reactive: (
    <Reactive
      scale={{ by: 'low', from: 1, to: 1.2 }}
      blur={{ on: 'downbeat', from: 0, to: 10, decayInSeconds: 0.6 }}
      saturation={{ by: 'high', from: 0.4, to: 1.6 }}
    >
      {beach}
    </Reactive>
  ),
  'reactive-color': (
    <>
      {galaxy}
      <Wash />
    </>
  ),
  'reactive-camera': (
    <ReactiveCamera sway={0.08} leanInDegrees={4}>
      {corridor}
    </ReactiveCamera>
  ),
  'particle-field': (
    <>
      {galaxy}
      <ParticleField count={220} color="#ffd487" size={0.006} />
    </>
  ),
  spectrum: (
    <>
      {moon}
      <Spectrum style={{ top: '60%', height: '32%', left: '6%', width: '88%' }} color="#ffd9a0" />
    </>
  ),
  'spectrum-ring': (
    <>
      {galaxy}
      <Spectrum shape="ring" bars={40} />
    </>
  ),
  waveform: (
    <>
      {city}
      <Waveform style={{ top: '25%', height: '50%' }} color="#9be7ff" lineWidth={0.01} />
    </>
  ),
};

registerRoot(() => (
  <>
    {Object.entries(PICTURES).map(([id, children]) => (
      <Composition
        key={id}
        id={id}
        component={() => <Film>{children}</Film>}
        width={640}
        height={360}
        fps={FPS}
        durationInFrames={600}
      />
    ))}
  </>
));
