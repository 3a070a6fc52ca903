import type { Chance } from './chance.ts';

/** From beats to seconds. */
export type Clock = (beat: number) => number;

/** What `createClock` takes. */
export interface CreateClockOptions {
  chance: Chance;
  tempoBpm: number;
  /** The clock goes a little further than this. */
  seconds: number;
  beatsPerBar: number;
  /** How freely time is taken. */
  freedom: 'strict' | 'loose' | 'free' | 'romantic';
  /** How likely the tempo jumps once. */
  jumps: number;
}

/** How much time breathes, by freedom: wandering per beat, and slowing down at the end of phrases. */
const BREATH: Record<
  CreateClockOptions['freedom'],
  { drift: readonly [number, number]; swell: readonly [number, number] }
> = {
  strict: { drift: [0, 0], swell: [0, 0] },
  loose: { drift: [0.001, 0.008], swell: [0, 0.02] },
  free: { drift: [0.01, 0.05], swell: [0, 0.25] },
  romantic: { drift: [0.03, 0.09], swell: [0.1, 0.6] },
};

/**
 * Creates a clock: strict like a machine, or with a tempo that wanders, swells within phrases, slows down at their ends
 * and lingers on downbeats, as players' do.
 */
export function createClock({
  chance,
  tempoBpm,
  seconds,
  beatsPerBar,
  freedom,
  jumps,
}: CreateClockOptions): Clock {
  const times: number[] = [];
  const breath = BREATH[freedom];
  const start = chance.is(0.3) ? 0 : chance.between(-2, 2.5);
  const drift = chance.between(...breath.drift);
  const swell = chance.between(...breath.swell);
  const linger = freedom === 'romantic' ? chance.between(0, 0.12) : 0;
  const phrase = freedom === 'romantic' ? beatsPerBar * chance.pick([2, 4, 4]) : chance.pick([8, 12, 16]);
  const jumpAt = chance.is(jumps) ? chance.whole(12, 40) : -1;
  const jump = chance.between(0.75, 1.3);
  let time = start;
  let wander = 0;
  let depth = swell;
  for (let beat = 0; time < seconds + 4; beat++) {
    times.push(time);
    wander = 0.85 * wander + drift * chance.bell();
    const place = (beat % phrase) / phrase;
    if (place === 0) depth = swell * chance.between(0.3, 1);
    const arch = place > 0.75 ? 1 + depth * (4 * place - 3) : 1 - depth * 0.3 * Math.sin(Math.PI * place);
    const agogic = beat % beatsPerBar === 0 ? 1 + linger * chance.between(0, 1) : 1;
    time += (60 / tempoBpm) * Math.exp(wander) * arch * agogic * (jumpAt >= 0 && beat >= jumpAt ? jump : 1);
  }
  const last = times.length - 1;
  return (beat) => {
    const whole = Math.max(0, Math.min(last - 1, Math.floor(beat)));
    return times[whole]! + (beat - whole) * (times[whole + 1]! - times[whole]!);
  };
}

/** The first beat after so many seconds. */
export function clockEnd(clock: Clock, seconds: number): number {
  let beat = 0;
  while (clock(beat) < seconds) beat++;
  return beat;
}
