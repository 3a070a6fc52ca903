import type { ReactNode } from 'react';
import { AutoCut, GeneratedClip, Song, Treatment } from 'beatcut';
import { staticFile } from 'remotion';
import { AutoCutBaked } from './auto-cut.baked.tsx';

/** The song, below the public folder. */
export const song: string = staticFile('hardest-cut.mp3');

const mira = 'Mira, a woman with short black hair and a yellow raincoat';

/**
 * A courier crosses a city in one night. Only what can be seen stands here, in the order of the story: where each shot is
 * cut, and how often it comes, follows from the song. `beatcut bake AutoCut` wrote the edit down; `baked` shows that one.
 */
export const AutoCutFilm = ({ baked = false }: { baked?: boolean }): ReactNode => (
  <Song src={song}>
    <Treatment look="16mm film at night, neon, wet streets, handheld" characters={{ mira }}>
      <AutoCut style="build-and-release" seed={3} baked={baked ? <AutoCutBaked /> : undefined}>
        <AutoCut.Shot id="skyline" role="opening">
          <GeneratedClip prompt="A city skyline at dusk, lights going on one by one, the camera drifts slowly forward." />
        </AutoCut.Shot>
        <AutoCut.Shot id="stairs">
          <GeneratedClip prompt="{mira} runs down the stairs of an old house with a parcel under her arm." />
        </AutoCut.Shot>
        <AutoCut.Shot id="door">
          <GeneratedClip prompt="A door flies open onto a street in the rain at night, {mira} steps out." />
        </AutoCut.Shot>
        <AutoCut.Shot id="bicycle" strength={1}>
          <GeneratedClip prompt="{mira} rides a bicycle at full speed down a neon street at night, rain, the camera races along." />
        </AutoCut.Shot>
        <AutoCut.Shot id="taxi" role="chorus">
          <GeneratedClip prompt="A yellow taxi skids through a puddle on a city street at night, spray." />
        </AutoCut.Shot>
        <AutoCut.Shot id="bridge" role="chorus">
          <GeneratedClip prompt="A long bridge over a black river at night, {mira} on a bicycle, tiny under the lamps." />
        </AutoCut.Shot>
        <AutoCut.Shot id="tunnel" role="chorus">
          <GeneratedClip prompt="A tunnel with orange lamps streaking past, the camera rushes through." />
        </AutoCut.Shot>
        <AutoCut.Shot id="market">
          <GeneratedClip prompt="A night market under red lanterns, steam, a crowd; {mira} pushes her way through." />
        </AutoCut.Shot>
        <AutoCut.Shot id="clock">
          <GeneratedClip prompt="Close-up of a clock on a station wall, ten to twelve." />
        </AutoCut.Shot>
        <AutoCut.Shot id="train" role="chorus">
          <GeneratedClip prompt="A train pulls out of a station at night, {mira} runs along the platform." />
        </AutoCut.Shot>
        <AutoCut.Shot id="window">
          <GeneratedClip prompt="Inside a night train, {mira} sits by the window out of breath, lights pass outside." />
        </AutoCut.Shot>
        <AutoCut.Shot id="parcel">
          <GeneratedClip prompt="Close-up of the parcel on a lap, wet paper, a ribbon coming undone." />
        </AutoCut.Shot>
        <AutoCut.Shot id="sleeper">
          <GeneratedClip prompt="An old man asleep in a train under a reading lamp, rain on the glass." />
        </AutoCut.Shot>
        <AutoCut.Shot id="forest" in="D">
          <GeneratedClip prompt="A dark forest passes in moonlight, a deer looks up." />
        </AutoCut.Shot>
        <AutoCut.Shot id="beach-run" strength={0.9} in="C 2">
          <GeneratedClip prompt="{mira} runs along a beach at first light, waves breaking, arms wide." />
        </AutoCut.Shot>
        <AutoCut.Shot id="fireworks" in="C 2">
          <GeneratedClip prompt="Fireworks over the sea at dawn, silhouettes on a pier." />
        </AutoCut.Shot>
        <AutoCut.Shot id="embrace" in="C 2">
          <GeneratedClip prompt="{mira} and a sailor embrace on a pier at dawn, the camera circles." />
        </AutoCut.Shot>
        <AutoCut.Shot id="lighthouse" role="final">
          <GeneratedClip prompt="A lighthouse on a cliff at sunrise, gulls, the camera pulls back slowly." />
        </AutoCut.Shot>
      </AutoCut>
    </Treatment>
  </Song>
);

/** The same film with the baked edit. */
export const AutoCutBakedFilm = (): ReactNode => <AutoCutFilm baked />;
