import type { ReactNode } from 'react';
import type { TransitionPresentation, TransitionPresentationComponentProps } from '@remotion/transitions';
import { useVideoConfig } from 'remotion';
import { clamp } from '../../core/numbers.ts';
import { Fill } from '../fill.tsx';
import { checkPoint, transitionFault } from './check-transition.ts';
import { smoothstep } from './portal.ts';

/** A round shape in a picture: a sun, a wheel, a face. */
export interface MatchedShape {
  /** Its middle, 0–1 of width and height. */
  x: number;
  y: number;
  /** Its radius as a share of the picture's height. */
  radius: number;
}

/** What `matchCut` takes. */
export interface MatchCutOptions {
  /** The shape in the shot that ends. */
  from: MatchedShape;
  /** The shape in the shot that begins. */
  to: MatchedShape;
  /** A colour that both shots have in common; they are tinted with it on their way. None by default. */
  color?: string | undefined;
}

/** The options of `matchCut`, as its component gets them. */
export type MatchCutProps = MatchCutOptions & Record<string, unknown>;

/** How two pictures stand while the shape of one becomes that of the other. */
export interface MatchedPictures {
  /** Where the shape is seen, in shares of width and height, and its radius as a share of the height. */
  shape: MatchedShape;
  /** The picture that ends and the one that begins: scale, and shift of their middles in shares of the frame. */
  ending: { scale: number; x: number; y: number };
  beginning: { scale: number; x: number; y: number };
}

/**
 * Where both pictures stand so that their shapes lie on each other at each moment. Place and (logarithmic) size of the
 * shape glide from the one's to the other's; where that would let a picture shrink below the frame or leave it, the camera
 * goes nearer, to both alike: so that each covers the frame for as long as it is seen.
 *
 * @param progress 0–1.
 */
export function matchAt(progress: number, from: MatchedShape, to: MatchedShape): MatchedPictures {
  const share = smoothstep(progress);
  const mix = (a: number, b: number): number => a + (b - a) * share;
  const x = mix(from.x, to.x);
  const y = mix(from.y, to.y);
  const radius = Math.exp(mix(Math.log(from.radius), Math.log(to.radius)));
  // a picture covers the frame when each side of it, seen from the shape, reaches the frame's
  const coverOf = (shape: MatchedShape): number => {
    const scale = radius / shape.radius;
    const sides = [
      x / (shape.x * scale || Number.EPSILON),
      (1 - x) / ((1 - shape.x) * scale || Number.EPSILON),
      y / (shape.y * scale || Number.EPSILON),
      (1 - y) / ((1 - shape.y) * scale || Number.EPSILON),
    ];
    return Math.max(...sides);
  };
  const nearer =
    Math.max(1, coverOf(from)) ** (1 - between(progress, ENDING_GONE, RESTING)) *
    Math.max(1, coverOf(to)) ** between(progress, 0, OPENS);
  const place = (shape: MatchedShape): { scale: number; x: number; y: number } => {
    const scale = (nearer * radius) / shape.radius;
    return { scale, x: x - 0.5 - (shape.x - 0.5) * scale, y: y - 0.5 - (shape.y - 0.5) * scale };
  };
  return { shape: { x, y, radius: nearer * radius }, ending: place(from), beginning: place(to) };
}

/** The parts of the transition at which the new shot opens out of the shape, has covered the old one, and comes to rest. */
const OPENS = 0.25;
const ENDING_GONE = 0.6;
const RESTING = 0.9;

/** Rises smoothly from 0 to 1 between two values. */
const between = (value: number, first: number, last: number): number =>
  smoothstep(clamp((value - first) / (last - first)));

/** Width of the soft edge of the opening shape, as a share of its radius. */
const FEATHER = 0.3;

function MatchCutPresentation({
  children,
  presentationDirection,
  presentationProgress,
  passedProps: { from, to, color },
}: TransitionPresentationComponentProps<MatchCutProps>): ReactNode {
  const { width, height } = useVideoConfig();
  const isEnding = presentationDirection === 'exiting';
  if (presentationProgress === (isEnding ? 0 : 1)) return <Fill>{children}</Fill>;
  const { shape, ending, beginning } = matchAt(presentationProgress, from, to);
  const { scale, x, y } = isEnding ? ending : beginning;
  const radius = shape.radius * height;
  const farthest = Math.hypot(
    Math.max(shape.x, 1 - shape.x) * width,
    Math.max(shape.y, 1 - shape.y) * height,
  );
  const opening = between(presentationProgress, OPENS, ENDING_GONE);
  const solid = radius * (1 - opening) + farthest * opening;
  const isOpen = isEnding || opening >= 1;
  const edge = `${shape.x * 100}% ${shape.y * 100}%`;
  // the tint is strongest in the middle, where one shot becomes the other
  const tint = Math.sin(Math.PI * presentationProgress) ** 2;
  return (
    <Fill
      style={{
        overflow: 'hidden',
        ...(isOpen
          ? {}
          : {
              opacity: between(presentationProgress, OPENS * 0.8, OPENS * 1.4),
              maskImage: `radial-gradient(circle at ${edge}, #000 ${solid * (1 - FEATHER * (1 - opening))}px, transparent ${solid}px)`,
            }),
      }}
    >
      <Fill style={{ transform: `translate(${x * 100}%, ${y * 100}%) scale(${scale})` }}>{children}</Fill>
      {color !== undefined && tint > 0 && (
        <Fill style={{ backgroundColor: color, mixBlendMode: 'color', opacity: 0.85 * tint }} />
      )}
    </Fill>
  );
}

function checkShape(name: string, shape: MatchedShape): void {
  checkPoint('matchCut', name, shape);
  if (shape.radius > 0 && shape.radius <= 1) return;
  throw transitionFault(
    `matchCut: ${name}.radius must be above 0 and at most 1 (the picture's height), but is ${shape.radius}.`,
    'Measure it in the clip: half the height of the shape, divided by the height of the picture.',
  );
}

/**
 * A match cut: a round shape of one shot (the moon) becomes a shape of the next one (a lamp). Both pictures glide so that
 * the shapes lie on each other in place and size, and the next shot opens out of the shape; with `color` both are tinted
 * alike on the way.
 *
 * @throws BeatcutError `TRANSITION_INVALID`.
 *
 * @example
 * matchCut({from: {x: 0.7, y: 0.3, radius: 0.1}, to: {x: 0.5, y: 0.5, radius: 0.25}, color: '#ffb86b'})
 */
export function matchCut({ from, to, color }: MatchCutOptions): TransitionPresentation<MatchCutProps> {
  checkShape('from', from);
  checkShape('to', to);
  return { component: MatchCutPresentation, props: { from, to, color } };
}
