import { formatSeconds, frameToSeconds } from '../../core/time.ts';
import { createBeatClock } from '../../edit/beat-clock.ts';
import type { VideoProbe } from '../media/probe-video.ts';
import type { FilmPlanRecord } from './film-record.ts';
import type { FrameStretch, PictureInspection } from './inspect-picture.ts';
import type { SoundInspection } from './inspect-sound.ts';
import type { MeasuredCut } from './measure-cuts.ts';
import type { VerifyLimits } from './verify-limits.ts';

/** How a check came out. `failed` is past a limit; `warning` is worth a look; `info` only tells. */
export type CheckStatus = 'ok' | 'info' | 'warning' | 'failed';

/** One thing that was looked at. */
export interface FilmCheck {
  /** A stable name: `cuts`, `sound-offset`. */
  id: string;
  status: CheckStatus;
  /** What was found, in a sentence. */
  message: string;
  /** The number behind it, if there is one. */
  value?: number;
  /** The limit that counted. */
  limit?: number;
}

/** A value against its limit: past it is a failure; without a limit it only tells, or warns where it is unusual. */
function limited({
  id,
  message,
  value,
  limit,
  isPast,
  isUnusual = false,
}: {
  id: string;
  message: string;
  value: number;
  limit: number | null;
  isPast: (value: number, limit: number) => boolean;
  /** Worth a look even where nothing is limited. */
  isUnusual?: boolean;
}): FilmCheck {
  const status: CheckStatus =
    limit !== null && isPast(value, limit)
      ? 'failed'
      : isUnusual
        ? 'warning'
        : limit === null
          ? 'info'
          : 'ok';
  return { id, status, message, value, ...(limit !== null && { limit }) };
}

const above = (value: number, limit: number): boolean => value > limit;
const below = (value: number, limit: number): boolean => value < limit;

const must = (id: string, isRight: boolean, message: string): FilmCheck => ({
  id,
  status: isRight ? 'ok' : 'failed',
  message,
});

const RATE_TOLERANCE = 0.005;

/** Checks what the file says about itself. */
export function checkStream({
  stream,
  frameCount,
  plan,
}: {
  stream: VideoProbe & { isFastStart: boolean | null };
  /** Frames that were decoded. */
  frameCount: number;
  plan: FilmPlanRecord | null;
}): FilmCheck[] {
  const { width, height, fps, color, codec, pixelFormat, isFastStart } = stream;
  const size = `${width} × ${height}`;
  const rate = `${Number(fps.toFixed(3))} frames/s`;
  const colors = [color.primaries, color.transfer, color.matrix, color.range]
    .map((tag) => tag ?? 'none')
    .join(', ');
  const isTagged = color.primaries === 'bt709' && color.transfer === 'bt709' && color.matrix === 'bt709';
  const checks: FilmCheck[] =
    plan === null
      ? [
          { id: 'size', status: 'info', message: `The picture is ${size}.` },
          { id: 'fps', status: 'info', message: `It runs at ${rate}.` },
          { id: 'frames', status: 'info', message: `It has ${frameCount} frames.` },
        ]
      : [
          must(
            'size',
            width === plan.width && height === plan.height,
            `The picture is ${size}; planned were ${plan.width} × ${plan.height}.`,
          ),
          must(
            'fps',
            Math.abs(fps - plan.fps) < RATE_TOLERANCE,
            `It runs at ${rate}; planned were ${plan.fps}.`,
          ),
          must(
            'frames',
            frameCount === plan.durationInFrames,
            `It has ${frameCount} frames; planned were ${plan.durationInFrames}.`,
          ),
        ];
  if (frameCount < stream.frameCount) {
    const lost = stream.frameCount - frameCount;
    checks.push({
      id: 'decoding',
      // players skip frames at the edges that an edit list cuts off
      status: lost > fps ? 'failed' : 'warning',
      message: `The file lists ${stream.frameCount} frames, of which ${lost} can't be decoded: it is damaged or cut short.`,
      value: lost,
    });
  }
  checks.push({
    id: 'colour',
    status: isTagged && color.range === 'tv' ? 'ok' : 'warning',
    message: `${codec}, ${pixelFormat}; colours are tagged ${colors} (primaries, transfer, matrix, range).`,
  });
  if (isFastStart === false) {
    checks.push({
      id: 'fast-start',
      status: 'warning',
      message: 'The index lies at the end of the file: browsers load all of it before they play.',
    });
  }
  return checks;
}

