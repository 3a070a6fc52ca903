import { escapeXml } from '../../core/text.ts';
import { formatSeconds } from '../../core/time.ts';
import type { Section, SongMap } from '../../song/song-map.ts';
import type { Waveform } from './read-waveform.ts';

/** What `drawSongPicture` takes. */
export interface DrawSongPictureOptions {
  songMap: SongMap;
  waveform: Waveform;
}

/** Where things lie in the picture, in its own units. */
export const SONG_PICTURE = {
  width: 1600,
  height: 560,
  /** The time axis runs from `left` to `right`, the playhead from `top` to `bottom`. */
  left: 84,
  right: 1576,
  top: 76,
  bottom: 520,
} as const;

// rows from top to bottom: [top, bottom]
const SECTION_ROW = [76, 102] as const;
const WAVEFORM_ROW = [106, 270] as const;
const BEAT_ROW = [278, 318] as const;
const ENERGY_ROW = [332, 450] as const;
const CONFIDENCE_ROW = [466, 500] as const;
const AXIS_TOP = 506;

// after Okabe and Ito (Color Universal Design, 2008), told apart by everyone; darker, so that white text stands out
const SECTION_COLORS = [
  '#0072B2',
  '#B87900',
  '#00805D',
  '#AD4C85',
  '#2B86BF',
  '#C04E00',
  '#7A57A6',
  '#7D7400',
];
const BAND_COLORS = { low: '#D55E00', mid: '#009E73', high: '#0072B2' } as const;

const round = (value: number): string => String(Math.round(value * 10) / 10);

