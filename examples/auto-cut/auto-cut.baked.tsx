// The edit that `beatcut bake AutoCut` made of <AutoCut>. Change it by hand or in Remotion Studio: baking again
// keeps what you have changed.
import type { ReactNode } from 'react';
import { fade } from '@remotion/transitions/fade';
import { CutList, GeneratedClip } from 'beatcut';
import { Flash, PunchIn } from 'beatcut/effects';

/** The baked edit of "auto-cut"; for `<AutoCut baked={<AutoCutBaked />}>`. */
export const AutoCutBaked = (): ReactNode => (
  <CutList>
    <CutList.Shot id="skyline" name="skyline" from={0} durationInFrames={109}>
      <GeneratedClip prompt="A city skyline at dusk, lights going on one by one, the camera drifts slowly forward." />
    </CutList.Shot>
    <CutList.Shot id="stairs" name="stairs" from={109} durationInFrames={103}>
      <GeneratedClip prompt="{mira} runs down the stairs of an old house with a parcel under her arm." />
    </CutList.Shot>
    <CutList.Shot id="bicycle" name="bicycle" from={212} durationInFrames={103}>
      <PunchIn on="drop" scale={1.12}>
        <GeneratedClip prompt="{mira} rides a bicycle at full speed down a neon street at night, rain, the camera races along." />
      </PunchIn>
      <Flash on="drop" opacity={0.6} />
    </CutList.Shot>
    <CutList.Shot id="clock" name="clock" from={315} durationInFrames={102}>
      <GeneratedClip prompt="Close-up of a clock on a station wall, ten to twelve." />
    </CutList.Shot>
    <CutList.Shot id="door" name="door" from={417} durationInFrames={103}>
      <GeneratedClip prompt="A door flies open onto a street in the rain at night, {mira} steps out." />
    </CutList.Shot>
    <CutList.Shot id="window" name="window" from={520} durationInFrames={52}>
      <GeneratedClip prompt="Inside a night train, {mira} sits by the window out of breath, lights pass outside." />
    </CutList.Shot>
    <CutList.Shot id="market" name="market" from={572} durationInFrames={51}>
      <GeneratedClip prompt="A night market under red lanterns, steam, a crowd; {mira} pushes her way through." />
    </CutList.Shot>
    <CutList.Shot id="taxi" name="taxi" from={623} durationInFrames={52}>
      <GeneratedClip prompt="A yellow taxi skids through a puddle on a city street at night, spray." />
    </CutList.Shot>
    <CutList.Shot id="bridge" name="bridge" from={675} durationInFrames={51}>
      <GeneratedClip prompt="A long bridge over a black river at night, {mira} on a bicycle, tiny under the lamps." />
    </CutList.Shot>
    <CutList.Shot id="tunnel" name="tunnel" from={726} durationInFrames={51}>
      <GeneratedClip prompt="A tunnel with orange lamps streaking past, the camera rushes through." />
    </CutList.Shot>
    <CutList.Shot id="train" name="train" from={777} durationInFrames={65}>
      <GeneratedClip prompt="A train pulls out of a station at night, {mira} runs along the platform." />
    </CutList.Shot>
    <CutList.Shot
      id="clock-2"
      name="clock-2"
      from={816}
      durationInFrames={64}
      enter={fade()}
      enterInFrames={26}
    >
      <GeneratedClip prompt="Close-up of a clock on a station wall, ten to twelve." />
    </CutList.Shot>
    <CutList.Shot id="window-2" name="window-2" from={880} durationInFrames={52}>
      <GeneratedClip prompt="Inside a night train, {mira} sits by the window out of breath, lights pass outside." />
    </CutList.Shot>
    <CutList.Shot id="parcel" name="parcel" from={932} durationInFrames={51}>
      <GeneratedClip prompt="Close-up of the parcel on a lap, wet paper, a ribbon coming undone." />
    </CutList.Shot>
    <CutList.Shot id="sleeper" name="sleeper" from={983} durationInFrames={26}>
      <GeneratedClip prompt="An old man asleep in a train under a reading lamp, rain on the glass." />
    </CutList.Shot>
    <CutList.Shot id="forest" name="forest" from={1009} durationInFrames={26}>
      <GeneratedClip prompt="A dark forest passes in moonlight, a deer looks up." />
    </CutList.Shot>
    <CutList.Shot id="beach-run" name="beach-run" from={1035} durationInFrames={102}>
      <PunchIn on="drop" scale={1.12}>
        <GeneratedClip prompt="{mira} runs along a beach at first light, waves breaking, arms wide." />
      </PunchIn>
      <Flash on="drop" opacity={0.6} />
    </CutList.Shot>
    <CutList.Shot id="fireworks" name="fireworks" from={1137} durationInFrames={52}>
      <GeneratedClip prompt="Fireworks over the sea at dawn, silhouettes on a pier." />
    </CutList.Shot>
    <CutList.Shot id="train-2" name="train-2" from={1189} durationInFrames={51}>
      <GeneratedClip prompt="A train pulls out of a station at night, {mira} runs along the platform." />
    </CutList.Shot>
    <CutList.Shot id="embrace" name="embrace" from={1240} durationInFrames={52}>
      <GeneratedClip prompt="{mira} and a sailor embrace on a pier at dawn, the camera circles." />
    </CutList.Shot>
    <CutList.Shot id="lighthouse" name="lighthouse" from={1292} durationInFrames={104}>
      <GeneratedClip prompt="A lighthouse on a cliff at sunrise, gulls, the camera pulls back slowly." />
    </CutList.Shot>
  </CutList>
);
