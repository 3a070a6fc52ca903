import path from 'node:path';
import {
  isByPerson,
  parseStoryboard,
  STORYBOARD_VERSION,
  treatmentHashOf,
  writingHashOf,
  type Storyboard,
  type StoryboardShot,
} from '../../clips/storyboard.ts';
import { BeatcutError } from '../../core/error.ts';
import type { SongMap } from '../../song/song-map.ts';
import type { Delay } from '../delay.ts';
import { readText } from '../store/lock-file-on-disk.ts';
import { writeFileAtomic } from '../write-file-atomic.ts';
import { createModelClient, type ModelClient, type StoryboardModelSettings } from './ask-model.ts';
import { planStoryboard, type PlanStoryboardOptions, type StoryboardPlace } from './plan-storyboard.ts';
import { readTreatment, type WrittenTreatment } from './read-treatment.ts';
import { describeSongFor, instructionsFor } from './storyboard-request.ts';
import { templatePrompts } from './template-prompts.ts';

/** What `writeStoryboard` takes. */
export interface WriteStoryboardOptions {
  song: SongMap;
  /** The treatment, in Markdown; see `readTreatment`. */
  treatmentFile: string;
  /** The storyboard's file, which may be there already. */
  outputFile: string;
  /** One shot for each section, by default, or one for each so many bars. */
  per?: PlanStoryboardOptions['per'] | undefined;
  /** The model that writes; without one the prompts are a plain template. */
  model?: StoryboardModelSettings | undefined;
  /** Have everything written anew that no person has changed; false by default: only what is missing is written. */
  rewrite?: boolean | undefined;
  /** Ask nobody and write nothing, only say what would be written; false by default. */
  dryRun?: boolean | undefined;
  /** Whose keys are kept out of messages; that of the process by default. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
  signal?: AbortSignal | undefined;
  /** Called with the share of shots that is written, 0–1, after each answer. */
  onProgress?: ((share: number) => void) | undefined;
  /** Called before each pause. */
  onRetry?: ((message: string) => void) | undefined;
  delay?: Delay | undefined;
}

/** What `writeStoryboard` did. */
export interface WriteStoryboardResult {
  storyboard: Storyboard;
  /** Ids of the shots that were written, or would be. */
  written: string[];
  /** Ids of the shots that a person wrote or changed, and `treatment` where it was changed; they stay as they are. */
  byPerson: string[];
  /** Ids of the shots that are still missing or a template, and why. */
  missing: { id: string; message: string }[];
  /** How many requests it took, or would take. */
  requests: number;
  /** As the server counted them; of a dry run an estimate, four letters a token. */
  inputTokens: number;
  outputTokens: number;
}

/** Shots asked for at once: enough for a model to see an arc, few enough to lose little when an answer breaks off. */
const SHOTS_PER_REQUEST = 12;
/** How often the same shots are asked for when an answer can't be used. */
const ROUNDS = 3;
const LETTERS_PER_TOKEN = 4;
/** What a model writes for a shot, with its id. */
const TOKENS_PER_SHOT = 90;
const TEMPLATE = 'template';

/**
 * Writes a storyboard: a prompt for each place of the song, by a language model or as a plain template. The file is written
 * after each answer, so that what was paid for is kept; a later run asks only for what is missing. A shot that a person
 * wrote or changed is never overwritten, known by the hash of what was written there.
 *
 * @throws BeatcutError as `readTreatment`; `DOCUMENT_BROKEN` for a storyboard that can't be read, which stays as it is;
 * `MODEL_REQUEST_FAILED`.
 */
