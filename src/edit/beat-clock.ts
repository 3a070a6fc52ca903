import type { SongMap } from '../song/song-map.ts';

/**
 * Converts between seconds, beats and bars of one song. Positions are real numbers: beat 0 is the first downbeat, beat
 * −1 the pick-up before it, beat 2.5 lies half-way between two beats; bar 0 begins at beat 0. Between beats time runs
 * evenly; before the first beat and after the last one the nearest interval goes on.
 */
export interface BeatClock {
  /** Whether the song has beats. Without any, the clock ticks at 120 BPM in 4/4 from 0 s, so that previews still run. */
  hasBeats: boolean;
  timeOfBeat(beat: number): number;
  beatAtTime(timeInSeconds: number): number;
  barAtBeat(beat: number): number;
  beatOfBar(bar: number): number;
}

/** A function through knots (x ascending), linear between them and beyond the ends with the end slopes. */
function piecewiseLinear(x: readonly number[], y: readonly number[]): (at: number) => number {
  const last = x.length - 1;
  return (at) => {
    let low = 0;
    let high = last - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (x[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    const [x0, x1, y0, y1] = [x[low]!, x[low + 1]!, y[low]!, y[low + 1]!];
    return y0 + ((at - x0) / (x1 - x0)) * (y1 - y0);
  };
}

/** Creates the clock of a song. */
export function createBeatClock(song: Pick<SongMap, 'beats' | 'beatsPerBar'>): BeatClock {
  const hasBeats = song.beats.length >= 2;
  const beats = hasBeats
    ? song.beats
    : [0, 0.5].map((timeInSeconds, index) => ({ timeInSeconds, beatInBar: index + 1 }));
  const beatsPerBar = hasBeats && song.beatsPerBar > 0 ? song.beatsPerBar : 4;

  const times = beats.map((beat) => beat.timeInSeconds);
  const firstDownbeat = Math.max(
    0,
    beats.findIndex((beat) => beat.beatInBar === 1),
  );
  const positions = beats.map((_, index) => index - firstDownbeat);

  const downbeats = positions.filter((_, index) => beats[index]!.beatInBar === 1);
  if (downbeats.length === 0) downbeats.push(0);
  // a bar before the first downbeat and one after the last, of the usual length, so that there are always two knots
  const barBeats = [downbeats[0]! - beatsPerBar, ...downbeats, downbeats.at(-1)! + beatsPerBar];
  const barNumbers = barBeats.map((_, index) => index - 1);

  return {
    hasBeats,
    timeOfBeat: piecewiseLinear(positions, times),
    beatAtTime: piecewiseLinear(times, positions),
    barAtBeat: piecewiseLinear(barBeats, barNumbers),
    beatOfBar: piecewiseLinear(barNumbers, barBeats),
  };
}
