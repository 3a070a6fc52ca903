import type { EditSequence, SequenceMedia } from '../../src/interchange/index.ts';

const media = (name: string, path: string): SequenceMedia => ({
  name,
  path,
  durationInSeconds: 5,
  fps: 24,
  width: 1280,
  height: 720,
  hasSound: false,
});

/**
 * Two shots that meet in a transition, a gap, and a slowed-down shot on a track above, with a song below. At 30 frames a
 * second: frames 0–60, 60–120, 150–180 and 100–130.
 */
export const sampleSequence = (change: Partial<EditSequence> = {}): EditSequence => ({
  name: 'Film & "song"',
  fps: 30,
  width: 1280,
  height: 720,
  durationInFrames: 180,
  videoTracks: [
    {
      name: 'V1',
      transitions: [{ frame: 60, beforeInFrames: 6, afterInFrames: 6, name: 'infinite zoom' }],
      clips: [
        {
          name: 'birth',
          startFrame: 0,
          endFrame: 60,
          media: media('birth, take 1', 'My film media/birth 100%.mp4'),
          sourceInSeconds: 0,
          playbackRate: 1,
          notes: [],
          alternates: [media('birth, take 2', 'My film media/Zürich #2.mp4')],
          metadata: { clipKey: 'a', seed: 7, draft: false },
        },
        {
          name: 'garden',
          startFrame: 60,
          endFrame: 120,
          media: media('garden, take 1', 'My film media/garden.mp4'),
          sourceInSeconds: 0.2,
          playbackRate: 1,
          notes: [],
          alternates: [],
          metadata: {},
        },
        {
          name: 'stars',
          startFrame: 150,
          endFrame: 180,
          media: media('stars, take 1', 'My film media/stars.mp4'),
          sourceInSeconds: 1,
          playbackRate: 0.5,
          notes: [],
          alternates: [],
          metadata: {},
        },
      ],
    },
    {
      name: 'V2',
      transitions: [],
      clips: [
        {
          name: 'over',
          startFrame: 100,
          endFrame: 130,
          media: media('over, take 1', 'My film media/over.mp4'),
          sourceInSeconds: 0,
          playbackRate: 1,
          notes: [],
          alternates: [],
          metadata: {},
        },
      ],
    },
  ],
  audioTracks: [
    {
      name: 'A1',
      transitions: [],
      clips: [
        {
          name: 'song.mp3',
          startFrame: 0,
          endFrame: 180,
          media: {
            name: 'song.mp3',
            path: 'song.mp3',
            durationInSeconds: 200,
            fps: null,
            width: 0,
            height: 0,
            hasSound: true,
          },
          sourceInSeconds: 2,
          playbackRate: 1,
          notes: [],
          alternates: [],
          metadata: {},
        },
      ],
    },
  ],
  markers: [
    { kind: 'section', name: 'chorus', frame: 0, durationInFrames: 120 },
    { kind: 'bar', name: 'Bar 1', frame: 0, durationInFrames: 0 },
    { kind: 'beat', name: '1.2', frame: 15, durationInFrames: 0 },
  ],
  startTimecode: '01:00:00:00',
  isDropFrame: false,
  ...change,
});

/** A picture held for 45 frames, then 30 frames backwards at twice the speed, and a marker after both. */
export function retimedSequence(): EditSequence {
  const sequence = sampleSequence();
  const [clip] = sequence.videoTracks[0]!.clips;
  const part = { ...clip!, alternates: [], notes: [] };
  return {
    ...sequence,
    videoTracks: [
      {
        name: 'V1',
        transitions: [],
        clips: [
          { ...part, name: 'held', startFrame: 0, endFrame: 45, sourceInSeconds: 2, playbackRate: 0 },
          { ...part, name: 'back', startFrame: 45, endFrame: 75, sourceInSeconds: 4, playbackRate: -2 },
        ],
      },
    ],
    markers: [{ kind: 'section', name: 'outro', frame: 100, durationInFrames: 20 }],
  };
}
