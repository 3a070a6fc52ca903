import { describe, expect, it } from 'vitest';
import { measureLoudness, renderSong, type SongScore } from '../../src/testing/index.ts';

const RATE = 22_050;

/** A song with a dry kick on each beat and nothing else. */
const kicks = (score: Partial<SongScore>, beatsPerBar = 4): SongScore => ({
  tempo: 120,
  beatsPerBar,
  sections: [{ label: 'A', lengthInBars: 6, parts: { kick: 'X'.repeat(beatsPerBar) } }],
  mix: { kick: { reverb: 0 } },
  ...score,
});

const peakOf = (samples: Float32Array): number =>
  samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);

/** When sound sets in, looked for in the quarter of a second around a time. */
function onsetNear(samples: Float32Array, timeInSeconds: number): number {
  const from = Math.max(0, Math.round((timeInSeconds - 0.02) * RATE));
  const window = samples.subarray(from, from + Math.round(0.1 * RATE));
  const threshold = 0.1 * peakOf(window);
  return (from + window.findIndex((sample) => Math.abs(sample) > threshold)) / RATE;
}

const lengths = (times: readonly number[]): number[] =>
  times.slice(1).map((time, index) => time - times[index]!);

const rounded = (times: number[]): number[] => times.map((time) => Math.round(time * 1000) / 1000);

