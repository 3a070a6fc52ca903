import type { CSSProperties, ReactNode } from 'react';
import { useAudioData, visualizeAudio } from '@remotion/media-utils';
import { useVideoConfig } from 'remotion';
import { Fill } from '../fill.tsx';
import { checkNumber } from '../effects/check-number.ts';
import { useSongContext, useSongMoment } from '../song.tsx';
import { spectrumBars } from './spectrum-bars.ts';

/** Props of `<Spectrum>`. */
export interface SpectrumProps {
  /** The sound to show; the song around it by default. */
  src?: string;
  /** 2–256; 48 by default. */
  bars?: number;
  /** Any CSS colour or gradient; white by default. */
  color?: string;
  /** `bars` from the bottom, `mirror` around the middle, `ring` around a circle; `bars` by default. */
  shape?: 'bars' | 'mirror' | 'ring';
  /** The space between two bars as a share of both, 0–0.95; 0.35 by default. */
  gap?: number;
  style?: CSSProperties;
}

/**
 * The song's spectrum on the current frame: bars of equal musical width from 40 Hz to 12 kHz, made by `visualizeAudio` of
 * `@remotion/media-utils`. It fills what is around it; give it a place with `style`. The whole sound is decoded in the page.
 *
 * @throws BeatcutError `EFFECT_INVALID`; `SONG_CONTEXT_MISSING` outside of a `<Song>`.
 */
export function Spectrum(props: SpectrumProps): ReactNode {
  checkNumber({ who: '<Spectrum>', name: 'bars', value: props.bars ?? 48, least: 2, most: 256 });
  checkNumber({ who: '<Spectrum>', name: 'gap', value: props.gap ?? 0.35, least: 0, most: 0.95 });
  const { src } = useSongContext('<Spectrum>');
  return <DecodedSpectrum src={src} {...props} />;
}

/** Bins of the transform: 4096 samples are 93 ms, fine enough for the lowest bars. */
const BINS = 2048;

function DecodedSpectrum({
  src,
  bars = 48,
  color = 'white',
  shape = 'bars',
  gap = 0.35,
  style,
}: SpectrumProps & { src: string }): ReactNode {
  const audioData = useAudioData(src);
  const { fps } = useVideoConfig();
  const { timeInSeconds } = useSongMoment('<Spectrum>');
  if (audioData === null) return null;
  const frame = timeInSeconds * fps;
  const isOver = frame < 0 || timeInSeconds >= audioData.durationInSeconds;
  const bins = isOver
    ? []
    : visualizeAudio({ audioData, frame, fps, numberOfSamples: BINS, optimizeFor: 'speed' });
  const levels = isOver
    ? Array.from({ length: bars }, () => 0)
    : spectrumBars({ bins, bars, sampleRateHz: audioData.sampleRate });
  return (
    <Fill style={style}>
      {shape === 'ring' ? (
        <Ring levels={levels} color={color} gap={gap} />
      ) : (
        <div
          style={{
            display: 'flex',
            width: '100%',
            height: '100%',
            alignItems: shape === 'bars' ? 'flex-end' : 'center',
          }}
        >
          {levels.map((level, index) => (
            <div
              // the bars stand in a fixed order
              key={index}
              style={{
                flex: 1,
                height: `${Math.max(0.4, level * 100)}%`,
                margin: `0 ${(gap / 2 / bars) * 100}%`,
                background: color,
                borderRadius: 999,
              }}
            />
          ))}
        </div>
      )}
    </Fill>
  );
}

/** Radius of the ring's inner circle and length of its longest bars, in a square of 100. */
const RING = { radius: 30, length: 18 };

function Ring({ levels, color, gap }: { levels: readonly number[]; color: string; gap: number }): ReactNode {
  // both halves show the same, from low at the bottom to high at the top, so that the ring has no seam
  const around = [...levels, ...levels.toReversed()];
  const width = ((2 * Math.PI * RING.radius) / around.length) * (1 - gap);
  return (
    <svg viewBox="-50 -50 100 100" style={{ width: '100%', height: '100%' }}>
      {around.map((level, index) => (
        <rect
          key={index}
          x={-width / 2}
          y={RING.radius}
          width={width}
          height={0.6 + level * RING.length}
          rx={width / 2}
          fill={color}
          transform={`rotate(${((index + 0.5) / around.length) * 360})`}
        />
      ))}
    </svg>
  );
}
