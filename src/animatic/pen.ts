import type { AnimaticContext, AnimaticGradient } from './canvas.ts';
import { css, type Rgb } from './color.ts';

/** A point: x to the right, y down, in heights of the frame from its middle. */
export type Point = readonly [x: number, y: number];

/** A stop of a gradient: where (0..1), which colour, how opaque. */
export type Stop = readonly [offset: number, color: Rgb, alpha?: number];

/** What a shape is filled with: a colour, or a gradient that a `Pen` made. */
export type Ink = Rgb | AnimaticGradient;

const isColor = (ink: Ink): ink is Rgb => Array.isArray(ink);

/** Short words for drawing flat shapes on a context. Keeps no state besides the context's own. */
export class Pen {
  readonly context: AnimaticContext;

  constructor(context: AnimaticContext) {
    this.context = context;
  }

  /** Fills the current path. */
  private ink(ink: Ink, alpha: number): void {
    this.context.fillStyle = isColor(ink) ? css(ink, alpha) : ink;
    this.context.fill();
  }

  /** A gradient between two points. */
  linear(x0: number, y0: number, x1: number, y1: number, stops: readonly Stop[]): AnimaticGradient {
    const gradient = this.context.createLinearGradient(x0, y0, x1, y1);
    for (const [offset, color, alpha] of stops) gradient.addColorStop(offset, css(color, alpha));
    return gradient;
  }

  /** A gradient from a middle outwards, from an inner radius (0 by default) to an outer one. */
  radial(x: number, y: number, radius: number, stops: readonly Stop[], inner = 0): AnimaticGradient {
    const gradient = this.context.createRadialGradient(x, y, inner, x, y, Math.max(1e-6, radius));
    for (const [offset, color, alpha] of stops) gradient.addColorStop(offset, css(color, alpha));
    return gradient;
  }

  rect(x: number, y: number, width: number, height: number, ink: Ink, alpha = 1): void {
    this.context.fillStyle = isColor(ink) ? css(ink, alpha) : ink;
    this.context.fillRect(x, y, width, height);
  }

  /**
   * Fills a rectangle with an opaque gradient from one height to another. Drawn as gradients of two stops each, one over
   * the other: that costs a third of one gradient with three.
   */
  fade(
    x: number,
    y: number,
    width: number,
    height: number,
    [from, to]: readonly [from: number, to: number],
    stops: readonly Stop[],
  ): void {
    const heightOf = ([offset]: Stop): number => from + (to - from) * offset;
    for (let index = 0; index < stops.length - 1; index++) {
      const [stop, next] = [stops[index]!, stops[index + 1]!];
      const top = index === 0 ? y : heightOf(stop);
      const ink = this.linear(0, heightOf(stop), 0, heightOf(next), [
        [0, stop[1]],
        [1, next[1]],
      ]);
      this.rect(x, top, width, y + height - top, ink);
    }
  }

  circle(x: number, y: number, radius: number, ink: Ink, alpha = 1): void {
    this.context.beginPath();
    this.context.arc(x, y, Math.max(0, radius), 0, Math.PI * 2);
    this.ink(ink, alpha);
  }

  ellipse(x: number, y: number, radiusX: number, radiusY: number, ink: Ink, alpha = 1, rotation = 0): void {
    this.context.beginPath();
    this.context.ellipse(x, y, Math.max(0, radiusX), Math.max(0, radiusY), rotation, 0, Math.PI * 2);
    this.ink(ink, alpha);
  }

  /** A filled shape whose path the callback traces. */
  shape(ink: Ink, alpha: number, trace: (context: AnimaticContext) => void): void {
    this.context.beginPath();
    trace(this.context);
    this.ink(ink, alpha);
  }

  /** Many circles as one shape: the cheap way to draw stars, snow and leaves. */
  dots(dots: Iterable<readonly [x: number, y: number, radius: number]>, ink: Ink, alpha = 1): void {
    this.context.beginPath();
    for (const [x, y, radius] of dots) {
      this.context.moveTo(x + radius, y);
      this.context.arc(x, y, radius, 0, Math.PI * 2);
    }
    this.ink(ink, alpha);
  }

  /** Many rectangles as one shape. */
  rects(
    rects: Iterable<readonly [x: number, y: number, width: number, height: number]>,
    ink: Ink,
    alpha = 1,
  ): void {
    this.context.beginPath();
    for (const [x, y, width, height] of rects) this.context.rect(x, y, width, height);
    this.ink(ink, alpha);
  }

