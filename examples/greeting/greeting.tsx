import type { ReactNode } from 'react';
import { BeatSeries, GeneratedClip, Song, Treatment } from 'beatcut';
import { ParticleField } from 'beatcut/audio-reactive';
import { Flash, PunchIn, usePulse } from 'beatcut/effects';
import { audioReveal, whipPan } from 'beatcut/transitions';
import { AbsoluteFill, Sequence, staticFile } from 'remotion';
import { z } from 'zod';
import { FONTS, WithFonts } from '../shared/fonts.tsx';
import { Rise } from '../shared/rise.tsx';
import { Shade } from '../shared/shade.tsx';

/** The song, below the public folder. */
export const song: string = staticFile('greeting.mp3');

/** Whom it is for. Studio makes a form of it; `beatcut render Greeting --props '{"name": "Ben", …}'` fills it in. */
export const greetingSchema: z.ZodObject<{
  name: z.ZodString;
  looks: z.ZodString;
  hobby: z.ZodString;
  place: z.ZodString;
  from: z.ZodString;
}> = z.object({
  name: z.string().describe('Whom it is for'),
  looks: z.string().describe('What the person looks like, for the pictures'),
  hobby: z.string().describe('What the person loves to do: "dances", "rides a bicycle"'),
  place: z.string().describe('Where the person would like to be'),
  from: z.string().describe('Whom it is from'),
});

/** Props of the greeting. */
export type GreetingProps = z.infer<typeof greetingSchema>;

/** What Studio begins with. */
export const noor: GreetingProps = {
  name: 'Noor',
  looks: 'a woman with curly hair and a green dress',
  hobby: 'rides a bicycle',
  place: 'a beach before the huge setting sun',
  from: 'everyone at the bakery',
};

/** A birthday film. Every prompt is made of the props: another name, other clips, paid for once each. */
export const Greeting = ({ name, looks, hobby, place, from }: GreetingProps): ReactNode => (
  <Song src={song}>
    <WithFonts>
      <AbsoluteFill style={{ backgroundColor: '#ff8c61' }}>
        <Treatment look="bright picture book, warm summer light" characters={{ you: looks }}>
          <BeatSeries>
            <BeatSeries.Shot id="hello" bars={2}>
              <Hello name={name} />
            </BeatSeries.Shot>
            <BeatSeries.Transition beats={1} presentation={audioReveal({ columns: 12, from: 'middle' })} />
            <BeatSeries.Shot id="morning" bars={2}>
              <Photo caption="Today the sun got up for you.">
                <GeneratedClip prompt="A spring garden in the morning, {you} runs between apple trees in blossom, petals falling." />
              </Photo>
            </BeatSeries.Shot>
            <BeatSeries.Transition beats={0.5} presentation={whipPan()} />
            <BeatSeries.Shot id="hobby" bars={2}>
              <Photo caption="Go on, do what you love.">
                <GeneratedClip
                  prompt={`Golden afternoon, {you} ${hobby} along a country road, birds overhead.`}
                />
              </Photo>
            </BeatSeries.Shot>
            <BeatSeries.Transition beats={0.5} presentation={whipPan({ direction: 'left' })} />
            <BeatSeries.Shot id="place" bars={2}>
              <Photo caption="And be where you like to be.">
                <GeneratedClip prompt={`{you} dances at ${place}.`} />
              </Photo>
            </BeatSeries.Shot>
            <BeatSeries.Transition
              beats={1}
              presentation={audioReveal({ columns: 12, from: 'middle', seed: 2 })}
            />
            <BeatSeries.Shot id="cheers">
              <GeneratedClip prompt="Night over a lake, fireworks over the water, {you} on the shore, lanterns rising." />
              <Cheers name={name} from={from} />
            </BeatSeries.Shot>
          </BeatSeries>
        </Treatment>
        <Sequence from={380}>
          <ParticleField motion="fall" count={140} size={0.004} color="#ffd93d" />
          <ParticleField motion="fall" count={140} size={0.004} color="#6bcbff" seed={2} />
          <Flash on="downbeat" every={2} opacity={0.25} />
        </Sequence>
      </AbsoluteFill>
    </WithFonts>
  </Song>
);

/** The name in big letters that hop one after the other. */
function Hello({ name }: { name: string }): ReactNode {
  const { pulse, index } = usePulse({ on: 'beat', decayInSeconds: 0.4 });
  // what a reader takes for a letter, whatever the script
  const letters = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment);
  return (
    <AbsoluteFill
      style={{
        background: 'radial-gradient(circle, #ffd166, #ff7b54)',
        placeContent: 'center',
        textAlign: 'center',
        color: 'white',
        fontFamily: FONTS.loud,
      }}
    >
      <div style={{ fontSize: '11vmin', color: '#6b2737' }}>Happy birthday,</div>
      <div style={{ fontSize: '38vmin', lineHeight: 1, textShadow: '0 0.06em 0 #c8553d' }}>
        {letters.map((letter, at) => (
          <span
            key={at}
            style={{
              display: 'inline-block',
              transform: `translateY(${index % letters.length === at ? -22 * pulse : 0}%)`,
            }}
          >
            {letter}
          </span>
        ))}
      </div>
    </AbsoluteFill>
  );
}

/** A photograph on a table, with a line in felt pen. */
const Photo = ({ caption, children }: { caption: string; children: ReactNode }): ReactNode => (
  <AbsoluteFill style={{ background: 'radial-gradient(circle, #8ecae6, #219ebc)', placeItems: 'center' }}>
    <PunchIn on="downbeat" scale={1.05}>
      <div
        style={{
          position: 'absolute',
          left: '17%',
          top: '5%',
          width: '66%',
          height: '90%',
          background: '#fffdf7',
          rotate: '-2.5deg',
          boxShadow: '0 3vmin 6vmin rgb(0 0 0 / 0.35)',
          padding: '2.2% 2.2% 0',
        }}
      >
        <div style={{ position: 'relative', width: '100%', height: '80%', overflow: 'hidden' }}>
          {children}
        </div>
        <Rise
          text={caption}
          style={{
            fontFamily: FONTS.marker,
            fontSize: '5.6vmin',
            color: '#243b53',
            textAlign: 'center',
            marginTop: '2.2%',
          }}
        />
      </div>
    </PunchIn>
  </AbsoluteFill>
);

const Cheers = ({ name, from }: { name: string; from: string }): ReactNode => (
  <>
    <Shade from="middle" strength={0.3} />
    <AbsoluteFill style={{ placeContent: 'center', textAlign: 'center', color: 'white' }}>
      <PunchIn on="downbeat" scale={1.08}>
        <AbsoluteFill style={{ placeContent: 'center' }}>
          <Rise
            text={`Cheers, ${name}!`}
            style={{ fontFamily: FONTS.loud, fontSize: '19vmin' }}
            staggerInSeconds={0.25}
          />
          <div
            style={{ fontFamily: FONTS.marker, fontSize: '5vmin', color: '#ffd93d' }}
          >{`from ${from}`}</div>
        </AbsoluteFill>
      </PunchIn>
    </AbsoluteFill>
  </>
);
