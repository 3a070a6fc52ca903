import { createCanvas } from '@napi-rs/canvas';
import { animaticProvider } from '../providers/animatic.ts';
import type { VideoProvider } from '../providers/video-provider.ts';
import { encodeVideoToBytes } from './media/encode-video.ts';

/** The embedded provider of drafts: draws with `@napi-rs/canvas` and encodes with the ffmpeg that comes with Remotion. */
export const createAnimaticProvider = (): VideoProvider =>
  animaticProvider({
    createCanvas,
    // drafts are drawn while one waits, and thrown away
    encodeVideo: (options) => encodeVideoToBytes({ ...options, preset: 'ultrafast' }),
  });
