import type { ReactNode } from 'react';
import { AbsoluteFill, getRemotionEnvironment, useVideoConfig } from 'remotion';
import { useSeriesPlan, useShot } from './shot.ts';
import { useBeat, useSong } from './song.tsx';

/** Props of `<SongOverlay>`. */
export interface SongOverlayProps {
  /** `studio` shows it in Remotion Studio alone, `always` in the Player and in renders too; `studio` by default. */
  show?: 'studio' | 'always';
  /** How much of the song the marker row spans; 8 by default. */
  windowInSeconds?: number;
}

const SECTION_COLORS = ['#5b8def', '#e8833a', '#4fb477', '#b77be0', '#d8c043', '#e05b7b'] as const;
const HIT_COLORS = { low: '#ff6b6b', mid: '#ffd93d', high: '#6bcbff' } as const;

/**
 * Shows where the frame lies in the song, over the picture: bar and beat as text, and a row of markers with sections, bars,
 * beats, hits and drops that runs under the current frame. Put it last inside `<Song>`; it is not in the film.
 */
export function SongOverlay({ show = 'studio', windowInSeconds = 8 }: SongOverlayProps): ReactNode {
  return show === 'always' || getRemotionEnvironment().isStudio ? (
    <Markers windowInSeconds={windowInSeconds} />
  ) : null;
}

function Markers({ windowInSeconds }: { windowInSeconds: number }): ReactNode {
  const { width, height } = useVideoConfig();
  const { beats, sections, hits = [], buildUps = [] } = useSong();
  const { timeInSeconds, bar, beat, beatPhase } = useBeat();
  const shot = useShot();
  const cuts = useSeriesPlan()?.cuts.length ?? null;
  const unit = Math.min(width, height) / 100;
  const from = timeInSeconds - windowInSeconds / 2;
  const xOf = (time: number): number => ((time - from) / windowInSeconds) * width;
  const isSeen = (time: number): boolean => time >= from && time <= from + windowInSeconds;
  const labels = [...new Set(sections.map(({ label }) => label))];
  const current = sections.find(
    ({ startInSeconds, endInSeconds }) => startInSeconds <= timeInSeconds && timeInSeconds < endInSeconds,
  );
  const rowHeight = 9 * unit;
  return (
    <AbsoluteFill
      style={{ pointerEvents: 'none', fontFamily: 'ui-monospace, monospace', fontSize: 3 * unit }}
    >
      <div
        style={{
          position: 'absolute',
          top: 11 * unit,
          left: 2 * unit,
          padding: `${unit}px ${1.5 * unit}px`,
          background: 'rgb(0 0 0 / 0.65)',
          color: '#fff',
          borderRadius: unit,
        }}
      >
        {`bar ${bar} · beat ${beat} · ${current?.name ?? current?.label ?? '–'}`}
        {shot === null ? '' : ` · ${shot.shotId}${cuts === null ? '' : ` (${cuts} cuts)`}`}
      </div>
      <svg
        width={width}
        height={rowHeight}
        style={{ position: 'absolute', top: 0, background: 'rgb(0 0 0 / 0.65)' }}
      >
        {sections.map(({ startInSeconds, endInSeconds, label, name }) =>
          endInSeconds < from || startInSeconds > from + windowInSeconds ? null : (
            <g key={startInSeconds}>
              <rect
                x={xOf(startInSeconds)}
                width={xOf(endInSeconds) - xOf(startInSeconds)}
                height={rowHeight * 0.35}
                fill={SECTION_COLORS[labels.indexOf(label) % SECTION_COLORS.length]}
              />
              <text
                x={Math.max(0, xOf(startInSeconds)) + unit}
                y={rowHeight * 0.28}
                fontSize={2.4 * unit}
                fill="#000"
              >
                {name ?? label}
              </text>
            </g>
          ),
        )}
        {beats
          .filter((one) => isSeen(one.timeInSeconds))
          .map(({ timeInSeconds: time, beatInBar }) => (
            <line
              key={`beat ${time}`}
              x1={xOf(time)}
              x2={xOf(time)}
              y1={rowHeight * (beatInBar === 1 ? 0.35 : 0.6)}
              y2={rowHeight}
              stroke="#fff"
              strokeWidth={(beatInBar === 1 ? 0.5 : 0.25) * unit}
            />
          ))}
        {hits
          .filter((hit) => isSeen(hit.timeInSeconds))
          .map(({ timeInSeconds: time, kind, strength }) => (
            <circle
              key={`${kind} ${time}`}
              cx={xOf(time)}
              cy={rowHeight * 0.5}
              r={(0.4 + strength) * unit}
              fill={HIT_COLORS[kind]}
            />
          ))}
        {buildUps
          .filter(({ dropInSeconds }) => isSeen(dropInSeconds))
          .map(({ dropInSeconds }) => (
            <text
              key={`drop ${dropInSeconds}`}
              x={xOf(dropInSeconds) + unit}
              y={rowHeight * 0.95}
              fontSize={2.4 * unit}
              fill="#ff6b6b"
            >
              drop
            </text>
          ))}
        <line
          x1={width / 2}
          x2={width / 2}
          y2={rowHeight}
          stroke="#ff3b3b"
          strokeWidth={(0.4 + 0.6 * (1 - beatPhase)) * unit}
        />
      </svg>
    </AbsoluteFill>
  );
}