export async function writeStoryboard(options: WriteStoryboardOptions): Promise<WriteStoryboardResult> {
  const { song, outputFile, model, rewrite = false, dryRun = false, onProgress } = options;
  const treatment = await readTreatment(options.treatmentFile);
  const places = planStoryboard({ song, per: options.per ?? 'section' });
  const text = await readText(outputFile);
  const before = text === undefined ? undefined : parseStoryboard({ text, path: path.basename(outputFile) });
  const drafts = templatePrompts(places, treatment);
  const author = model?.model ?? TEMPLATE;
  const known = new Map(before?.shots.map((shot) => [shot.id, shot]));

  const isOpen = (place: StoryboardPlace): boolean => {
    const shot = known.get(place.id);
    if (shot === undefined) return true;
    if (isByPerson(shot)) return false;
    return rewrite || (model !== undefined && shot.written?.by === TEMPLATE);
  };
  const open = places.filter(isOpen);
  const prompts = new Map<string, { prompt: string; by: string }>();
  for (const [index, place] of places.entries()) {
    // stands there until something better is written
    if (!known.has(place.id)) prompts.set(place.id, { prompt: drafts[index]!, by: TEMPLATE });
    else if (model === undefined && isOpen(place))
      prompts.set(place.id, { prompt: drafts[index]!, by: TEMPLATE });
  }
  const isTreatmentByPerson =
    before !== undefined && before.treatmentHash !== treatmentHashOf(before.treatment);
  const build = (): Storyboard => ({
    ...before,
    version: STORYBOARD_VERSION,
    song: song.source?.file ?? 'song',
    ...(isTreatmentByPerson
      ? { treatment: before!.treatment }
      : { treatment: treatment.settings, treatmentHash: treatmentHashOf(treatment.settings) }),
    shots: arrange(
      before?.shots ?? [],
      places.map((place) => shotFor(place, known.get(place.id), prompts.get(place.id))),
    ),
  });
  const save = async (): Promise<void> => {
    const json = `${JSON.stringify(build(), null, 2)}\n`;
    if (!dryRun && json !== text) await writeFileAtomic({ path: outputFile, data: json });
  };

  const result: WriteStoryboardResult = {
    storyboard: build(),
    written: open.map(({ id }) => id),
    byPerson: [
      ...(isTreatmentByPerson ? ['treatment'] : []),
      ...build().shots.flatMap((shot) => (isByPerson(shot) ? [shot.id] : [])),
    ],
    missing: [],
    requests: 0,
    inputTokens: 0,
    outputTokens: 0,
  };
  if (model === undefined || dryRun) {
    await save();
    return model === undefined ? result : { ...result, ...estimate({ treatment, song, places, open }) };
  }

  const client = createModelClient({ ...options, settings: model, env: options.env ?? process.env });
  const asked = new Map(open.map((place) => [place.id, place]));
  const troubles = new Map<string, string>();
  await save();
  for (let first = 0; first < open.length; first += SHOTS_PER_REQUEST) {
    const group = open.slice(first, first + SHOTS_PER_REQUEST);
    await askFor(group, { client, treatment, song, places, options, onAnswer });
    onProgress?.((first + group.length) / open.length);
  }
  const written = open.filter(({ id }) => prompts.get(id)?.by === author).map(({ id }) => id);
  return {
    ...result,
    storyboard: build(),
    written,
    missing: open
      .filter(({ id }) => !written.includes(id))
      .map(({ id }) => ({ id, message: troubles.get(id) ?? 'the model did not write it' })),
  };

  /** Takes what is usable of an answer. Returns what is wrong with the rest, by shot. */
  async function onAnswer(answer: AnswerForGroup): Promise<Map<string, string>> {
    result.requests += 1;
    result.inputTokens += answer.inputTokens;
    result.outputTokens += answer.outputTokens;
    const wrong = new Map<string, string>();
    for (const { id, prompt } of answer.shots) {
      const fault = faultOf(prompt, treatment);
      if (!asked.has(id) || !answer.group.some((place) => place.id === id)) continue;
      if (fault === undefined) prompts.set(id, { prompt: prompt.replaceAll(/\s+/g, ' ').trim(), by: author });
      else wrong.set(id, fault);
    }
    for (const { id } of answer.group) {
      if (prompts.get(id)?.by === author) troubles.delete(id);
      else troubles.set(id, wrong.get(id) ?? answer.trouble ?? 'the answer left it out');
    }
    await save();
    return troubles;
  }
}

interface AnswerForGroup extends Awaited<ReturnType<ModelClient['ask']>> {
  group: readonly StoryboardPlace[];
}

interface AskContext {
  client: ModelClient;
  treatment: WrittenTreatment;
  song: SongMap;
  places: readonly StoryboardPlace[];
  options: WriteStoryboardOptions;
  onAnswer: (answer: AnswerForGroup) => Promise<Map<string, string>>;
}

