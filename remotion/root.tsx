import type { ReactNode } from 'react';
import { Composition, staticFile } from 'remotion';
import { songMetadata } from 'beatcut';
import { HardestCut } from '../examples/hardest-cut/hardest-cut.tsx';

export const Root = (): ReactNode => (
  <Composition
    id="HardestCut"
    component={HardestCut}
    width={1280}
    height={720}
    fps={30}
    durationInFrames={1}
    calculateMetadata={songMetadata({ src: staticFile('hardest-cut.mp3') })}
  />
);
