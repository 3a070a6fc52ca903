import type { VideoProbe } from '../media/probe-video.ts';
import { must, type FilmCheck } from './film-check.ts';
import type { FilmPlanRecord } from './film-record.ts';

const RATE_TOLERANCE = 0.005;

/** Checks what the file says about itself. */
export function checkStream({
  stream,
  frameCount,
  plan,
}: {
  stream: VideoProbe & { isFastStart: boolean | null };
  /** Frames that were decoded. */
  frameCount: number;
  plan: FilmPlanRecord | null;
}): FilmCheck[] {
  const { width, height, fps, color, codec, pixelFormat, isFastStart } = stream;
  const size = `${width} × ${height}`;
  const rate = `${Number(fps.toFixed(3))} frames/s`;
  const colors = [color.primaries, color.transfer, color.matrix, color.range]
    .map((tag) => tag ?? 'none')
    .join(', ');
  const isTagged = color.primaries === 'bt709' && color.transfer === 'bt709' && color.matrix === 'bt709';
  const checks: FilmCheck[] =
    plan === null
      ? [
          { id: 'size', status: 'info', message: `The picture is ${size}.` },
          { id: 'fps', status: 'info', message: `It runs at ${rate}.` },
          { id: 'frames', status: 'info', message: `It has ${frameCount} frames.` },
        ]
      : [
          must(
            'size',
            width === plan.width && height === plan.height,
            `The picture is ${size}; planned were ${plan.width} × ${plan.height}.`,
          ),
          must(
            'fps',
            Math.abs(fps - plan.fps) < RATE_TOLERANCE,
            `It runs at ${rate}; planned were ${plan.fps}.`,
          ),
          must(
            'frames',
            frameCount === plan.durationInFrames,
            `It has ${frameCount} frames; planned were ${plan.durationInFrames}.`,
          ),
        ];
  if (frameCount < stream.frameCount) {
    const lost = stream.frameCount - frameCount;
    checks.push({
      id: 'decoding',
      // players skip frames at the edges that an edit list cuts off
      status: lost > fps ? 'failed' : 'warning',
      message: `The file lists ${stream.frameCount} frames, of which ${lost} can't be decoded: it is damaged or cut short.`,
      value: lost,
    });
  }
  checks.push({
    id: 'colour',
    status: isTagged && color.range === 'tv' ? 'ok' : 'warning',
    message: `${codec}, ${pixelFormat}; colours are tagged ${colors} (primaries, transfer, matrix, range).`,
  });
  if (isFastStart === false) {
    checks.push({
      id: 'fast-start',
      status: 'warning',
      message: 'The index lies at the end of the file: browsers load all of it before they play.',
    });
  }
  return checks;
}
