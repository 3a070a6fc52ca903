import { createCanvas, ImageData, type SKRSContext2D } from '@napi-rs/canvas';
import { toGlyphs, traceText, widthOf } from '../animatic/index.ts';
import type { ListedTake } from './clip-listing.ts';
import { readFrames } from './media/read-frames.ts';
import type { TakeStore } from './store/take-store.ts';

/** What `drawContactSheet` takes. */
export interface DrawContactSheetOptions {
  /** Written above the pictures. */
  title: string;
  takes: readonly ListedTake[];
  store: TakeStore;
  /** How many frames of each take are shown, evenly over its length; 6 by default. */
  framesPerTake?: number;
  signal?: AbortSignal | undefined;
}

const THUMB_HEIGHT = 108;
const MARGIN = 16;
const GAP = 4;
const LETTER_HEIGHT = 11;
const LINE_HEIGHT = 20;
const COLORS = {
  ground: '#16161a',
  text: '#e8e8ea',
  faint: '#8b8b93',
  chosen: '#5ad18a',
  rejected: '#e0605a',
  warning: '#e6b450',
} as const;

/** Draws a picture of a clip's takes, a row of frames each, with number, model, seed, rating and warnings. PNG. */
export async function drawContactSheet({
  title,
  takes,
  store,
  framesPerTake = 6,
  signal,
}: DrawContactSheetOptions): Promise<Uint8Array> {
  // the shape of the first take; others are fitted into it
  const [first] = takes;
  const thumbWidth = even(THUMB_HEIGHT * (first === undefined ? 16 / 9 : first.width / first.height));
  const width = 2 * MARGIN + framesPerTake * thumbWidth + (framesPerTake - 1) * GAP;
  const rowHeight = 2 * LINE_HEIGHT + THUMB_HEIGHT + MARGIN;
  const height = 2 * MARGIN + LINE_HEIGHT + Math.max(1, takes.length) * rowHeight;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = COLORS.ground;
  context.fillRect(0, 0, width, height);
  const widthInLetters = (width - 2 * MARGIN) / LETTER_HEIGHT;
  writeText(context, title, MARGIN, MARGIN, COLORS.text, widthInLetters);

  for (const [row, take] of takes.entries()) {
    const top = MARGIN + LINE_HEIGHT + MARGIN / 2 + row * rowHeight;
    const color = take.rejected === true ? COLORS.rejected : take.chosen ? COLORS.chosen : COLORS.text;
    writeText(context, headOf(take), MARGIN, top, color, widthInLetters);
    const [remarks, remarkColor] =
      take.warnings.length > 0
        ? [take.warnings.join(' · '), COLORS.warning]
        : [take.note ?? '', COLORS.faint];
    writeText(context, remarks, MARGIN, top + LINE_HEIGHT, remarkColor, widthInLetters);
    const thumbs =
      take.condition === 'intact'
        ? await readThumbs({
            file: store.pathOf(take),
            take,
            count: framesPerTake,
            maxWidth: thumbWidth,
            signal,
          })
        : [];
    for (const [column, { data, width: w, height: h }] of thumbs.entries()) {
      const x = MARGIN + column * (thumbWidth + GAP) + Math.floor((thumbWidth - w) / 2);
      const y = top + 2 * LINE_HEIGHT + Math.floor((THUMB_HEIGHT - h) / 2);
      context.putImageData(new ImageData(new Uint8ClampedArray(data), w, h), x, y);
    }
    if (thumbs.length === 0) {
      writeText(
        context,
        `file ${take.condition}`,
        MARGIN,
        top + 3 * LINE_HEIGHT,
        COLORS.faint,
        widthInLetters,
      );
    }
  }
  return canvas.toBuffer('image/png');
}

/** `2 · fal/wan-2.6 · seed 7 · 4.0 s · $0.20 · 3 of 5 · used`. */
function headOf(take: ListedTake): string {
  const cost = take.costUsd ?? take.estimatedCostUsd;
  return [
    `#${take.number} ${take.provider}/${take.model}`,
    ...(take.seed === undefined ? [] : [`seed ${take.seed}`]),
    `${take.durationInSeconds.toFixed(1)} s`,
    ...(cost === undefined || cost === 0 ? [] : [`$${cost.toFixed(2)}`]),
    ...(take.rating === undefined ? [] : [`${take.rating} of 5`]),
    ...(take.draft ? ['draft'] : []),
    ...(take.rejected === true ? ['rejected'] : take.picked ? ['picked'] : take.chosen ? ['used'] : []),
  ].join(' · ');
}

interface Thumb {
  data: Uint8Array;
  width: number;
  height: number;
}

/** Frames of a take, evenly over its length, as large as fits into a row. */
async function readThumbs({
  file,
  take,
  count,
  maxWidth,
  signal,
}: {
  file: string;
  take: ListedTake;
  count: number;
  maxWidth: number;
  signal: AbortSignal | undefined;
}): Promise<Thumb[]> {
  const scale = Math.min(THUMB_HEIGHT / take.height, maxWidth / take.width);
  const [width, height] = [even(take.width * scale), even(take.height * scale)];
  const frameCount = Math.max(1, Math.round(take.durationInSeconds * take.fps));
  const wanted = Array.from({ length: count }, (_, index) =>
    Math.floor(((index + 0.5) * frameCount) / count),
  );
  const thumbs: Thumb[] = [];
  const frames = readFrames({
    path: file,
    widthInPixels: width,
    heightInPixels: height,
    pixelFormat: 'rgba',
    signal,
  });
  for await (const { index, data } of frames) {
    while (wanted[thumbs.length] === index) thumbs.push({ data, width, height });
    if (thumbs.length === count) break;
  }
  return thumbs;
}

/** Writes a line with strokes: no font need be installed. What does not fit is left out. */
function writeText(
  context: SKRSContext2D,
  text: string,
  x: number,
  y: number,
  color: string,
  widthInLetters: number,
): void {
  let letters = toGlyphs(text);
  while (widthOf(letters) > widthInLetters) letters = [...letters.slice(0, -2), '…'];
  context.strokeStyle = color;
  context.lineWidth = 1.25;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  traceText(context, { letters, x, y, height: LETTER_HEIGHT });
  context.stroke();
}

const even = (pixels: number): number => 2 * Math.round(pixels / 2);
