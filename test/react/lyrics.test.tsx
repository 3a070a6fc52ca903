import { describe, expect, it } from 'vitest';
import { Lyrics, type LyricsProps } from '../../src/react/lyrics.tsx';
import { SongOverlay } from '../../src/react/song-overlay.tsx';
import { Song } from '../../src/react/song.tsx';
import { isRightToLeft, timeWords } from '../../src/song/lyrics/time-words.ts';
import { anchorSong } from '../edit/anchor-song.ts';
import { renderForFrame } from './render-for-frame.tsx';

const caption = (text: string, startMs: number, endMs: number, ends = true) => ({
  text,
  startMs,
  endMs,
  timestampMs: (startMs + endMs) / 2,
  confidence: 1,
  ...(ends && { pageBreakAfter: true }),
});
const song = {
  ...anchorSong(),
  lyrics: [
    caption('and so we run', 1000, 3000),
    caption('يا ليل يا عين', 3000, 5000),
    caption('夜空に花が咲く', 5000, 7000),
  ],
};
const show = (frame: number, props: LyricsProps = {}): string =>
  renderForFrame({
    frame,
    children: (
      <Song src="song.mp3" map={song} muted>
        <Lyrics {...props} />
      </Song>
    ),
  });

describe('timeWords', () => {
  it('shares the time of a line among its words and keeps punctuation with them', () => {
    const words = timeWords([caption('oh, my love!', 0, 1000)]);
    expect(words.map(({ text, spaceBefore }) => [text, spaceBefore])).toEqual([
      ['oh,', false],
      ['my', true],
      ['love!', true],
    ]);
    expect(words[0]!.startMs).toBe(0);
    expect(words[1]!.startMs).toBeCloseTo(300);
    expect(words.at(-1)!.endMs).toBeCloseTo(1000);
  });

  it('finds words where none are spaced, and leaves Arabic words whole', () => {
    const japanese = timeWords([caption('夜空に花が咲く', 0, 1000)], 'ja');
    expect(japanese.length).toBeGreaterThan(2);
    expect(japanese.map(({ text }) => text).join('')).toBe('夜空に花が咲く');
    expect(timeWords([caption('يا ليل', 0, 1000)]).map(({ text }) => text)).toEqual(['يا', 'ليل']);
  });
});

describe('<Lyrics>', () => {
  it('shows the line that is sung and nothing between lines', () => {
    expect(show(0)).toBe('');
    expect(show(45).replaceAll(/<[^>]*>/g, '')).toBe('and so we run');
  });

  it('fills words as they are sung, from right to left where that is how they are written', () => {
    const english = show(45, { look: 'karaoke' });
    expect(english).toContain('dir="ltr"');
    expect(english).toContain('linear-gradient(to right');
    const arabic = show(112, { look: 'karaoke' });
    expect(arabic).toContain('dir="rtl"');
    expect(arabic).toContain('linear-gradient(to left');
    expect(isRightToLeft('שלום')).toBe(true);
    expect(isRightToLeft('123 hello')).toBe(false);
  });

  it('brings words up one after the other', () => {
    const opacities = [...show(40, { look: 'kinetic' }).matchAll(/opacity:([\d.]+)/g)].map(([, value]) =>
      Number(value),
    );
    expect(opacities).toHaveLength(4);
    expect(opacities[0]).toBe(1);
    expect(opacities[3]).toBe(0);
  });
});

describe('<SongOverlay>', () => {
  const overlay = (show?: 'always'): string =>
    renderForFrame({
      frame: 75,
      children: (
        <Song src="song.mp3" map={song} muted>
          <SongOverlay {...(show && { show })} />
        </Song>
      ),
    });
  it('shows bar, beat, section and markers in Studio alone, or wherever it is asked for', () => {
    expect(overlay()).toBe('');
    expect(overlay('always')).toContain('>bar 2<');
    // beats, high, mid and low hits: the lamp of the first beat glows
    const glows = [...overlay('always').matchAll(/opacity:([\d.]+)/g)].map(([, value]) => Number(value));
    expect(glows.slice(0, 4).map((glow) => glow > 0)).toEqual([true, false, false, false]);
    expect(overlay('always')).toMatch(/>A<\/text>/);
    expect(overlay('always').match(/<line/g)!.length).toBeGreaterThan(10);
  });
});
