import type { ComponentType, ReactNode } from 'react';
import { Composition } from 'remotion';
import { FormatCompositions, songMetadata } from 'beatcut';
import { AutoCutBakedFilm, AutoCutFilm, song as autoCutSong } from '../examples/auto-cut/auto-cut.tsx';
import { Greeting, greetingSchema, noor, song as greetingSong } from '../examples/greeting/greeting.tsx';
import { HardestCut, song } from '../examples/hardest-cut/hardest-cut.tsx';
import { LampPromo, song as lampPromoSong } from '../examples/lamp-promo/lamp-promo.tsx';
import { LyricVideo, song as lyricVideoSong } from '../examples/lyric-video/lyric-video.tsx';
import { OneWayIn, song as oneWayInSong } from '../examples/one-way-in/one-way-in.tsx';
import { songWindow, Teaser } from '../examples/teaser/teaser.tsx';
import { Tides, song as tidesSong } from '../examples/tides/tides.tsx';

const FPS = 24;
const LANDSCAPE = { width: 1280, height: 720, fps: FPS, durationInFrames: 1 };

/** Films that are as long as their song. */
const FILMS: { id: string; component: ComponentType; src: string }[] = [
  { id: 'HardestCut', component: HardestCut, src: song },
  { id: 'AutoCut', component: AutoCutFilm, src: autoCutSong },
  { id: 'AutoCutBaked', component: AutoCutBakedFilm, src: autoCutSong },
  { id: 'OneWayIn', component: OneWayIn, src: oneWayInSong },
  { id: 'LampPromo', component: LampPromo, src: lampPromoSong },
  { id: 'LyricVideo', component: LyricVideo, src: lyricVideoSong },
  { id: 'Tides', component: Tides, src: tidesSong },
];

/** The compositions of all examples. */
export const Root = (): ReactNode => (
  <>
    {FILMS.map(({ id, component, src }) => (
      <Composition
        key={id}
        id={id}
        component={component}
        {...LANDSCAPE}
        calculateMetadata={songMetadata({ src, fps: FPS })}
      />
    ))}
    <Composition
      id="Greeting"
      component={Greeting}
      {...LANDSCAPE}
      schema={greetingSchema}
      defaultProps={noor}
      calculateMetadata={songMetadata({ src: greetingSong, fps: FPS })}
    />
    <Composition
      id="Teaser"
      component={Teaser}
      {...LANDSCAPE}
      width={720}
      height={1280}
      calculateMetadata={songMetadata({ src: oneWayInSong, fps: FPS, songWindow })}
    />
    <FormatCompositions
      id="LyricVideo"
      component={LyricVideo}
      formats={['9:16', '1:1', '4:5']}
      shortSideInPixels={720}
      clipsFrom="16:9"
      calculateMetadata={songMetadata({ src: lyricVideoSong, fps: FPS })}
    />
  </>
);
