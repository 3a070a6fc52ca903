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

/** What must stay free of 1080 × 1920 pixels. */
const ofTallPicture = (top: number, bottom: number, left: number, right: number): SafeAreaInsets => ({
  top: top / 1920,
  bottom: bottom / 1920,
  left: left / 1080,
  right: right / 1080,
});

const REELS: SafeAreaInsets = { top: 0.14, bottom: 0.35, left: 0.06, right: 0.06 };
const SHORTS: SafeAreaInsets = ofTallPicture(288, 672, 48, 192);
const TIKTOK: SafeAreaInsets = ofTallPicture(150, 440, 120, 150);
const largest = (side: keyof SafeAreaInsets): number => Math.max(REELS[side], SHORTS[side], TIKTOK[side]);

/**
 * What must stay free, by platform. Apps cover other parts in each version and on each phone, and under posts that nobody pays
 * for less than under advertisements, which these figures are for. All were read in November 2026.
 *
 * - `broadcast`: EBU R 95 (2017), graphics safe area: 5 % on each side.
 * - `reels`: Meta's guide for advertisers: top 14 %, bottom 35 %, sides 6 %; since March 2026 for Stories, too.
 * - `shorts`: Google's safe zone for vertical YouTube advertisements, which its help shows as a picture: 288 px at the top, 672 at
 *   the bottom, 48 left and 192 right of 1080 × 1920, as read in Shotstack's "Vertical video safe zones" (2026).
 * - `tiktok`: TikTok hands out templates, which differ by the length of the caption, and no figures. As read from them: 150 px at
 *   the top, 440 at the bottom, 150 right (AdFuse, "TikTok ad sizes and specs", 2026), 120 left (Shotstack, as above).
 * - `vertical`: the part that is free in all three.
 * - `feed`: square and 4:5 posts, our choice: 5 % on each side.
 */
export const SAFE_AREAS: Readonly<Record<SafeAreaPlatform, SafeAreaInsets>> = {
  broadcast: { top: 0.05, bottom: 0.05, left: 0.05, right: 0.05 },
  reels: REELS,
  shorts: SHORTS,
  tiktok: TIKTOK,
  vertical: {
    top: largest('top'),
    bottom: largest('bottom'),
    left: largest('left'),
    right: largest('right'),
  },
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
