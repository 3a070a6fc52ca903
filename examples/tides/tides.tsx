import type { ReactNode } from 'react';
import { BeatSeries, GeneratedClip, Song, Treatment, useSection, useSong, useSongTime } from 'beatcut';
import { Reactive } from 'beatcut/audio-reactive';
import { fade } from '@remotion/transitions/fade';
import { AbsoluteFill, interpolate, staticFile } from 'remotion';
import { FONTS, WithFonts } from '../shared/fonts.tsx';
import { LEGIBLE } from '../shared/legible.ts';
import { Shade } from '../shared/shade.tsx';

/** The song, below the public folder; its chapters are named in tides.mp3.corrections.json. */
export const song: string = staticFile('tides.mp3');

/** What each chapter says, by the name of the song's section that it fills. */
const CHAPTERS: Record<string, { title: string; text: string }> = {
  question: {
    title: 'Why does the sea come and go?',
    text: 'Twice a day it leaves, and twice a day it is back.',
  },
  moon: {
    title: 'The Moon pulls.',
    text: 'It pulls harder on the near side of the Earth than on the far side. The water bulges on both.',
  },
  turning: {
    title: 'The Earth turns.',
    text: 'The bulges stay where the Moon is. We are carried through them: high, low, high, low.',
  },
  answer: {
    title: 'So there are two.',
    text: 'Two bulges, one turn a day: two tides. The Moon moves on, so each comes fifty minutes later.',
  },
};

/** An explainer whose chapters are the sections of its song: another cut of the song moves the chapters with it. */
export const Tides = (): ReactNode => (
  <Song src={song}>
    <WithFonts>
      <AbsoluteFill style={{ backgroundColor: '#0d1b2a' }}>
        <Treatment look="paper cut, calm blues and sand">
          <BeatSeries>
            <BeatSeries.Shot id="shore" sections={1}>
              <GeneratedClip prompt="An empty beach at noon, waves roll in, a small boat on the sand." />
              <Shade from="left" strength={0.75} />
            </BeatSeries.Shot>
            <BeatSeries.Transition beats={2} presentation={fade()} />
            <BeatSeries.Shot id="moon" sections={1}>
              <Diagram turns={false} />
            </BeatSeries.Shot>
            <BeatSeries.Shot id="turning" sections={1}>
              <Diagram turns />
            </BeatSeries.Shot>
            <BeatSeries.Transition beats={2} presentation={fade()} />
            <BeatSeries.Shot id="evening">
              <GeneratedClip prompt="Dusk on an empty beach, a full moon over the sea, waves glowing." />
              <Shade from="left" strength={0.75} />
            </BeatSeries.Shot>
          </BeatSeries>
        </Treatment>
        <Chapter />
        <Progress />
      </AbsoluteFill>
    </WithFonts>
  </Song>
);

/** Number, title and text of the chapter that is heard. */
function Chapter(): ReactNode {
  const section = useSection();
  const chapter = section?.name === undefined ? undefined : CHAPTERS[section.name];
  if (section === null || chapter === undefined) return null;
  const shown = interpolate(section.sinceStartInSeconds, [0.4, 1.2], [0, 1], {
    extrapolateLeft: 'clamp',
    extrapolateRight: 'clamp',
  });
  const gone = interpolate(section.untilEndInSeconds, [0, 0.3], [0, 1], { extrapolateRight: 'clamp' });
  return (
    <AbsoluteFill
      key={section.name}
      style={{
        justifyContent: 'center',
        padding: '0 7%',
        color: '#fdf6ec',
        opacity: gone,
        textShadow: LEGIBLE,
      }}
    >
      <div style={{ width: '44%' }}>
        <div
          style={{
            fontFamily: FONTS.slab,
            fontWeight: 300,
            fontSize: '4vmin',
            color: '#f4a259',
            letterSpacing: '0.3em',
          }}
        >
          {`${section.index + 1} / ${section.count}`}
        </div>
        <div
          style={{
            fontFamily: FONTS.slab,
            fontWeight: 800,
            fontSize: '8.4vmin',
            lineHeight: 1.1,
            margin: '2.5vmin 0',
          }}
        >
          {chapter.title}
        </div>
        <div
          style={{
            fontFamily: FONTS.slab,
            fontWeight: 300,
            fontSize: '5vmin',
            lineHeight: 1.4,
            opacity: shown,
          }}
        >
          {chapter.text}
        </div>
      </div>
    </AbsoluteFill>
  );
}

