import { describe, expect, it } from 'vitest';
import { applyCorrections } from '../../src/song/apply-corrections.ts';
import { parseCorrections, type SongCorrections } from '../../src/song/corrections.ts';
import { SONG_MAP_VERSION, songMapSchema, type SongMap } from '../../src/song/song-map.ts';

/** 120 BPM in 4/4 for 12 s, with a pick-up of two beats and a section border at 5 s. */
const heard: SongMap = {
  version: SONG_MAP_VERSION,
  durationInSeconds: 12,
  tempoBpm: 120,
  alternativeTempoBpm: 60,
  beatsPerBar: 4,
  beats: Array.from({ length: 22 }, (_, index) => ({
    timeInSeconds: 0.5 + index / 2,
    bar: Math.floor((index + 2) / 4),
    beatInBar: ((index + 2) % 4) + 1,
    confidence: 0.8,
  })),
  sections: [
    { startInSeconds: 0, endInSeconds: 5, label: 'A', energy: 0.5 },
    { startInSeconds: 5, endInSeconds: 9, label: 'B', energy: 1 },
    { startInSeconds: 9, endInSeconds: 12, label: 'A', energy: 0.5 },
  ],
  energy: { valuesPerSecond: 1, overall: [1], low: [1], mid: [1], high: [1] },
  confidence: 0.8,
  warnings: [],
};

const correct = (corrections: Omit<SongCorrections, 'version'>, songMap: SongMap = heard): SongMap => {
  const before = structuredClone(songMap);
  const corrected = applyCorrections(songMap, { version: 1, ...corrections });
  expect(songMap).toEqual(before); // it is pure
  expect(songMapSchema.safeParse(corrected).error).toBeUndefined();
  return corrected;
};

const times = ({ beats }: SongMap): number[] => beats.map(({ timeInSeconds }) => timeInSeconds);
const downbeats = ({ beats }: SongMap): number[] =>
  beats.filter(({ beatInBar }) => beatInBar === 1).map(({ timeInSeconds }) => timeInSeconds);
const places = ({ beats }: SongMap, count: number): string[] =>
  beats.slice(0, count).map(({ bar, beatInBar }) => `${bar}.${beatInBar}`);

