import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createCanvas, ImageData } from '@napi-rs/canvas';
import { BeatcutError } from '../../core/error.ts';
import { clamp } from '../../core/numbers.ts';
import { frameToSeconds } from '../../core/time.ts';
import { serializeSrt } from '../../interchange/srt.ts';
import { parseSongMap, songMapPathOf, type SongMap } from '../../song/song-map.ts';
import { readFrames } from '../media/read-frames.ts';
import { readLyrics } from '../media/read-lyrics.ts';
import { probeVideo } from '../media/probe-video.ts';
import { formatCredits, type Provenance } from '../provenance/describe-provenance.ts';
import type { FilmPlanRecord } from '../verify/film-record.ts';
import { writeFileAtomic } from '../write-file-atomic.ts';

/** A chapter of a film. */
export interface Chapter {
  startInSeconds: number;
  name: string;
}

/** YouTube shows chapters when there are at least three, the first begins at 0:00, and each lasts 10 s. */
const MIN_CHAPTERS = 3;
const MIN_CHAPTER_SECONDS = 10;

/**
 * The chapters of a film: the sections of its song, joined to the one before where they are shorter than 10 s. None where
 * fewer than three are left.
 * Source: support.google.com/youtube/answer/9884579, read 2026-11-23.
 */
export function chaptersOf({
  sections,
  songStartInSeconds,
  durationInSeconds,
}: {
  sections: SongMap['sections'];
  /** Where the song's time 0 lies in the film. */
  songStartInSeconds: number;
  /** Of the film. */
  durationInSeconds: number;
}): Chapter[] {
  const chapters: Chapter[] = [];
  for (const { startInSeconds, name, label } of sections) {
    const start = Math.max(0, startInSeconds + songStartInSeconds);
    if (start > durationInSeconds - MIN_CHAPTER_SECONDS) continue;
    const last = chapters.at(-1);
    if (last !== undefined && start - last.startInSeconds < MIN_CHAPTER_SECONDS) continue;
    chapters.push({ startInSeconds: last === undefined ? 0 : start, name: name ?? `Part ${label}` });
  }
  return chapters.length >= MIN_CHAPTERS ? chapters : [];
}

/** `1:04`, `1:01:04`. */
function chapterTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(rest).padStart(2, '0');
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${String(minutes).padStart(2, '0')}:${tail}`;
}

/** What a template may name, in braces. */
export interface DescriptionValues {
  title: string;
  artist: string;
  chapters: string;
  credits: string;
}

/** What stands above and below a film where it is published. `{title}`, `{artist}`, `{chapters}` and `{credits}` are filled in. */
export const DEFAULT_DESCRIPTION = '{title}\n\n{chapters}\n\n{credits}';

/**
 * Fills in a template; empty parts leave no gap.
 *
 * @throws BeatcutError `TEMPLATE_INVALID` for a name in braces that there is not.
 */
export function fillTemplate(template: string, values: DescriptionValues): string {
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (name in values) return values[name as keyof DescriptionValues];
    throw new BeatcutError({
      code: 'TEMPLATE_INVALID',
      message: `The description's template names {${name}}, which is not known.`,
      hint: `Known are ${Object.keys(values)
        .map((known) => `{${known}}`)
        .join(', ')}.`,
    });
  });
  return `${filled.replaceAll(/\n{3,}/g, '\n\n').trim()}\n`;
}

/** What `writeDescriptions` takes. */
export interface WriteDescriptionsOptions {
  /** The finished film. */
  path: string;
  plan: FilmPlanRecord;
  provenance: Provenance;
  publicDir: string;
  /** `DEFAULT_DESCRIPTION` by default. */
  template?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** Files that go with a film. */
export interface FilmDescriptions {
  thumbnail: string;
  /** Title in the first line, then the description. */
  description: string;
  /** `null` where the song has no timed lyrics. */
  captions: string | null;
  chapters: Chapter[];
}

/** Writes what goes with a film: a thumbnail from its loudest part, title and description with chapters, and captions. */
export async function writeDescriptions(options: WriteDescriptionsOptions): Promise<FilmDescriptions> {
  const { path: film, plan, provenance, publicDir, template = DEFAULT_DESCRIPTION, signal } = options;
  const base = film.slice(0, -path.extname(film).length);
  const durationInSeconds = frameToSeconds({ frame: plan.durationInFrames, fps: plan.fps });
  const [song] = plan.songs;
  const songMap = song === undefined ? null : await readMap(publicDir, song.path);
  const songStartInSeconds = frameToSeconds({ frame: song?.startFrame ?? 0, fps: plan.fps });
  const chapters =
    songMap === null ? [] : chaptersOf({ sections: songMap.sections, songStartInSeconds, durationInSeconds });
  const { title = plan.composition, artist = '' } = provenance.songs[0] ?? {};
  const description = fillTemplate(template, {
    title: artist === '' ? title : `${artist}: ${title}`,
    artist,
    chapters: chapters.map(({ startInSeconds, name }) => `${chapterTime(startInSeconds)} ${name}`).join('\n'),
    credits: formatCredits(provenance).split('\n').slice(2).join('\n'),
  });
  await writeFileAtomic({ path: `${base}.description.txt`, data: description });

  const lyrics =
    song === undefined
      ? null
      : await readLyrics({
          path: path.join(publicDir, song.path),
          durationInSeconds: song.durationInSeconds,
        });
  const captions = lyrics === null ? null : `${base}.srt`;
  if (lyrics !== null) {
    const data = serializeSrt({
      captions: lyrics.captions,
      offsetInSeconds: songStartInSeconds,
      endInSeconds: durationInSeconds,
    });
    await writeFileAtomic({ path: `${base}.srt`, data });
  }
  const thumbnail = `${base}.thumbnail.jpg`;
  await writeThumbnail({ film, file: thumbnail, frame: thumbnailFrame({ plan, songMap }), signal });
  return { thumbnail, description: `${base}.description.txt`, captions, chapters };
}

async function readMap(publicDir: string, song: string): Promise<SongMap | null> {
  const file = path.join(publicDir, songMapPathOf(song));
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? null : parseSongMap({ text, path: file });
}

/** The middle of the shot that is on when the loudest section begins, or of the film. */
function thumbnailFrame({ plan, songMap }: { plan: FilmPlanRecord; songMap: SongMap | null }): number {
  const [song] = plan.songs;
  const last = Math.max(0, plan.durationInFrames - 1);
  if (song === undefined || songMap === null || songMap.sections.length === 0) return Math.floor(last / 2);
  const loudest = songMap.sections.reduce((a, b) => (b.energy > a.energy ? b : a));
  const start = Math.round(song.startFrame + loudest.startInSeconds * plan.fps);
  const next = plan.cuts.find(({ transitionStartFrame }) => transitionStartFrame > start);
  return clamp(Math.floor((start + (next?.transitionStartFrame ?? last)) / 2), 0, last);
}

async function writeThumbnail({
  film,
  file,
  frame,
  signal,
}: {
  film: string;
  file: string;
  frame: number;
  signal: AbortSignal | undefined;
}): Promise<void> {
  const { width, height } = await probeVideo({ path: film, signal });
  const frames = readFrames({
    path: film,
    widthInPixels: width,
    heightInPixels: height,
    pixelFormat: 'rgba',
    startInFrames: frame,
    endInFrames: frame + 1,
    signal,
  });
  for await (const { data } of frames) {
    const canvas = createCanvas(width, height);
    canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
    await writeFileAtomic({ path: file, data: canvas.toBuffer('image/jpeg', 92) });
  }
}
