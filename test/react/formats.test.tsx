import type { ReactNode } from 'react';
import { useCurrentFrame } from 'remotion';
import { describe, expect, it } from 'vitest';
import { BeatSeries } from '../../src/react/beat-series.tsx';
import { objectPositionOf } from '../../src/edit/object-position.ts';
import { sizeOfFormat } from '../../src/react/formats.tsx';
import { SAFE_AREAS, SafeArea } from '../../src/react/safe-area.tsx';
import { useShot } from '../../src/react/shot.ts';
import { Song, useSongTime } from '../../src/react/song.tsx';
import { useFitSlot } from '../../src/react/use-fit-slot.ts';
import type { SongWindow } from '../../src/song/best-stretch.ts';
import { anchorSong } from '../edit/anchor-song.ts';
import { renderForFrame } from './render-for-frame.tsx';

describe('sizeOfFormat', () => {
  it.each([
    ['16:9', 1920, 1080],
    ['9:16', 1080, 1920],
    ['1:1', 1080, 1080],
    ['4:5', 1080, 1350],
    ['2.39:1', 2582, 1080],
  ])('gives %s %i × %i pixels', (format, width, height) => {
    expect(sizeOfFormat(format, 1080)).toEqual({ width, height });
  });

  it('refuses what is no format', () => {
    expect(() => sizeOfFormat('wide', 1080)).toThrow('The format "wide" is none');
  });
});

describe('objectPositionOf', () => {
  const wide = { width: 1600, height: 900 };
  const tall = { width: 900, height: 1600 };
  it('shows the focus in the middle, or as near to it as the edges allow', () => {
    expect(objectPositionOf({ picture: wide, place: tall, focus: { x: 0.5, y: 0.1 } })).toBe('50% 50%');
    expect(objectPositionOf({ picture: wide, place: tall, focus: { x: 0, y: 0.5 } })).toBe('0% 50%');
    expect(objectPositionOf({ picture: wide, place: tall, focus: { x: 1, y: 0.5 } })).toBe('100% 50%');
    // 1600 · 16/9 wide pixels on 900: the point at 40 % lies 1137.8 from the left, 687.8 of 1944.4 are cut off there
    expect(objectPositionOf({ picture: wide, place: tall, focus: { x: 0.4, y: 0.5 } })).toBe('35.371% 50%');
    expect(objectPositionOf({ picture: tall, place: wide, focus: { x: 0.2, y: 1 } })).toBe('50% 100%');
  });
});

describe('<SafeArea>', () => {
  it('leaves free what the platform covers', () => {
    const html = renderForFrame({ frame: 0, children: <SafeArea platform="reels">title</SafeArea> });
    expect(html).toContain(`top:${0.14 * 360}px`);
    expect(html).toContain(`height:${(1 - 0.14 - 0.35) * 360}px`);
    for (const side of ['top', 'bottom', 'left', 'right'] as const) {
      const covered = [SAFE_AREAS.reels, SAFE_AREAS.shorts, SAFE_AREAS.tiktok].map((area) => area[side]);
      expect(SAFE_AREAS.vertical[side]).toBe(Math.max(...covered));
    }
  });
});

describe('a <Song> with a window', () => {
  const Probe = (): ReactNode => `[${useShot()?.shotId}:${useSongTime().toFixed(2)}:${useCurrentFrame()}]`;
  const at = (frame: number): string =>
    renderForFrame({
      frame,
      children: (
        <Song
          src="song.mp3"
          map={anchorSong()}
          songWindow={{ startInSeconds: 16.5, durationInSeconds: 8 }}
          countFrom="window"
          muted
        >
          <BeatSeries>
            <BeatSeries.Shot bars={1}>
              <Probe />
            </BeatSeries.Shot>
            <BeatSeries.Shot until={{ beat: 44 }}>
              <Probe />
            </BeatSeries.Shot>
          </BeatSeries>
        </Song>
      ),
    });
  it('lets an edit of its own begin there, with the beats and places of the song', () => {
    expect(at(0)).toContain('[shot-1:16.50:0]');
    expect(at(59)).toContain('[shot-1:18.47:59]');
    expect(at(60)).toContain('[shot-2:18.50:0]');
    // beat 44 is heard at 22.5 s, 6 s into the film
    expect(at(179)).toContain('shot-2');
    expect(at(180)).not.toContain('shot-2');
  });

  const Film = ({ probe = <Probe /> }: { probe?: ReactNode }): ReactNode => (
    <BeatSeries>
      <BeatSeries.Shot id="opening" bars={8}>
        {probe}
      </BeatSeries.Shot>
      <BeatSeries.Shot id="middle" at={{ beat: 32 }} bars={2}>
        {probe}
      </BeatSeries.Shot>
      <BeatSeries.Shot id="last">{probe}</BeatSeries.Shot>
    </BeatSeries>
  );
  const FitProbe = (): ReactNode => `<${useFitSlot({}).shownInSeconds.toFixed(4)}>`;
  const shown = (frame: number, probe: ReactNode, songWindow?: SongWindow): string =>
    renderForFrame({
      frame,
      durationInFrames: songWindow === undefined ? 1965 : 240,
      children: (
        <Song src="song.mp3" map={anchorSong()} {...(songWindow && { songWindow })} muted>
          <Film probe={probe} />
        </Song>
      ),
    });
  it('shows the same frames as the whole film does there, also of a shot that reaches over its end', () => {
    const songWindow = { startInSeconds: 14, durationInSeconds: 8 };
    for (const frame of [0, 74, 75, 76, 194, 195, 239]) {
      for (const probe of [<Probe key="1" />, <FitProbe key="2" />]) {
        expect(shown(frame, probe, songWindow)).toBe(shown(frame + 420, probe));
      }
    }
    expect(shown(75, <Probe />, songWindow)).toContain('[middle:16.50:0]');
  });
});
