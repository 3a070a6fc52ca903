import { describe, expect, test } from 'vitest';
import { serializeOtio } from '../../src/interchange/index.ts';
import { otioSchema } from './otio-schema.ts';
import { retimedSequence, sampleSequence } from './sample-sequence.ts';

interface Otio {
  OTIO_SCHEMA: string;
  [key: string]: unknown;
}

interface Composable {
  OTIO_SCHEMA: string;
  name: string;
  source_range: { start_time: { value: number; rate: number }; duration: { value: number; rate: number } };
  in_offset: { value: number };
  out_offset: { value: number };
  effects: { OTIO_SCHEMA: string; time_scalar: number }[];
  media_references: Record<
    string,
    { target_url: string; available_range: { duration: { value: number; rate: number } } }
  >;
  active_media_reference_key: string;
}

interface Timeline extends Otio {
  global_start_time: { value: number; rate: number };
  tracks: {
    children: { name: string; kind: string; children: Composable[] }[];
    markers: { name: string; color: string; marked_range: { start_time: { value: number } } }[];
  };
}

const read = (text: string): Timeline => JSON.parse(text) as Timeline;

describe('serializeOtio', () => {
  const timeline = read(serializeOtio(sampleSequence()));
  const [lower, upper, sound] = timeline.tracks.children;

  test('clips, gaps and transitions lie in order and add up to the edit', () => {
    expect(lower!.children.map(({ OTIO_SCHEMA }) => OTIO_SCHEMA)).toEqual([
      'Clip.2',
      'Transition.1',
      'Clip.2',
      'Gap.1',
      'Clip.2',
    ]);
    const lengths = lower!.children.filter(({ OTIO_SCHEMA }) => OTIO_SCHEMA !== 'Transition.1');
    expect(lengths.map(({ source_range }) => source_range.duration.value)).toEqual([60, 60, 30, 30]);
    expect(lower!.children[1]).toMatchObject({
      name: 'infinite zoom',
      in_offset: { value: 6 },
      out_offset: { value: 6 },
    });
    expect(upper!.children[0]!.source_range.duration.value).toBe(100);
    expect(sound!.kind).toBe('Audio');
    expect(sound!.children[0]!.source_range.start_time.value).toBe(60);
  });

  test('in-points and speeds are those of the film', () => {
    const garden = lower!.children[2]!;
    expect(garden.source_range.start_time.value).toBe(6);
    expect(garden.effects).toEqual([]);
    expect(lower!.children[4]!.effects).toMatchObject([
      { OTIO_SCHEMA: 'LinearTimeWarp.1', time_scalar: 0.5 },
    ]);
  });

  test('other takes are alternates, and paths are percent-encoded relative URLs', () => {
    const birth = lower!.children[0]!;
    expect(birth.active_media_reference_key).toBe('DEFAULT_MEDIA');
    expect(birth.media_references['DEFAULT_MEDIA']!.target_url).toBe('My%20film%20media/birth%20100%25.mp4');
    expect(birth.media_references['ALTERNATE_1']!.target_url).toBe(
      'My%20film%20media/Z%C3%BCrich%20%232.mp4',
    );
    expect(birth.media_references['DEFAULT_MEDIA']!.available_range.duration).toMatchObject({
      value: 120,
      rate: 24,
    });
  });

  test('sections, bars and beats are markers, and the timeline starts at its timecode', () => {
    expect(timeline.global_start_time).toMatchObject({ value: 108_000, rate: 30 });
    expect(
      timeline.tracks.markers.map(({ name, marked_range }) => [name, marked_range.start_time.value]),
    ).toEqual([
      ['chorus', 0],
      ['Bar 1', 0],
      ['1.2', 15],
    ]);
  });

  test('NTSC rates are exact, and drop-frame start times are counted', () => {
    const ntsc = read(
      serializeOtio(sampleSequence({ fps: 29.97, isDropFrame: true, startTimecode: '01:00:00;00' })),
    );
    expect(ntsc.global_start_time).toMatchObject({ value: 107_892, rate: 30_000 / 1001 });
  });

  test.each([
    ['plain', sampleSequence()],
    ['retimed', retimedSequence()],
    ['NTSC', sampleSequence({ fps: 59.94, isDropFrame: true, startTimecode: '01:00:00;00' })],
  ])('a %s edit is valid by the format’s specification', (_, sequence) => {
    expect(otioSchema.safeParse(JSON.parse(serializeOtio(sequence))).error).toBeUndefined();
  });

  test('held pictures are freeze frames, and what runs backwards is a range of its media', () => {
    const [held, backwards] = read(serializeOtio(retimedSequence())).tracks.children[0]!.children;
    expect(held!.effects).toMatchObject([{ OTIO_SCHEMA: 'FreezeFrame.1', time_scalar: 0 }]);
    expect(held!.source_range).toMatchObject({ start_time: { value: 60 }, duration: { value: 45 } });
    expect(backwards!.effects).toMatchObject([{ OTIO_SCHEMA: 'LinearTimeWarp.1', time_scalar: -2 }]);
    // its first frame is frame 120 of the media, its last one 2 · 29 frames before
    expect(backwards!.source_range).toMatchObject({ start_time: { value: 62 }, duration: { value: 30 } });
  });
});
