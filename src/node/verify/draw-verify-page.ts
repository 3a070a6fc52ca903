import { createCanvas, ImageData } from '@napi-rs/canvas';
import { escapeXml } from '../../core/text.ts';
import { formatSeconds, frameToSeconds } from '../../core/time.ts';
import { readFrames } from '../media/read-frames.ts';
import type { FlashStretch } from './find-flashes.ts';
import { isOnBeat, offsetPrefix } from './describe-cuts.ts';
import type { MeasuredCut } from './measure-cuts.ts';
import type { VerifyReport } from './verify-film.ts';

/** What `drawVerifyPage` takes. */
export interface DrawVerifyPageOptions {
  report: VerifyReport;
  /** What the film is called on the page. */
  title: string;
  /** How many cuts are shown as pictures, the worst first; 8 by default. */
  cutCount?: number;
  signal?: AbortSignal | undefined;
}

/** How many stretches of flashes are shown as pictures, the fastest first. */
const MOST_FLASHES_SHOWN = 4;
const PICTURE_WIDTH = 240;
/** Frames before and after a cut that are shown. */
const AROUND = 3;
const JPEG_QUALITY = 80;

/** A web page in one file: every check, the cuts in a picture, and the frames around the worst of them and of what flashes. */
export async function drawVerifyPage({
  report,
  title,
  cutCount = 8,
  signal,
}: DrawVerifyPageOptions): Promise<string> {
  const worst = worstCuts(report.picture.cuts).slice(0, cutCount);
  const { stream } = report;
  const flashes = report.picture.flashes
    .toSorted((a, b) => b.flashesPerSecond - a.flashesPerSecond)
    .slice(0, MOST_FLASHES_SHOWN);
  const wanted = [
    ...worst.flatMap(framesAround),
    ...flashes.flatMap((flash) => framesOfFlash(flash, stream.fps)),
  ];
  const pictures = await readPictures(report, wanted, signal);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeXml(title)}: ${report.passed ? 'passed' : 'failed'}</title>
