import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { Internals } from 'remotion';
import type { ShownClip } from '../../edit/page-protocol.ts';
import type { ClipObjectFit, FocusPoint } from '../fitted-take.tsx';

const standIns = new WeakMap<Element, ShownClip>();

/** Finds the places of clips in a page that shows frames without painting them. */
export const CLIP_STAND_IN_SELECTOR = 'canvas[data-beatcut-clip]';

/** The clip that an element stands in for. */
export const clipOf = (element: Element): ShownClip | undefined => standIns.get(element);

/**
 * Takes a clip's place while a page shows all frames without painting them: an element of the same kind, with the same
 * style, that knows which clip is shown there and when.
 */
export function ClipStandIn({
  clip,
  objectFit,
  focus,
}: {
  clip: ShownClip;
  objectFit: ClipObjectFit;
  focus: FocusPoint;
}): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current !== null) standIns.set(canvas.current, clip);
  });
  return (
    <canvas
      ref={canvas}
      data-beatcut-clip=""
      className={Internals.OBJECTFIT_CONTAIN_CLASS_NAME}
      // a take of the picture's own shape fills it in any case; of another shape, these tell how
      data-beatcut-frame={`${objectFit} ${focus.x} ${focus.y}`}
      style={{ width: '100%', height: '100%', objectFit: objectFit === 'blur' ? 'contain' : objectFit }}
    />
  );
}
