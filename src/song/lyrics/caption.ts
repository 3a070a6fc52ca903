/** A piece of text with its time, in the form that `@remotion/captions` works with. */
export interface LyricsCaption {
  /** A line, or a word with the space before it. */
  text: string;
  startMs: number;
  endMs: number;
  /** The middle. */
  timestampMs: number;
  /** 1: a person wrote the time down. */
  confidence: number;
  /** Whether a line ends here. */
  pageBreakAfter?: boolean;
}

/** Text that begins at a time and lasts until the next one begins. */
export interface TimedText {
  /** Empty text ends what was shown before. */
  text: string;
  startMs: number;
  endsLine: boolean;
}

/** How long the last text stays when nothing says where it ends. */
const LAST_TEXT_MS = 4000;

/** What `captionsFrom` takes. */
export interface CaptionsFromOptions {
  /** In any order. */
  texts: readonly TimedText[];
  /** The song's length, at which the last text ends at the latest. */
  durationInSeconds?: number | undefined;
}

/** Gives each text its end: the beginning of the next one. */
export function captionsFrom({ texts, durationInSeconds }: CaptionsFromOptions): LyricsCaption[] {
  const inOrder = [...texts].sort((a, b) => a.startMs - b.startMs);
  const songEndMs = durationInSeconds === undefined ? Number.POSITIVE_INFINITY : durationInSeconds * 1000;
  return inOrder.flatMap(({ text, startMs, endsLine }, index) => {
    if (text.trim() === '') return [];
    const endMs =
      inOrder[index + 1]?.startMs ?? Math.max(startMs, Math.min(songEndMs, startMs + LAST_TEXT_MS));
    const caption = { text, startMs, endMs, timestampMs: (startMs + endMs) / 2, confidence: 1 };
    return [endsLine ? { ...caption, pageBreakAfter: true } : caption];
  });
}
