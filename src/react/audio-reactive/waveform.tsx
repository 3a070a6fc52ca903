import type { CSSProperties, ReactNode } from 'react';
import { createSmoothSvgPath, useAudioData, visualizeAudioWaveform } from '@remotion/media-utils';
import { useVideoConfig } from 'remotion';
import { Fill } from '../fill.tsx';
import { checkNumber } from '../effects/check-number.ts';
import { useSongContext, useSongMoment } from '../song.tsx';

/** Props of `<Waveform>`. */
export interface WaveformProps {
  /** The sound to show; the song around it by default. */
  src?: string;
  /** Any CSS colour; white by default. */
  color?: string;
  /** How much of the sound is shown around the frame; 0.05 by default. */
  windowInSeconds?: number;
  /** Points of the curve, 8–512; 96 by default. */
  points?: number;
  /** How much higher the curve is than the sound, 0.1–20; 2 by default. What would leave its place is bent back, not cut. */
  gain?: number;
  /** Width of the line as a share of the frame's height; 0.006 by default. */
  lineWidth?: number;
  style?: CSSProperties;
}

/**
 * The sound's waveform around the current frame as a smooth line, made by `visualizeAudioWaveform` of
 * `@remotion/media-utils`. It fills what is around it; give it a place with `style`. The whole sound is decoded in the page.
 *
 * @throws BeatcutError `EFFECT_INVALID`; `SONG_CONTEXT_MISSING` outside of a `<Song>`.
 */
export function Waveform(props: WaveformProps): ReactNode {
  checkNumber({ who: '<Waveform>', name: 'points', value: props.points ?? 96, least: 8, most: 512 });
  checkNumber({
    who: '<Waveform>',
    name: 'windowInSeconds',
    value: props.windowInSeconds ?? 0.05,
    least: 0.002,
    most: 10,
  });
  checkNumber({ who: '<Waveform>', name: 'gain', value: props.gain ?? 2, least: 0.1, most: 20 });
  const { src } = useSongContext('<Waveform>');
  return <DecodedWaveform src={src} {...props} />;
}

/** The curve's own coordinates; it is stretched to what is around it. */
const [WIDTH, HEIGHT] = [1000, 200];

function DecodedWaveform({
  src,
  color = 'white',
  windowInSeconds = 0.05,
  points = 96,
  gain = 2,
  lineWidth = 0.006,
  style,
}: WaveformProps & { src: string }): ReactNode {
  const audioData = useAudioData(src);
  const { fps, height } = useVideoConfig();
  const { timeInSeconds } = useSongMoment('<Waveform>');
  if (audioData === null) return null;
  const isOver = timeInSeconds < 0 || timeInSeconds >= audioData.durationInSeconds;
  const samples = isOver
    ? Array.from({ length: points }, () => 0)
    : visualizeAudioWaveform({
        audioData,
        frame: timeInSeconds * fps,
        fps,
        windowInSeconds,
        numberOfSamples: points,
      });
  const path = createSmoothSvgPath({
    points: samples.map((sample, index) => ({
      x: (index / (points - 1)) * WIDTH,
      y: (0.5 - 0.45 * Math.tanh(gain * sample)) * HEIGHT,
    })),
  });
  return (
    <Fill style={style}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        style={{ width: '100%', height: '100%', overflow: 'visible' }}
      >
        <path
          d={path}
          fill="none"
          stroke={color}
          strokeWidth={lineWidth * height}
          strokeLinecap="round"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </Fill>
  );
}
