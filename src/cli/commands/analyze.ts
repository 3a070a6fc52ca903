import { existsSync } from 'node:fs';
import path from 'node:path';
import { formatSeconds } from '../../core/time.ts';
import { analyzeSongFile, type AnalyzeSongFileResult } from '../../node/analyze-song-file.ts';
import { describeSong, describeTempo } from '../../node/song-report/draw-song-picture.ts';
import { writeSongReport } from '../../node/song-report/write-song-report.ts';
import type { ClipCommandsContext } from '../clip-commands-context.ts';
import { defineSubCommand, type SubCommand } from '../define-sub-command.ts';
import { shownPath } from '../shown-path.ts';
import { formatTable, printJson } from '../terminal.ts';

/** `beatcut analyze <song>`: hears a song, writes its map, and shows what was heard. */
export const createAnalyzeCommand = ({ openProject }: Pick<ClipCommandsContext, 'openProject'>): SubCommand =>
  defineSubCommand({
    name: 'analyze',
    description:
      'Hear the beats, bars and sections of a song. Corrections in <song>.corrections.json are applied and kept',
    args: {
      song: {
        type: 'positional',
        description: 'The song: mp3, m4a, aac, flac, ogg, opus or wav',
        required: true,
      },
      output: {
        type: 'string',
        alias: 'o',
        description:
          'Where the song map goes; by default into public/beatcut/songs, or beside a song from elsewhere',
        valueHint: 'file.json',
      },
      svg: {
        type: 'string',
        description:
          'Draw a picture: sound, beats, bars, sections, energy, confidence. By default beside the map',
        valueHint: 'file.svg',
      },
      html: {
        type: 'string',
        description: 'Write a page that shows the picture and plays the song with clicks on the beats',
        valueHint: 'file.html',
      },
      click: {
        type: 'string',
        description: 'Write the song with clicks mixed in; downbeats are higher',
        valueHint: 'file.wav',
      },
      force: { type: 'boolean', description: 'Hear it again, even if its map is up to date', default: false },
      'allow-truncated': {
        type: 'boolean',
        description: 'Take what is there of a song that was cut off',
        default: false,
      },
    },
    run: async ({ args, signal, progress }) => {
      const { song, html: htmlPath, click: clickPath, force, json } = args;
      const { publicDir } = (await openProject()).config;
      progress.step(`Hearing ${path.basename(song)}`);
      const result = await analyzeSongFile({
        path: song,
        publicDir,
        mapPath: args.output,
        force,
        allowTruncated: args['allow-truncated'],
        signal,
        onProgress: (share) => progress.update(share),
      });
      const { songMap, mapPath, changed } = result;
      const usualPicture = picturePathOf(mapPath);
      // it belongs to the map, and is drawn anew only with it
      const isDrawn = !changed && existsSync(usualPicture);
      const svgPath = args.svg ?? (isDrawn ? undefined : usualPicture);
      if ([svgPath, htmlPath, clickPath].some((file) => file !== undefined)) {
        progress.step('Drawing what was heard');
        await writeSongReport({ path: song, songMap, svgPath, htmlPath, clickPath });
      }
      progress.done(changed ? 'Heard.' : 'Already heard; nothing has changed since.');
      const picture = svgPath ?? usualPicture;
      if (json) printJson(jsonOf(result));
      else console.log(summaryOf(result, { picture, page: htmlPath, clicks: clickPath }));
    },
  });

const picturePathOf = (mapPath: string): string => `${mapPath.replace(/\.json$/, '')}.svg`;

/** What `--json` prints: the map without its energy curves, which are long and lie in the file. */
function jsonOf({ songMap, ...result }: AnalyzeSongFileResult): unknown {
  const { energy: _, ...heard } = songMap;
  return { ...result, ...heard };
}

function summaryOf(
  { songMap, mapPath, correctionsPath, lyricsPath }: AnalyzeSongFileResult,
  files: { picture: string; page: string | undefined; clicks: string | undefined },
): string {
  const { source, sections, beats, warnings, durationInSeconds } = songMap;
  const tagged = source?.taggedTempoBpm;
  const rows = sections.map(({ startInSeconds, endInSeconds, label, name, energy }) => {
    const bars = beats.filter(
      ({ timeInSeconds, beatInBar }) =>
        beatInBar === 1 && timeInSeconds >= startInSeconds && timeInSeconds < endInSeconds,
    );
    return [
      name === undefined ? label : `${label} ${name}`,
      formatSeconds(startInSeconds),
      formatSeconds(endInSeconds),
      bars.length === 0 ? '–' : `${bars[0]!.bar}–${bars.at(-1)!.bar}`,
      `${Math.round(100 * energy)} %`,
    ];
  });
  return [
    '',
    describeSong(songMap),
    `${formatSeconds(durationInSeconds)} · ${describeTempo(songMap)}`,
    ...(tagged === undefined ? [] : [`The file's tags say ${tagged} BPM.`]),
    '',
    formatTable([['section', 'start', 'end', 'bars', 'energy'], ...rows]),
    '',
    ...warnings.map((warning) => `! ${warning}`),
    `Song map  ${shownPath(mapPath)}`,
    `Picture   ${shownPath(files.picture)}`,
    ...(files.page === undefined ? [] : [`Page      ${shownPath(files.page)}`]),
    ...(files.clicks === undefined ? [] : [`Clicks    ${shownPath(files.clicks)}`]),
    ...(correctionsPath === null ? [] : [`Corrected by ${shownPath(correctionsPath)}`]),
    ...(lyricsPath === null ? [] : [`Lyrics    ${describeLyrics(songMap)} from ${shownPath(lyricsPath)}`]),
  ].join('\n');
}

/** `24 lines, 131 words`; lyrics without word times have lines only. */
function describeLyrics({ lyrics = [] }: AnalyzeSongFileResult['songMap']): string {
  const lines = lyrics.filter(({ pageBreakAfter }) => pageBreakAfter).length;
  return lines === lyrics.length ? `${lines} lines` : `${lines} lines, ${lyrics.length} words`;
}