  /** A filled polygon. */
  polygon(points: readonly Point[], ink: Ink, alpha = 1): void {
    this.trace(points);
    this.context.closePath();
    this.ink(ink, alpha);
  }

  /** A filled shape whose outline runs smoothly near the points. */
  blob(points: readonly Point[], ink: Ink, alpha = 1): void {
    const { context } = this;
    context.beginPath();
    const last = points[points.length - 1]!;
    const first = points[0]!;
    context.moveTo((last[0] + first[0]) / 2, (last[1] + first[1]) / 2);
    for (const [index, [x, y]] of points.entries()) {
      const next = points[(index + 1) % points.length]!;
      context.quadraticCurveTo(x, y, (x + next[0]) / 2, (y + next[1]) / 2);
    }
    this.ink(ink, alpha);
  }

  /** A line through points; curved with `smooth`. */
  line(points: readonly Point[], width: number, color: Rgb, alpha = 1, smooth = false): void {
    const { context } = this;
    if (smooth) {
      context.beginPath();
      context.moveTo(...points[0]!);
      for (let index = 1; index < points.length - 1; index++) {
        const [x, y] = points[index]!;
        const next = points[index + 1]!;
        context.quadraticCurveTo(x, y, (x + next[0]) / 2, (y + next[1]) / 2);
      }
      context.lineTo(...points[points.length - 1]!);
    } else this.trace(points);
    context.lineWidth = width;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.strokeStyle = css(color, alpha);
    context.stroke();
  }

  /** A limb: two circles and what lies between them. */
  limb(x0: number, y0: number, radius0: number, x1: number, y1: number, radius1: number, ink: Ink): void {
    const { context } = this;
    const angle = Math.atan2(y1 - y0, x1 - x0);
    context.beginPath();
    context.arc(x0, y0, radius0, angle + Math.PI / 2, angle + Math.PI * 1.5);
    context.arc(x1, y1, radius1, angle - Math.PI / 2, angle + Math.PI / 2);
    context.closePath();
    this.ink(ink, 1);
  }

  /**
   * Light that fades outwards and brightens what it falls on: a wide faint disc and a narrow strong one. Two gradients of
   * two stops each cost a quarter of one with four.
   */
  glow(x: number, y: number, radius: number, color: Rgb, alpha = 1): void {
    if (radius <= 0 || alpha <= 0) return;
    const { context } = this;
    context.globalCompositeOperation = 'screen';
    for (const [part, strength] of [
      [1, 0.3],
      [0.42, 0.62],
    ] as const)
      this.circle(
        x,
        y,
        radius * part,
        this.radial(x, y, radius * part, [
          [0, color, alpha * strength],
          [1, color, 0],
        ]),
      );
    context.globalCompositeOperation = 'source-over';
  }

  /** A beam of light: bright between the first two points, gone at the last two. */
  beam(from: readonly [Point, Point], to: readonly [Point, Point], color: Rgb, alpha: number): void {
    const { context } = this;
    context.globalCompositeOperation = 'screen';
    const [a, b] = from;
    const [c, d] = to;
    this.polygon(
      [a, b, d, c],
      this.linear((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (c[0] + d[0]) / 2, (c[1] + d[1]) / 2, [
        [0, color, alpha * 0.8],
        [1, color, 0],
      ]),
    );
    context.globalCompositeOperation = 'source-over';
  }

  /** Draws with the origin moved, and optionally scaled and turned. */
  within(
    x: number,
    y: number,
    scale: number,
    draw: () => void,
    { flip = false, rotation = 0 }: { flip?: boolean; rotation?: number } = {},
  ): void {
    const { context } = this;
    context.save();
    context.translate(x, y);
    if (rotation !== 0) context.rotate(rotation);
    context.scale(flip ? -scale : scale, scale);
    draw();
    context.restore();
  }

  /** Draws only inside a polygon. */
  inside(points: readonly Point[], draw: () => void): void {
    this.context.save();
    this.trace(points);
    this.context.closePath();
    this.context.clip();
    draw();
    this.context.restore();
  }

  private trace(points: readonly Point[]): void {
    const { context } = this;
    context.beginPath();
    for (const [index, [x, y]] of points.entries()) {
      if (index === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
  }
}
