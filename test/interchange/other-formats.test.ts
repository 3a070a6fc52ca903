import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import {
  serializeEdl,
  serializeFcpxml,
  serializeMarkerEdl,
  serializeXmeml,
  type EditSequence,
} from '../../src/interchange/index.ts';
import { retimedSequence, sampleSequence } from './sample-sequence.ts';

type Node = Record<string, unknown>;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  isArray: (name) =>
    ['track', 'clipitem', 'transitionitem', 'marker', 'asset', 'asset-clip', 'format'].includes(name),
});

/** What an independent parser makes of a document. */
function read(text: string): Node {
  expect(XMLValidator.validate(text)).toBe(true);
  return parser.parse(text) as Node;
}

/** The value at a path of names and places. */
const at = (node: unknown, ...path: (string | number)[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)?.[key], node);

const ntsc: Partial<EditSequence> = { fps: 29.97, isDropFrame: true, startTimecode: '01:00:00;00' };

describe('serializeXmeml', () => {
  const root = read(serializeXmeml(sampleSequence()));
  const sequence = at(root, 'xmeml', 'project', 'children', 'sequence');
  const tracks = at(sequence, 'media', 'video', 'track') as Node[];

  test('edges under a transition are −1, and in- and out-points then include it', () => {
    const items = tracks[0]!['clipitem'] as Node[];
    expect(items.map(({ start, end, in: from, out }) => [start, end, from, out])).toEqual([
      [0, -1, 0, 66],
      [-1, 120, 0, 66],
      // half speed: 1 s into the take are 60 frames of slowed-down picture
      [150, 180, 60, 90],
    ]);
    expect(at(tracks[0], 'transitionitem', 0)).toMatchObject({ start: 54, end: 66, alignment: 'center' });
    expect(at(items[2], 'filter', 'effect', 'effectid')).toBe('timeremap');
    expect(at(items[2], 'filter', 'effect', 'parameter', 1)).toMatchObject({
      parameterid: 'speed',
      value: 50,
    });
  });

  test('files are described once, by percent-encoded relative paths; other takes lie in a bin', () => {
    const text = serializeXmeml(sampleSequence());
    expect(text.match(/<pathurl>/g)).toHaveLength(6);
    expect(text).toContain('<pathurl>My%20film%20media/Z%C3%BCrich%20%232.mp4</pathurl>');
    expect(at(root, 'xmeml', 'project', 'children', 'bin', 'children', 'clip', 'name')).toBe('birth, take 2');
    const absolute = sampleSequence();
    absolute.videoTracks[0]!.clips[1]!.media.path = '/films/a b.mp4';
    expect(serializeXmeml(absolute)).toContain('<pathurl>file://localhost/films/a%20b.mp4</pathurl>');
  });

  test('held pictures and what runs backwards are speeds of their own', () => {
    const film = at(read(serializeXmeml(retimedSequence())), 'xmeml', 'project', 'children', 'sequence');
    const [held, back] = at(film, 'media', 'video', 'track', 0, 'clipitem') as Node[];
    expect(held).toMatchObject({ start: 0, end: 45, in: 60, out: 105, duration: 150 });
    const speedOf = (item: Node | undefined): unknown[] => [
      at(item, 'filter', 'effect', 'parameter', 1, 'value'),
      at(item, 'filter', 'effect', 'parameter', 2, 'value'),
    ];
    expect(speedOf(held)).toEqual([0, 'FALSE']);
    const keyframes = at(held, 'filter', 'effect', 'parameter', 4, 'keyframe') as Node[];
    expect(keyframes.map(({ value }) => value)).toEqual([60, 60, 60, 60]);
    // frame 120 of 150 is 29 frames before the last one: 14.5 at twice the speed
    expect(back).toMatchObject({ start: 45, end: 75, in: 15, out: 45, duration: 75 });
    expect(speedOf(back)).toEqual([-200, 'TRUE']);
  });

  test('markers, names and NTSC rates survive', () => {
    expect(at(sequence, 'name')).toBe('Film & "song"');
    expect(at(sequence, 'marker')).toMatchObject([
      { name: 'chorus', in: 0, out: 120 },
      { name: 'Bar 1', in: 0, out: -1 },
      { name: 1.2, in: 15 },
    ]);
    const film = at(read(serializeXmeml(sampleSequence(ntsc))), 'xmeml', 'project', 'children', 'sequence');
    expect(at(film, 'rate')).toEqual({ timebase: 30, ntsc: 'TRUE' });
    expect(at(film, 'timecode')).toMatchObject({
      frame: 107_892,
      displayformat: 'DF',
      string: '01:00:00;00',
    });
  });
});

