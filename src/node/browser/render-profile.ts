import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { VERSION as REMOTION_VERSION } from 'remotion/version';
import { z } from 'zod';
import { hashOf } from '../../core/hash.ts';
import { cacheFolder } from '../cache-folder.ts';
import { writeFileAtomic } from '../write-file-atomic.ts';
import type { RenderBrowser } from './installed-browser.ts';
import { GL_MODES, MAX_CONCURRENCY, type PageDrawing } from './page-drawing.ts';

const PROFILE_VERSION = 1;

const drawingSchema: z.ZodType<PageDrawing> = z.object({
  gl: z.literal([...GL_MODES]),
  imageFormat: z.enum(['jpeg', 'png']),
  jpegQuality: z.number().min(0).max(100),
  concurrency: z.int().min(1).max(MAX_CONCURRENCY),
});

/** How a browser draws fastest on this machine, and what was measured to know it. */
export interface RenderProfile {
  version: typeof PROFILE_VERSION;
  /** When it was measured, as ISO 8601. */
  measuredAt: string;
  /** The fastest way to draw. */
  drawing: PageDrawing;
  /** All that was tried, in the order in which it was measured. */
  trials: DrawingTrial[];
}

/** A way to draw that was tried. */
export interface DrawingTrial {
  drawing: PageDrawing;
  /** Drawn and encoded; `null` when it did not work. */
  framesPerSecond: number | null;
  /** Why it can't be used. */
  fault?: string | undefined;
}

const profileSchema: z.ZodType<RenderProfile> = z.object({
  version: z.literal(PROFILE_VERSION),
  measuredAt: z.string(),
  drawing: drawingSchema,
  trials: z.array(
    z.object({
      drawing: drawingSchema,
      framesPerSecond: z.number().nullable(),
      fault: z.string().optional(),
    }),
  ),
});

/** Where the profile of a browser on this machine lies; one of another processor, browser or Remotion is not found. */
export function profilePath({ executable, chromeMode, origin }: RenderBrowser): string {
  const name = hashOf({
    processor: [cpus().length, cpus()[0]?.model ?? ''],
    browser: [executable ?? origin, chromeMode],
    remotion: REMOTION_VERSION,
  });
  return path.join(cacheFolder(), 'profiles', `${name.slice(0, 16)}.json`);
}

/** The profile that was measured for a browser; `null` when there is none, or none that can be read. */
export function readRenderProfile(browser: RenderBrowser): RenderProfile | null {
  try {
    return profileSchema.parse(JSON.parse(readFileSync(profilePath(browser), 'utf8')));
  } catch {
    return null; // it can always be measured again
  }
}

/** Keeps what was measured. */
export async function writeRenderProfile(
  browser: RenderBrowser,
  profile: Omit<RenderProfile, 'version'>,
): Promise<string> {
  const file = profilePath(browser);
  const complete: RenderProfile = { version: PROFILE_VERSION, ...profile };
  await writeFileAtomic({ path: file, data: `${JSON.stringify(complete, null, 2)}\n` });
  return file;
}