/** Asks for a group of shots, and again for those that did not come, saying what was wrong with them. */
async function askFor(group: readonly StoryboardPlace[], context: AskContext): Promise<void> {
  const { client, treatment, song, places, options, onAnswer } = context;
  let open = group;
  let troubles = new Map<string, string>();
  for (let round = 1; round <= ROUNDS && open.length > 0; round += 1) {
    options.signal?.throwIfAborted();
    const answer = await client.ask({
      system: instructionsFor(treatment),
      user: describeSongFor({ song, places, wanted: open, troubles: round === 1 ? undefined : troubles }),
      signal: options.signal,
    });
    troubles = await onAnswer({ ...answer, group: open });
    if (answer.isRefusal) return;
    open = open.filter(({ id }) => troubles.has(id));
  }
}

/** Why a prompt can't be used, or `undefined`. */
function faultOf(prompt: string, { settings: { characters = {} } }: WrittenTreatment): string | undefined {
  if (prompt.trim() === '') return 'its prompt is empty';
  const names = [...prompt.matchAll(/\{(\w*)\}/g)].map(([, name]) => name!);
  const unknown = names.find((name) => !Object.hasOwn(characters, name));
  return unknown === undefined ? undefined : `it names {${unknown}}, who is no character of the treatment`;
}

function shotFor(
  place: StoryboardPlace,
  known: StoryboardShot | undefined,
  written: { prompt: string; by: string } | undefined,
): StoryboardShot {
  const { id, role, energy, startInSeconds, endInSeconds } = place;
  const where = { in: place.in, energy, startInSeconds, endInSeconds };
  if (written === undefined && known !== undefined) {
    // the song may have been heard anew; what a person put there stays
    return isByPerson(known) ? { ...where, ...known } : { ...known, ...where };
  }
  const { prompt, by } = written!; // a place that was not known has one
  return { id, prompt, role, ...where, written: { by, hash: writingHashOf({ prompt, role }) } };
}

/** The places' shots in order of the song, and each shot that a person added behind the one that it stood behind. */
function arrange(before: readonly StoryboardShot[], shots: readonly StoryboardShot[]): StoryboardShot[] {
  const ids = new Set(shots.map(({ id }) => id));
  const arranged = [...shots];
  let previousId: string | undefined;
  for (const shot of before) {
    if (!ids.has(shot.id)) {
      // written for a place that the song no longer has, and never touched
      if (!isByPerson(shot)) continue;
      const index = arranged.findIndex(({ id }) => id === previousId);
      arranged.splice(index + 1, 0, shot);
    }
    previousId = shot.id;
  }
  return arranged;
}

function estimate({
  treatment,
  song,
  places,
  open,
}: {
  treatment: WrittenTreatment;
  song: SongMap;
  places: readonly StoryboardPlace[];
  open: readonly StoryboardPlace[];
}): Pick<WriteStoryboardResult, 'requests' | 'inputTokens' | 'outputTokens'> {
  const requests = Math.ceil(open.length / SHOTS_PER_REQUEST);
  const letters =
    instructionsFor(treatment).length +
    describeSongFor({ song, places, wanted: open, troubles: undefined }).length;
  return {
    requests,
    inputTokens: Math.ceil((requests * letters) / LETTERS_PER_TOKEN),
    outputTokens: open.length * TOKENS_PER_SHOT,
  };
}

/** Which model writes: by options, else by the environment; `undefined` for none. */
export function resolveStoryboardModel({
  model,
  baseURL,
  env,
}: {
  model?: string | undefined;
  baseURL?: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
}): StoryboardModelSettings | undefined {
  const name = model ?? env.BEATCUT_LLM_MODEL;
  const url = baseURL ?? env.BEATCUT_LLM_BASE_URL ?? env.OPENAI_BASE_URL;
  if (!name) {
    if (baseURL === undefined) return undefined;
    throw new BeatcutError({
      code: 'USAGE',
      message: '--base-url needs the model’s name as well: --model, or BEATCUT_LLM_MODEL in the environment.',
    });
  }
  if (url !== undefined && !URL.canParse(url)) {
    throw new BeatcutError({
      code: 'USAGE',
      message: `The model’s base URL must be one up to /v1, got "${url}".`,
    });
  }
  return { model: name, baseURL: url, apiKey: env.BEATCUT_LLM_API_KEY ?? env.OPENAI_API_KEY };
}
