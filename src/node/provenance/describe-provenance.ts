import path from 'node:path';
import { z } from 'zod';
import packageJson from '../../../package.json' with { type: 'json' };
import type { PlannedClip } from '../../clips/planned-clip.ts';
import type { Take } from '../../clips/take.ts';
import { sha256Hex } from '../../core/hash.ts';
import { plural } from '../../core/text.ts';
import { frameToSeconds } from '../../core/time.ts';
import type { SongSource } from '../../song/song-map.ts';
import { digitalSourceTypeOf, digitalSourceTypeUrl, filmSourceTypeOf } from './digital-source-type.ts';

/** The version of provenance files that this program writes. */
const PROVENANCE_VERSION = 1;

/** What a project says about where its films come from: `provenance` of the config. */
export interface ProvenanceSettings {
  /** Write only a hash of each prompt; false by default. */
  withholdPrompts?: boolean;
  /** What the licence of a model's clips is, by `provider/model` or `provider`. */
  licenceNotes?: Readonly<Record<string, string>>;
  /** Who holds the rights to a song, by its path below the public folder. */
  songRights?: Readonly<Record<string, string>>;
  /** Added to the credits, a line each. */
  credits?: readonly string[];
}

/** The schema of `provenance` in the config. */
export const provenanceSettingsSchema: z.ZodType<ProvenanceSettings> = z.strictObject({
  withholdPrompts: z.boolean().optional(),
  licenceNotes: z.record(z.string(), z.string()).optional(),
  songRights: z.record(z.string(), z.string()).optional(),
  credits: z.array(z.string()).optional(),
}) as z.ZodType<ProvenanceSettings>; // zod writes `?: T | undefined`, the type says `?: T`

/** Where a clip of a film came from. */
export interface ClipProvenance {
  shotNumber: number;
  shotId: string;
  clipKey: string;
  /** SHA-256 of the prompt's UTF-8 bytes. */
  promptSha256: string;
  prompt?: string;
  negativePrompt?: string;
  /** SHA-256 of each reference picture. */
  references: { name: string; sha256: string }[];
  /** SHA-256 of the take's file. */
  takeSha256: string;
  provider: string;
  model: string;
  seed?: number;
  /** When it was made, ISO 8601. */
  createdAt: string;
  isDraft: boolean;
  licenceNote?: string;
  /** Address of the IPTC's digital source type; `null` where nobody said. */
  digitalSourceType: string | null;
  /** Where the film shows it, transitions not counted. */
  shownAt: { startFrame: number; endFrame: number; startInSeconds: number; endInSeconds: number }[];
}

/** Where a song of a film came from. */
export interface SongProvenance {
  /** Path below the public folder. */
  path: string;
  sha256?: string;
  title?: string;
  artist?: string;
  album?: string;
  rightsNote?: string;
}

/** Where a film came from: what `provenance.json` holds. */
export interface Provenance {
  version: typeof PROVENANCE_VERSION;
  film: {
    file: string;
    composition: string;
    fps: number;
    durationInFrames: number;
    width: number;
    height: number;
    /** SHA-256 of the finished file, in hex. */
    sha256?: string;
  };
  /** When the film was rendered, ISO 8601. */
  renderedAt: string;
  digitalSourceType: string;
  clips: ClipProvenance[];
  songs: SongProvenance[];
  tools: Record<string, string>;
}

/** What `describeProvenance` takes. */
export interface DescribeProvenanceOptions {
  /** The film's file name or path as it shall be written. */
  file: string;
  sha256?: string;
  composition: { id: string; fps: number; durationInFrames: number; width: number; height: number };
  /** The clips with the takes that the film shows. */
  clips: readonly { clip: PlannedClip; take: Take }[];
  songs: readonly { path: string; source: SongSource | undefined }[];
  settings?: ProvenanceSettings;
  /** Versions of other programs: `{ remotion: '4.0.527' }`. */
  tools?: Readonly<Record<string, string>>;
  renderedAt: Date;
}

