import type { ReactNode } from 'react';
import { fade } from '@remotion/transitions/fade';
import { Sequence, useCurrentFrame } from 'remotion';
import { describe, expect, it } from 'vitest';
import { BeatSeries } from '../../src/react/beat-series.tsx';
import { useShot } from '../../src/react/shot.ts';
import { Song, useBeat } from '../../src/react/song.tsx';
import { renderForFrame } from './render-for-frame.tsx';
import { steadySong } from './steady-song.ts';

const Frame = ({ name }: { name: string }): ReactNode => {
  const shot = useShot();
  return `[${name}:${useCurrentFrame()}:${shot?.shotNumber}]`;
};

const film = (
  <Song src="song.mp3" map={steadySong} muted>
    <BeatSeries>
      <BeatSeries.Shot id="a" bars={1}>
        <Frame name="a" />
      </BeatSeries.Shot>
      <>
        <BeatSeries.Transition beats={1} presentation={fade()} />
        <BeatSeries.Shot id="b" beats={2}>
          <Frame name="b" />
        </BeatSeries.Shot>
      </>
      <BeatSeries.Gap beats={1} />
      <BeatSeries.Shot id="c">
        <Frame name="c" />
      </BeatSeries.Shot>
    </BeatSeries>
  </Song>
);
const shotsAt = (frame: number): string[] =>
  renderForFrame({ frame, children: film }).match(/\[[^\]]*\]/g) ?? [];

