import { clamp } from '../core/numbers.ts';
import type { SongMap } from './song-map.ts';

/** A stretch of a song that a film plays instead of all of it. */
export interface SongStretch {
  startInSeconds: number;
  durationInSeconds: number;
  /** How long the sound takes to come up and to go; 0 for at once. */
  fadeInInSeconds: number;
  fadeOutInSeconds: number;
}

/** What `bestStretch` takes. */
export interface BestStretchOptions {
  /** The longest that it may last: 15, 30, 60 … */
  durationInSeconds: number;
}

/** What makes a stretch good, each from 0 to 1 times its weight. */
const WEIGHTS = {
  /** Mean loudness, of the song's own range. */
  energy: 1,
  /** A drop in it. */
  drop: 0.5,
  /** It begins with a section. */
  sectionStart: 0.2,
  /** It ends with a section. */
  sectionEnd: 0.1,
  /** How much of the length that was asked for it fills. */
  length: 0.6,
} as const;
/** A drop is best after this share of the stretch: enough to build up, and most of the pay-off. */
const BEST_DROP_SHARE = 0.35;
/** A stretch that begins inside the song comes up this fast, and goes this slowly unless it ends with the song. */
const FADE_IN = 0.05;
const FADE_OUT = 0.6;
const SAME_TIME = 0.05;

type BestStretchSong = Pick<
  SongMap,
  'durationInSeconds' | 'beats' | 'sections' | 'phrases' | 'buildUps' | 'energy'
>;

/**
 * Finds the stretch of a song that stands for it best, for a teaser: loud, with a drop after about a third, from one border
 * of a phrase to another. Where a phrase is too long for it, it ends on a downbeat; without bars it may begin anywhere.
 */
export function bestStretch(song: BestStretchSong, { durationInSeconds }: BestStretchOptions): SongStretch {
  const total = song.durationInSeconds;
  if (durationInSeconds >= total) {
    return { startInSeconds: 0, durationInSeconds: total, fadeInInSeconds: 0, fadeOutInSeconds: 0 };
  }
  const downbeats = song.beats.filter(({ beatInBar }) => beatInBar === 1).map((beat) => beat.timeInSeconds);
  const borders = (song.phrases ?? []).flatMap(({ startInSeconds, endInSeconds }) => [
    startInSeconds,
    endInSeconds,
  ]);
  const anywhere = Array.from({ length: Math.floor(total) }, (_, second) => second);
  const starts = firstFilled(borders, downbeats, anywhere).filter((start) => start < total - 1);
  const candidates = starts.flatMap((start) => {
    const latest = Math.min(total, start + durationInSeconds);
    const before = (times: readonly number[]): number | undefined =>
      times.filter((time) => time > start + durationInSeconds / 2 && time <= latest + 1e-6).at(-1);
    const ends = [before([...borders].sort((a, b) => a - b)), before(downbeats)].filter(
      (end) => end !== undefined,
    );
    return (ends.length > 0 ? ends : [latest]).map((end) => ({
      start,
      end,
      score: scoreOf(song, { start, end, durationInSeconds }),
    }));
  });
  const best = candidates.reduce((a, b) => (b.score > a.score + 1e-9 ? b : a));
  return {
    startInSeconds: best.start,
    durationInSeconds: best.end - best.start,
    fadeInInSeconds: best.start < SAME_TIME ? 0 : FADE_IN,
    fadeOutInSeconds: best.end > total - SAME_TIME ? 0 : FADE_OUT,
  };
}

/** The first list with something in it. */
const firstFilled = (...lists: readonly (readonly number[])[]): readonly number[] =>
  lists.find((list) => list.length > 0) ?? [0];

function scoreOf(
  { energy, sections, buildUps = [] }: BestStretchSong,
  { start, end, durationInSeconds }: { start: number; end: number; durationInSeconds: number },
): number {
  const values = energy.overall.slice(
    Math.floor(start * energy.valuesPerSecond),
    Math.ceil(end * energy.valuesPerSecond),
  );
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const drops = buildUps.map(({ dropInSeconds, strength }) => {
    const share = (dropInSeconds - start) / (end - start);
    return share < 0 || share >= 1 ? 0 : strength * (1 - Math.abs(share - BEST_DROP_SHARE));
  });
  const isBorder = (time: number, side: 'startInSeconds' | 'endInSeconds'): number =>
    sections.some((section) => Math.abs(section[side] - time) < SAME_TIME) ? 1 : 0;
  return (
    WEIGHTS.energy * mean +
    WEIGHTS.drop * Math.max(0, ...drops) +
    WEIGHTS.sectionStart * isBorder(start, 'startInSeconds') +
    WEIGHTS.sectionEnd * isBorder(end, 'endInSeconds') +
    (WEIGHTS.length * (end - start)) / durationInSeconds
  );
}

/**
 * Which part of a song a film plays: a stretch by its times, or the best one of at most a length (`bestStretch`). Without
 * fades of its own, a stretch by its times begins and ends at once.
 */
export type SongWindow =
  | { bestInSeconds: number; startInSeconds?: never }
  | ({ startInSeconds: number; durationInSeconds: number; bestInSeconds?: never } & Partial<
      Pick<SongStretch, 'fadeInInSeconds' | 'fadeOutInSeconds'>
    >);

/** The stretch that a window means in a song, within its bounds. */
export function resolveSongWindow(song: BestStretchSong, window: SongWindow): SongStretch {
  if (window.bestInSeconds !== undefined) {
    return bestStretch(song, { durationInSeconds: window.bestInSeconds });
  }
  const startInSeconds = clamp(window.startInSeconds, 0, song.durationInSeconds);
  return {
    startInSeconds,
    durationInSeconds: Math.min(window.durationInSeconds, song.durationInSeconds - startInSeconds),
    fadeInInSeconds: window.fadeInInSeconds ?? 0,
    fadeOutInSeconds: window.fadeOutInSeconds ?? 0,
  };
}

/** How loud a stretch is some time after its beginning, 0–1: its fades, of equal power. */
export function stretchVolume(stretch: SongStretch, sinceStartInSeconds: number): number {
  const { durationInSeconds, fadeInInSeconds, fadeOutInSeconds } = stretch;
  const share = (passed: number, fade: number): number => (fade <= 0 ? 1 : clamp(passed / fade));
  return (
    Math.sin((Math.PI / 2) * share(sinceStartInSeconds, fadeInInSeconds)) *
    Math.sin((Math.PI / 2) * share(durationInSeconds - sinceStartInSeconds, fadeOutInSeconds))
  );
}
