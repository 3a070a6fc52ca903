/** How a film is encoded for a place. Plain data; everything but the picture's size follows the film where nothing is said. */
export interface DeliveryPreset {
  /** What `--preset` is given. */
  id: string;
  description: string;
  /** Ending of the file, without the dot. */
  extension: 'mp4' | 'mov';
  /** In pixels; the film's own where nothing is said. The film is cropped to this shape. */
  size?: { width: number; height: number };
  /** Share of the film's size, for previews. */
  scale?: number;
  /** Films with fewer or more frames a second are refused. */
  minFps?: number;
  maxFps?: number;
  video:
    | {
        codec: 'h264';
        crf: number;
        /** x264's preset. */
        preset: 'veryfast' | 'medium' | 'slow';
        /** Most that a second may take, by frame rate: up to 30, and above. */
        maxKbps?: { standard: number; high: number };
        /** Frames between key frames, as a share of a second. */
        gopInSeconds: number;
      }
    | { codec: 'prores'; profile: 'proxy' | 'lt' | 'standard' | 'hq' };
  audio: { codec: 'aac'; kbps: number } | { codec: 'pcm' };
  /** Whether the file may hold edit lists. Some places do not follow them, and play the sound late. */
  editLists: boolean;
  /** How loud the place plays films, in LUFS; used only when asked for. */
  loudnessLufs?: number;
  /** Longest film that the place takes, in seconds. */
  maxSeconds?: number;
  /** Where this was read, and when. */
  source: string;
  asOf: string;
}

const YOUTUBE = 'https://support.google.com/youtube/answer/1722171';
const INSTAGRAM =
  'https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media';

/** YouTube's recommended rates for 1080p, in kbit/s. */
const YOUTUBE_1080P = { standard: 8000, high: 12_000 };

/** Where films go. */
export const DELIVERY_PRESETS: readonly DeliveryPreset[] = [
  {
    id: 'youtube',
    description: 'YouTube: H.264 in the film’s own size at high quality, AAC 384 kbit/s',
    extension: 'mp4',
    // YouTube encodes again: no limit on the rate is asked for, and none is set
    video: { codec: 'h264', crf: 16, preset: 'medium', gopInSeconds: 0.5 },
    audio: { codec: 'aac', kbps: 384 },
    editLists: false,
    loudnessLufs: -14,
    source: YOUTUBE,
    asOf: '2026-11-23',
  },
  {
    id: 'shorts',
    description: 'YouTube Shorts: 1080 × 1920, up to 3 minutes',
    extension: 'mp4',
    size: { width: 1080, height: 1920 },
    video: { codec: 'h264', crf: 17, preset: 'medium', maxKbps: YOUTUBE_1080P, gopInSeconds: 0.5 },
    audio: { codec: 'aac', kbps: 384 },
    editLists: false,
    loudnessLufs: -14,
    maxSeconds: 180,
    source: YOUTUBE,
    asOf: '2026-11-23',
  },
  {
    id: 'tiktok',
    description: 'TikTok: 1080 × 1920, up to 10 minutes',
    extension: 'mp4',
    size: { width: 1080, height: 1920 },
    maxFps: 60,
    video: {
      codec: 'h264',
      crf: 18,
      preset: 'medium',
      maxKbps: { standard: 10_000, high: 15_000 },
      gopInSeconds: 1,
    },
    audio: { codec: 'aac', kbps: 256 },
    editLists: false,
    maxSeconds: 600,
    source: 'https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide',
    asOf: '2026-11-23',
  },
  {
    id: 'reels',
    description: 'Instagram Reels: 1080 × 1920, 23–60 frames/s, up to 15 minutes, at most 25 Mbit/s',
    extension: 'mp4',
    size: { width: 1080, height: 1920 },
    minFps: 23,
    maxFps: 60,
    video: {
      codec: 'h264',
      crf: 18,
      preset: 'medium',
      maxKbps: { standard: 10_000, high: 15_000 },
      gopInSeconds: 1,
    },
    audio: { codec: 'aac', kbps: 128 },
    editLists: false,
    maxSeconds: 900,
    source: INSTAGRAM,
    asOf: '2026-11-23',
  },
  {
    id: 'square',
    description: 'Feeds: 1080 × 1080',
    extension: 'mp4',
    size: { width: 1080, height: 1080 },
    maxFps: 60,
    video: {
      codec: 'h264',
      crf: 18,
      preset: 'medium',
      maxKbps: { standard: 8000, high: 12_000 },
      gopInSeconds: 1,
    },
    audio: { codec: 'aac', kbps: 128 },
    editLists: false,
    source: INSTAGRAM,
    asOf: '2026-11-23',
  },
  {
    id: 'prores',
    description: 'Editing and grading: ProRes 422 HQ with 24-bit sound',
    extension: 'mov',
    video: { codec: 'prores', profile: 'hq' },
    audio: { codec: 'pcm' },
    editLists: true,
    source: 'Apple ProRes White Paper (2022)',
    asOf: '2026-11-23',
  },
  {
    id: 'master',
    description: 'Archive: H.264 close to lossless in the film’s own size',
    extension: 'mp4',
    video: { codec: 'h264', crf: 10, preset: 'slow', gopInSeconds: 1 },
    audio: { codec: 'aac', kbps: 384 },
    editLists: true,
    source: 'beatcut',
    asOf: '2026-11-23',
  },
  {
    id: 'preview',
    description: 'To send around: half size, small',
    extension: 'mp4',
    scale: 0.5,
    video: { codec: 'h264', crf: 26, preset: 'veryfast', gopInSeconds: 2 },
    audio: { codec: 'aac', kbps: 128 },
    editLists: true,
    source: 'beatcut',
    asOf: '2026-11-23',
  },
];
