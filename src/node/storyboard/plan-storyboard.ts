import type { Section, SongMap } from '../../song/song-map.ts';

/** A place in the song that a storyboard needs a shot for. */
export interface StoryboardPlace {
  id: string;
  /** The section that it lies in: `chorus 2`, `B`. */
  in: string;
  role: string;
  startInSeconds: number;
  endInSeconds: number;
  bars: number;
  /** How loud the music is there, 0–1. */
  energy: number;
  /** A drop or a build-up in it, if there is one. */
  event?: 'drop' | 'build-up';
  /** What is sung there, line by line. */
  lyrics: string[];
}

/** What `planStoryboard` takes. */
export interface PlanStoryboardOptions {
  song: SongMap;
  /** One shot for each section, or one for each so many bars. */
  per: 'section' | { bars: number };
}

/** A stretch that is left over with fewer bars than this share of a shot joins the shot before it. */
const SMALLEST_SHARE = 0.5;
/** Sections are long when there are no bars: this much is one shot then. In seconds. */
const SECONDS_WITHOUT_BARS = 8;

/** Lists the places of a song that need a shot: its sections, or stretches of them that begin on a bar. */
export function planStoryboard({ song, per }: PlanStoryboardOptions): StoryboardPlace[] {
  const sections: Section[] =
    song.sections.length > 0
      ? song.sections
      : [{ startInSeconds: 0, endInSeconds: song.durationInSeconds, label: 'A', energy: 1 }];
  const seen = new Map<string, number>();
  const total = new Map<string, number>();
  for (const section of sections) total.set(nameOf(section), (total.get(nameOf(section)) ?? 0) + 1);
  const places = sections.flatMap((section) => {
    const name = nameOf(section);
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    const isRepeated = total.get(name)! > 1;
    const shown = isRepeated ? `${name} ${nth}` : name;
    const id = `${name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-')}${isRepeated ? `-${nth}` : ''}`;
    const stretches = per === 'section' ? [section] : stretchesOf(song, section, per.bars);
    return stretches.map(({ startInSeconds, endInSeconds }, index): StoryboardPlace => {
      const event = eventIn(song, startInSeconds, endInSeconds);
      return {
        id: stretches.length === 1 ? id : `${id}-${index + 1}`,
        in: shown,
        role: section.name?.toLowerCase() ?? section.label,
        startInSeconds: rounded(startInSeconds),
        endInSeconds: rounded(endInSeconds),
        bars: downbeatsIn(song, startInSeconds, endInSeconds).length,
        energy: Number(energyIn(song, startInSeconds, endInSeconds, section.energy).toFixed(2)),
        ...(event !== undefined && { event }),
        lyrics: linesIn(song, startInSeconds, endInSeconds),
      };
    });
  });
  return places.map((place, index) => ({
    ...place,
    role:
      index === 0
        ? 'opening'
        : index === places.length - 1
          ? 'final'
          : place.event === 'drop'
            ? 'drop'
            : place.role,
  }));
}

const nameOf = ({ name, label }: Section): string => name ?? label;
const rounded = (seconds: number): number => Number(seconds.toFixed(3));

/** A border may lie a hair beside its downbeat. */
const TOLERANCE_SECONDS = 0.05;

const downbeatsIn = ({ beats }: SongMap, from: number, to: number): number[] =>
  beats.flatMap(({ timeInSeconds, beatInBar }) =>
    beatInBar === 1 && timeInSeconds >= from - TOLERANCE_SECONDS && timeInSeconds < to - TOLERANCE_SECONDS
      ? [timeInSeconds]
      : [],
  );

function stretchesOf(
  song: SongMap,
  { startInSeconds, endInSeconds }: Section,
  bars: number,
): { startInSeconds: number; endInSeconds: number }[] {
  const downbeats = downbeatsIn(song, startInSeconds, endInSeconds);
  const length = endInSeconds - startInSeconds;
  const count = Math.max(1, Math.round(length / SECONDS_WITHOUT_BARS));
  const places =
    downbeats.length > 0
      ? downbeats.filter(
          (_, index) => index % bars === 0 && downbeats.length - index >= bars * SMALLEST_SHARE,
        )
      : Array.from({ length: count }, (_, index) => startInSeconds + (index * length) / count);
  const starts = [startInSeconds, ...places.slice(1)];
  return starts.map((start, index) => ({
    startInSeconds: start,
    endInSeconds: starts[index + 1] ?? endInSeconds,
  }));
}

function energyIn({ energy }: SongMap, from: number, to: number, otherwise: number): number {
  const values = energy.overall.slice(
    Math.floor(from * energy.valuesPerSecond), // [s] · [1/s] = [1]
    Math.ceil(to * energy.valuesPerSecond),
  );
  return values.length === 0 ? otherwise : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function eventIn({ buildUps = [] }: SongMap, from: number, to: number): StoryboardPlace['event'] {
  const isIn = (time: number): boolean => time >= from - TOLERANCE_SECONDS && time < to - TOLERANCE_SECONDS;
  if (buildUps.some(({ dropInSeconds }) => isIn(dropInSeconds) && dropInSeconds - from < 1)) return 'drop';
  return buildUps.some(({ startInSeconds }) => isIn(startInSeconds)) ? 'build-up' : undefined;
}

/** The lines that begin in a stretch. */
function linesIn({ lyrics = [] }: SongMap, from: number, to: number): string[] {
  const lines: { text: string; startInSeconds: number }[] = [];
  let begins = true;
  for (const { text, startMs, pageBreakAfter } of lyrics) {
    if (begins) lines.push({ text: '', startInSeconds: startMs / 1000 });
    lines.at(-1)!.text += text;
    begins = pageBreakAfter === true;
  }
  return lines
    .filter(({ startInSeconds }) => startInSeconds >= from && startInSeconds < to)
    .map(({ text }) => text.trim());
}
