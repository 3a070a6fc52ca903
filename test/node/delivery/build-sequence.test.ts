import { describe, expect, it } from 'vitest';
import type { FitWish } from '../../../src/clips/fit-wish.ts';
import type { PlannedClip } from '../../../src/clips/planned-clip.ts';
import type { Take } from '../../../src/clips/take.ts';
import type { PlannedCut } from '../../../src/edit/edit-plan.ts';
import type { SweptSound } from '../../../src/edit/page-protocol.ts';
import { takeTime } from '../../../src/edit/take-time.ts';
import type { SequenceClip } from '../../../src/interchange/edit-sequence.ts';
import { serializeEdl } from '../../../src/interchange/edl.ts';
import { serializeFcpxml } from '../../../src/interchange/fcpxml.ts';
import { serializeOtio } from '../../../src/interchange/otio.ts';
import { serializeXmeml } from '../../../src/interchange/xmeml.ts';
import { buildSequence } from '../../../src/node/delivery/build-sequence.ts';
import { placeSong } from '../../../src/node/delivery/place-song.ts';
import type { SongMap } from '../../../src/song/song-map.ts';
import { orderFor } from '../test-project.ts';

const FPS = 30;
const take: Take = {
  sha256: 'a'.repeat(64),
  extension: 'mp4',
  sizeInBytes: 1,
  durationInSeconds: 2,
  width: 320,
  height: 180,
  fps: 24,
  provider: 'test',
  model: 'test',
  draft: false,
  createdAt: '2026-01-01T00:00:00.000Z',
};

/** The clip of a sequence of 150 frames from frame 40 on, which a shot shows from frame 46 to 180. */
function sequenceOf(wish: FitWish) {
  const fit = { shownInSeconds: 5, wish };
  const slot = { startFrame: 46, endFrame: 180, handleBeforeInFrames: 2, handleAfterInFrames: 10, fit };
  const clip: PlannedClip = {
    ...orderFor('a lake'),
    fps: FPS,
    slots: [{ ...slot, sequenceStartFrame: 40 }],
  };
  return buildSequence({
    composition: { id: 'Film', fps: FPS, width: 320, height: 180, durationInFrames: 200 },
    clips: [clip],
    cuts: [],
    songs: [],
    lockFile: { version: 1, clips: { [clip.clipKey]: { request: clip.request, takes: [take] } } },
    pathOf: () => 'take.mp4',
  }).sequence;
}

const shownAt = (clip: SequenceClip, frame: number): number =>
  clip.sourceInSeconds + ((frame - clip.startFrame) / FPS) * clip.playbackRate;

const frameOfTake = (timeInSeconds: number): number => Math.floor(timeInSeconds * take.fps + 1e-6);

describe('buildSequence', () => {
  it.each<FitWish>([
    { fit: 'trim' },
    { fit: 'trim', inPointInSeconds: 0.5 },
    { fit: 'speed', minSpeed: 0.25 },
    { fit: 'hold' },
    { fit: 'loop' },
    { fit: 'loop', outPointInSeconds: 1.3 },
    { fit: 'boomerang' },
  ])('lays out what the film shows with %o, frame by frame', (wish) => {
    const sequence = sequenceOf(wish);
    const clips = sequence.videoTracks[0]!.clips;
    expect(sequence.videoTracks).toHaveLength(1);
    expect(clips[0]!.startFrame).toBe(46);
    expect(clips.at(-1)!.endFrame).toBe(180);
    for (const [index, clip] of clips.entries()) {
      if (index > 0) expect(clip.startFrame).toBe(clips[index - 1]!.endFrame);
      for (let frame = clip.startFrame; frame < clip.endFrame; frame++) {
        const { timeInSeconds, heldFrames } = takeTime({
          take,
          fit: { shownInSeconds: 5, wish },
          sequenceFrame: frame - 40,
          fps: FPS,
        });
        const shown = shownAt(clip, frame);
        if (heldFrames > 0) expect(frameOfTake(shown)).toBe(frameOfTake(timeInSeconds));
        else expect(shown).toBeCloseTo(timeInSeconds, 6);
      }
    }
  });

  it('says in every format what a program can’t play', () => {
    const sequence = sequenceOf({ fit: 'boomerang' });
    for (const serialize of [serializeOtio, serializeXmeml, serializeFcpxml, serializeEdl])
      expect(serialize(sequence)).toContain('plays this part backwards');
    expect(serializeXmeml(sequenceOf({ fit: 'hold' }))).toContain('holds this picture');
  });
});

describe('placeSong', () => {
  const songMap = {
    durationInSeconds: 10,
    beats: [0.5, 1, 1.5, 2].map((timeInSeconds, index) => ({ timeInSeconds, bar: 1, beatInBar: index + 1 })),
    sections: [],
    beatsPerBar: 4,
    tempoBpm: 120,
  } as unknown as SongMap; // what the beat clock reads
  // on the beat at 1 s of a song that begins at 2 s, shifted by a lead of 0.1 s
  const cut: PlannedCut = {
    frame: 87,
    timeInSeconds: 2.9,
    beat: 1,
    fromShot: 'a',
    toShot: 'b',
    transitionInFrames: 0,
    transitionStartFrame: 87,
  };
  const sound = (frame: number, mediaFrame: number, path = 'songs/my%20song.mp3'): SweptSound => ({
    type: 'audio',
    id: 'one',
    src: `http://localhost:3000/public/${path}`,
    frame,
    mediaFrame,
    playbackRate: 1,
  });
  const place = (sounds: (SweptSound[] | null)[]) =>
    placeSong({
      songPath: 'songs/my song.mp3',
      songMap,
      discovery: { cuts: [cut], pictures: { frames: [], sounds, usesOtherHosts: false } },
      fps: FPS,
    });

  it('takes a song’s place from its sound, whatever lead the cuts have', () => {
    const sounds = [[], null, null, [sound(3, 0)], null, null, [sound(6, 0, 'other.mp3')]];
    expect(place(sounds)).toEqual({ startFrame: 3, heard: { startFrame: 3, endFrame: 6 } });
  });

  it('knows a song that is entered later and fades', () => {
    const sounds = [[sound(0, 900)], [{ ...sound(1, 901), volume: 0.5 }], []];
    expect(place(sounds)).toEqual({ startFrame: -900, heard: { startFrame: 0, endFrame: 2 } });
  });

  it('falls back to the cuts of a song that is not heard', () => {
    expect(place([[]])).toEqual({ startFrame: 57, heard: null });
  });
});