describe('serializeFcpxml', () => {
  const root = read(serializeFcpxml(sampleSequence()));
  const sequence = at(root, 'fcpxml', 'library', 'event', 'project', 'sequence');
  const clips = at(sequence, 'spine', 'asset-clip') as Node[];

  test('the lowest track is the storyline; what lies over and under it is connected to it', () => {
    expect(clips.map((clip) => [clip['@name'], clip['@offset'], clip['@start'], clip['@duration']])).toEqual([
      ['birth', '3600s', '0s', '2s'],
      ['garden', '3602s', '6/30s', '2s'],
      ['stars', '3605s', '2s', '1s'],
    ]);
    expect(at(sequence, 'spine', 'gap')).toMatchObject({ '@offset': '3604s', '@duration': '1s' });
    expect(at(sequence, 'spine', 'transition')).toMatchObject({
      '@offset': '108054/30s',
      '@duration': '12/30s',
    });
    // 40 frames after the beginning of `garden`, whose own time begins at frame 6
    expect(at(clips[1], 'asset-clip', 0)).toMatchObject({
      '@lane': '1',
      '@offset': '46/30s',
      '@name': 'over',
    });
    expect(at(clips[0], 'asset-clip', 0)).toMatchObject({ '@lane': '-1', '@start': '2s' });
  });

  test('a changed speed is a time map, in whose time the clip begins', () => {
    expect(at(clips[2], 'timeMap', 'timept')).toMatchObject([
      { '@time': '0s', '@value': '0s' },
      { '@time': '10s', '@value': '5s' },
    ]);
  });

  test('held pictures are level time maps, and those of what runs backwards fall', () => {
    const film = at(read(serializeFcpxml(retimedSequence())), 'fcpxml', 'library', 'event', 'project');
    const [held, back] = at(film, 'sequence', 'spine', 'asset-clip') as Node[];
    const mapOf = (clip: Node | undefined): unknown[] =>
      (at(clip, 'timeMap', 'timept') as Node[]).map((point) => [point['@time'], point['@value']]);
    expect(mapOf(held).map((point) => (point as string[])[1])).toEqual(['2s', '2s']);
    expect(held).toMatchObject({ '@start': '2s', '@duration': '45/30s' });
    expect(mapOf(back)).toEqual([
      ['0s', '5s'],
      ['75/30s', '0s'],
    ]);
    expect(back).toMatchObject({ '@start': '15/30s', '@duration': '1s' });
  });

  test('media of another frame rate keep their speed', () => {
    expect(at(clips[0], 'conform-rate')).toMatchObject({ '@scaleEnabled': '0', '@srcFrameRate': '24' });
  });

  test('elements follow each other as the format’s definition demands', () => {
    // (note?, (conform-rate?, timeMap?), anchored items, markers)
    const ranks: Record<string, number> = {
      ...{ note: 0, 'conform-rate': 1, timeMap: 2, 'asset-clip': 3, marker: 4 },
    };
    const ordered = new XMLParser({ ignoreAttributes: false, preserveOrder: true });
    const look = (nodes: Record<string, unknown>[]): void => {
      for (const node of nodes) {
        const [name] = Object.keys(node).filter((key) => key !== ':@');
        const children = node[name!];
        if (!Array.isArray(children)) continue;
        const below = children as Record<string, unknown>[];
        if (name === 'asset-clip' || name === 'gap') {
          const order = below.map((child) => ranks[Object.keys(child)[0]!]);
          expect(order).toEqual([...order].sort((a, b) => Number(a) - Number(b)));
        }
        look(below);
      }
    };
    for (const edit of [sampleSequence(), retimedSequence()])
      look(ordered.parse(serializeFcpxml(edit)) as Record<string, unknown>[]);
  });

  test('assets have relative URLs, markers lie in the time of their clips', () => {
    expect(at(root, 'fcpxml', 'resources', 'asset', 1, '@src')).toBe(
      'My%20film%20media/Z%C3%BCrich%20%232.mp4',
    );
    expect((clips[0]!['marker'] as Node[]).map((marker) => [marker['@value'], marker['@start']])).toEqual([
      ['chorus', '0s'],
      ['Bar 1', '0s'],
      ['1.2', '15/30s'],
    ]);
  });

  test('NTSC times are exact fractions', () => {
    const film = at(read(serializeFcpxml(sampleSequence(ntsc))), 'fcpxml');
    expect(at(film, 'resources', 'format', 0, '@frameDuration')).toBe('1001/30000s');
    expect(at(film, 'library', 'event', 'project', 'sequence')).toMatchObject({
      '@duration': `${180 * 1001}/30000s`,
      '@tcStart': `${107_892 * 1001}/30000s`,
      '@tcFormat': 'DF',
    });
  });
});

