import type { ReactNode } from 'react';
import { Composition } from 'remotion';
import { songMetadata } from 'beatcut';
import { AutoCutBakedFilm, AutoCutFilm, song as autoCutSong } from '../examples/auto-cut/auto-cut.tsx';
import { HardestCut, song } from '../examples/hardest-cut/hardest-cut.tsx';

/** The compositions of all examples. */
export const Root = (): ReactNode => (
  <>
    <Composition
      id="HardestCut"
      component={HardestCut}
      width={1280}
      height={720}
      fps={24}
      durationInFrames={1}
      calculateMetadata={songMetadata({ src: song, fps: 24 })}
    />
    <Composition
      id="AutoCut"
      component={AutoCutFilm}
      width={1280}
      height={720}
      fps={24}
      durationInFrames={1}
      calculateMetadata={songMetadata({ src: autoCutSong, fps: 24 })}
    />
    <Composition
      id="AutoCutBaked"
      component={AutoCutBakedFilm}
      width={1280}
      height={720}
      fps={24}
      durationInFrames={1}
      calculateMetadata={songMetadata({ src: autoCutSong, fps: 24 })}
    />
  </>
);