/** `12.3 → "1:04"`, for the axis. */
const formatAxis = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`;

/**
 * Draws what was heard in a song as SVG: its outline with sections in colours (the same label, the same colour), beats and
 * downbeats with bar numbers, energy in three bands and as a whole, and how far the beats can be trusted.
 */
export function drawSongPicture({ songMap, waveform }: DrawSongPictureOptions): string {
  const { width, height } = SONG_PICTURE;
  const duration = Math.max(songMap.durationInSeconds, 1e-3);
  const x = (seconds: number): number =>
    SONG_PICTURE.left + (seconds / duration) * (SONG_PICTURE.right - SONG_PICTURE.left);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13" fill="#222">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    drawTitle(songMap),
    drawSections(songMap.sections, x),
    drawWaveform(songMap, waveform, x),
    drawBeats(songMap, x),
    drawEnergy(songMap, x),
    drawConfidence(songMap, x),
    drawAxis(duration, x),
    '</svg>',
  ].join('\n');
}

type TimeScale = (seconds: number) => number;

/** One line on what was heard, such as `112.0 BPM (or 56.0) · 4/4 · 26 bars`. */
export function describeTempo({
  tempoBpm,
  alternativeTempoBpm,
  beatsPerBar,
  beats,
  confidence,
}: SongMap): string {
  if (tempoBpm === 0) return 'no beat';
  const alternative = alternativeTempoBpm > 0 ? ` (or ${alternativeTempoBpm.toFixed(1)})` : '';
  const bars = beats.at(-1)?.bar ?? 0;
  return (
    `${tempoBpm.toFixed(1)} BPM${alternative} · ${beatsPerBar} beats to the bar · ${bars} bars · ` +
    `confidence ${Math.round(100 * confidence)} %`
  );
}

/** `Title – Artist`, or the file's name. */
export function describeSong({ source }: SongMap): string {
  const name = source?.title ?? source?.file ?? 'Song';
  return source?.artist === undefined ? name : `${name} – ${source.artist}`;
}

function drawTitle(songMap: SongMap): string {
  const { left, right } = SONG_PICTURE;
  return [
    `<text x="${left}" y="38" font-size="24" font-weight="600">${escapeXml(describeSong(songMap))}</text>`,
    `<text x="${right}" y="38" font-size="16" text-anchor="end">${escapeXml(describeTempo(songMap))}</text>`,
    `<text x="${right}" y="60" text-anchor="end" fill="#666">${formatSeconds(songMap.durationInSeconds)}</text>`,
  ].join('\n');
}

/** What tells a section from others: what a person calls it, else how it sounds. */
const kindOf = ({ name, label }: Section): string => name ?? label;

/** The colour of each kind of section, in the order in which they come. */
function colorsOf(sections: readonly Section[]): ReadonlyMap<string, string> {
  const kinds = [...new Set(sections.map(kindOf))];
  return new Map(kinds.map((kind, index) => [kind, SECTION_COLORS[index % SECTION_COLORS.length]!]));
}

const rowTitle = (row: readonly [number, number], text: string): string =>
  `<text x="${SONG_PICTURE.left - 10}" y="${(row[0] + row[1]) / 2 + 4}" text-anchor="end" fill="#666">${text}</text>`;

function drawSections(sections: readonly Section[], x: TimeScale): string {
  const colors = colorsOf(sections);
  const [top, bottom] = SECTION_ROW;
  const boxes = sections.map((section) => {
    const { startInSeconds, endInSeconds, label, name } = section;
    const from = x(startInSeconds);
    const width = Math.max(0, x(endInSeconds) - from);
    const color = colors.get(kindOf(section))!;
    const text = name === undefined ? label : `${name} (${label})`;
    // some 8 units to a letter
    const shown = width > 8 * text.length + 8 ? text : width > 14 ? label : '';
    return [
      `<rect x="${round(from)}" y="${top}" width="${round(width)}" height="${bottom - top}" fill="${color}" stroke="#fff"/>`,
      `<rect x="${round(from)}" y="${WAVEFORM_ROW[0]}" width="${round(width)}" height="${WAVEFORM_ROW[1] - WAVEFORM_ROW[0]}" fill="${color}" opacity="0.13"/>`,
      `<text x="${round(from + width / 2)}" y="${bottom - 8}" text-anchor="middle" fill="#fff" font-weight="600">${escapeXml(shown)}</text>`,
    ].join('');
  });
  return [rowTitle(SECTION_ROW, 'sections'), ...boxes].join('\n');
}

function drawWaveform(songMap: SongMap, { peaks, valuesPerSecond }: Waveform, x: TimeScale): string {
  const [top, bottom] = WAVEFORM_ROW;
  const middle = (top + bottom) / 2;
  const half = (bottom - top) / 2;
  const columns = Math.min(peaks.length, SONG_PICTURE.right - SONG_PICTURE.left);
  const outline = Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column / columns) * peaks.length);
    const to = Math.max(from + 1, Math.floor(((column + 1) / columns) * peaks.length));
    const peak = peaks.subarray(from, to).reduce((highest, value) => Math.max(highest, value), 0);
    return { at: x((from + to) / 2 / valuesPerSecond), reach: half * Math.min(1, peak) };
  });
  const upper = outline.map(({ at, reach }) => `${round(at)},${round(middle - reach)}`);
  const lower = outline.map(({ at, reach }) => `${round(at)},${round(middle + reach)}`).reverse();
  const downbeats = songMap.beats
    .filter(({ beatInBar }) => beatInBar === 1)
    .map(({ timeInSeconds }) => `M${round(x(timeInSeconds))} ${top}V${bottom}`);
  return [
    rowTitle(WAVEFORM_ROW, 'sound'),
    `<path d="${downbeats.join('')}" stroke="#222" stroke-width="0.6" opacity="0.45"/>`,
    `<polygon points="${[...upper, ...lower].join(' ')}" fill="#333" opacity="0.75"/>`,
  ].join('\n');
}

/** The smallest step of 1, 2, 4, 8 … at which labels keep their distance. */
function labelStep(unitsPerItem: number, unitsPerLabel: number): number {
  let step = 1;
  while (step * unitsPerItem < unitsPerLabel) step *= 2;
  return step;
}

function drawBeats({ beats }: SongMap, x: TimeScale): string {
  const [top, bottom] = BEAT_ROW;
  const downbeats = beats.filter(({ beatInBar }) => beatInBar === 1);
  const others = beats.filter(({ beatInBar }) => beatInBar !== 1);
  const unitsPerBar = (SONG_PICTURE.right - SONG_PICTURE.left) / Math.max(1, downbeats.length);
  const step = labelStep(unitsPerBar, 34);
  const ticks = (items: typeof beats, from: number, to: number): string =>
    items.map(({ timeInSeconds }) => `M${round(x(timeInSeconds))} ${from}V${to}`).join('');
  const numbers = downbeats
    .filter(({ bar }) => (bar - 1) % step === 0)
    .map(
      ({ bar, timeInSeconds }) =>
        `<text x="${round(x(timeInSeconds) + 3)}" y="${bottom}" font-size="11" fill="#444">${bar}</text>`,
    );
  return [
    rowTitle(BEAT_ROW, 'beats, bars'),
    `<path d="${ticks(others, top, top + 12)}" stroke="#777" stroke-width="0.9"/>`,
    `<path d="${ticks(downbeats, top, bottom)}" stroke="#111" stroke-width="1.6"/>`,
    ...numbers,
  ].join('\n');
}

function curve(values: readonly number[], valuesPerSecond: number, x: TimeScale): string[] {
  const [top, bottom] = ENERGY_ROW;
  const columns = Math.min(values.length, 800);
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column / columns) * values.length);
    const to = Math.max(from + 1, Math.floor(((column + 1) / columns) * values.length));
    const slice = values.slice(from, to);
    const mean = slice.reduce((sum, value) => sum + value, 0) / slice.length;
    return `${round(x((from + to) / 2 / valuesPerSecond))},${round(bottom - mean * (bottom - top))}`;
  });
}

function drawEnergy({ energy }: SongMap, x: TimeScale): string {
  const [top, bottom] = ENERGY_ROW;
  const { left, right } = SONG_PICTURE;
  const whole = curve(energy.overall, energy.valuesPerSecond, x);
  const first = whole[0]?.split(',')[0] ?? left;
  const last = whole.at(-1)?.split(',')[0] ?? left;
  const legend = Object.entries(BAND_COLORS).map(
    ([band, color], index) =>
      `<text x="${left - 10}" y="${top + 46 + 17 * index}" text-anchor="end" fill="${color}">${band}</text>`,
  );
  const bands = (['low', 'mid', 'high'] as const).map((band) => {
    const points = curve(energy[band], energy.valuesPerSecond, x).join(' ');
    return `<polyline points="${points}" fill="none" stroke="${BAND_COLORS[band]}" stroke-width="1.1" opacity="0.8"/>`;
  });
  return [
    `<text x="${left - 10}" y="${top + 20}" text-anchor="end" fill="#666">energy</text>`,
    ...legend,
    `<path d="M${left} ${top}H${right}M${left} ${bottom}H${right}" stroke="#ddd"/>`,
    `<polygon points="${first},${bottom} ${whole.join(' ')} ${last},${bottom}" fill="#999" opacity="0.28"/>`,
    ...bands,
  ].join('\n');
}

function drawConfidence({ beats }: SongMap, x: TimeScale): string {
  const [top, bottom] = CONFIDENCE_ROW;
  const bars = beats.map(({ timeInSeconds, confidence }, index) => {
    const next = beats[index + 1]?.timeInSeconds ?? timeInSeconds + 0.3;
    const from = x(timeInSeconds);
    const height = confidence * (bottom - top);
    return `M${round(from)} ${bottom}v${round(-height)}H${round(Math.max(from + 0.4, x(next)))}V${bottom}z`;
  });
  const { left, right } = SONG_PICTURE;
  return [
    rowTitle(CONFIDENCE_ROW, 'confidence'),
    `<path d="M${left} ${top}H${right}M${left} ${bottom}H${right}" stroke="#ddd"/>`,
    `<path d="${bars.join('')}" fill="#009E73" opacity="0.55"/>`,
  ].join('\n');
}

const AXIS_STEPS_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200];

function drawAxis(duration: number, x: TimeScale): string {
  const { left, right } = SONG_PICTURE;
  const step = AXIS_STEPS_SECONDS.find((seconds) => x(seconds) - x(0) >= 60) ?? AXIS_STEPS_SECONDS.at(-1)!;
  const ticks = Array.from({ length: Math.floor(duration / step) + 1 }, (_, index) => {
    const at = round(x(index * step));
    return (
      `<path d="M${at} ${AXIS_TOP}v6" stroke="#888"/>` +
      `<text x="${at}" y="${AXIS_TOP + 24}" text-anchor="middle" fill="#444">${formatAxis(index * step)}</text>`
    );
  });
  return [`<path d="M${left} ${AXIS_TOP}H${right}" stroke="#888"/>`, ...ticks].join('\n');
}
