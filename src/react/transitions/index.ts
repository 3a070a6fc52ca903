export { infiniteZoom, type InfiniteZoomOptions, type InfiniteZoomProps } from './infinite-zoom.tsx';
