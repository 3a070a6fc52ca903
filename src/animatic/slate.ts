import { css, rgb, type Rgb } from './color.ts';
import type { Pen } from './pen.ts';
import { toGlyphs, traceText, widthOf } from './stroke-font.ts';

/** What stands in the lower corner of a draft. */
export interface Slate {
  /** The shot's number in the film, from 1. */
  shotNumber?: number;
  /** What to write, in place of the scene's own prompt. */
  prompt?: string;
}

const paper: Rgb = rgb('#fff6e6');

/** Breaks a text into lines of at most `columns` letters; the last of `most` lines ends with dots if text is left. */
export function wrapText(text: string, columns: number, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const pieces = word.length > columns ? [word.slice(0, columns - 1) + '…'] : [word];
    for (const piece of pieces) {
      const line = lines[lines.length - 1];
      if (line !== undefined && line.length + 1 + piece.length <= columns)
        lines[lines.length - 1] = `${line} ${piece}`;
      else lines.push(piece);
    }
  }
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${lines[most - 1]!.slice(0, columns - 1)}…`];
}

/** What `drawSlate` takes. */
export interface DrawSlateOptions {
  slate: Slate;
  prompt: string;
  /** Half the frame's width in heights of the frame. */
  halfWidth: number;
}

/** Writes the shot's number and its prompt into the lower left corner, on a soft shade that keeps it readable. */
export function drawSlate(pen: Pen, { slate, prompt, halfWidth }: DrawSlateOptions): void {
  const letter = 0.0155 * Math.min(1, halfWidth * 1.35);
  if (letter <= 0.002) return;
  const margin = 0.038 * Math.min(1, halfWidth * 1.6);
  const number = slate.shotNumber === undefined ? [] : toGlyphs(String(slate.shotNumber).padStart(2, '0'));
  const numberHeight = letter * 2.2;
  const indent = number.length > 0 ? widthOf(number) * numberHeight + letter * 1.6 : 0;
  const room = Math.min(halfWidth * 2 - margin * 2, 1.25) - indent;
  const lines = wrapText(
    toGlyphs(slate.prompt ?? prompt).join(''),
    Math.max(8, Math.floor(room / (letter * (5.6 / 6)))),
    2,
  );
  const leading = letter * 1.75;
  const top = 0.5 - margin - (lines.length - 1) * leading - letter;
  const { context } = pen;
  pen.rect(
    -halfWidth,
    top - 0.09,
    halfWidth * 2,
    0.6 - top,
    pen.linear(0, top - 0.09, 0, 0.5, [
      [0, [0, 0, 0], 0],
      [1, [0, 0, 0], 0.5],
    ]),
  );
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.strokeStyle = css(paper, 0.92);
  const left = -halfWidth + margin;
  if (number.length > 0) {
    context.lineWidth = numberHeight * 0.13;
    context.beginPath();
    traceText(context, { letters: number, x: left, y: top, height: numberHeight });
    context.stroke();
    pen.rect(
      left + indent - letter * 0.85,
      top,
      letter * 0.12,
      Math.max(numberHeight, (lines.length - 1) * leading + letter),
      paper,
      0.6,
    );
  }
  context.strokeStyle = css(paper, 0.86);
  context.lineWidth = letter * 0.14;
  context.beginPath();
  for (const [index, line] of lines.entries())
    traceText(context, {
      letters: Array.from(line),
      x: left + indent,
      y: top + index * leading,
      height: letter,
    });
  context.stroke();
}
