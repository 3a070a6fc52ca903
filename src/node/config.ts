import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createJiti } from 'jiti';
import { z } from 'zod';
import { BeatcutError, messageOf } from '../core/error.ts';
import type { VideoProvider } from '../providers/video-provider.ts';
import { lambdaSettingsSchema, type LambdaSettings } from './cloud/render-on-lambda.ts';
import { PRICE_RULES, priceRuleSchema, type PriceRule } from './money/price-rules.ts';
import type { BucketSettings } from './share/open-bucket.ts';
import { provenanceSettingsSchema, type ProvenanceSettings } from './provenance/describe-provenance.ts';
import { verifyLimitsSchema, type VerifyLimits } from './verify/verify-limits.ts';

/** What a `beatcut.config.ts` may say. Everything has a default. Paths are relative to the project's folder. */
export interface BeatcutConfig {
  /** The folder that Remotion's `staticFile()` reads from; `public` by default. */
  publicDir?: string;
  /** The file that calls `registerRoot()`. By default the first of `src/index.ts`, `remotion/index.ts` … that exists. */
  entryPoint?: string;
  /** Where clips come from. The animatic provider, which draws drafts, is always there. */
  providers?: VideoProvider[];
  /** Id of the provider that `beatcut generate` uses; the first of `providers` by default, else the animatic one. */
  defaultProvider?: string;
  /** The lock file; `beatcut.lock.json` by default. */
  lockFile?: string;
  /** The folder for takes and jobs; `.beatcut` by default. */
  storeDir?: string;
  /** Most that one run of `beatcut generate` may cost by estimate, in US dollars; no limit by default. */
  maxCostUsd?: number;
  /** Most that the project may cost in all, earlier runs and running jobs included, in US dollars; no limit by default. */
  budgetUsd?: number;
  /** What models cost, before the prices that beatcut knows. */
  prices?: PriceRule[];
  /** Where `beatcut push` and `pull` share takes. Its keys come from the environment. */
  bucket?: BucketSettings;
  /** Where `beatcut verify` fails; a number changes a limit, `null` takes it away. */
  verify?: Partial<VerifyLimits>;
  /** What is said about where films come from, and what is not. */
  provenance?: ProvenanceSettings;
  /** Signs films with C2PA content credentials: PEM files of a certificate with its chain, and of its private key. */
  signing?: SigningSettings;
  /** What is written beside films for publishing; `{title}`, `{artist}`, `{chapters}` and `{credits}` are filled in. */
  description?: string;
  /** How `beatcut render --on lambda` renders on AWS. Its keys come from the environment. */
  lambda?: LambdaSettings;
}

/** Files of an identity to sign with. The private key's file should lie outside of the project. */
export interface SigningSettings {
  certificate: string;
  privateKey: string;
}

/** A config with every default filled in and every path absolute. */
export interface ResolvedConfig {
  projectDir: string;
  /** The file it was read from, or `undefined` where there is none. */
  configFile: string | undefined;
  publicDir: string;
  /** `undefined` where no entry point was found; `requireEntryPoint` says what to do. */
  entryPoint: string | undefined;
  providers: VideoProvider[];
  defaultProvider: string;
  lockFile: string;
  storeDir: string;
  maxCostUsd: number | undefined;
  budgetUsd: number | undefined;
  /** The config's prices, and behind them those that beatcut knows. */
  prices: readonly (readonly PriceRule[])[];
  bucket: BucketSettings | undefined;
  verify: Partial<VerifyLimits>;
  provenance: ProvenanceSettings;
  signing: SigningSettings | undefined;
  description: string | undefined;
  lambda: LambdaSettings | undefined;
}

/** Types a config. Returns what it is given. */
export const defineConfig = (config: BeatcutConfig): BeatcutConfig => config;

/** What `loadConfig` takes. */
export interface LoadConfigOptions {
  projectDir: string;
  /** Providers that are there without a config; the first one is the default where nothing else is configured. */
  builtInProviders: readonly VideoProvider[];
  /** Read `.env` of the project into the environment, without overwriting what is set there; true by default. */
  readEnvFile?: boolean;
}

const CONFIG_FILES = ['beatcut.config.ts', 'beatcut.config.js', 'beatcut.config.mjs'];
// where Remotion's own command line looks
const ENTRY_POINTS = ['src/index', 'remotion/index', 'app/remotion/index', 'src/remotion/index'].flatMap(
  (name) => ['.ts', '.tsx', '.js', '.mjs'].map((ending) => `${name}${ending}`),
);

const providerSchema = z.custom<VideoProvider>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    ['plan', 'start', 'poll', 'download'].every(
      (name) => name in value && typeof value[name as keyof typeof value] === 'function',
    ),
  'expected a provider, such as openaiVideos({ … }) returns',
);

const bucketSchema = z.strictObject({
  name: z.string().min(1),
  prefix: z.string().optional(),
  endpoint: z
    .url({ protocol: /^https?$/, error: 'expected the URL of an S3 server' })
    .refine((url) => URL.canParse(url) && new URL(url).username === '' && new URL(url).search === '', {
      error: 'keys belong into the environment, not into the URL',
    })
    .optional(),
  region: z.string().optional(),
}) as z.ZodType<BucketSettings>; // zod writes `?: T | undefined`, the type says `?: T`

const configSchema = z.strictObject({
  publicDir: z.string().min(1).optional(),
  entryPoint: z.string().min(1).optional(),
  providers: z.array(providerSchema).optional(),
  defaultProvider: z.string().optional(),
  lockFile: z.string().endsWith('.json').optional(),
  storeDir: z.string().min(1).optional(),
  maxCostUsd: z.number().nonnegative().optional(),
  budgetUsd: z.number().nonnegative().optional(),
  prices: z.array(priceRuleSchema).optional(),
  bucket: bucketSchema.optional(),
  verify: verifyLimitsSchema.optional(),
  provenance: provenanceSettingsSchema.optional(),
  description: z.string().optional(),
  lambda: lambdaSettingsSchema.optional(),
  signing: z.strictObject({ certificate: z.string().min(1), privateKey: z.string().min(1) }).optional(),
});

