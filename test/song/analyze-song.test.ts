import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import {
  analyzeSong,
  analyzeSongAsync,
  createSongAnalyzer,
  parseSongMap,
  type SongMap,
} from '../../src/song/index.ts';
import { analyzeInSteps } from '../../src/song/analyze-song.ts';
import { renderSong, type SectionScore } from '../../src/testing/index.ts';
import { playDrumSong, type DrumSong } from './drum-song.ts';

const hear = ({ samples, sampleRateHz }: Pick<DrumSong, 'samples' | 'sampleRateHz'>): SongMap =>
  analyzeSong({ channels: [samples], sampleRateHz });

const timesOf = (map: SongMap): number[] => map.beats.map(({ timeInSeconds }) => timeInSeconds);
const downbeatsOf = (map: SongMap): number[] =>
  map.beats.filter(({ beatInBar }) => beatInBar === 1).map(({ timeInSeconds }) => timeInSeconds);

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** Signed distance in ms of each true time from the nearest that was heard. */
const errorsMs = (truth: readonly number[], heard: readonly number[]): number[] =>
  truth.map(
    (time) =>
      heard.reduce((best, other) => (Math.abs(other - time) < Math.abs(best) ? other - time : best), 9) *
      1000,
  );

describe('analyzeSong', () => {
  it.each(
    [60, 75, 90, 105, 120, 140, 160, 180].flatMap((tempoBpm) =>
      [3, 4].map((beatsPerBar) => ({ tempoBpm, beatsPerBar })),
    ),
  )(
    'hears $tempoBpm BPM with $beatsPerBar beats to the bar, half of its beats within 2 ms',
    ({ tempoBpm, beatsPerBar }) => {
      const song = playDrumSong({ tempoBpm, beatsPerBar });
      const map = hear(song);
      const errors = errorsMs(song.beats, timesOf(map));
      expect(Math.abs(map.tempoBpm / tempoBpm - 1)).toBeLessThan(0.01);
      expect(map.beatsPerBar).toBe(beatsPerBar);
      expect(median(errors.map(Math.abs))).toBeLessThan(2);
      expect(Math.abs(median(errors))).toBeLessThan(1);
      const missed = errorsMs(song.downbeats, downbeatsOf(map)).filter((error) => Math.abs(error) > 70);
      expect(missed.length).toBeLessThanOrEqual(1);
    },
  );

  it.each([8000, 16_000, 22_050, 32_000, 48_000, 96_000, 192_000])(
    'hears the same at %d Hz',
    (sampleRateHz) => {
      const song = playDrumSong({ tempoBpm: 120, sampleRateHz, seconds: 20 });
      const errors = errorsMs(song.beats, timesOf(hear(song)));
      expect(median(errors.map(Math.abs))).toBeLessThan(5);
    },
  );

  it('does not care how loud the file is', () => {
    const song = playDrumSong({ tempoBpm: 124, seconds: 20 });
    const quiet = hear({ ...song, samples: song.samples.map((sample) => sample * 0.05) });
    expect(median(errorsMs(timesOf(hear(song)), timesOf(quiet)).map(Math.abs))).toBeLessThan(1);
  });

  it('moves every time by one second when one second of silence is put in front', () => {
    const song = playDrumSong({ tempoBpm: 124, seconds: 20 });
    const late = new Float32Array(song.samples.length + song.sampleRateHz);
    late.set(song.samples, song.sampleRateHz);
    const moved = timesOf(hear({ ...song, samples: late }));
    const errors = errorsMs(
      song.beats.map((time) => time + 1),
      moved,
    );
    expect(median(errors.map(Math.abs))).toBeLessThan(5);
  });

  it('averages channels, however many there are, and withstands clipping and an offset', () => {
    const song = playDrumSong({ tempoBpm: 124, seconds: 20 });
    const spoilt = song.samples.map((sample) => Math.max(-1, Math.min(1, 4 * sample + 0.3)));
    const map = analyzeSong({
      channels: Array.from({ length: 6 }, () => spoilt),
      sampleRateHz: song.sampleRateHz,
    });
    expect(median(errorsMs(song.beats, timesOf(map)).map(Math.abs))).toBeLessThan(5);
  });

  it('follows a tempo that rises by a fifth', () => {
    const song = playDrumSong({ tempoBpm: 110, seconds: 40, speedAt: (time) => 1 + (0.2 * time) / 40 });
    const errors = errorsMs(song.beats, timesOf(hear(song)));
    expect(errors.filter((error) => Math.abs(error) > 50).length).toBeLessThan(0.1 * errors.length);
  });

  it('follows a pianist who takes time freely, and trusts such beats less than even ones', () => {
    const { channels, truth } = renderSong({
      score: {
        tempo: 76,
        rubato: { depth: 0.18, periodInBeats: 16 },
        driftPerBeat: 0.02,
        leadInSeconds: 0.3,
        sections: [
          {
            label: 'A',
            lengthInBars: 12,
            chords: 'Am F C G',
            parts: {
              piano: '1:.5 5:.5 8:.5 5:.5 1:.5 5:.5 8:.5 5:.5',
              lead: '5:1.5 3:.5 1:2|3:1 5:1 8:2',
            },
          },
        ],
      },
      sampleRateHz: 22_050,
    });
    const map = analyzeSong({ channels, sampleRateHz: 22_050 });
    const missed = errorsMs(truth.beats, timesOf(map)).filter((error) => Math.abs(error) > 70);
    expect(missed.length).toBeLessThan(0.1 * truth.beats.length);
    expect(map.beats.length).toBeLessThan(1.1 * truth.beats.length);
    const clearness = map.beats.reduce((sum, { confidence }) => sum + confidence, 0) / map.beats.length;
    expect(clearness).toBeGreaterThan(0.4);
    expect(clearness).toBeLessThan(0.75);
  });

  it('gives the same map block by block, and without blocking', async () => {
    const { samples, sampleRateHz } = playDrumSong({ tempoBpm: 118, seconds: 20 });
    const whole = analyzeSong({ channels: [samples], sampleRateHz });
    const analyzer = createSongAnalyzer({ sampleRateHz });
    for (let start = 0; start < samples.length; start += 10_007) {
      analyzer.push([samples.subarray(start, start + 10_007)]);
    }
    expect(timesOf(analyzer.finish())).toEqual(timesOf(whole));
    expect(await analyzeSongAsync({ channels: [samples], sampleRateHz })).toEqual(whole);
  });

  describe('gives other work its turn', () => {
    const { samples, sampleRateHz } = playDrumSong({ tempoBpm: 118, seconds: 30 });

    it('with no step that takes longer than 20 million operations for each minute of the song', () => {
      const steps = [...analyzeInSteps({ channels: [samples], sampleRateHz })];
      expect(steps.length).toBeGreaterThan(25);
      expect(Math.max(...steps)).toBeLessThan(20e6 * 0.5);
    });

    it('in as many pauses as there are spans of work', async () => {
      let turns = 0;
      let isDone = false;
      const takeTurns = (): void => {
        turns++;
        if (!isDone) setTimeout(takeTurns, 0);
      };
      setTimeout(takeTurns, 0);
      await analyzeSongAsync({ channels: [samples], sampleRateHz });
      isDone = true;
      expect(turns).toBeGreaterThan(15);
    });

    it('and stops in the middle of thinking', async () => {
      const controller = new AbortController();
      const seen: number[] = [];
      const stopped = analyzeSongAsync({
        channels: [samples],
        sampleRateHz,
        signal: controller.signal,
        onProgress: (progress) => {
          seen.push(progress);
          if (progress > 0.7) controller.abort(new Error('enough'));
        },
      });
      await expect(stopped).rejects.toThrow('enough');
      expect(seen.at(-1)).toBeLessThan(1);
    });
  });

  it('writes maps that can be read back', () => {
    const map = hear(playDrumSong({ tempoBpm: 118, seconds: 20 }));
    expect(parseSongMap({ text: JSON.stringify(map), path: 'song.json' })).toEqual(map);
  });

  it('keeps to the range of tempi that a person gives', () => {
    const { samples, sampleRateHz } = playDrumSong({ tempoBpm: 120, seconds: 20 });
    const map = analyzeSong({ channels: [samples], sampleRateHz, hints: { tempoRangeBpm: [50, 80] } });
    expect(map.tempoBpm).toBeGreaterThan(50);
    expect(map.tempoBpm).toBeLessThan(80);
  });

  it('tells how far it is, and stops when asked to', () => {
    const { samples, sampleRateHz } = playDrumSong({ tempoBpm: 120, seconds: 20 });
    const seen: number[] = [];
    analyzeSong({ channels: [samples], sampleRateHz, onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(() =>
      analyzeSong({ channels: [samples], sampleRateHz, signal: AbortSignal.abort(new Error('enough')) }),
    ).toThrow('enough');
  });

  it('keeps time through songs that are too long to be tracked in one piece', () => {
    const { samples, beats } = playDrumSong({
      tempoBpm: 120,
      seconds: 60.5,
      startInSeconds: 0.5,
      sampleRateHz: 8000,
    });
    // 30 bars of two seconds, over and over
    const loop = samples.subarray(0.5 * 8000);
    const analyzer = createSongAnalyzer({ sampleRateHz: 8000 });
    for (let minute = 0; minute < 13; minute++) analyzer.push([loop]);
    const times = timesOf(analyzer.finish());
    const truth = Array.from({ length: 12 * 120 }, (_, beat) => beat / 2);
    expect(beats.length).toBeGreaterThan(110);
    expect(
      errorsMs(
        truth.filter((_, beat) => beat % 40 === 8),
        times,
      ).every((error) => Math.abs(error) < 20),
    ).toBe(true);
    expect(times.slice(1).every((time, index) => time - times[index]! > 0.25)).toBe(true);
  });

  describe('without a beat', () => {
    const random = createRandom('noise');
    const rate = 22_050;
    const make = (seconds: number, at: (t: number) => number): Float32Array =>
      Float32Array.from({ length: Math.round(seconds * rate) }, (_, index) => at(index / rate));
    const sounds: Record<string, Float32Array> = {
      'no samples': new Float32Array(0),
      'one sample': Float32Array.of(0.5),
      silence: make(8, () => 0),
      'a constant offset': make(8, () => 0.7),
      'a constant tone': make(12, (t) => 0.5 * Math.sin(2 * Math.PI * 440 * t)),
      noise: make(12, () => random() - 0.5),
      'half a second of noise': make(0.5, () => random() - 0.5),
      'samples that are no numbers': make(8, () => Number.NaN),
      'a single beat': make(8, (t) => (t > 3 ? (random() - 0.5) * Math.exp(-(t - 3) / 0.03) : 0)),
    };
    it.each(Object.keys(sounds))('says so for %s, and makes a valid map', (name) => {
      const map = hear({ samples: sounds[name]!, sampleRateHz: rate });
      expect(map.beats).toEqual([]);
      expect(map).toMatchObject({ tempoBpm: 0, alternativeTempoBpm: 0, beatsPerBar: 0, confidence: 0 });
      expect(map.warnings[0]).toMatch(/^No beat was found: /);
      expect(parseSongMap({ text: JSON.stringify(map), path: 'song.json' })).toEqual(map);
    });
  });

  it('finds where a song changes, on a downbeat, and gives like sections the same letter', () => {
    const quiet = playDrumSong({ tempoBpm: 120, seconds: 50, startInSeconds: 0 });
    // bars 9 to 16 get a noisy drone
    const random = createRandom('drone');
    const samples = quiet.samples.map((sample, index) => {
      const t = index / quiet.sampleRateHz;
      return t >= 16 && t < 32
        ? sample + 0.2 * (random() - 0.5) + 0.2 * Math.sin(2 * Math.PI * 330 * t)
        : sample;
    });
    const { sections } = hear({ ...quiet, samples });
    const starts = sections.map(({ startInSeconds }) => startInSeconds);
    for (const border of [16, 32])
      expect(Math.min(...starts.map((time) => Math.abs(time - border)))).toBeLessThan(0.5);
    const labelAt = (time: number): string | undefined =>
      sections.find(({ startInSeconds, endInSeconds }) => startInSeconds <= time && time < endInSeconds)
        ?.label;
    expect(labelAt(8)).toBe(labelAt(40));
    expect(labelAt(24)).not.toBe(labelAt(8));
  });

  it('hears that only the bass plays otherwise, and takes what rings out at the end for no section', () => {
    const parts = {
      kick: 'x.......x.x.....',
      snare: '....X.......X...',
      hat: 'xoxoxoxo',
      piano: '*:2 *:2',
    };
    const section = (label: string, bass: string): SectionScore => ({
      label,
      lengthInBars: 8,
      chords: 'C Am F G',
      parts: { ...parts, bass },
    });
    const [long, short] = ['1:2 5:2', '1:.5 1:.5 5:.5 5:.5 8:.5 8:.5 5:.5 3:.5'] as const;
    const { channels, truth } = renderSong({
      score: {
        tempo: 118,
        sections: [section('A', long), section('B', short), section('A', long), section('B', short)],
      },
      sampleRateHz: 22_050,
    });
    const { sections } = analyzeSong({ channels, sampleRateHz: 22_050 });
    expect(sections.map(({ label }) => label)).toEqual(['A', 'B', 'A', 'B']);
    sections.forEach(({ startInSeconds }, index) =>
      expect(Math.abs(startInSeconds - truth.sections[index]!.startInSeconds)).toBeLessThan(0.1),
    );
  });

  describe('says when a sound begins, wherever it lies between two values of its curves', () => {
    const random = createRandom('hits');
    const sounds: Record<string, { kind: 'low' | 'mid' | 'high'; at: (t: number) => number }> = {
      'a click': { kind: 'high', at: (t) => Math.exp(-t / 0.001) * Math.cos(2 * Math.PI * 3000 * t) },
      'a tick': { kind: 'mid', at: (t) => Math.exp(-t / 0.02) * Math.sin(2 * Math.PI * 1500 * t) },
      'a burst of noise': { kind: 'mid', at: (t) => (random() - 0.5) * Math.exp(-t / 0.05) },
      'a kick': {
        kind: 'low',
        at: (t) => Math.sin(2 * Math.PI * (50 + 60 * Math.exp(-t / 0.03)) * t) * Math.exp(-t / 0.12),
      },
    };
    it.each(Object.keys(sounds))('%s', (name) => {
      const { kind, at } = sounds[name]!;
      const rate = 44_100;
      const times = Array.from({ length: 30 }, (_, index) => 0.6 + 0.400_317 * index);
      const samples = new Float32Array(13 * rate);
      for (const time of times) {
        for (let n = Math.ceil(time * rate); n < (time + 0.3) * rate; n++)
          samples[n] = 0.5 * at(n / rate - time);
      }
      const hits = (hear({ samples, sampleRateHz: rate }).hits ?? []).filter((hit) => hit.kind === kind);
      const errors = errorsMs(
        times,
        hits.map(({ timeInSeconds }) => timeInSeconds),
      );
      expect(Math.abs(median(errors))).toBeLessThan(1.5);
      expect(errors.filter((error) => Math.abs(error) < 2.5).length).toBeGreaterThanOrEqual(27);
    });
  });

  it('hears kicks low and hats high', () => {
    const song = playDrumSong({ tempoBpm: 100, seconds: 20 });
    const hits = hear(song).hits ?? [];
    const kicks = hits.filter(({ kind }) => kind === 'low').map(({ timeInSeconds }) => timeInSeconds);
    const trueKicks = song.beats.filter((_, index) => index % 2 === 0);
    const errors = errorsMs(trueKicks, kicks).map(Math.abs);
    expect(median(errors)).toBeLessThan(2);
    for (const { strength } of hits) expect(strength).toBeLessThanOrEqual(1);
  });
});
