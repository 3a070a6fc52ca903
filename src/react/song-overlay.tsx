import type { ReactNode } from 'react';
import { getRemotionEnvironment, useVideoConfig } from 'remotion';
import type { SongMap } from '../song/song-map.ts';
import { Fill } from './fill.tsx';
import { useShot } from './shot.ts';
import { useBeat, useSong } from './song.tsx';

/** Props of `<SongOverlay>`. */
export interface SongOverlayProps {
  /** `studio` shows it in Remotion Studio alone, `always` in the Player and in renders too; `studio` by default. */
  show?: 'studio' | 'always';
  /** How much of the song the marker row spans; 8 by default. */
  windowInSeconds?: number;
}

const SECTION_COLORS = ['#5b8def', '#e8833a', '#4fb477', '#b77be0', '#d8c043', '#e05b7b'] as const;
/** From top to bottom of the marker row. */
const HIT_KINDS = ['high', 'mid', 'low'] as const;
const HIT_COLORS = { low: '#ff6b6b', mid: '#ffd93d', high: '#6bcbff' } as const;
/** How long a lamp glows after its hit. */
const GLOW_IN_SECONDS = 0.18;
const INK = '#fff';
const GROUND = 'rgb(12 14 20 / 0.72)';
const FONT = 'ui-monospace, Menlo, Consolas, monospace';

/**
 * Shows where the frame lies in the song, over the picture: bar, beat, section and hits as they come, and a row of markers with
 * sections, bars, beats, hits and drops that runs under the current frame. Put it last inside `<Song>`; it is not in the film.
 */
export function SongOverlay({ show = 'studio', windowInSeconds = 8 }: SongOverlayProps): ReactNode {
  return show === 'always' || getRemotionEnvironment().isStudio ? (
    <Overlay windowInSeconds={windowInSeconds} />
  ) : null;
}

function Overlay({ windowInSeconds }: { windowInSeconds: number }): ReactNode {
  const { width, height } = useVideoConfig();
  const unit = Math.min(width, height) / 100;
  return (
    <Fill style={{ pointerEvents: 'none', fontFamily: FONT, color: INK }}>
      <MarkerRow unit={unit} windowInSeconds={windowInSeconds} />
      <Moment unit={unit} />
    </Fill>
  );
}

/** Bar, beat, section and hits of the current frame. */
function Moment({ unit }: { unit: number }): ReactNode {
  const { sections, hits = [], beatsPerBar } = useSong();
  const { timeInSeconds, bar, barPhase, beatPhase } = useBeat();
  const beatIndex = Math.round(barPhase * beatsPerBar - beatPhase);
  const shot = useShot();
  const section = sections.find(
    ({ startInSeconds, endInSeconds }) => startInSeconds <= timeInSeconds && timeInSeconds < endInSeconds,
  );
  const glowOf = (kind: (typeof HIT_KINDS)[number]): number => {
    const last = hits.findLast((hit) => hit.kind === kind && hit.timeInSeconds <= timeInSeconds);
    const since = last === undefined ? Infinity : timeInSeconds - last.timeInSeconds;
    return Math.max(0, 1 - since / GLOW_IN_SECONDS);
  };
  return (
    <div
      style={{
        position: 'absolute',
        top: 17.5 * unit,
        left: 2 * unit,
        display: 'flex',
        alignItems: 'center',
        gap: 1.6 * unit,
        padding: `${unit}px ${1.6 * unit}px`,
        fontSize: 3 * unit,
        background: GROUND,
        borderRadius: unit,
        whiteSpace: 'pre',
      }}
    >
      <span>{bar < 1 ? 'pick-up' : `bar ${bar}`}</span>
      <span style={{ display: 'flex', gap: 0.7 * unit }}>
        {Array.from({ length: beatsPerBar }, (_, index) => (
          <Lamp
            key={index}
            size={2.2 * unit}
            color={index === 0 ? '#ff5a5a' : INK}
            glow={index === beatIndex ? 1 - 0.6 * beatPhase : 0}
          />
        ))}
      </span>
      <span>{section?.name ?? section?.label ?? '–'}</span>
      <span style={{ display: 'flex', gap: 0.7 * unit }}>
        {HIT_KINDS.toReversed().map((kind) => (
          <Lamp key={kind} size={2.2 * unit} color={HIT_COLORS[kind]} glow={glowOf(kind)} />
        ))}
      </span>
      {shot !== null && <span>{shot.shotId}</span>}
    </div>
  );
}

/** A round light. */
const Lamp = ({ size, color, glow }: { size: number; color: string; glow: number }): ReactNode => (
  <span
    style={{
      width: size,
      height: size,
      boxSizing: 'border-box',
      borderRadius: '50%',
      border: `${size / 9}px solid ${color}`,
      position: 'relative',
      overflow: 'hidden',
    }}
  >
    <span style={{ position: 'absolute', inset: 0, background: color, opacity: glow }} />
  </span>
);

