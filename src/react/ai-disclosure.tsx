import type { CSSProperties, ReactNode } from 'react';
import { interpolate, useCurrentFrame, useVideoConfig } from 'remotion';
import { Fill } from './fill.tsx';

/** Where a label stands. */
export type AiDisclosureCorner = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right';

/** Props of `<AiDisclosure>`. */
export interface AiDisclosureProps {
  /** What the label says; `AI-generated` by default. */
  text?: string;
  /** `bottom-left` by default. */
  corner?: AiDisclosureCorner;
  /** How long it is seen from the beginning of its sequence; all the time by default. */
  seconds?: number;
  /** How long it takes to fade in and, with `seconds`, out; 0.3 by default. */
  fadeInSeconds?: number;
  /** Height of its letters as a share of the picture's shorter side, 0.01–0.2; 0.035 by default. */
  size?: number;
  /** Changes of its look. */
  style?: CSSProperties;
}

/**
 * A visible label that says that pictures were generated with artificial intelligence: white on dark, inside the safe area,
 * legible on any picture. It says what its text says and nothing else; whether and how a film has to be labelled depends on
 * the place and the law.
 *
 * @example
 * <AiDisclosure seconds={4} />
 */
export function AiDisclosure({
  text = 'AI-generated',
  corner = 'bottom-left',
  seconds,
  fadeInSeconds = 0.3,
  size = 0.035,
  style,
}: AiDisclosureProps): ReactNode {
  const frame = useCurrentFrame();
  const { fps, width, height } = useVideoConfig();
  const end = seconds === undefined ? Infinity : Math.round(seconds * fps);
  if (frame >= end) return null;
  const fade = Math.max(1, Math.round(fadeInSeconds * fps));
  const shown = fadeInSeconds <= 0 ? 1 : clamped(frame + 1, fade);
  const leaving = fadeInSeconds <= 0 || end === Infinity ? 1 : clamped(end - frame, fade);
  const side = Math.min(width, height);
  const [vertical, horizontal] = corner.split('-') as ['top' | 'bottom', 'left' | 'right']; // as the type says
  return (
    <Fill style={{ pointerEvents: 'none' }}>
      <div
        style={{
          position: 'absolute',
          // 5 % of the picture to each side: the title-safe area of SMPTE ST 2046-1
          [vertical]: height * 0.05,
          [horizontal]: width * 0.05,
          padding: `${side * size * 0.35}px ${side * size * 0.7}px`,
          borderRadius: side * size * 0.3,
          background: 'rgba(0, 0, 0, 0.72)',
          color: '#fff',
          font: `600 ${side * size}px/1.2 system-ui, sans-serif`,
          letterSpacing: '0.02em',
          opacity: Math.min(shown, leaving),
          ...style,
        }}
      >
        {text}
      </div>
    </Fill>
  );
}

const clamped = (frames: number, length: number): number =>
  interpolate(frames, [0, length], [0, 1], { extrapolateLeft: 'clamp', extrapolateRight: 'clamp' });