describe('renderSong', () => {
  const scores: [string, SongScore][] = [
    ['a steady tempo', kicks({ leadInSeconds: 0.7 })],
    [
      'a ramp',
      kicks({
        tempo: [
          { positionInBeats: 0, tempoBpm: 80 },
          { positionInBeats: 24, tempoBpm: 150, change: 'ramp' },
        ],
      }),
    ],
    [
      'a step',
      kicks({
        tempo: [
          { positionInBeats: 0, tempoBpm: 140 },
          { positionInBeats: 12, tempoBpm: 70 },
        ],
      }),
    ],
    ['rubato', kicks({ rubato: { depth: 0.2, periodInBeats: 8 } })],
    ['drift', kicks({ driftPerBeat: 0.02 })],
    ['seven beats to the bar', kicks({}, 7)],
  ];
  it.each(scores)('starts the attack of each beat where the truth says, with %s', (_, score) => {
    const { channels, truth } = renderSong({ score, sampleRateHz: RATE });
    expect(truth.beats).toHaveLength(6 * (score.beatsPerBar ?? 4));
    for (const beat of truth.beats) expect(Math.abs(onsetNear(channels[0], beat) - beat)).toBeLessThan(0.001);
  });

  it('keeps the tempo that is written: ramps run from one tempo to the other, steps jump', () => {
    const ramp = renderSong({ score: scores[1]![1], sampleRateHz: RATE }).truth;
    expect(60 / lengths(ramp.beats)[0]!).toBeCloseTo(81.5, 0);
    expect(60 / lengths(ramp.beats).at(-1)!).toBeCloseTo(145.5, 0);
    const step = renderSong({ score: scores[2]![1], sampleRateHz: RATE }).truth;
    expect(
      lengths(step.beats)
        .slice(0, 12)
        .every((length) => Math.abs(length - 60 / 140) < 1e-9),
    ).toBe(true);
    expect(
      lengths(step.beats)
        .slice(12)
        .every((length) => Math.abs(length - 60 / 70) < 1e-9),
    ).toBe(true);
  });

  it('knows bars, sections, and stretches without a beat, also when the meter changes', () => {
    const { truth } = renderSong({
      score: {
        tempo: 120,
        sections: [
          { label: 'intro', lengthInBars: 2, hasBeat: false, parts: { pad: '*:4' } },
          { label: 'verse', lengthInBars: 2, parts: { kick: 'X...' } },
          { label: 'bridge', lengthInBars: 2, beatsPerBar: 3, parts: { kick: 'X..' } },
        ],
      },
      sampleRateHz: RATE,
    });
    expect(rounded(truth.downbeats)).toEqual([4, 6, 8, 9.5]);
    expect(truth.beats).toHaveLength(14);
    expect(truth.sections.map(({ label }) => label)).toEqual(['intro', 'verse', 'bridge']);
    expect(rounded(truth.sections.map(({ endInSeconds }) => endInSeconds))).toEqual([4, 8, 11]);
    expect(truth.tempoBpm).toBeCloseTo(120, 6);
  });

  it('swings the off-beats and leaves the beats', () => {
    const sections = [{ label: 'A', lengthInBars: 1, parts: { kick: 'XXXXXXXX' } }];
    const { channels, truth } = renderSong({
      score: kicks({ sections, swing: 2 / 3, tempo: 60 }),
      sampleRateHz: RATE,
    });
    for (const beat of truth.beats) {
      expect(onsetNear(channels[0], beat)).toBeCloseTo(beat, 2);
      expect(onsetNear(channels[0], beat + 2 / 3)).toBeCloseTo(beat + 2 / 3, 2);
    }
  });

  it('scatters notes like a human player by the jitter that is asked for', () => {
    const sections = [{ label: 'A', lengthInBars: 40, parts: { rim: 'XXXX' } }];
    const { channels, truth } = renderSong({
      score: kicks({
        sections,
        jitterInSeconds: 0.006,
        leadInSeconds: 0.1,
        mix: { rim: { reverb: 0, echo: 0 } },
      }),
      sampleRateHz: RATE,
    });
    const errors = truth.beats.map((beat) => onsetNear(channels[0], beat) - beat);
    const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
    expect(deviation).toBeGreaterThan(0.004);
    expect(deviation).toBeLessThan(0.008);
    expect(Math.abs(errors.reduce((sum, error) => sum + error, 0) / errors.length)).toBeLessThan(0.002);
  });

  const everything: SongScore = {
    tempo: 100,
    sections: [
      {
        label: 'A',
        lengthInBars: 2,
        chords: 'Am7 F,G/B',
        parts: {
          kick: 'X...',
          snare: '.X.X',
          clap: '.X.X',
          rim: 'xo..',
          hat: 'x.x.x.x.',
          openHat: '...x',
          shaker: 'oxox',
          tom: '..xx',
          crash: 'X...',
          riser: '.|X',
          bass: '1:2 5:1 8:1',
          pad: '*:4',
          pluck: '1:1 3:1 5:1 7:1',
          piano: '*!:2 r:2',
          lead: 'A4:1.5 C#5:.5 Eb5:2',
          bell: 'E6?:4',
        },
      },
    ],
  };

  it('plays everything at the loudness asked for, below full scale, without bad numbers, the same each time', () => {
    const once = renderSong({ score: everything, sampleRateHz: RATE });
    const again = renderSong({ score: everything, sampleRateHz: RATE });
    expect(once.channels).toEqual(again.channels);
    expect(measureLoudness(once)).toBeCloseTo(-14, 0);
    for (const channel of once.channels) {
      expect(channel.every(Number.isFinite)).toBe(true);
      expect(peakOf(channel)).toBeLessThanOrEqual(0.892); // −1 dB
    }
    const other = renderSong({ score: { ...everything, seed: 2 }, sampleRateHz: RATE });
    expect(other.channels[0]).not.toEqual(once.channels[0]);
    expect(other.truth).toEqual(once.truth);
  });

  it.each(Object.entries(everything.sections[0]!.parts))(
    'plays the %s alone, and loud enough to hear',
    (sound, part) => {
      const sections = [{ label: 'A', lengthInBars: 2, chords: 'Am7', parts: { [sound]: part } }];
      const { channels } = renderSong({ score: { ...everything, sections }, sampleRateHz: RATE });
      expect(peakOf(channels[0])).toBeGreaterThan(0.05);
    },
  );

  it('fades in and out', () => {
    const { channels } = renderSong({
      score: kicks({ fadeInSeconds: 4, fadeOutSeconds: 4, tailInSeconds: 0 }),
      sampleRateHz: RATE,
    });
    const second = (index: number): number => peakOf(channels[0].subarray(index * RATE, (index + 1) * RATE));
    expect(second(1)).toBeLessThan(0.6 * second(5));
    expect(second(11)).toBeLessThan(0.5 * second(5));
  });

  it.each([
    ['x..y', 'kick'],
    ['A4:1 C5:2', 'lead'],
    ['H4:4', 'lead'],
  ])('names the bar when it cannot read %s', (pattern, sound) => {
    const sections = [{ label: 'A', lengthInBars: 1, parts: { [sound]: pattern } }];
    expect(() => renderSong({ score: { tempo: 120, sections } })).toThrow(pattern);
  });

  it('measures loudness as ITU-R BS.1770 defines it: 997 Hz at full scale in one channel is −3.01 LUFS', () => {
    for (const sampleRateHz of [44_100, 48_000, 96_000]) {
      const sine = Float32Array.from({ length: 3 * sampleRateHz }, (_, index) =>
        Math.sin((2 * Math.PI * 997 * index) / sampleRateHz),
      );
      expect(measureLoudness({ channels: [sine], sampleRateHz })).toBeCloseTo(-3.01, 1);
    }
    expect(measureLoudness({ channels: [new Float32Array(RATE)], sampleRateHz: RATE })).toBe(-Infinity);
  });
});
