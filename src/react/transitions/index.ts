export { audioReveal, type AudioRevealOptions, type AudioRevealProps } from './audio-reveal.tsx';
export { dip, type DipOptions, type DipProps } from './dip.tsx';
export { infiniteZoom, type InfiniteZoomOptions, type InfiniteZoomProps } from './infinite-zoom.tsx';
export {
  InfiniteZoom,
  type InfiniteZoomSeriesProps,
  type InfiniteZoomShotProps,
} from './infinite-zoom-series.tsx';
export { lumaReveal, type LumaRevealOptions, type LumaRevealProps } from './luma-reveal.tsx';
export { matchCut, type MatchCutOptions, type MatchCutProps, type MatchedShape } from './match-cut.tsx';
export { whipPan, type WhipPanOptions, type WhipPanProps } from './whip-pan.tsx';
