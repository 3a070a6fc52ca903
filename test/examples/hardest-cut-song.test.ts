import { beforeAll, describe, expect, it } from 'vitest';
import { score } from '../../examples/hardest-cut/song/score.ts';
import { decodeAudio, type DecodeAudioResult } from '../../src/node/media/decode-audio.ts';
import { readTags } from '../../src/node/media/read-tags.ts';
import { measureLoudness, renderSong, type RenderedSong } from '../../src/testing/index.ts';

const path = 'examples/public/hardest-cut.mp3';

describe("the example's song", () => {
  let played: RenderedSong;
  let shipped: DecodeAudioResult;
  beforeAll(async () => {
    played = renderSong({ score });
    shipped = await decodeAudio({ path });
  });

  it('is what its score plays, in time to the sample', () => {
    expect(shipped.warnings).toEqual([]);
    expect(shipped.channels[0]!.length).toBe(played.channels[0].length);
    const difference = played.channels.map((channel, side) =>
      channel.map((sample, index) => sample - shipped.channels[side]![index]!),
    );
    // what MP3 at 192 kbit/s changes lies far below the song itself
    const change = measureLoudness({ channels: difference, sampleRateHz: played.sampleRateHz });
    expect(change).toBeLessThan(measureLoudness(played) - 14);
  });

  it('is as loud as songs are on streaming services, and never clips', () => {
    expect(measureLoudness(shipped)).toBeCloseTo(-14, 0);
    for (const channel of shipped.channels)
      expect(channel.every((sample) => Math.abs(sample) < 0.99)).toBe(true);
  });

  it('has sections that differ', () => {
    const loudness = played.truth.sections.map(({ startInSeconds, endInSeconds }) =>
      measureLoudness({
        channels: played.channels.map((channel) =>
          channel.subarray(startInSeconds * played.sampleRateHz, endInSeconds * played.sampleRateHz),
        ),
        sampleRateHz: played.sampleRateHz,
      }),
    );
    const [intro, verse, chorus, pause, lastChorus, outro] = loudness as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    expect(verse).toBeGreaterThan(intro + 1);
    expect(chorus).toBeGreaterThan(verse + 1);
    expect(pause).toBeLessThan(chorus - 3);
    expect(lastChorus).toBeGreaterThan(chorus);
    expect(outro).toBeLessThan(lastChorus - 3);
  });

  it('is tagged', async () => {
    expect(await readTags({ path })).toEqual({
      title: 'Hardest Cut',
      artist: 'beatcut',
      album: 'Songs Made of Numbers',
      tempoBpm: 112,
    });
  });
});
