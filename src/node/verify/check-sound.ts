import { formatSeconds, frameToSeconds } from '../../core/time.ts';
import { createBeatClock } from '../../edit/beat-clock.ts';
import type { VideoProbe } from '../media/probe-video.ts';
import { above, below, limited, must, type FilmCheck } from './film-check.ts';
import type { FilmPlanRecord } from './film-record.ts';
import type { PictureInspection } from './inspect-picture.ts';
import type { SoundInspection } from './inspect-sound.ts';
import type { VerifyLimits } from './verify-limits.ts';

/** The songs that a film should let hear, at their own speed. */
export const audibleSongsOf = (plan: FilmPlanRecord | null): FilmPlanRecord['songs'] =>
  (plan?.songs ?? []).filter(({ heard }) => heard !== null);

/** Checks what is heard. */
export function checkSound({
  sound,
  stream,
  picture,
  plan,
  limits,
}: {
  sound: SoundInspection | null;
  stream: VideoProbe;
  picture: PictureInspection;
  plan: FilmPlanRecord | null;
  limits: VerifyLimits;
}): FilmCheck[] {
  const songs = audibleSongsOf(plan);
  if (sound === null) {
    return [
      songs.length > 0
        ? must('sound', false, 'The film has no sound, although a song was planned.')
        : { id: 'sound', status: 'info', message: 'The film has no sound.' },
    ];
  }
  const { integratedLufs, rangeLu, truePeakDbtp } = sound.loudness;
  const isSilent = !Number.isFinite(integratedLufs);
  const loudness = isSilent
    ? 'The sound is silent'
    : `Loudness ${integratedLufs.toFixed(1)} LUFS, range ${rangeLu.toFixed(1)} LU`;
  const length = frameToSeconds({ frame: picture.frameCount, fps: stream.fps });
  const apart = sound.durationInSeconds - length;
  return [
    ...(isSilent && songs.length > 0
      ? [must('sound', false, 'The film is silent, although a song was planned.')]
      : checkOffsets(sound, limits)),
    ...songs.map(({ path, startFrame, durationInSeconds }): FilmCheck => {
      const end = frameToSeconds({ frame: startFrame, fps: stream.fps }) + durationInSeconds;
      return {
        id: 'song-length',
        status: 'info',
        message:
          Math.abs(length - end) < 1 / stream.fps
            ? `The film ends with its song ${path}, at ${formatSeconds(end)}.`
            : `The film ends at ${formatSeconds(length)}, ${Math.abs(length - end).toFixed(2)} s ${length < end ? 'before' : 'after'} its song ${path}.`,
      };
    }),
    {
      id: 'sound-length',
      status: Math.abs(apart) > 0.1 ? 'warning' : 'ok',
      message: `The sound lasts ${formatSeconds(sound.durationInSeconds)}, the picture ${formatSeconds(length)}.`,
      value: apart,
    },
    ...checkBeats({ sound, picture, fps: stream.fps, limits }),
    limited({
      id: 'loudness',
      value: integratedLufs,
      limit: limits.maxLoudnessLufs,
      isPast: above,
      isUnusual: isSilent,
      message: `${loudness}.`,
    }),
    ...(limits.minLoudnessLufs === null
      ? []
      : [
          limited({
            id: 'loudness-floor',
            value: integratedLufs,
            limit: limits.minLoudnessLufs,
            isPast: below,
            message: `${loudness}; at least ${limits.minLoudnessLufs} LUFS.`,
          }),
        ]),
    limited({
      id: 'true-peak',
      value: truePeakDbtp,
      limit: limits.maxTruePeakDbtp,
      isPast: above,
      isUnusual: truePeakDbtp > 0,
      message: `True peak ${truePeakDbtp.toFixed(1)} dBTP${truePeakDbtp > 0 ? ': players may clip it' : ''}.`,
    }),
    limited({
      id: 'clipping',
      value: sound.clippedStretches,
      limit: limits.maxClippedStretches,
      isPast: above,
      isUnusual: sound.clippedStretches > 0,
      message:
        sound.clippedStretches === 0
          ? 'No samples are clipped.'
          : `${sound.clippedStretches} stretches of samples are at full scale: clipped, or a loud master.`,
    }),
  ];
}

function checkOffsets({ offsets }: SoundInspection, limits: VerifyLimits): FilmCheck[] {
  if (offsets.length === 0) return [];
  const found = offsets.flatMap(({ offsetMs }) => (offsetMs === null ? [] : [offsetMs]));
  if (found.length === 0) {
    return [
      {
        id: 'sound-offset',
        status: 'warning',
        message:
          'The song was not found in the film’s sound: it is mixed with others, or not what was planned.',
      },
    ];
  }
  const worst = found.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
  const drift = Math.max(...found) - Math.min(...found);
  return [
    limited({
      id: 'sound-offset',
      value: worst,
      limit: limits.maxSoundOffsetMs,
      isPast: (value, limit) => Math.abs(value) > limit,
      isUnusual: found.length < offsets.length,
      message: `The song lies ${Math.abs(worst) < 0.05 ? 'exactly' : `${Math.abs(worst).toFixed(1)} ms ${worst > 0 ? 'late' : 'early'}`} under the picture${drift >= 1 ? `, drifting by ${drift.toFixed(1)} ms` : ''}; ${found.length} of ${offsets.length} places compared.`,
    }),
  ];
}

/** A beat that is heard in half or double time counts as the same beat. */
const DOUBLE_TIME = 1.5;

/** The cuts against the beats that were heard in the film itself: the only check that does not rest on the song's map. */
function checkBeats({
  sound: { heard },
  picture: { cuts },
  fps,
  limits,
}: {
  sound: SoundInspection;
  picture: PictureInspection;
  fps: number;
  limits: VerifyLimits;
}): FilmCheck[] {
  const seen = cuts.flatMap(({ planned, offsetInFrames, isAtLeast }) =>
    // [frames] / [frames/s] = [s]; where the cut is, also for a transition that lies beside it
    offsetInFrames === null || isAtLeast
      ? []
      : [{ beat: planned.beat, time: planned.timeInSeconds + offsetInFrames / fps }],
  );
  if (heard === null || seen.length < 2) return [];
  const clock = createBeatClock(heard);
  const [first, last] = [seen[0]!, seen.at(-1)!];
  const plannedPeriod = (last.time - first.time) / Math.max(last.beat - first.beat, Number.EPSILON);
  const heardPeriod =
    (last.time - first.time) /
    Math.max(clock.beatAtTime(last.time) - clock.beatAtTime(first.time), Number.EPSILON);
  const perHeard = heardPeriod / plannedPeriod >= DOUBLE_TIME ? 2 : 1;
  const offsets = seen
    .map(({ beat, time }) => {
      // cuts may be planned between beats: the same part of a beat is looked for
      const part = beat - Math.floor(beat);
      const position = clock.beatAtTime(time) * perHeard;
      return Math.abs(time - clock.timeOfBeat((Math.round(position - part) + part) / perHeard)) * 1000;
    })
    .sort((a, b) => a - b);
  const middle = offsets[offsets.length >> 1]!;
  return [
    limited({
      id: 'beats',
      value: middle,
      limit: limits.maxBeatOffsetMs,
      isPast: above,
      message: `Heard anew, the film’s sound has ${heard.tempoBpm.toFixed(1)} BPM; half of the cuts are within ${middle.toFixed(0)} ms of a beat of it, all within ${offsets.at(-1)!.toFixed(0)} ms.`,
    }),
  ];
}
