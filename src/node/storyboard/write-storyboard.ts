import path from 'node:path';
import { isByPerson, parseStoryboard, type Storyboard, type StoryboardShot } from '../../clips/storyboard.ts';
import { BeatcutError, messageOf } from '../../core/error.ts';
import { hashOf } from '../../core/hash.ts';
import type { SongMap } from '../../song/song-map.ts';
import type { Delay } from '../delay.ts';
import { withFileLock } from '../store/file-lock.ts';
import { readText } from '../store/lock-file-on-disk.ts';
import { writeFileAtomic } from '../write-file-atomic.ts';
import { createModelClient, type ModelClient, type StoryboardModelSettings } from './ask-model.ts';
import { buildStoryboard, isTreatmentByPerson, type NewWriting } from './build-storyboard.ts';
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
  /** Folder for the lock that keeps two processes apart. */
  locksDir: string;
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
  /** Called once when another process writes the same storyboard and this one waits for it. */
  onWait?: (() => void) | undefined;
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
 * wrote or changed is never overwritten, known by the hash of what was written there; the file is read again before it is
 * written, so this holds for changes made while the model writes, too. One process at a time writes a storyboard.
 *
 * @throws BeatcutError as `readTreatment`; `DOCUMENT_BROKEN` for a storyboard that can't be read, which stays as it is;
 * `STORYBOARD_CHANGED` if it can't be read any more once the model has answered; `MODEL_REQUEST_FAILED`.
 */
export async function writeStoryboard(options: WriteStoryboardOptions): Promise<WriteStoryboardResult> {
  if (options.dryRun === true) return writeAlone(options);
  const name = hashOf(path.resolve(options.outputFile)).slice(0, 16);
  return withFileLock(
    {
      lockPath: path.join(options.locksDir, `storyboard-${name}.lock`),
      onWait: options.onWait,
      signal: options.signal,
    },
    (signal) => writeAlone({ ...options, signal }),
  );
}

async function writeAlone(options: WriteStoryboardOptions): Promise<WriteStoryboardResult> {
  const { song, outputFile, model, rewrite = false, dryRun = false, onProgress } = options;
  const treatment = await readTreatment(options.treatmentFile);
  const places = planStoryboard({ song, per: options.per ?? 'section' });
  const drafts = templatePrompts(places, treatment).map((prompt) => ({ prompt, by: TEMPLATE }));
  const author = model?.model ?? TEMPLATE;
  let text = await readText(outputFile);
  let before = text === undefined ? undefined : parseStoryboard({ text, path: path.basename(outputFile) });

  const shotOf = (id: string): StoryboardShot | undefined => before?.shots.find((shot) => shot.id === id);
  const isMine = ({ id }: StoryboardPlace): boolean => {
    const shot = shotOf(id);
    return shot === undefined || !isByPerson(shot);
  };
  const open = places.filter((place) => {
    const shot = shotOf(place.id);
    if (shot === undefined) return true;
    return isMine(place) && (rewrite || (model !== undefined && shot.written?.by === TEMPLATE));
  });
  const writings = new Map<string, NewWriting>();
  if (model === undefined) {
    for (const [index, place] of places.entries()) {
      if (open.includes(place)) writings.set(place.id, drafts[index]!);
    }
  }
  const build = (): Storyboard =>
    buildStoryboard({
      before,
      song: song.source?.file ?? 'song',
      treatment: treatment.settings,
      places,
      writings,
      drafts,
    });
  const byPerson = (): string[] => [
    ...(before !== undefined && isTreatmentByPerson(before) ? ['treatment'] : []),
    ...build().shots.flatMap((shot) => (isByPerson(shot) ? [shot.id] : [])),
  ];
  /** Takes over what a person has changed in the file since it was last read or written. */
  const readAgain = async (): Promise<void> => {
    const found = await readText(outputFile);
    if (found === text) return;
    try {
      before =
        found === undefined ? undefined : parseStoryboard({ text: found, path: path.basename(outputFile) });
      text = found;
    } catch (cause) {
      throw await keepAside({ outputFile, storyboard: build(), cause });
    }
  };
  const save = async (): Promise<void> => {
    await readAgain();
    const storyboard = build();
    const json = `${JSON.stringify(storyboard, null, 2)}\n`;
    if (dryRun || json === text) return;
    await writeFileAtomic({ path: outputFile, data: json });
    [before, text] = [storyboard, json];
  };

  const result: WriteStoryboardResult = {
    storyboard: build(),
    written: open.map(({ id }) => id),
    byPerson: byPerson(),
    missing: [],
    requests: 0,
    inputTokens: 0,
    outputTokens: 0,
  };
  if (model === undefined || dryRun) {
    await save();
    return model === undefined
      ? { ...result, storyboard: build(), byPerson: byPerson() }
      : { ...result, ...estimate({ treatment, song, places, open }) };
  }

  const client = createModelClient({ ...options, settings: model, env: options.env ?? process.env });
  const troubles = new Map<string, string>();
  await save();
  for (let first = 0; first < open.length; first += SHOTS_PER_REQUEST) {
    await readAgain();
    const group = open.slice(first, first + SHOTS_PER_REQUEST).filter(isMine);
    await askFor(group, { client, treatment, song, places, options, onAnswer });
    onProgress?.(Math.min(first + SHOTS_PER_REQUEST, open.length) / open.length);
  }
  const mine = open.filter(isMine);
  const isWritten = ({ id }: StoryboardPlace): boolean => writings.has(id);
  return {
    ...result,
    storyboard: build(),
    written: mine.filter(isWritten).map(({ id }) => id),
    byPerson: byPerson(),
    missing: mine
      .filter((place) => !isWritten(place))
      .map(({ id }) => ({ id, message: troubles.get(id) ?? 'the model did not write it' })),
  };

  /** Takes what is usable of an answer. Returns what is wrong with the rest, by shot. */
  async function onAnswer(answer: AnswerForGroup): Promise<Map<string, string>> {
    result.requests += 1;
    result.inputTokens += answer.inputTokens;
    result.outputTokens += answer.outputTokens;
    const wrong = new Map<string, string>();
    for (const { id, prompt } of answer.shots) {
      if (!answer.group.some((place) => place.id === id)) continue;
      const fault = faultOf(prompt, treatment);
      if (fault === undefined)
        writings.set(id, { prompt: prompt.replaceAll(/\s+/g, ' ').trim(), by: author });
      else wrong.set(id, fault);
    }
    await save();
    for (const place of answer.group) {
      if (writings.has(place.id) || !isMine(place)) troubles.delete(place.id);
      else troubles.set(place.id, wrong.get(place.id) ?? answer.trouble ?? 'the answer left it out');
    }
    return troubles;
  }
}

/** Keeps what was written, and perhaps paid for, beside a storyboard that can't be read any more. Returns the error that says so. */
async function keepAside({
  outputFile,
  storyboard,
  cause,
}: {
  outputFile: string;
  storyboard: Storyboard;
  cause: unknown;
}): Promise<BeatcutError> {
  const { dir, name } = path.parse(outputFile);
  const aside = path.join(dir, `${name}.unsaved-${Date.now()}.json`);
  await writeFileAtomic({ path: aside, data: `${JSON.stringify(storyboard, null, 2)}\n` });
  return new BeatcutError({
    code: 'STORYBOARD_CHANGED',
    message: `${path.basename(outputFile)} was changed while it was being written, and can’t be read now: ${messageOf(cause)}`,
    hint: `It stays as it is. What was written until now is in ${path.basename(aside)}: correct the storyboard, take over from there what you want, and run the command again.`,
    cause,
  });
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