/** What the lanes of the marker row hold, in parts of its height. */
const LANES = { sections: [0, 0.25], bars: [0.25, 0.59], hits: [0.59, 1] } as const;

/** The song around the current frame, which stands in the middle. */
function MarkerRow({ unit, windowInSeconds }: { unit: number; windowInSeconds: number }): ReactNode {
  const { width } = useVideoConfig();
  const song = useSong();
  const { timeInSeconds } = useBeat();
  const height = 16 * unit;
  const from = timeInSeconds - windowInSeconds / 2;
  const to = from + windowInSeconds;
  const x = (time: number): number => ((time - from) / windowInSeconds) * width;
  const y = ([top]: readonly [number, number], share = 0): number => (top + share) * height;
  const seen = <One extends { timeInSeconds: number }>(all: readonly One[]): One[] =>
    all.filter((one) => one.timeInSeconds >= from && one.timeInSeconds <= to);
  return (
    <svg width={width} height={height} style={{ position: 'absolute', top: 0, background: GROUND }}>
      <Sections song={song} from={from} to={to} x={x} height={height * LANES.sections[1]} unit={unit} />
      {seen(song.beats).map(({ timeInSeconds: time, bar, beatInBar }) => (
        <g key={`beat ${time}`}>
          <line
            x1={x(time)}
            x2={x(time)}
            y1={y(LANES.bars, beatInBar === 1 ? 0 : 0.18)}
            y2={beatInBar === 1 ? height : y(LANES.hits)}
            stroke={INK}
            strokeOpacity={beatInBar === 1 ? 0.95 : 0.6}
            strokeWidth={(beatInBar === 1 ? 0.4 : 0.25) * unit}
          />
          {beatInBar === 1 && (
            <text x={x(time) + 0.8 * unit} y={y(LANES.bars, 0.2)} fontSize={2.6 * unit} fill={INK}>
              {bar}
            </text>
          )}
        </g>
      ))}
      {seen(song.hits ?? []).map(({ timeInSeconds: time, kind, strength }) => (
        <circle
          key={`${kind} ${time}`}
          cx={x(time)}
          cy={y(LANES.hits, (0.38 * (HIT_KINDS.indexOf(kind) + 0.5)) / HIT_KINDS.length)}
          r={(0.35 + 0.6 * strength) * unit}
          fill={HIT_COLORS[kind]}
        />
      ))}
      {(song.buildUps ?? [])
        .filter(({ startInSeconds, dropInSeconds }) => startInSeconds <= to && dropInSeconds >= from)
        .map(({ startInSeconds, dropInSeconds }) => (
          <g key={`drop ${dropInSeconds}`}>
            <path
              d={`M${x(startInSeconds)} ${y(LANES.hits)}L${x(dropInSeconds)} ${y(LANES.hits)}V${y(LANES.bars, 0.18)}Z`}
              fill={HIT_COLORS.low}
              fillOpacity={0.45}
            />
            <text
              x={x(dropInSeconds) - 0.8 * unit}
              y={y(LANES.bars, 0.33)}
              fontSize={2.4 * unit}
              textAnchor="end"
              fill={INK}
            >
              drop
            </text>
          </g>
        ))}
      <path
        d={`M${width / 2} 0V${height}M${width / 2 - unit} 0H${width / 2 + unit}L${width / 2} ${1.4 * unit}Z`}
        fill="#ff3b3b"
        stroke="#ff3b3b"
        strokeWidth={0.45 * unit}
      />
    </svg>
  );
}

/** The song's sections, each with its name where it begins or at the left edge. */
function Sections({
  song,
  from,
  to,
  x,
  height,
  unit,
}: {
  song: SongMap;
  from: number;
  to: number;
  x: (timeInSeconds: number) => number;
  height: number;
  unit: number;
}): ReactNode {
  const labels = [...new Set(song.sections.map(({ label }) => label))];
  return song.sections
    .filter(({ startInSeconds, endInSeconds }) => endInSeconds > from && startInSeconds < to)
    .map(({ startInSeconds, endInSeconds, label, name }) => (
      <g key={startInSeconds}>
        <rect
          x={x(startInSeconds)}
          width={x(endInSeconds) - x(startInSeconds)}
          height={height}
          fill={SECTION_COLORS[labels.indexOf(label) % SECTION_COLORS.length]}
        />
        <text
          x={Math.max(0, x(startInSeconds)) + 0.8 * unit}
          y={height * 0.74}
          fontSize={2.6 * unit}
          fontWeight={700}
          fill="#000"
        >
          {name ?? label}
        </text>
      </g>
    ));
}