/** Collects where every part of a film came from. Holds no path of the machine, no key and no address. */
export function describeProvenance(options: DescribeProvenanceOptions): Provenance {
  const { file, sha256, composition, clips, songs, settings = {}, tools = {}, renderedAt } = options;
  const { id, fps, durationInFrames, width, height } = composition;
  return {
    version: PROVENANCE_VERSION,
    film: {
      file: path.basename(file),
      composition: id,
      fps,
      durationInFrames,
      width,
      height,
      ...(sha256 !== undefined && { sha256 }),
    },
    renderedAt: renderedAt.toISOString(),
    digitalSourceType: digitalSourceTypeUrl(filmSourceTypeOf(clips.map(({ take }) => take))),
    clips: clips.map(({ clip, take }) => describeClip(clip, take, fps, settings)),
    songs: songs.map(({ path: song, source }): SongProvenance => {
      const rightsNote = settings.songRights?.[song];
      const { title, artist, album } = source ?? {};
      return {
        path: song,
        ...(source !== undefined && { sha256: source.sha256 }),
        ...(title !== undefined && { title }),
        ...(artist !== undefined && { artist }),
        ...(album !== undefined && { album }),
        ...(rightsNote !== undefined && { rightsNote }),
      };
    }),
    tools: { beatcut: packageJson.version, node: process.version.slice(1), ...tools },
  };
}

function describeClip(
  { clipKey, request, shotId, shotNumber, slots }: PlannedClip,
  take: Take,
  fps: number,
  { withholdPrompts = false, licenceNotes = {} }: ProvenanceSettings,
): ClipProvenance {
  const type = digitalSourceTypeOf(take);
  const licenceNote = licenceNotes[`${take.provider}/${take.model}`] ?? licenceNotes[take.provider];
  return {
    shotNumber,
    shotId,
    clipKey,
    promptSha256: sha256Hex(request.prompt),
    ...(!withholdPrompts && { prompt: request.prompt }),
    ...(!withholdPrompts &&
      request.negativePrompt !== undefined && { negativePrompt: request.negativePrompt }),
    references: request.references ?? [],
    takeSha256: take.sha256,
    provider: take.provider,
    model: take.model,
    ...(take.seed !== undefined && { seed: take.seed }),
    createdAt: take.createdAt,
    isDraft: take.draft,
    ...(licenceNote !== undefined && { licenceNote }),
    digitalSourceType: type === null ? null : digitalSourceTypeUrl(type),
    shownAt: slots.map(({ startFrame, endFrame }) => ({
      startFrame,
      endFrame,
      startInSeconds: frameToSeconds({ frame: startFrame, fps }),
      endInSeconds: frameToSeconds({ frame: endFrame, fps }),
    })),
  };
}

/** Credits in words: the song, by what the pictures were made, and with what, a line each. */
export function formatCredits(
  { film, songs, clips, tools }: Provenance,
  extra: readonly string[] = [],
): string {
  const makers = new Map<string, number>();
  for (const { provider, model } of clips) {
    const name = `${provider}/${model}`;
    makers.set(name, (makers.get(name) ?? 0) + 1);
  }
  const hasModels = clips.some(({ digitalSourceType }) =>
    digitalSourceType?.endsWith('/trainedAlgorithmicMedia'),
  );
  return [
    film.composition,
    '',
    ...songs.map(({ path: song, title, artist, album, rightsNote }) =>
      [
        `Music: ${title === undefined ? path.basename(song) : `“${title}”`}`,
        artist === undefined ? '' : ` by ${artist}`,
        album === undefined ? '' : ` (${album})`,
        rightsNote === undefined ? '' : `. ${rightsNote}`,
      ].join(''),
    ),
    ...[...makers].map(([name, count]) => `Pictures: ${plural(count, 'clip')} by ${name}`),
    ...(hasModels ? ['Some or all pictures were generated with artificial intelligence.'] : []),
    ...extra,
    `Made with beatcut ${tools['beatcut']}${tools['remotion'] === undefined ? '' : ` and Remotion ${tools['remotion']}`}`,
    '',
  ].join('\n');
}