/**
 * Reads the project's config, which may be missing. The project's `.env` is read first, so that the config's providers
 * find their keys.
 *
 * @throws BeatcutError `CONFIG_FAILED` when the file can't be run, `CONFIG_INVALID` naming file, path in it and what was
 * expected.
 */
export async function loadConfig({
  projectDir,
  builtInProviders,
  readEnvFile = true,
}: LoadConfigOptions): Promise<ResolvedConfig> {
  const envFile = path.join(projectDir, '.env');
  if (readEnvFile && existsSync(envFile)) process.loadEnvFile(envFile);
  const configFile = CONFIG_FILES.map((name) => path.join(projectDir, name)).find((file) => existsSync(file));
  const config = configFile === undefined ? {} : await readConfig(configFile);
  const invalid = (at: string, expected: string): BeatcutError =>
    configInvalid(configFile ?? projectDir, at, expected);

  const configured = config.providers ?? [];
  const builtIn = builtInProviders.filter(({ id }) => !configured.some((provider) => provider.id === id));
  const providers = [...configured, ...builtIn];
  const ids = providers.map(({ id }) => id);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) {
    throw invalid('providers', `each provider to have an id of its own; "${repeated}" is there twice`);
  }
  const defaultProvider = config.defaultProvider ?? ids[0];
  if (defaultProvider === undefined || !ids.includes(defaultProvider)) {
    throw invalid('defaultProvider', `one of ${ids.join(', ') || 'the configured providers'}`);
  }
  const resolve = (file: string): string => path.resolve(projectDir, file);
  const entryPoint = config.entryPoint ?? ENTRY_POINTS.find((file) => callsRegisterRoot(resolve(file)));
  if (config.entryPoint !== undefined && !existsSync(resolve(config.entryPoint))) {
    throw invalid('entryPoint', `a file that exists; there is no ${resolve(config.entryPoint)}`);
  }
  return {
    projectDir,
    configFile,
    publicDir: resolve(config.publicDir ?? 'public'),
    entryPoint: entryPoint === undefined ? undefined : resolve(entryPoint),
    providers,
    defaultProvider,
    lockFile: resolve(config.lockFile ?? 'beatcut.lock.json'),
    storeDir: resolve(config.storeDir ?? '.beatcut'),
    maxCostUsd: config.maxCostUsd,
    budgetUsd: config.budgetUsd,
    prices: [config.prices ?? [], PRICE_RULES],
    bucket: config.bucket,
    verify: config.verify ?? {},
    provenance: config.provenance ?? {},
    description: config.description,
    lambda: config.lambda,
    signing: config.signing && {
      certificate: resolve(config.signing.certificate),
      privateKey: resolve(config.signing.privateKey),
    },
  };
}

/** Whether a file exists and is an entry point: `src/index.ts` is often something else. */
const callsRegisterRoot = (file: string): boolean =>
  existsSync(file) && readFileSync(file, 'utf8').includes('registerRoot');

/**
 * The file that calls `registerRoot()`.
 *
 * @throws BeatcutError `ENTRY_POINT_MISSING`.
 */
export function requireEntryPoint({ entryPoint, projectDir }: ResolvedConfig): string {
  if (entryPoint !== undefined) return entryPoint;
  throw new BeatcutError({
    code: 'ENTRY_POINT_MISSING',
    message: `There is no Remotion entry point in ${projectDir}: none of ${ENTRY_POINTS.filter((file) => file.endsWith('.ts')).join(', ')} calls registerRoot().`,
    hint: 'Run the command in the project’s folder, or set entryPoint in beatcut.config.ts to the file that calls registerRoot().',
  });
}

/**
 * Id of the provider that draws drafts.
 *
 * @throws BeatcutError `PROVIDER_UNKNOWN` when no provider does.
 */
export function draftProviderOf({ providers }: Pick<ResolvedConfig, 'providers'>): string {
  // the last one is the built-in animatic provider, which a configured one by the same id stands in for
  const draft = providers.findLast((provider) => provider.draft);
  if (draft !== undefined) return draft.id;
  throw new BeatcutError({
    code: 'PROVIDER_UNKNOWN',
    message: 'No provider makes drafts.',
    hint: 'Leave the id "animatic" to the built-in provider.',
  });
}

async function readConfig(configFile: string): Promise<z.infer<typeof configSchema>> {
  let config: unknown;
  try {
    // no cache: a config holds functions and follows the environment
    config = await createJiti(import.meta.url, { fsCache: false, moduleCache: false }).import(configFile, {
      default: true,
    });
  } catch (error) {
    // a provider that refused its options says best itself what is wrong
    if (BeatcutError.isInstance(error)) throw error;
    throw new BeatcutError({
      code: 'CONFIG_FAILED',
      message: `${configFile} can't be run: ${messageOf(error)}`,
      hint: 'It must export a config by default: export default defineConfig({ … })',
      cause: error,
    });
  }
  const result = configSchema.safeParse(config);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw configInvalid(configFile, issue?.path.map(String).join('.') ?? '', issue?.message ?? 'a config');
}

const configInvalid = (file: string, at: string, expected: string): BeatcutError =>
  new BeatcutError({
    code: 'CONFIG_INVALID',
    message: `${file} is not valid at ${at === '' ? 'the top level' : at}: ${expected}.`,
    hint: 'Correct it there; BeatcutConfig in beatcut/node describes every option.',
  });
