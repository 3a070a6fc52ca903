import { useLayoutEffect, type CSSProperties, type ReactNode } from 'react';
import { continueRender, delayRender, interpolate, useVideoConfig } from 'remotion';
import type { LyricsCaption } from '../song/lyrics/caption.ts';
import { clamp } from '../core/numbers.ts';
import { isRightToLeft, timeWords, type TimedWord } from '../song/lyrics/time-words.ts';
import { tellDiscovery } from './discovery.ts';
import { loadFont } from './missing-letters.ts';
import { SafeArea, type SafeAreaPlatform } from './safe-area.tsx';
import { useSongTime } from './song.tsx';
import { useLyrics } from './use-lyrics.ts';

/** Props of `<Lyrics>`. */
export interface LyricsProps {
  /**
   * `subtitle` shows the line, `karaoke` fills its words as they are sung, `kinetic` lets them spring up one after the other;
   * `subtitle` by default.
   */
  look?: 'subtitle' | 'karaoke' | 'kinetic';
  /** Where in the safe area; `bottom` by default, `middle` for `kinetic`. */
  position?: 'top' | 'middle' | 'bottom';
  /** Any family that the page has loaded; it must have the letters of the lyrics. */
  fontFamily?: string;
  /** Share of the picture's shorter side; 0.06 by default, 0.11 for `kinetic`. */
  fontSize?: number;
  color?: string;
  /** Of what has been sung, in `karaoke`. */
  sungColor?: string;
  /** Language of the lyrics, such as `ja`, for finding words in scripts without spaces. */
  locale?: string;
  /** Where the film is shown; by the shape of the picture by default. */
  platform?: SafeAreaPlatform;
  /** Lines that begin at most this far from a beat begin on it; 0 by default. */
  snapToBeatsInSeconds?: number;
  style?: CSSProperties;
}

/** Falls back to fonts that systems have for other scripts. */
const FONTS =
  "'Inter', 'Noto Sans', 'Noto Sans Arabic', 'Noto Sans Hebrew', 'Noto Sans CJK JP', system-ui, sans-serif";
const PLACES = { top: 'flex-start', middle: 'center', bottom: 'flex-end' } as const;
/** How long a word takes to spring up. */
const SPRING_MS = 220;

/** The line of the song's lyrics that is sung, inside the safe area, in any script and direction. */
export function Lyrics({
  look = 'subtitle',
  position = look === 'kinetic' ? 'middle' : 'bottom',
  fontFamily = FONTS,
  fontSize = look === 'kinetic' ? 0.11 : 0.06,
  color = '#fff',
  sungColor = '#ffd54a',
  locale,
  platform,
  snapToBeatsInSeconds = 0,
  style,
}: LyricsProps): ReactNode {
  const { width, height } = useVideoConfig();
  const timeMs = useSongTime() * 1000;
  const { captions, line, captionsOfLine } = useLyrics({ snapToBeatsInSeconds });
  const fontWeight = look === 'kinetic' ? 800 : 600;
  useLoadedFont({ font: `${fontWeight} 32px ${fontFamily}`, captions });
  if (line === '') return null;
  tellDiscovery((sweep) =>
    sweep.addText({
      text: line,
      fontFamily,
      fontWeight,
      atInSeconds: (captionsOfLine[0]?.startMs ?? 0) / 1000,
    }),
  );
  const isBackwards = isRightToLeft(line);
  const words = timeWords(captionsOfLine, locale);
  const sizeInPixels = fontSize * Math.min(width, height);
  return (
    <SafeArea
      {...(platform !== undefined && { platform })}
      style={{ justifyContent: PLACES[position], alignItems: 'center' }}
    >
      <div
        dir={isBackwards ? 'rtl' : 'ltr'}
        lang={locale}
        style={{
          fontFamily,
          fontSize: sizeInPixels,
          fontWeight,
          lineHeight: 1.25,
          maxWidth: '100%',
          textAlign: 'center',
          textWrap: 'balance',
          whiteSpace: 'pre-line',
          lineBreak: 'strict',
          overflowWrap: 'anywhere',
          color,
          filter: `drop-shadow(0 0 ${sizeInPixels * 0.08}px rgb(0 0 0 / 0.85))`,
          ...style,
        }}
      >
        {words.map((word, index) => (
          <span key={index}>
            {word.spaceBefore ? ' ' : ''}
            {/* lines break between words alone, in scripts without spaces too */}
            <span
              style={{
                display: 'inline-block',
                ...wordStyle({ look, word, timeMs, color, sungColor, isBackwards }),
              }}
            >
              {word.text}
            </span>
          </span>
        ))}
      </div>
    </SafeArea>
  );
}

/** Holds a render up until the font is there that a style sheet promises: a picture would be taken without it. */
function useLoadedFont({ font, captions }: { font: string; captions: readonly LyricsCaption[] }): void {
  const text = captions.map((caption) => caption.text).join('');
  useLayoutEffect(() => {
    if (text === '') return undefined;
    const handle = delayRender(`Loading the font of the lyrics: ${font}`);
    void loadFont(font, text).then(() => continueRender(handle));
    return () => continueRender(handle);
  }, [font, text]);
}

/** How a word looks at a time. */
function wordStyle({
  look,
  word: { startMs, endMs },
  timeMs,
  color,
  sungColor,
  isBackwards,
}: Required<Pick<LyricsProps, 'look' | 'color' | 'sungColor'>> & {
  word: TimedWord;
  timeMs: number;
  isBackwards: boolean;
}): CSSProperties {
  if (look === 'subtitle') return {};
  if (look === 'karaoke') {
    const sung = clamp((timeMs - startMs) / Math.max(1, endMs - startMs));
    if (sung === 0) return {};
    if (sung === 1) return { color: sungColor };
    const border = `${(sung * 100).toFixed(1)}%`;
    return {
      backgroundImage: `linear-gradient(to ${isBackwards ? 'left' : 'right'}, ${sungColor} ${border}, ${color} ${border})`,
      backgroundClip: 'text',
      color: 'transparent',
      // letters reach out of their box, most of all Arabic ones; the colour behind them must, too
      padding: '0.4em 0.15em',
      margin: '-0.4em -0.15em',
    };
  }
  const since = timeMs - startMs;
  const clampBoth = { extrapolateLeft: 'clamp', extrapolateRight: 'clamp' } as const;
  return {
    opacity: interpolate(since, [0, SPRING_MS / 3], [0, 1], clampBoth),
    scale: String(interpolate(since, [0, SPRING_MS * 0.6, SPRING_MS], [0.6, 1.12, 1], clampBoth)),
    translate: `0 ${interpolate(since, [0, SPRING_MS], [0.25, 0], clampBoth)}em`,
  };
}
