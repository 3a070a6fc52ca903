import { useId, type ReactNode } from 'react';
import type { TransitionPresentation, TransitionPresentationComponentProps } from '@remotion/transitions';
import { Fill } from '../fill.tsx';
import { transitionFault } from './check-transition.ts';

/** What `lumaReveal` takes. */
export interface LumaRevealOptions {
  /** Which parts of the next shot come first: its `bright` or its `dark` ones; `bright` by default. */
  first?: 'bright' | 'dark';
  /** How many shades fade in at once, 0.02–1 of all; 0.4 by default. */
  softness?: number;
}

/** `Required` options of `lumaReveal`, as its component gets them. */
export type LumaRevealProps = Required<LumaRevealOptions> & Record<string, unknown>;

/**
 * The line that turns a picture's shade (0–1) into its opacity: `slope · shade + intercept`, cut off at 0 and 1.
 * At progress 0 nothing is seen, at 1 everything.
 */
export function lumaRamp({
  progress,
  first,
  softness,
}: {
  progress: number;
} & Required<LumaRevealOptions>): { slope: number; intercept: number } {
  // the shade that is half seen wanders from beyond one end of the scale to beyond the other
  const shade = progress * (1 + softness) - softness / 2;
  const slope = 1 / softness;
  return first === 'bright'
    ? { slope, intercept: 0.5 - slope * (1 - shade) }
    : { slope: -slope, intercept: 0.5 + slope * shade };
}

/**
 * Pictures are darker than the middle of the scale: half of the pixels of usual shots lie under a luminance of 0.3. To this
 * power that is a half, so that about as much of a picture is seen in the middle of the transition.
 */
const SHADE_POWER = 0.6;

/** Luminance by the weights of BT.709. */
const LUMINANCE = [0.2126, 0.7152, 0.0722];

function LumaRevealPresentation({
  children,
  presentationDirection,
  presentationProgress,
  passedProps: { first, softness },
}: TransitionPresentationComponentProps<LumaRevealProps>): ReactNode {
  const id = `beatcut-luma-${useId().replaceAll(/[^\w-]/g, '')}`;
  if (presentationDirection === 'exiting' || presentationProgress >= 1) {
    return <Fill>{children}</Fill>;
  }
  const { slope, intercept } = lumaRamp({ progress: presentationProgress, first, softness });
  return (
    <Fill style={{ filter: `url(#${id})` }}>
      <svg width={0} height={0} style={{ position: 'absolute' }}>
        <filter id={id} x="0" y="0" width="1" height="1" colorInterpolationFilters="sRGB">
          <feColorMatrix values={`0 0 0 0 0  0 0 0 0 0  0 0 0 0 0  ${LUMINANCE.join(' ')} 0 0`} />
          <feComponentTransfer>
            <feFuncA type="gamma" exponent={SHADE_POWER} />
          </feComponentTransfer>
          <feComponentTransfer result="seen">
            <feFuncA type="linear" slope={slope} intercept={intercept} />
          </feComponentTransfer>
          <feComposite in="SourceGraphic" in2="seen" operator="in" />
        </filter>
      </svg>
      {children}
    </Fill>
  );
}

/**
 * A transition in which the next shot burns through by its own light: its brightest (or darkest) parts are seen first.
 *
 * @throws BeatcutError `TRANSITION_INVALID`.
 */
export function lumaReveal({
  first = 'bright',
  softness = 0.4,
}: LumaRevealOptions = {}): TransitionPresentation<LumaRevealProps> {
  if (!(softness >= 0.02 && softness <= 1)) {
    throw transitionFault(
      `lumaReveal: softness must be 0.02–1, but is ${softness}.`,
      '0.4 fades four tenths of all shades in at once.',
    );
  }
  return { component: LumaRevealPresentation, props: { first, softness } };
}