describe('<BeatSeries>', () => {
  it.each([
    [0, ['[a:0:1]']],
    [51, ['[a:51:1]']],
    // the transition of 16 frames lies half before and half after beat 4, at frame 60
    [52, ['[a:52:1]', '[b:0:2]']],
    [67, ['[a:67:1]', '[b:15:2]']],
    [68, ['[b:16:2]']],
    [89, ['[b:37:2]']],
    [90, []],
    [105, ['[c:0:3]']],
    [299, ['[c:194:3]']],
  ])('shows on frame %i the shots %j', (frame, shots) => {
    expect(shotsAt(frame)).toEqual(shots);
  });

  it('gives the same picture for the same frame', () => {
    expect(renderForFrame({ frame: 55, children: film })).toBe(renderForFrame({ frame: 55, children: film }));
  });

  it('stays on the beat inside a sequence that begins later', () => {
    const late = (
      <Song src="song.mp3" map={steadySong} muted>
        <Sequence from={37}>
          <BeatSeries>
            <BeatSeries.Shot id="a" bars={1}>
              <Frame name="a" />
            </BeatSeries.Shot>
            <BeatSeries.Shot id="b">
              <Frame name="b" />
            </BeatSeries.Shot>
          </BeatSeries>
        </Sequence>
      </Song>
    );
    // the next bar begins at 2 s, one bar more is 4 s
    expect(renderForFrame({ frame: 119, children: late })).toContain('[a:82:1]');
    expect(renderForFrame({ frame: 120, children: late })).toContain('[b:0:2]');
  });

  const Id = (): ReactNode => `[${useShot()?.shotId}:${useCurrentFrame()}]`;
  const idsAt = (frame: number, children: ReactNode): string[] =>
    renderForFrame({
      frame,
      children: (
        <Song src="song.mp3" map={steadySong} muted>
          {children}
        </Song>
      ),
    }).match(/\[[^\]]*\]/g) ?? [];

  it('lays a nested series on the beats of its shot and names its shots after it', () => {
    const nested = (
      <BeatSeries>
        <BeatSeries.Shot beats={3}>a</BeatSeries.Shot>
        <BeatSeries.Transition beats={1} presentation={fade()} />
        <BeatSeries.Shot id="bridge" beats={5}>
          <BeatSeries>
            <BeatSeries.Shot beats={1}>
              <Id />
            </BeatSeries.Shot>
            <BeatSeries.Shot>
              <Id />
            </BeatSeries.Shot>
          </BeatSeries>
        </BeatSeries.Shot>
        <BeatSeries.Transition beats={1} presentation={fade()} />
        <BeatSeries.Shot>z</BeatSeries.Shot>
      </BeatSeries>
    );
    // the bridge begins on beat 3, frame 45, with a handle of 8 frames; its second shot on beat 4
    expect(idsAt(37, nested)).toEqual(['[bridge-1:0]']);
    expect(idsAt(59, nested)).toEqual(['[bridge-1:22]']);
    expect(idsAt(60, nested)).toEqual(['[bridge-2:0]']);
    // its last shot lasts through the handle after beat 8
    expect(idsAt(127, nested)).toEqual(['[bridge-2:67]']);
    expect(idsAt(128, nested)).toEqual([]);
  });

  it('gives shots of several series ids of their own', () => {
    const shot = (
      <BeatSeries.Shot>
        <Id />
      </BeatSeries.Shot>
    );
    const several = (
      <>
        <BeatSeries>{shot}</BeatSeries>
        <BeatSeries name="titles">{shot}</BeatSeries>
        <Sequence from={60}>
          <BeatSeries>{shot}</BeatSeries>
        </Sequence>
      </>
    );
    expect(idsAt(60, several)).toEqual(['[shot-1:60]', '[titles-1:60]', '[bar2-1:0]']);
  });

  it('shows a shot over the end of the one before it', () => {
    const overlapping = (
      <BeatSeries>
        <BeatSeries.Shot id="a" bars={1}>
          <Id />
        </BeatSeries.Shot>
        <BeatSeries.Overlap beats={1} />
        <BeatSeries.Shot id="b" bars={1}>
          <Id />
        </BeatSeries.Shot>
        <BeatSeries.Shot id="c" at={{ beat: 9 }}>
          <Id />
        </BeatSeries.Shot>
      </BeatSeries>
    );
    expect(idsAt(44, overlapping)).toEqual(['[a:44]']);
    expect(idsAt(45, overlapping)).toEqual(['[a:45]', '[b:0]']);
    expect(idsAt(60, overlapping)).toEqual(['[b:15]']);
    expect(idsAt(105, overlapping)).toEqual([]);
    expect(idsAt(135, overlapping)).toEqual(['[c:0]']);
  });

  it('cuts earlier by a lead in frames, and begins a transition on its beat when asked', () => {
    const early = (
      <BeatSeries leadInFrames={2}>
        <BeatSeries.Shot id="a" bars={1}>
          <Id />
        </BeatSeries.Shot>
        <BeatSeries.Transition beats={1} presentation={fade()} align="start" />
        <BeatSeries.Shot id="b">
          <Id />
        </BeatSeries.Shot>
      </BeatSeries>
    );
    expect(idsAt(57, early)).toEqual(['[a:57]']);
    expect(idsAt(58, early)).toEqual(['[a:58]', '[b:0]']);
    expect(idsAt(72, early)).toEqual(['[a:72]', '[b:14]']);
    expect(idsAt(73, early)).toEqual(['[b:15]']);
    expect(() => idsAt(0, <BeatSeries leadInFrames={1} leadInSeconds={1} />)).toThrow('it takes one lead');
  });

  it('says what is wrong with its children', () => {
    const render = (children: ReactNode) => (): string =>
      renderForFrame({
        frame: 0,
        children: (
          <Song src="song.mp3" map={steadySong} muted>
            <BeatSeries>{children}</BeatSeries>
          </Song>
        ),
      });
    expect(render(<div />)).toThrow('<BeatSeries> takes only');
    expect(render(<BeatSeries.Shot beats={2} bars={1} />)).toThrow('has beats and bars; it takes one length');
    expect(
      render([<BeatSeries.Shot key="1" id="x" bars={1} />, <BeatSeries.Shot key="2" id="x" bars={1} />]),
    ).toThrow('Two shots of one <BeatSeries> have the id "x"');
    expect(() => renderForFrame({ frame: 0, children: <BeatSeries /> })).toThrow(
      '<BeatSeries> needs a song around it',
    );
  });
});

describe('useBeat', () => {
  const Probe = (): ReactNode => JSON.stringify(useBeat()).replaceAll('"', "'");
  const at = (frame: number): Record<string, number> =>
    JSON.parse(
      renderForFrame({
        frame,
        children: (
          <Song src="song.mp3" map={steadySong} muted>
            <Sequence from={3} layout="none">
              <Probe />
            </Sequence>
          </Song>
        ),
      })
        .replaceAll('&#x27;', '"')
        .replaceAll("'", '"'),
    );

  it('tells beat, bar and phases of the composition’s frame, also inside a sequence', () => {
    expect(at(60)).toMatchObject({ timeInSeconds: 2, beat: 4, bar: 2, beatPhase: 0, barPhase: 0 });
    const half = at(75 + 5);
    expect(half['beat']).toBe(5);
    expect(half['beatPhase']).toBeCloseTo(1 / 3);
    expect(half['sinceBeatInSeconds']).toBeCloseTo(1 / 6);
  });
});
