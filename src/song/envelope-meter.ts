import { GrowingNumbers } from './growing-numbers.ts';
import { LISTENING_RATE_HZ } from './mono-resampler.ts';

/** Values per second of the fine envelopes that beats and hits are placed by. */
export const ENVELOPE_VALUES_PER_SECOND = 400;
/** Borders of the energy bands. */
const LOW_BORDER_HZ = 150;
const HIGH_BORDER_HZ = 2500;

/** Measures the power in three bands. */
export interface EnvelopeMeter {
  /** Takes the next samples at `LISTENING_RATE_HZ`. */
  push(samples: Float64Array): void;
  /** Below 150 Hz, in between, and above 2.5 kHz. */
  envelopes: readonly [low: GrowingNumbers, mid: GrowingNumbers, high: GrowingNumbers];
}

/** Creates a meter of the power in three bands, `ENVELOPE_VALUES_PER_SECOND` values a second. */
export function createEnvelopeMeter(): EnvelopeMeter {
  const envelopes = [new GrowingNumbers(), new GrowingNumbers(), new GrowingNumbers()] as const;
  // two one-pole low-passes in a row per border: 12 dB per octave, hardly any delay
  const lowPole = Math.exp((-2 * Math.PI * LOW_BORDER_HZ) / LISTENING_RATE_HZ);
  const highPole = Math.exp((-2 * Math.PI * HIGH_BORDER_HZ) / LISTENING_RATE_HZ);
  const state = new Float64Array(7); // the four filters' memories and the three sums
  let count = 0;
  let frame = 0;
  let untilFrameEnd = Math.round(LISTENING_RATE_HZ / ENVELOPE_VALUES_PER_SECOND);
  return {
    envelopes,
    push(samples) {
      // numbers that a closure holds are slow
      let [low1, low2, rest1, rest2, low, mid, high] = state as unknown as [
        number,
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      for (let from = 0; from < samples.length;) {
        const to = Math.min(samples.length, from + untilFrameEnd);
        for (let index = from; index < to; index++) {
          const sample = samples[index]!;
          low1 = sample + lowPole * (low1 - sample);
          low2 = low1 + lowPole * (low2 - low1);
          rest1 = sample + highPole * (rest1 - sample);
          rest2 = rest1 + highPole * (rest2 - rest1);
          const middle = rest2 - low2;
          const rest = sample - rest2;
          low += low2 * low2;
          mid += middle * middle;
          high += rest * rest;
        }
        count += to - from;
        untilFrameEnd -= to - from;
        from = to;
        if (untilFrameEnd > 0) continue;
        envelopes[0].push(low / count);
        envelopes[1].push(mid / count);
        envelopes[2].push(high / count);
        low = mid = high = count = 0;
        frame++;
        untilFrameEnd =
          Math.round(((frame + 1) * LISTENING_RATE_HZ) / ENVELOPE_VALUES_PER_SECOND) -
          Math.round((frame * LISTENING_RATE_HZ) / ENVELOPE_VALUES_PER_SECOND);
      }
      state.set([low1, low2, rest1, rest2, low, mid, high]);
    },
  };
}
