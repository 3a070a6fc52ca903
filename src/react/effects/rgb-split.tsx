import { useId, type ReactNode } from 'react';
import { useVideoConfig } from 'remotion';
import { Fill } from '../fill.tsx';
import { checkNumber } from './check-number.ts';
import { usePulse, type UsePulseOptions } from './moments.ts';

/** Props of `<RgbSplit>`. */
export interface RgbSplitProps extends Partial<UsePulseOptions> {
  /** How far red and blue move apart from green at full strength, as a share of the width; 0.008 by default. */
  distance?: number;
  /** The direction in which they move, clockwise from the right; 0 by default. */
  angleInDegrees?: number;
  children?: ReactNode;
}

/**
 * Pulls the colours of everything inside apart on the song's snares or other moments. The picture is drawn once and split
 * by an SVG filter, and only while the effect is felt.
 *
 * @throws BeatcutError `EFFECT_INVALID`.
 */
export function RgbSplit({
  on = 'snare',
  distance = 0.008,
  angleInDegrees = 0,
  decayInSeconds = 0.3,
  children,
  ...options
}: RgbSplitProps): ReactNode {
  checkNumber({ who: '<RgbSplit>', name: 'distance', value: distance, least: 0, most: 0.2 });
  const { width } = useVideoConfig();
  const id = useFilterId('rgb-split');
  const { pulse } = usePulse({ on, decayInSeconds, ...options });
  const length = pulse * distance * width;
  const angle = (angleInDegrees * Math.PI) / 180;
  const [dx, dy] = [length * Math.cos(angle), length * Math.sin(angle)];
  // a filter makes the browser copy the picture: not for less than a tenth of a pixel
  const isSplit = length > 0.1;
  return (
    <Fill style={isSplit ? { filter: `url(#${id})` } : undefined}>
      {isSplit && (
        <svg width={0} height={0} style={{ position: 'absolute' }}>
          <filter id={id} x="0" y="0" width="1" height="1" colorInterpolationFilters="sRGB">
            <feColorMatrix in="SourceGraphic" values="1 0 0 0 0  0 0 0 0 0  0 0 0 0 0  0 0 0 1 0" />
            <feOffset dx={-dx} dy={-dy} result="red" />
            <feColorMatrix
              in="SourceGraphic"
              values="0 0 0 0 0  0 1 0 0 0  0 0 0 0 0  0 0 0 1 0"
              result="green"
            />
            <feColorMatrix in="SourceGraphic" values="0 0 0 0 0  0 0 0 0 0  0 0 1 0 0  0 0 0 1 0" />
            <feOffset dx={dx} dy={dy} result="blue" />
            <feBlend in="red" in2="green" mode="screen" />
            <feBlend in2="blue" mode="screen" />
          </filter>
        </svg>
      )}
      {children}
    </Fill>
  );
}

/** The id of an SVG filter that no other component of the page has. */
export const useFilterId = (name: string): string => `beatcut-${name}-${useId().replaceAll(/[^\w-]/g, '')}`;
