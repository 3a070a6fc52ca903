import type { CSSProperties, ReactNode } from 'react';
import { BeatSeries, GeneratedClip, Song, Treatment, useBeat } from 'beatcut';
import { Spectrum, useReaction } from 'beatcut/audio-reactive';
import { Flash, PunchIn, RgbSplit, usePulse } from 'beatcut/effects';
import { infiniteZoom, whipPan } from 'beatcut/transitions';
import { AbsoluteFill, staticFile } from 'remotion';
import { FONTS, WithFonts } from '../shared/fonts.tsx';
import { Rise } from '../shared/rise.tsx';
import { Shade } from '../shared/shade.tsx';

/** The song, below the public folder. */
export const song: string = staticFile('lamp-promo.mp3');

const AMBER = '#ffb347';

/** A bicycle lamp in half a minute: what is wrong (intro, build), the product on the drop, what it can do, its name. */
export const LampPromo = (): ReactNode => (
  <Song src={song}>
    <WithFonts>
      <AbsoluteFill style={{ backgroundColor: '#07080c' }}>
        <Treatment
          look="night photography, deep blue shadows, one warm light"
          characters={{ rider: 'a woman in a yellow jacket' }}
        >
          <BeatSeries>
            <BeatSeries.Shot id="dusk" bars={2}>
              <GeneratedClip prompt="Blue dusk, {rider} rides a bicycle along a country road between fields, first stars." />
              <Line text="It gets dark at five." />
            </BeatSeries.Shot>
            <BeatSeries.Transition beats={0.5} presentation={whipPan()} />
            <BeatSeries.Shot id="rain" bars={1}>
              <GeneratedClip prompt="Night rain on a city street, {rider} rides a bicycle between taxis, wet asphalt." />
              <Line text="Rain." />
            </BeatSeries.Shot>
            <BeatSeries.Transition beats={0.5} presentation={whipPan({ direction: 'left' })} />
            <BeatSeries.Shot id="fog" bars={1}>
              <GeneratedClip prompt="A misty forest road at night, {rider} rides a bicycle, fog between dark trees." />
              <Line text="Fog." />
            </BeatSeries.Shot>
            <BeatSeries.Transition beats={0.5} presentation={whipPan({ direction: 'up' })} />
            <BeatSeries.Shot id="snow" bars={1}>
              <GeneratedClip prompt="Snow falls on silent mountains at night, {rider} rides a bicycle on a white road." />
              <Line text="February." />
            </BeatSeries.Shot>
            <BeatSeries.Shot id="hush" until="drop">
              <Line text="So?" />
            </BeatSeries.Shot>

            <BeatSeries.Shot id="reveal" bars={2}>
              <Lamp />
              <Name />
            </BeatSeries.Shot>
            <BeatSeries.Shot id="bright" beats={4}>
              <GeneratedClip prompt="A country road at night lit by one strong warm beam, {rider} rides a bicycle towards us." />
              <Fact figure="900" unit="lumens" />
            </BeatSeries.Shot>
            <BeatSeries.Shot id="long" beats={4}>
              <GeneratedClip prompt="Dawn over the mountains, {rider} rides a bicycle up a winding road, pink sky." />
              <Fact figure="40" unit="hours" />
            </BeatSeries.Shot>
            <BeatSeries.Shot id="light" beats={4}>
              <GeneratedClip prompt="Golden morning, {rider} rides a bicycle on a road by the sea, birds overhead." />
              <Fact figure="94" unit="grams" />
            </BeatSeries.Shot>
            <BeatSeries.Transition beats={1} presentation={infiniteZoom({ scale: 6 })} />
            <BeatSeries.Shot id="name">
              <Lamp />
              <EndCard />
            </BeatSeries.Shot>
          </BeatSeries>
        </Treatment>
        <Flash on="drop" opacity={0.8} decayInSeconds={0.4} color="#fff1d6" />
      </AbsoluteFill>
    </WithFonts>
  </Song>
);

const LARGE: CSSProperties = { fontFamily: FONTS.slab, fontWeight: 800, color: 'white', lineHeight: 1 };

