import { createTikTokStyleCaptions } from '@remotion/captions';
import { describe, expect, it } from 'vitest';
import { captionsFromSyncedText } from '../../../src/song/lyrics/captions-from-synced-text.ts';
import { parseLrc } from '../../../src/song/lyrics/parse-lrc.ts';
import { parseSrt } from '../../../src/song/lyrics/parse-srt.ts';
import { snapCaptions } from '../../../src/song/lyrics/snap-captions.ts';
import type { LyricsCaption } from '../../../src/song/lyrics/caption.ts';

const lrc = (text: string, durationInSeconds?: number): LyricsCaption[] =>
  parseLrc({ text, path: 'song.lrc', durationInSeconds });

/** `1000–2000 text`, with ¶ where a line ends. */
const brief = (captions: readonly LyricsCaption[]): string[] =>
  captions.map(
    ({ text, startMs, endMs, pageBreakAfter }) =>
      `${startMs}–${endMs} ${text}${pageBreakAfter === true ? '¶' : ''}`,
  );

describe('parseLrc', () => {
  it('gives each line its time, until the next line or an empty one begins', () => {
    const text =
      '\uFEFF[ar:Somebody]\r\n[00:01.00]Morning light\r\n[00:03.5] on the stairs\r\n[00:05]\r\n\r\n[01:00.250]gone\r\n';
    expect(brief(lrc(text, 61))).toEqual([
      '1000–3500 Morning light¶',
      '3500–5000 on the stairs¶',
      '60250–61000 gone¶',
    ]);
    expect(lrc(text)[0]).toEqual({
      text: 'Morning light',
      startMs: 1000,
      endMs: 3500,
      timestampMs: 2250,
      confidence: 1,
      pageBreakAfter: true,
    });
  });

  it('puts a line with several times to each of them, in order', () => {
    expect(brief(lrc('[00:10.00][00:30.00]chorus\n[00:20.00]verse'))).toEqual([
      '10000–20000 chorus¶',
      '20000–30000 verse¶',
      '30000–34000 chorus¶',
    ]);
  });

  it('reads word times, also of parts of words and of the end of a line', () => {
    const text = '[00:01.00]<00:01.00>Hel<00:01.20>lo <00:01.50>you <00:02.00>\n[00:04.00]so <00:04.50>long';
    expect(brief(lrc(text, 6))).toEqual([
      '1000–1200  Hel',
      '1200–1500 lo',
      '1500–2000  you¶',
      '4000–4500  so',
      '4500–6000  long¶',
    ]);
    const pages = createTikTokStyleCaptions({
      captions: lrc(text, 6),
      combineTokensWithinMilliseconds: 5000,
    }).pages;
    expect(pages.map((page) => page.text)).toEqual(['Hello you', 'so long']);
  });

  it('moves word times along when the line is sung again', () => {
    expect(brief(lrc('[00:01.00][00:11.00]<00:01.00>oh <00:01.50>no <00:02.00>'))).toEqual([
      '1000–1500  oh',
      '1500–2000  no¶',
      '11000–11500  oh',
      '11500–12000  no¶',
    ]);
  });

  it('shows everything sooner by a positive offset', () => {
    expect(lrc('[offset:+250]\n[00:01.00]now')[0]!.startMs).toBe(750);
    expect(lrc('[offset: -250]\n[00:01.00]now')[0]!.startMs).toBe(1250);
  });

  it('says what is missing when there are no times', () => {
    expect(() => lrc('just words\n[ti:Title]')).toThrow('song.lrc have no times');
  });
});

describe('parseSrt', () => {
  it('reads entries with their lines, whatever the line ends, dots and tags', () => {
    const text =
      '1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>Morning</i> light\r\non the stairs\r\n\r\n2\r\n00:01:00.25 --> 00:01:01.5 X1:0\r\ngone\r\n';
    expect(brief(parseSrt({ text, path: 'song.srt' }))).toEqual([
      '1000–2500 Morning light\non the stairs¶',
      '60250–61500 gone¶',
    ]);
  });

  it('says what is missing when there are no times', () => {
    expect(() => parseSrt({ text: '1\nwords', path: 'song.srt' })).toThrow('song.srt have no times');
  });
});

describe('captionsFromSyncedText', () => {
  it('takes words, with line feeds where lines begin', () => {
    const entries = [
      { text: 'Mor', timestampMs: 1000 },
      { text: 'ning', timestampMs: 1200 },
      { text: ' light', timestampMs: 1500 },
      { text: '\non', timestampMs: 2000 },
      { text: '', timestampMs: 3000 },
    ];
    expect(brief(captionsFromSyncedText({ entries }))).toEqual([
      '1000–1200 Mor',
      '1200–1500 ning',
      '1500–2000  light¶',
      '2000–3000 on¶',
    ]);
  });

  it('takes lines without line feeds', () => {
    const entries = [
      { text: 'Morning light ', timestampMs: 1000 },
      { text: 'on the stairs', timestampMs: 2000 },
    ];
    expect(brief(captionsFromSyncedText({ entries, durationInSeconds: 3 }))).toEqual([
      '1000–2000 Morning light¶',
      '2000–3000 on the stairs¶',
    ]);
  });
});

describe('snapCaptions', () => {
  it('moves only beginnings that lie close to a beat', () => {
    const captions = lrc('[00:01.05]one\n[00:01.95]two\n[00:03.30]three', 5);
    const beats = [1, 2, 3, 4].map((timeInSeconds) => ({ timeInSeconds }));
    expect(brief(snapCaptions({ captions, beats }))).toEqual([
      '1000–1950 one¶',
      '2000–3300 two¶',
      '3300–5000 three¶',
    ]);
    expect(snapCaptions({ captions, beats: [] })).toEqual(captions);
  });
});
