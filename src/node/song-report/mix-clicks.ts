import { clamp } from '../../core/numbers.ts';
import type { Beat } from '../../song/song-map.ts';

/** How a click sounds; the page that plays the song makes it in the browser from the same figures. */
export const CLICK = {
  downbeatHz: 1760,
  beatHz: 1100,
  durationInSeconds: 0.06,
  decayInSeconds: 0.012,
  gain: 0.55,
  /** The song steps back to leave room for the clicks. */
  songGain: 0.6,
} as const;

/** What `mixClicks` takes. */
export interface MixClicksOptions {
  channels: readonly Float32Array[];
  sampleRateHz: number;
  beats: readonly Pick<Beat, 'timeInSeconds' | 'beatInBar'>[];
}

/** The song, a little softer, with a click that starts on each beat; downbeats are higher. */
export function mixClicks({ channels, sampleRateHz, beats }: MixClicksOptions): Float32Array[] {
  const lengthInSamples = Math.round(CLICK.durationInSeconds * sampleRateHz);
  return channels.map((channel) => {
    const mixed = channel.map((sample) => sample * CLICK.songGain);
    for (const { timeInSeconds, beatInBar } of beats) {
      const first = Math.round(timeInSeconds * sampleRateHz);
      const hz = beatInBar === 1 ? CLICK.downbeatHz : CLICK.beatHz;
      for (let index = 0; index < lengthInSamples && first + index < mixed.length; index++) {
        const age = index / sampleRateHz; // [samples] / [samples/s] = [s]
        const click = CLICK.gain * Math.cos(2 * Math.PI * hz * age) * Math.exp(-age / CLICK.decayInSeconds);
        mixed[first + index] = clamp(mixed[first + index]! + click, -1, 1);
      }
    }
    return mixed;
  });
}