/** A word that rises over the picture. */
const Line = ({ text }: { text: string }): ReactNode => (
  <>
    <Shade from="left" />
    <AbsoluteFill style={{ justifyContent: 'center', padding: '0 8%' }}>
      <Rise text={text} style={{ ...LARGE, fontSize: '13vmin', maxWidth: '60%' }} />
    </AbsoluteFill>
  </>
);

/** A figure that jumps with each kick over a picture that splits on each snare. */
const Fact = ({ figure, unit }: { figure: string; unit: string }): ReactNode => (
  <>
    <Shade from="middle" strength={0.55} />
    <RgbSplit on="snare" minStrength={0.4} distance={0.006}>
      <PunchIn on="kick" minStrength={0.4} scale={1.12} decayInSeconds={0.3}>
        <AbsoluteFill style={{ ...LARGE, placeContent: 'center', textAlign: 'center' }}>
          <div style={{ fontSize: '40vmin', color: AMBER }}>{figure}</div>
          <div style={{ fontSize: '8vmin', letterSpacing: '0.5em', marginRight: '-0.5em' }}>{unit}</div>
        </AbsoluteFill>
      </PunchIn>
    </RgbSplit>
  </>
);

/** The product: a drawn lamp whose glow is the bass, in a ring of its song. */
function Lamp(): ReactNode {
  const glow = useReaction({ by: 'low', from: 0.35, to: 1, rangeDb: 24 });
  const { pulse } = usePulse({ on: 'kick', minStrength: 0.4 });
  return (
    <AbsoluteFill
      style={{
        background: `radial-gradient(circle at 50% 40%, rgb(255 179 71 / ${0.55 * glow}), #07080c 62%)`,
      }}
    >
      <div
        style={{
          position: 'absolute',
          left: '50%',
          top: '40%',
          width: '76vmin',
          height: '76vmin',
          translate: '-50% -50%',
        }}
      >
        <Spectrum shape="ring" bars={36} color="rgb(255 214 150 / 0.8)" />
      </div>
      <svg
        viewBox="-100 -100 200 200"
        style={{
          position: 'absolute',
          left: '50%',
          top: '40%',
          width: '40vmin',
          translate: '-50% -50%',
          scale: String(1 + 0.05 * pulse),
        }}
      >
        <rect x="-16" y="56" width="32" height="34" rx="8" fill="#1b1e28" />
        <circle r="64" fill="#12141c" stroke="#2c3140" strokeWidth="6" />
        <circle r="50" fill="#2a2118" />
        <circle r={46} fill={AMBER} opacity={0.25 + 0.75 * glow} />
        <circle r={30} fill="#fff6e3" opacity={glow} />
        {Array.from({ length: 12 }, (_, index) => (
          <line
            key={index}
            x1="0"
            y1="-46"
            x2="0"
            y2="-36"
            stroke="#12141c"
            strokeWidth="3"
            transform={`rotate(${index * 30})`}
          />
        ))}
      </svg>
    </AbsoluteFill>
  );
}

const Name = (): ReactNode => (
  <AbsoluteFill style={{ ...LARGE, alignItems: 'center', justifyContent: 'flex-end', paddingBottom: '5%' }}>
    <Rise text="HALO" style={{ fontSize: '17vmin', letterSpacing: '0.3em', marginRight: '-0.5em' }} />
  </AbsoluteFill>
);

/** Each word of the claim comes on its own beat. */
function EndCard(): ReactNode {
  const { bar, beatPhase } = useBeat();
  const words = ['See.', 'Be seen.', 'Get home.'];
  return (
    <AbsoluteFill style={{ ...LARGE, alignItems: 'center', justifyContent: 'flex-end', paddingBottom: '4%' }}>
      <div style={{ fontSize: '11vmin', marginBottom: '1.5vmin' }}>HALO</div>
      <div
        style={{
          fontFamily: FONTS.slab,
          fontWeight: 300,
          fontSize: '7vmin',
          color: AMBER,
          opacity: 1 - 0.25 * beatPhase,
        }}
      >
        {words[bar % words.length]}
      </div>
    </AbsoluteFill>
  );
}
