import type { ReactNode } from 'react';
import { Song, useSong, type SongMap } from 'beatcut';
import { AbsoluteFill, interpolate, Sequence, useCurrentFrame, useVideoConfig } from 'remotion';
import { OneWayIn, song } from '../one-way-in/one-way-in.tsx';
import { FONTS, WithFonts } from '../shared/fonts.tsx';

/** Fifteen seconds of the film, upright, for a phone: the same clips, the song's best stretch, large words. */
export const Teaser = (): ReactNode => (
  // the outer song is heard by nobody: it only knows where its best stretch lies
  <Song src={song} muted>
    <BestStretch />
  </Song>
);

function BestStretch(): ReactNode {
  const { fps, durationInFrames } = useVideoConfig();
  const frame = useCurrentFrame();
  const start = Math.round(bestStart(useSong(), durationInFrames / fps) * fps);
  const volume = interpolate(frame, [0, 6, durationInFrames - 24, durationInFrames - 1], [0, 1, 1, 0], {
    extrapolateRight: 'clamp',
  });
  return (
    <WithFonts>
      <Sequence from={-start}>
        <OneWayIn volume={volume} />
      </Sequence>
      <AbsoluteFill
        style={{
          background:
            'linear-gradient(rgb(0 0 0 / 0.75), transparent 34%, transparent 72%, rgb(0 0 0 / 0.8))',
        }}
      />
      <Words />
    </WithFonts>
  );
}

/** The downbeat from which a stretch of the song is loudest on the whole. */
function bestStart({ beats, durationInSeconds, energy }: SongMap, lengthInSeconds: number): number {
  const loudness = (start: number): number =>
    energy.overall
      .slice(
        Math.floor(start * energy.valuesPerSecond),
        Math.floor((start + lengthInSeconds) * energy.valuesPerSecond),
      )
      .reduce((sum, level) => sum + level, 0);
  return beats
    .filter((beat) => beat.beatInBar === 1 && beat.timeInSeconds + lengthInSeconds <= durationInSeconds)
    .map((beat) => beat.timeInSeconds)
    .reduce((best, start) => (loudness(start) > loudness(best) ? start : best), 0);
}

/** Title above, call below, clear of what a phone lays over the picture. */
const Words = (): ReactNode => (
  <AbsoluteFill
    style={{
      justifyContent: 'space-between',
      alignItems: 'center',
      padding: '22% 6% 34%',
      color: 'white',
      textAlign: 'center',
      fontFamily: FONTS.slab,
    }}
  >
    <div
      style={{
        fontWeight: 800,
        fontSize: '15vmin',
        lineHeight: 1,
        letterSpacing: '0.04em',
        textShadow: '0 0 5vmin rgb(255 180 90 / 0.8)',
      }}
    >
      ONE
      <br />
      WAY
      <br />
      IN
    </div>
    <div style={{ fontWeight: 300, fontSize: '6vmin', color: '#ffe2b0' }}>The whole flight is out now.</div>
  </AbsoluteFill>
);
