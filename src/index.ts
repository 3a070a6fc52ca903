export { BeatcutError } from './core/error.ts';
