import { useLayoutEffect, useMemo, useRef, type ReactNode } from 'react';
import { useCurrentFrame, useVideoConfig } from 'remotion';
import { Fill } from './fill.tsx';
import { createAnimaticPainter, parseScene } from '../animatic/index.ts';
import type { ClipRequest } from '../clips/clip-request.ts';

/** Props of `<Animatic>`. */
export interface AnimaticProps {
  /** What the shot shows; a whole clip request or its prompt and look. */
  request: Pick<ClipRequest, 'prompt' | 'look'>;
  /** Another number, another take of the same idea; 1 by default. */
  seed?: number;
  /** The shot's number on the slate, or `null` for none. */
  shotNumber?: number | null;
  /** Whether prompt and shot number are written at the bottom; on by default. */
  slate?: boolean;
}

/** A moving storyboard drawn from a prompt, over the length of the sequence around it. Deterministic. */
export function Animatic({ request, seed = 1, shotNumber = null, slate = true }: AnimaticProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useCurrentFrame();
  const { width, height, fps, durationInFrames } = useVideoConfig();
  const { prompt, look } = request;
  const painter = useMemo(
    () =>
      createAnimaticPainter({
        scene: parseScene(prompt, { ...(look !== undefined && { look }), seed }),
        width,
        height,
        durationInSeconds: durationInFrames / fps,
        ...(slate && { slate: { prompt, ...(shotNumber !== null && { shotNumber }) } }),
      }),
    [prompt, look, seed, width, height, fps, durationInFrames, slate, shotNumber],
  );

  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context) painter.paint(context, frame / fps);
  }, [painter, frame, fps]);

  return (
    <Fill>
      <canvas ref={canvas} width={width} height={height} style={{ width: '100%', height: '100%' }} />
    </Fill>
  );
}