/** One bar per chapter that fills while the chapter runs. */
function Progress(): ReactNode {
  const { sections } = useSong();
  const now = useSongTime();
  return (
    <AbsoluteFill style={{ flexDirection: 'row', alignItems: 'flex-end', gap: '1%', padding: '0 7% 4.5%' }}>
      {sections.map(({ startInSeconds, endInSeconds }) => {
        const passed = Math.min(1, Math.max(0, (now - startInSeconds) / (endInSeconds - startInSeconds)));
        return (
          <div
            key={startInSeconds}
            style={{
              flex: endInSeconds - startInSeconds,
              height: '0.9vmin',
              borderRadius: 99,
              background: 'rgb(255 255 255 / 0.2)',
              overflow: 'hidden',
            }}
          >
            <div style={{ width: `${passed * 100}%`, height: '100%', background: '#f4a259' }} />
          </div>
        );
      })}
    </AbsoluteFill>
  );
}

/** The Earth seen from above its pole, with its two bulges of water, and the Moon that makes them. */
function Diagram({ turns }: { turns: boolean }): ReactNode {
  const section = useSection();
  const progress = section?.progress ?? 0;
  const bulge = turns
    ? 1
    : interpolate(progress, [0.1, 0.5], [0, 1], { extrapolateLeft: 'clamp', extrapolateRight: 'clamp' });
  const turn = turns ? progress * 720 : 20;
  const height = 30 * Math.cos((turn / 180) * Math.PI * 2);
  return (
    <AbsoluteFill style={{ background: 'radial-gradient(circle at 72% 50%, #1b3a5b, #0d1b2a 60%)' }}>
      <Reactive scale={{ by: 'low', from: 1, to: 1.02 }}>
        <svg
          viewBox="-160 -100 320 200"
          style={{ position: 'absolute', left: '38%', top: '8%', width: '62%', height: '84%' }}
        >
          <ellipse cx="-30" rx={52 + 20 * bulge} ry={52 - 3 * bulge} fill="#3f88c5" />
          <g transform={`translate(-30 0) rotate(${-turn})`}>
            <circle r="44" fill="#8ab17d" />
            <path d="M-30 -18 q14 -20 30 -8 t26 2 q6 18 -10 22 t-30 8 q-20 -6 -16 -24 z" fill="#e9c46a" />
            <path d="M-6 20 q16 -6 22 6 t-10 12 q-14 0 -12 -18 z" fill="#e9c46a" />
            <circle cx="0" cy="-44" r="4.5" fill="#e76f51" stroke="#fdf6ec" strokeWidth="1.5" />
          </g>
          <circle cx="122" r="15" fill="#f1faee" />
          <circle cx="117" cy="-4" r="3.4" fill="#d5ded6" />
          <circle cx="126" cy="5" r="2.4" fill="#d5ded6" />
          {[-26, 0, 26].map((y) => (
            <path
              key={y}
              d={`M${52 + Math.abs(y) / 3} ${y} h${38 * bulge}`}
              stroke="#f4a259"
              strokeWidth="2"
              strokeDasharray="5 4"
            />
          ))}
          {turns && (
            <g transform="translate(-30 88)">
              <rect x="-60" y="-4" width="120" height="8" rx="4" fill="rgb(255 255 255 / 0.15)" />
              <rect x="-60" y="-4" width={60 + 2 * height} height="8" rx="4" fill="#3f88c5" />
            </g>
          )}
        </svg>
      </Reactive>
    </AbsoluteFill>
  );
}
