import { describe, expect, it } from 'vitest';
import { countBars } from '../../src/song/count-bars.ts';

/** What is heard of the downbeats of bars of so many beats, of which the first `pickUp` are none. */
const heardIn = (meter: number, { beats = 60, pickUp = 0, yes = 0.8, no = 0.1 } = {}): number[] =>
  Array.from({ length: beats }, (_, beat) => ((beat - pickUp + 7 * meter) % meter === 0 ? yes : no));
const sure = (downbeats: readonly number[]): number[] => downbeats.map(() => 1);

describe('countBars', () => {
  it.each([3, 4, 5, 7])('counts bars of %i beats, whichever beat comes first', (meter) => {
    for (const pickUp of [0, 1, 2]) {
      const downbeats = heardIn(meter, { pickUp });
      const { positions, meters } = countBars({ downbeats, beats: sure(downbeats) });
      expect(positions.indexOf(1)).toBe(pickUp);
      expect(positions.slice(pickUp)).toEqual(downbeats.slice(pickUp).map((_, beat) => (beat % meter) + 1));
      expect(new Set(meters)).toEqual(new Set([meter]));
    }
  });

  it('hears from what repeats how long a bar is, when downbeats alone do not tell', () => {
    // every other beat sounds like a downbeat, the first of each four a little more
    const downbeats = heardIn(4).map((_, beat) => (beat % 4 === 0 ? 0.62 : beat % 2 === 0 ? 0.5 : 0.05));
    const repeats = (bar: number) => (beats: number) => (beats === bar ? 0.4 : beats === 2 ? 0.1 : -0.1);
    const { meters, positions } = countBars({ downbeats, beats: sure(downbeats), repetition: repeats(4) });
    expect(new Set(meters)).toEqual(new Set([4]));
    expect(positions.slice(0, 5)).toEqual([1, 2, 3, 4, 1]);
    const faint = heardIn(7, { yes: 0.45, no: 0.2 });
    const sevens = countBars({ downbeats: faint, beats: sure(faint), repetition: repeats(7) });
    expect(new Set(sevens.meters)).toEqual(new Set([7]));
    expect(sevens.positions.slice(0, 8)).toEqual([1, 2, 3, 4, 5, 6, 7, 1]);
  });

  it('begins with a downbeat where nothing else tells, and not against what is heard', () => {
    const alike = Array<number>(32).fill(0.3);
    for (const firstSound of [2.05, -2, -1]) {
      const { positions } = countBars({ downbeats: alike, beats: sure(alike), beatsPerBar: 4, firstSound });
      expect(positions.indexOf(1)).toBe((Math.round(firstSound) + 4) % 4);
    }
    const clear = heardIn(4, { pickUp: 1 });
    const heard = countBars({ downbeats: clear, beats: sure(clear), firstSound: 0 });
    expect(heard.positions.slice(0, 6)).toEqual([4, 1, 2, 3, 4, 1]);
  });

  it('takes a first sound between beats for no downbeat', () => {
    const downbeats = heardIn(4, { yes: 0.4, no: 0.3, pickUp: 2 });
    const options = { downbeats, beats: sure(downbeats), beatsPerBar: 4 };
    expect(countBars({ ...options, firstSound: 0.5 }).positions).toEqual(countBars(options).positions);
  });

  it('follows a song from 4/4 into 3/4', () => {
    const downbeats = [...heardIn(4, { beats: 48 }), ...heardIn(3, { beats: 48 })];
    const { meters } = countBars({ downbeats, beats: sure(downbeats) });
    expect(meters.slice(0, 48)).toEqual(Array(48).fill(4));
    expect(meters.slice(48)).toEqual(Array(48).fill(3));
  });

  it('keeps to the number of beats that a person gives', () => {
    const downbeats = heardIn(4);
    const { meters } = countBars({ downbeats, beats: sure(downbeats), beatsPerBar: 3 });
    expect(new Set(meters)).toEqual(new Set([3]));
  });

  it('counts a song of no beats and of one', () => {
    expect(countBars({ downbeats: [], beats: [] }).positions).toEqual([]);
    expect(countBars({ downbeats: [0.9], beats: [1] }).positions).toEqual([1]);
  });
});
