import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { Internals } from 'remotion';
import type { ShownClip } from '../../edit/page-protocol.ts';
import type { FocusPoint } from '../../edit/object-position.ts';
import type { ClipObjectFit } from '../fitted-take.tsx';

const standIns = new WeakMap<Element, { clip: ShownClip; objectFit: ClipObjectFit; focus: FocusPoint }>();

/** Finds the places of clips in a page that shows frames without painting them. */
export const CLIP_STAND_IN_SELECTOR = 'canvas[data-beatcut-clip]';

/** The clip that an element stands in for. */
export const clipOf = (element: Element): ShownClip | undefined => standIns.get(element)?.clip;

/** The point of its picture that the clip keeps in sight; `null` when it is not simply fitted into its place. */
export function focusOf(element: Element): FocusPoint | null {
  const found = standIns.get(element);
  return found === undefined || found.objectFit === 'blur' ? null : found.focus;
}

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
    if (canvas.current !== null) standIns.set(canvas.current, { clip, objectFit, focus });
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
