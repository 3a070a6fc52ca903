import { createRandom } from '../../../src/core/random.ts';
import type { SongMap } from '../../../src/song/song-map.ts';

/** What `makeSong` takes. */
export interface MakeSongOptions {
  tempoBpm?: number;
  beatsPerBar?: number;
  /** The parts of the song in order. */
  sections?: readonly {
    name?: string;
    label: string;
    bars: number;
    /** 0–1. */
    energy: number;
    /** The section is a build-up: its end is a drop. */
    isBuildUp?: boolean;
  }[];
  /** Where the first downbeat sounds. */
  startInSeconds?: number;
  confidence?: number;
}

/** Ninety seconds with everything that a planner looks at. */
const USUAL_SECTIONS = [
  { label: 'A', name: 'intro', bars: 4, energy: 0.4 },
  { label: 'B', name: 'verse', bars: 12, energy: 0.6 },
  { label: 'C', name: 'build', bars: 4, energy: 0.7, isBuildUp: true },
  { label: 'D', name: 'chorus', bars: 8, energy: 1 },
  { label: 'B', name: 'verse', bars: 8, energy: 0.6 },
  { label: 'D', name: 'chorus', bars: 8, energy: 1 },
  { label: 'E', name: 'outro', bars: 4, energy: 0.3 },
] as const;

/** A song map as a perfect ear would write it, with phrases of four bars and a hit on every beat. */
export function makeSong({
  tempoBpm = 120,
  beatsPerBar = 4,
  sections = USUAL_SECTIONS,
  startInSeconds = 0.37,
  confidence = 1,
}: MakeSongOptions = {}): SongMap {
  const beatInSeconds = 60 / tempoBpm;
  const barInSeconds = beatsPerBar * beatInSeconds;
  const barCount = sections.reduce((sum, { bars }) => sum + bars, 0);
  const timeOfBar = (bar: number): number => startInSeconds + bar * barInSeconds;
  const durationInSeconds = timeOfBar(barCount) + 0.6;
  const random = createRandom('made song');
  const firstBars = sections.map((_, index) =>
    sections.slice(0, index).reduce((sum, { bars }) => sum + bars, 0),
  );
  const energyAt = (time: number): number => {
    const bar = (time - startInSeconds) / barInSeconds;
    const index = firstBars.findLastIndex((first) => first <= bar);
    return sections[Math.max(0, index)]!.energy;
  };
  const curve = Array.from({ length: Math.ceil(durationInSeconds * 50) }, (_, index) =>
    Math.min(1, energyAt(index / 50) * (0.95 + 0.05 * random())),
  );
  return {
    version: 1,
    durationInSeconds,
    tempoBpm: confidence === 0 ? 0 : tempoBpm,
    alternativeTempoBpm: 0,
    beatsPerBar: confidence === 0 ? 0 : beatsPerBar,
    beats:
      confidence === 0
        ? []
        : Array.from({ length: barCount * beatsPerBar + 1 }, (_, beat) => ({
            timeInSeconds: startInSeconds + beat * beatInSeconds,
            bar: Math.floor(beat / beatsPerBar) + 1,
            beatInBar: (beat % beatsPerBar) + 1,
            confidence,
          })),
    sections: sections.map(({ label, energy, ...section }, index) => ({
      startInSeconds: index === 0 ? 0 : timeOfBar(firstBars[index]!),
      endInSeconds:
        index === sections.length - 1 ? durationInSeconds : timeOfBar(firstBars[index]! + section.bars),
      label,
      ...(section.name !== undefined && { name: section.name }),
      energy,
    })),
    phrases: sections.flatMap(({ bars }, index) =>
      Array.from({ length: Math.ceil(bars / 4) }, (_, phrase) => ({
        startInSeconds: timeOfBar(firstBars[index]! + 4 * phrase),
        endInSeconds: timeOfBar(firstBars[index]! + Math.min(bars, 4 * phrase + 4)),
        bars: Math.min(4, bars - 4 * phrase),
      })),
    ),
    hits: Array.from({ length: barCount * beatsPerBar }, (_, beat) => ({
      timeInSeconds: startInSeconds + beat * beatInSeconds,
      kind: beat % 2 === 0 ? ('low' as const) : ('mid' as const),
      strength: beat % beatsPerBar === 0 ? 1 : 0.6,
    })),
    buildUps: sections.flatMap(({ bars, ...section }, index) =>
      section.isBuildUp === true
        ? [
            {
              startInSeconds: timeOfBar(firstBars[index]!),
              dropInSeconds: timeOfBar(firstBars[index]! + bars),
              strength: 0.5,
            },
          ]
        : [],
    ),
    energy: { valuesPerSecond: 50, overall: curve, low: curve, mid: curve, high: curve },
    confidence,
    warnings: [],
  };
}
