export { openFilm } from './film/open-film.ts';
export { discoverClips } from './film/discover-clips.ts';
export { renderFilm } from './film/render-film.ts';
export { measureCuts } from './verify/measure-cuts.ts';
export { decodeAudio } from './media/decode-audio.ts';
export { analyzeSong } from '../song/analyze-song.ts';
export { findBrowser } from './browser/find-browser.ts';
