export { infiniteZoom, type InfiniteZoomOptions, type InfiniteZoomProps } from './infinite-zoom.tsx';
export {
  InfiniteZoom,
  type InfiniteZoomSeriesProps,
  type InfiniteZoomShotProps,
} from './infinite-zoom-series.tsx';
