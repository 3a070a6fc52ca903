import type { ReactNode } from 'react';
import { BeatSeries, GeneratedClip, Lyrics, Song, Treatment, useSongTime } from 'beatcut';
import { ParticleField, ReactiveCamera, Waveform } from 'beatcut/audio-reactive';
import { lumaReveal } from 'beatcut/transitions';
import { AbsoluteFill, interpolate, staticFile } from 'remotion';
import { FONTS, WithFonts } from '../shared/fonts.tsx';
import { LEGIBLE } from '../shared/legible.ts';
import { Shade } from '../shared/shade.tsx';

/** The song, below the public folder; its words lie beside it in lyric-video.lrc. */
export const song: string = staticFile('lyric-video.mp3');

/** A song's words, typed as they are sung, over a river that is the sound itself. */
export const LyricVideo = (): ReactNode => (
  <Song src={song}>
    <WithFonts>
      <AbsoluteFill style={{ backgroundColor: '#101a2b' }}>
        <ReactiveCamera by="mid" sway={0.012} leanInDegrees={0.5} zoom={1.03}>
          <Treatment look="picture book, teal evening, warm golden lamplight, glowing">
            <BeatSeries>
              <BeatSeries.Shot id="table" until={{ bar: 7 }}>
                <GeneratedClip prompt="Evening, a kitchen table by the window under a lamp, a letter and a cup of tea." />
              </BeatSeries.Shot>
              <BeatSeries.Transition beats={0.75} presentation={lumaReveal({ softness: 1 })} />
              <BeatSeries.Shot id="stream" until={{ bar: 11 }}>
                <GeneratedClip prompt="A misty autumn forest, a path between trees, leaves falling." />
              </BeatSeries.Shot>
              <BeatSeries.Transition beats={0.75} presentation={lumaReveal({ softness: 1 })} />
              <BeatSeries.Shot id="river" until={{ bar: 15 }}>
                <GeneratedClip prompt="A lake at dusk, lanterns rising over the dark water, mountains behind." />
              </BeatSeries.Shot>
              <BeatSeries.Transition beats={0.75} presentation={lumaReveal({ softness: 1 })} />
              <BeatSeries.Shot id="sea">
                <GeneratedClip prompt="Dusk on an empty beach, a full moon over the sea, waves glowing." />
              </BeatSeries.Shot>
            </BeatSeries>
          </Treatment>
        </ReactiveCamera>
        <Shade from="middle" strength={0.22} />
        <ParticleField motion="rise" by="high" count={40} color="#ffe3b0" />
        <Waveform color="rgb(170 215 255 / 0.75)" style={{ top: '74%', height: '14%' }} />
        <Lyrics
          look="karaoke"
          position="middle"
          fontFamily={FONTS.typewriter}
          fontSize={0.12}
          color="rgb(253 246 231 / 0.6)"
          sungColor="#fff3d6"
          style={{
            fontWeight: 400,
            filter:
              'drop-shadow(0 0 0.5vmin rgb(6 10 18 / 0.9)) drop-shadow(0 0 1.6vmin rgb(255 170 70 / 0.7))',
          }}
        />
        <Credits />
      </AbsoluteFill>
    </WithFonts>
  </Song>
);

/** Name of the song before the first line and after the last one. */
function Credits(): ReactNode {
  const seconds = useSongTime();
  const opacity = interpolate(seconds, [0.2, 0.8, 2.2, 2.8, 24.9, 25.6], [0, 1, 1, 0, 0, 1], {
    extrapolateLeft: 'clamp',
    extrapolateRight: 'clamp',
  });
  return (
    <AbsoluteFill
      style={{
        placeContent: 'center',
        textAlign: 'center',
        opacity,
        color: '#fdf6e7',
        fontFamily: FONTS.typewriter,
        textShadow: LEGIBLE,
      }}
    >
      <div style={{ fontSize: '12vmin' }}>Paper Boats</div>
      <div style={{ fontSize: '4.6vmin' }}>words and music by beatcut</div>
    </AbsoluteFill>
  );
}