<style>
body { margin: 0; font: 15px/1.45 system-ui, sans-serif; color: #222; background: #fff; }
main { max-width: 1200px; margin: 0 auto; padding: 20px; }
h1 { font-size: 22px; } h2 { font-size: 17px; margin-top: 32px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 4px 10px 4px 0; border-bottom: 1px solid #e4e4e4; vertical-align: top; }
.ok { color: #1a7f37; } .failed { color: #c1121f; font-weight: 600; } .warning { color: #9a6700; } .info { color: #666; }
.strip { display: flex; gap: 4px; overflow-x: auto; }
figure { margin: 0; flex: 1 1 0; min-width: 110px; } img { width: 100%; display: block; }
figure.cut img { outline: 3px solid #c1121f; outline-offset: -3px; }
figcaption { font-size: 12px; color: #666; }
svg { width: 100%; height: auto; }
</style>
<main>
<h1>${escapeXml(title)} <span class="${report.passed ? 'ok' : 'failed'}">${report.passed ? 'passed' : 'failed'}</span></h1>
<p>${stream.width} × ${stream.height}, ${Number(stream.fps.toFixed(3))} frames/s, ${report.picture.frameCount} frames, ${formatSeconds(frameToSeconds({ frame: report.picture.frameCount, fps: stream.fps }))}${report.plan === null ? '; no plan is known, so that only the file itself was looked at' : `, from composition ${escapeXml(report.plan.composition)}`}.</p>
<table>
${report.checks.map(({ id, status, message }) => `<tr><td class="${status}">${status}</td><td>${escapeXml(id)}</td><td>${escapeXml(message)}</td></tr>`).join('\n')}
</table>
${report.picture.cuts.length === 0 ? '' : `<h2>Cuts</h2>\n${drawOffsets(report)}\n${worst.map((cut) => drawStrip(cut, pictures, stream.fps)).join('\n')}`}
${flashes.length === 0 ? '' : `<h2>Flashing</h2>\n${flashes.map((flash) => drawFlash(flash, pictures, stream.fps)).join('\n')}`}
</main>
</html>
`;
}

/** Those that could not be seen first, then by distance from their beat. */
const worstCuts = (cuts: readonly MeasuredCut[]): MeasuredCut[] =>
  [...cuts].sort((a, b) => distanceOf(b) - distanceOf(a));

const distanceOf = ({ offsetInFrames }: MeasuredCut): number =>
  offsetInFrames === null ? Infinity : Math.abs(offsetInFrames);

/** The frame that is shown in the middle of a cut's strip. */
const middleOf = ({ frame, planned }: MeasuredCut): number => Math.floor(frame ?? planned.frame);

/** Seven frames: in a row for a hard cut, spread over a transition. */
function framesAround(cut: MeasuredCut): number[] {
  const reach = cut.planned.transitionInFrames / 2 + 1;
  const step = Math.max(1, Math.round(reach / AROUND));
  return Array.from({ length: 2 * AROUND + 1 }, (_, index) => middleOf(cut) + (index - AROUND) * step);
}

/** Some frames of the film as JPEG in data URLs, by frame. */
async function readPictures(
  { file, stream }: VerifyReport,
  wanted: readonly number[],
  signal: AbortSignal | undefined,
): Promise<Map<number, string>> {
  const frames = new Set(wanted.filter((frame) => frame >= 0));
  const pictures = new Map<number, string>();
  if (frames.size === 0) return pictures;
  const height = 2 * Math.round((PICTURE_WIDTH * stream.height) / stream.width / 2);
  const canvas = createCanvas(PICTURE_WIDTH, height);
  const context = canvas.getContext('2d');
  const decoded = readFrames({
    path: file,
    widthInPixels: PICTURE_WIDTH,
    heightInPixels: height,
    pixelFormat: 'rgba',
    startInFrames: Math.min(...frames),
    endInFrames: Math.max(...frames) + 1,
    signal,
  });
  for await (const { index, data } of decoded) {
    if (!frames.has(index)) continue;
    context.putImageData(new ImageData(new Uint8ClampedArray(data), PICTURE_WIDTH, height), 0, 0);
    const jpeg = canvas.toBuffer('image/jpeg', JPEG_QUALITY);
    pictures.set(index, `data:image/jpeg;base64,${jpeg.toString('base64')}`);
  }
  return pictures;
}

function drawStrip(cut: MeasuredCut, pictures: ReadonlyMap<number, string>, fps: number): string {
  const { planned, offsetInFrames } = cut;
  const kind =
    planned.transitionInFrames === 0 ? 'cut' : `transition of ${planned.transitionInFrames} frames`;
  const found =
    offsetInFrames === null
      ? 'not seen'
      : `${offsetPrefix(cut)}${offsetInFrames < 0 ? '−' : '+'}${Math.abs(offsetInFrames).toFixed(2)} frames (${((offsetInFrames / fps) * 1000).toFixed(0)} ms)`;
  return `<h3>${escapeXml(planned.fromShot ?? 'gap')} → ${escapeXml(planned.toShot ?? 'gap')}: ${kind} on beat ${Number(planned.beat.toFixed(2))} at ${formatSeconds(planned.timeInSeconds)}, ${found}</h3>
${drawFrames(framesAround(cut), pictures, middleOf(cut))}`;
}

/** Nine frames of a stretch that flashes, half a flash apart. */
const framesOfFlash = ({ startFrame, flashesPerSecond }: FlashStretch, fps: number): number[] =>
  Array.from({ length: 9 }, (_, index) => startFrame + Math.round((index * fps) / (2 * flashesPerSecond)));

function drawFlash(flash: FlashStretch, pictures: ReadonlyMap<number, string>, fps: number): string {
  const { startFrame, endFrame, kind, flashesPerSecond } = flash;
  const [from, to] = [startFrame, endFrame].map((frame) => formatSeconds(frameToSeconds({ frame, fps })));
  return `<h3>${from}–${to}: up to ${flashesPerSecond} flashes${kind === 'red' ? ' of red' : ''} in a second</h3>
${drawFrames(framesOfFlash(flash, fps), pictures)}`;
}

/** Frames in a row, one of them perhaps framed. */
function drawFrames(
  frames: readonly number[],
  pictures: ReadonlyMap<number, string>,
  marked?: number,
): string {
  const figures = frames.flatMap((frame) => {
    const picture = pictures.get(frame);
    if (picture === undefined) return [];
    return [
      `<figure${frame === marked ? ' class="cut"' : ''}><img src="${picture}" alt="frame ${frame}"><figcaption>${frame}</figcaption></figure>`,
    ];
  });
  return `<div class="strip">${figures.join('')}</div>`;
}

const CHART = { width: 1160, height: 180, left: 46, right: 10, top: 12, bottom: 26 } as const;

/** How far each cut is from its beat, over the film; the band is half a frame to both sides, the best that frames allow. */
function drawOffsets({ picture: { cuts, frameCount }, stream: { fps } }: VerifyReport): string {
  const offsets = cuts.flatMap(({ offsetInFrames }) => (offsetInFrames === null ? [] : [offsetInFrames]));
  const most = Math.max(1, ...offsets.map(Math.abs)) * 1.15;
  const { width, height, left, right, top, bottom } = CHART;
  const x = (frame: number): number => left + (frame / Math.max(1, frameCount)) * (width - left - right);
  const y = (offset: number): number => top + (0.5 - offset / (2 * most)) * (height - top - bottom);
  const dots = cuts.map((cut) => {
    const { planned, offsetInFrames } = cut;
    return offsetInFrames === null
      ? `<text x="${x(planned.frame).toFixed(1)}" y="${y(0) + 4}" text-anchor="middle" fill="#c1121f" font-size="13">×</text>`
      : `<circle cx="${x(planned.frame).toFixed(1)}" cy="${y(offsetInFrames).toFixed(1)}" r="4" fill="${isOnBeat(cut) ? '#1a7f37' : '#c1121f'}"><title>${escapeXml(planned.toShot ?? 'gap')} ${offsetPrefix(cut)}${offsetInFrames.toFixed(2)}</title></circle>`;
  });
  const label = (offset: number): string =>
    `<text x="${left - 8}" y="${(y(offset) + 4).toFixed(1)}" text-anchor="end" font-size="12" fill="#666">${offset}</text>`;
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Distance of each cut from its beat, in frames">
<rect x="${left}" y="${y(0.5).toFixed(1)}" width="${width - left - right}" height="${(y(-0.5) - y(0.5)).toFixed(1)}" fill="#e8f5ea"/>
<line x1="${left}" x2="${width - right}" y1="${y(0)}" y2="${y(0)}" stroke="#999"/>
${[-0.5, 0, 0.5].map(label).join('')}
${dots.join('')}
<text x="${left}" y="${height - 6}" font-size="12" fill="#666">0:00</text>
<text x="${width - right}" y="${height - 6}" font-size="12" fill="#666" text-anchor="end">${formatSeconds(frameToSeconds({ frame: frameCount, fps }))}</text>
<text x="${width / 2}" y="${height - 6}" font-size="12" fill="#666" text-anchor="middle">frames late (above) or early (below) against the planned beat; the band is half a frame</text>
</svg>`;
}
