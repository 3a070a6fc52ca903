import type { ReactNode } from 'react';
import { Reframe, SafeArea, type SongWindow } from 'beatcut';
import { AbsoluteFill } from 'remotion';
import { OneWayIn } from '../one-way-in/one-way-in.tsx';
import { FONTS, WithFonts } from '../shared/fonts.tsx';
import { LEGIBLE } from '../shared/legible.ts';

/** The part of the song that the teaser plays: the best one, of at most fifteen seconds. */
export const songWindow: SongWindow = { bestInSeconds: 15 };

/** The film's best fifteen seconds, upright, for a phone: the same cuts, the same clips, large words. */
export const Teaser = (): ReactNode => (
  <WithFonts>
    <Reframe from="16:9">
      <OneWayIn songWindow={songWindow} />
    </Reframe>
    <AbsoluteFill
      style={{
        background: 'linear-gradient(rgb(0 0 0 / 0.45), transparent 40%, transparent 58%, rgb(0 0 0 / 0.6))',
      }}
    />
    <Words />
  </WithFonts>
);

/** Title above, call below, clear of what a phone lays over the picture. */
const Words = (): ReactNode => (
  <SafeArea
    // as far from the left as from the right, unlike the area that is free in all apps
    platform="reels"
    style={{
      justifyContent: 'space-between',
      alignItems: 'center',
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
        textShadow: `${LEGIBLE}, 0 0 5vmin rgb(255 150 60 / 0.9)`,
      }}
    >
      ONE
      <br />
      WAY
      <br />
      IN
    </div>
    <div style={{ fontSize: '5.6vmin', fontWeight: 800, color: '#ffe2b0', textShadow: LEGIBLE }}>
      The whole flight is out now.
    </div>
  </SafeArea>
);
