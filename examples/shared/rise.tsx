import type { CSSProperties, ReactNode } from 'react';
import { interpolate, useCurrentFrame, useVideoConfig } from 'remotion';

/** Lets words rise into their place, one after the other, from the beginning of the sequence around them. */
export function Rise({
  text,
  style,
  staggerInSeconds = 0.06,
}: {
  text: string;
  style?: CSSProperties;
  staggerInSeconds?: number;
}): ReactNode {
  const { fps } = useVideoConfig();
  const seconds = useCurrentFrame() / fps;
  return (
    <div style={style}>
      {text.split(' ').map((word, index) => {
        const shown = interpolate(seconds - index * staggerInSeconds, [0, 0.35], [0, 1], {
          extrapolateLeft: 'clamp',
          extrapolateRight: 'clamp',
          easing: (x) => 1 - (1 - x) ** 4,
        });
        return (
          // the mask lets the word come from below its line
          <span
            key={index}
            style={{
              display: 'inline-block',
              overflow: 'hidden',
              marginRight: '0.26em',
              verticalAlign: 'top',
            }}
          >
            <span
              style={{
                display: 'inline-block',
                transform: `translateY(${(1 - shown) * 110}%)`,
                opacity: shown,
              }}
            >
              {word}
            </span>
          </span>
        );
      })}
    </div>
  );
}