describe('applyCorrections', () => {
  it('never lets a boundary that it moves pass another one or the ends of the song', () => {
    const starts = (addBoundariesInSeconds: number[], songMap: SongMap = heard): number[] => {
      const { sections } = correct({ sections: { addBoundariesInSeconds } }, songMap);
      for (const [index, { startInSeconds, endInSeconds }] of sections.entries()) {
        expect(endInSeconds).toBeGreaterThan(startInSeconds);
        expect(sections[index + 1]?.startInSeconds ?? 12).toBe(endInSeconds);
      }
      return sections.map(({ startInSeconds }) => startInSeconds);
    };
    const withBoundaries = (first: number, second: number): SongMap => ({
      ...heard,
      sections: [
        { ...heard.sections[0]!, endInSeconds: first },
        { ...heard.sections[1]!, startInSeconds: first, endInSeconds: second },
        { ...heard.sections[2]!, startInSeconds: second },
      ],
    });
    // the nearer of two moves
    expect(starts([5.25], withBoundaries(5, 5.2))).toEqual([0, 5, 5.25]);
    expect(starts([0], withBoundaries(0.2, 9))).toEqual([0, 0.2, 9]);
    expect(starts([12.1], withBoundaries(5, 11.9))).toEqual([0, 5, 11.9]);
    // two that a person adds are two, the one of them that is nearer being the one that was heard
    expect(starts([7, 7.2])).toEqual([0, 5, 7, 7.2, 9]);
    expect(starts([5.1, 5.3])).toEqual([0, 5.1, 5.3, 9]);
  });

  it('changes nothing when nothing is said', () => {
    expect(correct({})).toEqual(heard);
  });

  it('doubles: a beat between each two, bars of as many beats', () => {
    const doubled = correct({ tempo: 'double' });
    expect(doubled.tempoBpm).toBe(240);
    expect(doubled.alternativeTempoBpm).toBe(120);
    expect(times(doubled).slice(0, 3)).toEqual([0.5, 0.75, 1]);
    expect(downbeats(doubled).slice(0, 3)).toEqual([0.5, 1.5, 2.5]);
  });

  it('halves: the downbeats stay beats', () => {
    const halved = correct({ tempo: 'half' });
    expect(halved.tempoBpm).toBe(60);
    expect(times(halved).slice(0, 3)).toEqual([0.5, 1.5, 2.5]);
    expect(downbeats(halved)[0]).toBe(1.5);
    expect(places(halved, 3)).toEqual(['0.4', '1.1', '1.2']);
  });

  it('shifts beats and inner section borders, and drops what falls off the song', () => {
    const shifted = correct({ shiftInSeconds: -0.75 });
    expect(times(shifted)[0]).toBeCloseTo(0.25, 9);
    expect(shifted.sections.map(({ startInSeconds }) => startInSeconds)).toEqual([0, 4.25, 8.25]);
    expect(shifted.sections.at(-1)!.endInSeconds).toBe(12);
  });

  it('keeps the beat that a song begins with when it is shifted a little out of the song', () => {
    const shifted = correct({ shiftInSeconds: -0.6 });
    expect(times(shifted)).toHaveLength(22);
    expect(times(shifted)[0]).toBe(0);
    expect(times(shifted)[1]).toBeCloseTo(0.4, 9);
    expect(places(shifted, 3)).toEqual(places(heard, 3));
  });

  it('counts bars from the downbeat and in the meter that a person names', () => {
    expect(downbeats(correct({ firstDownbeatInSeconds: 6.1 })).slice(0, 3)).toEqual([2, 4, 6]);
    const waltz = correct({ beatsPerBar: 3, firstDownbeatInSeconds: 2 });
    expect(waltz.beatsPerBar).toBe(3);
    expect(downbeats(waltz).slice(0, 3)).toEqual([0.5, 2, 3.5]);
    expect(places(waltz, 5)).toEqual(['1.1', '1.2', '1.3', '2.1', '2.2']);
  });

  it('lets a beat tapped by a person win over the heard one beside it', () => {
    const tapped = correct({ beats: { addInSeconds: [2.06] } });
    expect(times(tapped)).toHaveLength(22);
    expect(tapped.beats[3]).toMatchObject({ timeInSeconds: 2.06, confidence: 1 });
    const between = correct({ beats: { addInSeconds: [2.25] } });
    expect(times(between)).toHaveLength(23);
  });

  it('removes and moves single beats, keeps the bars, and says so when there is none', () => {
    const corrected = correct({
      beats: {
        removeInSeconds: [1.5, 30],
        move: [
          { fromInSeconds: 3, toInSeconds: 3.1 },
          { fromInSeconds: 40, toInSeconds: 1 },
        ],
      },
    });
    expect(times(corrected).slice(0, 6)).toEqual([0.5, 1, 2, 2.5, 3.1, 3.5]);
    expect(downbeats(corrected).slice(0, 2)).toEqual([2, 3.5]); // 1.5 was a downbeat: its bar now begins at 2
    expect(corrected.warnings).toEqual([
      'No beat to remove was found at 30 s.',
      'No beat to move was found at 40 s.',
    ]);
  });

  it('names sections, all that sound alike at once, and lets single names win', () => {
    const named = correct({
      sections: {
        names: [
          { atInSeconds: 1, name: 'verse' },
          { atInSeconds: 6, name: 'chorus' },
        ],
      },
    });
    expect(named.sections.map(({ name }) => name)).toEqual(['verse', 'chorus', 'verse']);
    const outro = correct({
      sections: {
        names: [
          { atInSeconds: 1, name: 'verse' },
          { atInSeconds: 10, name: 'outro' },
        ],
      },
    });
    expect(outro.sections.map(({ name }) => name)).toEqual(['verse', undefined, 'outro']);
  });

  it('puts a drop where a person calls a section one, after the section that builds up to it', () => {
    const names = [
      { atInSeconds: 1, name: 'build' },
      { atInSeconds: 6, name: 'Drop' },
      { atInSeconds: 10, name: 'drop 2' },
    ];
    const sections = { addBoundariesInSeconds: [9], names };
    const second = { startInSeconds: 5, dropInSeconds: 9, strength: 1 };
    expect(correct({ sections }).buildUps).toEqual([
      { startInSeconds: 0, dropInSeconds: 5, strength: 1 },
      second,
    ]);
    // a drop that was heard there is the same one
    const buildUps = [{ startInSeconds: 3, dropInSeconds: 5.2, strength: 0.4 }];
    expect(correct({ sections }, { ...heard, buildUps }).buildUps).toEqual([...buildUps, second]);
    // no drop is "dropped", and none comes before the song
    const others = [
      { atInSeconds: 1, name: 'drop' },
      { atInSeconds: 6, name: 'dropped' },
      { atInSeconds: 10, name: 'outro' },
    ];
    expect(correct({ sections: { names: others } }).buildUps).toBeUndefined();
  });

  it('moves section borders by removing and adding them', () => {
    const { sections } = correct({
      sections: { removeBoundariesInSeconds: [5.2], addBoundariesInSeconds: [4, 10] },
    });
    expect(sections.map(({ startInSeconds, label }) => `${startInSeconds} ${label}`)).toEqual([
      '0 A',
      '4 A',
      '9 A',
      '10 A',
    ]);
    expect(sections.at(-1)!.endInSeconds).toBe(12);
  });

  it('moves a section border that is added beside a heard one, as a later analysis may hear it, and makes none twice', () => {
    const heard = correct({}).sections;
    const time = heard[1]!.startInSeconds + 0.1;
    const { sections } = correct({ sections: { addBoundariesInSeconds: [time] } });
    expect(sections.length).toBe(heard.length);
    expect(sections[0]!.endInSeconds).toBe(time);
    expect(sections[1]!.startInSeconds).toBe(time);
  });

  it('keeps a border that a person adds exactly where it was heard when another is added beside it', () => {
    const { sections } = correct({ sections: { addBoundariesInSeconds: [5, 5.2] } });
    expect(sections.map(({ startInSeconds }) => startInSeconds)).toEqual([0, 5, 5.2, 9]);
  });

  it('takes all beats from a person where none was heard', () => {
    const silent = {
      ...heard,
      tempoBpm: 0,
      alternativeTempoBpm: 0,
      beatsPerBar: 0,
      beats: [],
      confidence: 0,
    };
    const tapped = correct({ beats: { addInSeconds: [1, 2, 3, 4, 5, 6] } }, silent);
    expect(tapped).toMatchObject({ tempoBpm: 60, beatsPerBar: 4 });
    expect(places(tapped, 5)).toEqual(['1.1', '1.2', '1.3', '1.4', '2.1']);
    expect(correct({ tempo: 'double' }, silent)).toMatchObject({ tempoBpm: 0, beatsPerBar: 0, beats: [] });
  });
});

const parse = (value: unknown): SongCorrections =>
  parseCorrections({ text: JSON.stringify(value), path: 'song.mp3.corrections.json' });

describe('parseCorrections', () => {
  it('reads what a person may say', () => {
    const corrections = { version: 1, tempo: 'half', tempoRangeBpm: [80, 120], beats: { addInSeconds: [1] } };
    expect(parse(corrections)).toEqual(corrections);
  });

  it('refuses misspelt, impossible and newer corrections, naming the file', () => {
    expect(() => parse({ version: 1, tempoo: 'half' })).toThrow(/song\.mp3\.corrections\.json.*tempoo/);
    expect(() => parse({ version: 1, beats: { addInSeconds: [-1] } })).toThrow('beats.addInSeconds.0');
    expect(() => parse({ version: 1, tempoRangeBpm: [120, 80] })).toThrow('slower tempo first');
    expect(() => parse({ version: 2 })).toThrow('version 2');
  });
});
