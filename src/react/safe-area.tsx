import type { CSSProperties, ReactNode } from 'react';
import { useVideoConfig } from 'remotion';
import { Fill } from './fill.tsx';

/** What must stay free at each side, as a share of the picture's height (top, bottom) or width (left, right). */
export interface SafeAreaInsets {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** Where a film is shown. */
export type SafeAreaPlatform = 'broadcast' | 'reels' | 'shorts' | 'tiktok' | 'vertical' | 'feed';

/**
 * What must stay free, by platform. Apps cover other parts in each version and on each phone.
 *
 * - `broadcast`: EBU R 95 (2017), graphics safe area: 5 % on each side.
 * - `reels`: Meta's guide for advertisers: top 14 %, bottom 35 %, sides 6 %.
 * - `shorts`: no specification is known to us: our choice, near what creators publish for 1080 × 1920: bottom 480 px, top 140 px,
 *   right 190 px, left 5 %.
 * - `tiktok`: likewise: top 150 px, bottom 370 px, right 120 px, left 60 px.
 * - `vertical`: the part that is free in all three.
 * - `feed`: square and 4:5 posts, our choice: 5 % on each side.
 */
export const SAFE_AREAS: Readonly<Record<SafeAreaPlatform, SafeAreaInsets>> = {
  broadcast: { top: 0.05, bottom: 0.05, left: 0.05, right: 0.05 },
  reels: { top: 0.14, bottom: 0.35, left: 0.06, right: 0.06 },
  shorts: { top: 140 / 1920, bottom: 480 / 1920, left: 0.05, right: 190 / 1080 },
  tiktok: { top: 150 / 1920, bottom: 370 / 1920, left: 60 / 1080, right: 120 / 1080 },
  vertical: { top: 0.14, bottom: 0.35, left: 0.06, right: 190 / 1080 },
  feed: { top: 0.05, bottom: 0.05, left: 0.05, right: 0.05 },
};

/** The safe area of the composition's picture: `vertical` for a tall one, `feed` for a squarish one, else `broadcast`. */
export function useSafeArea(platform?: SafeAreaPlatform): SafeAreaInsets {
  const { width, height } = useVideoConfig();
  const ratio = width / height;
  return SAFE_AREAS[platform ?? (ratio < 0.7 ? 'vertical' : ratio < 1.2 ? 'feed' : 'broadcast')];
}

/** Props of `<SafeArea>`. */
export interface SafeAreaProps {
  /** Where the film is shown; by the shape of the picture by default. */
  platform?: SafeAreaPlatform;
  /** Styles of the area, a column by default. */
  style?: CSSProperties;
  children?: ReactNode;
}

/** The part of the picture in which titles and lyrics are seen on every screen. */
export function SafeArea({ platform, style, children }: SafeAreaProps): ReactNode {
  const { width, height } = useVideoConfig();
  const { top, bottom, left, right } = useSafeArea(platform);
  return (
    <Fill
      style={{
        top: top * height,
        left: left * width,
        width: (1 - left - right) * width,
        height: (1 - top - bottom) * height,
        ...style,
      }}
    >
      {children}
    </Fill>
  );
}
