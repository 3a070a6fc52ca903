import { escapeXml } from '../../core/text.ts';
import type { CutPlan, CutPlanSlot } from '../../edit/planner/cut-plan.ts';
import type { SongMap } from '../../song/song-map.ts';
import { drawSongPicture, SONG_PICTURE } from '../song-report/draw-song-picture.ts';
import { describeTreatment } from './explain-plan.ts';
import type { Waveform } from '../song-report/read-waveform.ts';

/** What `drawPlanPicture` takes. */
export interface DrawPlanPictureOptions {
  plan: CutPlan;
  songMap: SongMap;
  waveform: Waveform;
}

const HEIGHT = 930;
// rows below the song's picture: [top, bottom]
const SHOT_ROW = [580, 690] as const;
const HOLD_ROW = [714, 860] as const;
const LEGEND_TOP = 902;

// after Okabe and Ito (Color Universal Design, 2008)
const PLACE_COLORS = {
  drop: '#D55E00',
  section: '#000000',
  phrase: '#0072B2',
  downbeat: '#009E73',
  beat: '#E69F00',
  'half-beat': '#CC79A7',
  sound: '#56B4E9',
  plain: '#999999',
} as const;

const round = (value: number): string => String(Math.round(value * 10) / 10);

/** Draws a plan over the picture of its song: the cuts by their places, the shots, and how long each lasts. */
export function drawPlanPicture({ plan, songMap, waveform }: DrawPlanPictureOptions): string {
  const { width, height, left, right } = SONG_PICTURE;
  const duration = Math.max(songMap.durationInSeconds, 1e-3);
  const x = (seconds: number): number => left + (seconds / duration) * (right - left);
  const song = drawSongPicture({ songMap, waveform }).replace(
    '<svg ',
    `<svg x="0" y="0" width="${width}" height="${height}" `,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="13" fill="#222">`,
    `<rect width="${width}" height="${HEIGHT}" fill="#fff"/>`,
    song,
    drawCuts(plan, x),
    drawShots(plan, x),
    drawHolds(plan, x),
    drawLegend(plan),
    '</svg>',
    '',
  ].join('\n');
}

type TimeScale = (seconds: number) => number;

const rowTitle = (row: readonly [number, number], text: string): string =>
  `<text x="${SONG_PICTURE.left - 10}" y="${(row[0] + row[1]) / 2 + 4}" text-anchor="end" fill="#666">${text}</text>`;

function drawCuts({ cuts }: CutPlan, x: TimeScale): string {
  return cuts
    .map((cut) => {
      const { timeInSeconds, place, name, reasons, transition, effects } = cut;
      const at = round(x(timeInSeconds));
      const color = PLACE_COLORS[place];
      const half = transition.lengthInSeconds / 2;
      const band =
        half === 0
          ? ''
          : `<rect x="${round(x(timeInSeconds - half))}" y="${SHOT_ROW[0]}" width="${round(x(half) - x(-half))}" height="${SHOT_ROW[1] - SHOT_ROW[0]}" fill="#fff" opacity="0.45"/>`;
      // a star over the shots for what happens on the cut
      const star =
        effects.length === 0
          ? ''
          : `<text x="${at}" y="${SHOT_ROW[0] - 3}" text-anchor="middle" font-size="16" fill="${color}">✶</text>`;
      return `<g><title>${escapeXml(`${name}, ${describeTreatment(cut)}: ${reasons.join('; ')}`)}</title><path d="M${at} ${SONG_PICTURE.top}V${SHOT_ROW[1]}" stroke="${color}" stroke-width="1.4" opacity="0.85"/>${band}${star}</g>`;
    })
    .join('\n');
}

/** A colour for each shot that stays with it through all of its uses. */
function colorOf(shotIds: readonly string[], shotId: string): string {
  // steps of the golden angle keep neighbours in the list apart
  const hue = (shotIds.indexOf(shotId) * 137.5) % 360;
  return `hsl(${round(hue)} 45% 72%)`;
}

function drawShots({ slots }: CutPlan, x: TimeScale): string {
  const [top, bottom] = SHOT_ROW;
  const shotIds = [...new Set(slots.map(({ shotId }) => shotId))];
  const boxes = slots.map((slot) => {
    const from = x(slot.startInSeconds);
    const width = x(slot.endInSeconds) - from;
    const middle = from + width / 2;
    const label =
      width < 9
        ? ''
        : `<text transform="translate(${round(middle + 4)} ${bottom - 6}) rotate(-90)" font-size="11">${escapeXml(slot.id.slice(0, 17))}</text>`;
    return `<g><title>${escapeXml(`${slot.id}: ${slot.reasons.join('; ')}`)}</title><rect x="${round(from)}" y="${top}" width="${round(width)}" height="${bottom - top}" fill="${colorOf(shotIds, slot.shotId)}" stroke="#fff"/>${label}</g>`;
  });
  return [rowTitle(SHOT_ROW, 'shots'), ...boxes].join('\n');
}

/** The length of each shot as a step, and the length that the style wants as a line; both on a scale of ratios. */
function drawHolds({ slots }: CutPlan, x: TimeScale): string {
  const [top, bottom] = HOLD_ROW;
  const { left, right } = SONG_PICTURE;
  const holdOf = ({ startInSeconds, endInSeconds }: CutPlanSlot): number => endInSeconds - startInSeconds;
  const all = slots.flatMap((slot) => [holdOf(slot), slot.targetHoldInSeconds]);
  const [low, high] = [Math.min(...all) / 1.2, Math.max(...all) * 1.2];
  const y = (hold: number): string =>
    round(bottom - (Math.log(hold / low) / Math.log(high / low)) * (bottom - top));
  const steps = slots.map(
    (slot) => `M${round(x(slot.startInSeconds))} ${y(holdOf(slot))}H${round(x(slot.endInSeconds))}`,
  );
  const wanted = slots.map(
    (slot) => `${round(x((slot.startInSeconds + slot.endInSeconds) / 2))},${y(slot.targetHoldInSeconds)}`,
  );
  const marks = [0.25, 0.5, 1, 2, 4, 8, 16, 32].filter((hold) => hold > low && hold < high);
  return [
    ...marks.map(
      (hold) =>
        `<path d="M${left} ${y(hold)}H${right}" stroke="#e4e4e4"/><text x="${left - 10}" y="${Number(y(hold)) + 4}" text-anchor="end" fill="#888" font-size="11">${hold} s</text>`,
    ),
    `<text x="${left}" y="${top - 6}" fill="#666">length of shots (bars) and what the style wants (line)</text>`,
    `<polyline points="${wanted.join(' ')}" fill="none" stroke="#0072B2" stroke-width="1.2" opacity="0.7"/>`,
    `<path d="${steps.join('')}" stroke="#222" stroke-width="3"/>`,
  ].join('\n');
}

function drawLegend({ cuts, style, seed }: CutPlan): string {
  const { left, right } = SONG_PICTURE;
  const places = (Object.keys(PLACE_COLORS) as (keyof typeof PLACE_COLORS)[]).filter((place) =>
    cuts.some((cut) => cut.place === place),
  );
  return [
    ...places.map((place, index) => {
      const at = left + index * 130;
      const count = cuts.filter((cut) => cut.place === place).length;
      return `<rect x="${at}" y="${LEGEND_TOP - 11}" width="14" height="14" fill="${PLACE_COLORS[place]}"/><text x="${at + 20}" y="${LEGEND_TOP}">${place} ${count}</text>`;
    }),
    `<text x="${right}" y="${LEGEND_TOP}" text-anchor="end" fill="#666">style ${escapeXml(style)}, seed ${escapeXml(seed)}</text>`,
  ].join('\n');
}