describe('serializeEdl', () => {
  test('a dissolve takes its handle from the next clip, and record times leave no hole', () => {
    const lines = serializeEdl(sampleSequence()).split('\n');
    expect(lines.filter((line) => /^\d{3}/.test(line))).toEqual([
      '001  AX       V     C        00:00:00:00 00:00:01:24 01:00:00:00 01:00:01:24',
      '002  AX       V     C        00:00:01:24 00:00:01:24 01:00:01:24 01:00:01:24',
      '002  AX       V     D    012 00:00:00:00 00:00:02:06 01:00:01:24 01:00:04:00',
      '003  AX       V     C        00:00:01:00 00:00:01:15 01:00:05:00 01:00:06:00',
      '004  AX       AA    C        00:00:02:00 00:00:08:00 01:00:00:00 01:00:06:00',
    ]);
    expect(lines).toContain('* TO CLIP NAME: garden.mp4');
    expect(lines).toContain('M2   AX       015.0                00:00:01:00');
    expect(lines).toContain('* LOC: 01:00:00:15 WHITE   1.2');
    expect(lines.at(-2)).toMatch(/NOT IN THIS LIST.*01:00:03:10: over\.mp4/);
  });

  test('held pictures and what runs backwards are motions, and markers after the last picture are kept', () => {
    const lines = serializeEdl(retimedSequence()).split('\n');
    expect(lines.filter((line) => /^(\d{3}|M2|\* (\*|LOC))/.test(line))).toEqual([
      '001  AX       V     C        00:00:02:00 00:00:02:01 01:00:00:00 01:00:01:15',
      'M2   AX       000.0                00:00:02:00',
      '* * FREEZE FRAME',
      '002  AX       V     C        00:00:02:02 00:00:04:01 01:00:01:15 01:00:02:15',
      'M2   AX       -060.0                00:00:04:00',
      '* LOC: 01:00:03:10 RED     outro',
      '003  AX       AA    C        00:00:02:00 00:00:08:00 01:00:00:00 01:00:06:00',
    ]);
  });

  test('drop-frame is said and counted', () => {
    const text = serializeEdl(sampleSequence(ntsc));
    expect(text).toContain('FCM: DROP FRAME');
    expect(text).toContain('01:00:00;00 01:00:01;24');
  });
});

describe('serializeMarkerEdl', () => {
  test('markers have colour, name and length as DaVinci Resolve reads them', () => {
    const lines = serializeMarkerEdl(sampleSequence()).split('\n');
    expect(lines).toContain(' |C:ResolveColorRed |M:chorus |D:120');
    expect(lines).toContain('003  001      V     C        01:00:00:15 01:00:00:16 01:00:00:15 01:00:00:16');
  });
});