/** Checks what is seen. */
export function checkPicture({
  picture,
  fps,
  plan,
  limits,
}: {
  picture: PictureInspection;
  fps: number;
  plan: FilmPlanRecord | null;
  limits: VerifyLimits;
}): FilmCheck[] {
  const { cuts, unplannedCuts, frameCount } = picture;
  const black = unexplained(picture.black, plan?.gaps ?? []);
  const blackSeconds = framesOf(black) / fps;
  const longestFrozen =
    Math.max(0, ...picture.frozen.map(({ startFrame, endFrame }) => endFrame - startFrame)) / fps;
  const duplicateShare = picture.duplicates.length / Math.max(1, frameCount);
  return [
    ...(plan === null ? [] : checkCuts({ cuts, fps, limits })),
    ...(plan === null
      ? []
      : [
          limited({
            id: 'unplanned-cuts',
            value: unplannedCuts.length,
            limit: limits.maxUnplannedCuts,
            isPast: above,
            isUnusual: unplannedCuts.length > 0,
            message:
              unplannedCuts.length === 0
                ? 'The picture jumps nowhere else.'
                : `The picture also jumps at frame ${listed(unplannedCuts)}: a cut inside a clip, or a fault.`,
          }),
        ]),
    limited({
      id: 'black',
      value: blackSeconds,
      limit: limits.maxBlackSeconds,
      isPast: above,
      isUnusual: black.length > 0,
      message:
        black.length === 0
          ? 'No frame is black that should not be.'
          : `${framesOf(black)} frames are black: ${listed(black.map(rangeText))}.`,
    }),
    limited({
      id: 'frozen',
      value: longestFrozen,
      limit: limits.maxFrozenSeconds,
      isPast: above,
      isUnusual: longestFrozen > 0,
      message:
        longestFrozen === 0
          ? 'The picture never stands still for half a second.'
          : `The picture stands still for up to ${longestFrozen.toFixed(2)} s: ${listed(picture.frozen.map(rangeText))}.`,
    }),
    limited({
      id: 'duplicates',
      value: duplicateShare,
      limit: limits.maxDuplicateShare,
      isPast: above,
      message:
        picture.duplicates.length === 0
          ? 'No frame repeats the one before it.'
          : `${picture.duplicates.length} frames (${(100 * duplicateShare).toFixed(1)} %) repeat the one before: clips with fewer frames a second than the film, slowed-down clips, stills, or lost frames.`,
    }),
  ];
}

function checkCuts({
  cuts,
  fps,
  limits,
}: {
  cuts: readonly MeasuredCut[];
  fps: number;
  limits: VerifyLimits;
}): FilmCheck[] {
  if (cuts.length === 0) return [{ id: 'cuts', status: 'info', message: 'No cuts were planned.' }];
  const offsets = cuts.flatMap(({ offsetInFrames }) =>
    offsetInFrames === null ? [] : [Math.abs(offsetInFrames)],
  );
  const worst = Math.max(0, ...offsets);
  const near = offsets.filter((offset) => offset <= 0.505).length;
  const unseen = cuts.length - offsets.length;
  return [
    limited({
      id: 'cuts',
      value: Number(worst.toFixed(3)),
      limit: limits.maxCutOffsetInFrames,
      isPast: above,
      message: `${near} of ${cuts.length} cuts are within half a frame of their beat; the furthest is ${worst.toFixed(2)} frames (${((worst / fps) * 1000).toFixed(0)} ms) off.`,
    }),
    limited({
      id: 'unseen-cuts',
      value: unseen,
      limit: limits.maxUnseenCuts,
      isPast: above,
      isUnusual: unseen > 0,
      message:
        unseen === 0
          ? 'Every cut was seen.'
          : `${unseen} cuts could not be seen: the picture hardly changes there, or zooms evenly through them.`,
    }),
  ];
}

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
  const seen = cuts.flatMap(({ planned, offsetInFrames }) =>
    // [frames] / [frames/s] = [s]; where the cut is, also for a transition that lies beside it
    offsetInFrames === null
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

/** The parts of stretches that lie outside of others. */
function unexplained(stretches: readonly FrameStretch[], explained: readonly FrameStretch[]): FrameStretch[] {
  return stretches.flatMap((stretch) => {
    let rest = [stretch];
    for (const { startFrame, endFrame } of explained) {
      rest = rest.flatMap((part) =>
        [
          { startFrame: part.startFrame, endFrame: Math.min(part.endFrame, startFrame) },
          { startFrame: Math.max(part.startFrame, endFrame), endFrame: part.endFrame },
        ].filter((piece) => piece.endFrame > piece.startFrame),
      );
    }
    return rest;
  });
}

const framesOf = (stretches: readonly FrameStretch[]): number =>
  stretches.reduce((sum, { startFrame, endFrame }) => sum + endFrame - startFrame, 0);

const rangeText = ({ startFrame, endFrame }: FrameStretch): string =>
  endFrame - startFrame === 1 ? `${startFrame}` : `${startFrame}–${endFrame - 1}`;

const MOST_LISTED = 8;

const listed = (items: readonly (string | number)[]): string =>
  items.length <= MOST_LISTED ? items.join(', ') : `${items.slice(0, MOST_LISTED).join(', ')} …`;
