import type { Beat, Phrase, Section } from './song-map.ts';

/** What `findPhrases` takes. */
export interface FindPhrasesOptions {
  beats: readonly Beat[];
  sections: readonly Section[];
  durationInSeconds: number;
}

/** The usual length of a phrase in bars. */
const PHRASE_BARS = 4;

/**
 * Divides each section into phrases of four bars; what is left over at its end is a phrase of its own, or belongs to the
 * last one if it is a single bar.
 */
export function findPhrases({ beats, sections, durationInSeconds }: FindPhrasesOptions): Phrase[] {
  const downbeats = beats.filter(({ beatInBar, bar }) => beatInBar === 1 && bar > 0);
  return sections.flatMap((section) => {
    // a section begins on its downbeat, give or take what rounding does
    const bars = downbeats.filter(
      ({ timeInSeconds }) =>
        timeInSeconds > section.startInSeconds - 1e-6 && timeInSeconds < section.endInSeconds - 1e-6,
    );
    const starts = bars.filter((_, index) => index % PHRASE_BARS === 0);
    if (bars.length > PHRASE_BARS && bars.length % PHRASE_BARS === 1) starts.pop();
    return starts.map((start, index) => {
      const next = starts[index + 1];
      return {
        startInSeconds: start.timeInSeconds,
        endInSeconds: next?.timeInSeconds ?? Math.min(section.endInSeconds, durationInSeconds),
        bars: bars.filter(({ bar }) => bar >= start.bar && (next === undefined || bar < next.bar)).length,
      };
    });
  });
}
