import { createCanvas } from '@napi-rs/canvas';
import { animaticProvider } from '../providers/animatic.ts';
import type { VideoProvider } from '../providers/video-provider.ts';
import { encodeVideoToBytes } from './media/encode-video.ts';

/** What `createAnimaticProvider` takes. */
export interface CreateAnimaticProviderOptions {
  /** Whether the prompt and the shot's number are written into the picture; true by default. */
  slate?: boolean;
}

/** The embedded provider of drafts: draws with `@napi-rs/canvas` and encodes with the ffmpeg that comes with Remotion. */
export const createAnimaticProvider = ({ slate = true }: CreateAnimaticProviderOptions = {}): VideoProvider =>
  animaticProvider({
    createCanvas,
    slate,
    // drafts are drawn while one waits, and thrown away
    encodeVideo: (options) => encodeVideoToBytes({ ...options, preset: 'ultrafast' }),
  });
