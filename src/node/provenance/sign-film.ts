import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { BeatcutError, messageOf } from '../../core/error.ts';
import { replaceFileAtomic } from '../write-file-atomic.ts';
import { readSigningIdentity, signCose } from './cose.ts';

/** A clip of a film, for its content credentials. */
export interface FilmIngredient {
  /** The take's file, with the credentials that its maker has put into it. */
  path: string;
  /** What a person reads: the shot's id. */
  title: string;
}

/** What `signFilm` takes. */
export interface SignFilmOptions {
  /** The film; it is replaced by its signed form. */
  path: string;
  title: string;
  /** Address of the IPTC's digital source type of the film. */
  digitalSourceType: string;
  ingredients: readonly FilmIngredient[];
  /** The signer's certificate and its chain, PEM. */
  certificatePem: string;
  privateKeyPem: string;
}

/** What C2PA's own library says about a file. */
export interface ContentCredentials {
  /** `Valid`, `Trusted` or `Invalid`. */
  state: string;
  /** Titles of the clips that went into it. */
  ingredients: string[];
  /** Addresses of digital source types in its actions. */
  digitalSourceTypes: string[];
  /** Codes of what is wrong; an unknown signer is `signingCredential.untrusted`. */
  failures: string[];
}

const PACKAGE = '@contentauth/c2pa-wasm';
const FORMAT = 'video/mp4';
/** Formats of takes in which credentials can lie, by ending; of others the library reads nothing. */
const INGREDIENT_FORMATS: Readonly<Record<string, string>> = {
  '.mp4': FORMAT,
  '.m4v': FORMAT,
  '.mov': 'video/quicktime',
};
/** Room for the signature, its certificates and padding. */
const RESERVED_BYTES = 16_384;

/** The parts of the library that are used, as its types say. */
interface C2paLibrary {
  initSync: (options: { module: Uint8Array }) => unknown;
  WasmBuilder: {
    fromJson: (json: string) => {
      addIngredient: (json: string) => void;
      addIngredientFromBlob: (json: string, format: string, blob: Blob) => Promise<void>;
      sign: (
        signer: { alg: string; reserveSize: number; sign: (bytes: Uint8Array) => Promise<Uint8Array> },
        format: string,
        source: Blob,
      ) => Promise<Uint8Array>;
      free: () => void;
    };
  };
  WasmReader: { fromBlob: (format: string, blob: Blob) => Promise<{ json: () => string; free: () => void }> };
}

/** A blob whose bytes can be had at once, which browsers offer in workers only. */
class BytesBlob extends Blob {
  readonly content: Uint8Array<ArrayBuffer>;

  constructor(content: Uint8Array<ArrayBuffer>) {
    super([]); // nothing is kept twice
    this.content = content;
  }

  override get size(): number {
    return this.content.byteLength;
  }

  override slice(start?: number, end?: number): BytesBlob {
    return new BytesBlob(this.content.subarray(start, end));
  }
}

class BytesReader {
  readAsArrayBuffer(blob: BytesBlob): ArrayBuffer {
    return blob.content.slice().buffer;
  }
}

let library: Promise<C2paLibrary> | undefined;

/** Loads the optional package, whose WebAssembly runs wherever Node runs. */
async function loadLibrary(): Promise<C2paLibrary> {
  let loaded: C2paLibrary;
  let wasm: Buffer;
  try {
    const entry = createRequire(path.join(process.cwd(), 'package.json')).resolve.paths(PACKAGE);
    const resolve = createRequire(import.meta.url).resolve;
    wasm = await readFile(resolve(`${PACKAGE}/c2pa.wasm`, { paths: [process.cwd(), ...(entry ?? [])] }));
    loaded = (await import(PACKAGE)) as C2paLibrary; // the parts that are used, as above
  } catch (cause) {
    throw new BeatcutError({
      code: 'PACKAGE_MISSING',
      message: `Content credentials need the package ${PACKAGE}, which can't be loaded: ${messageOf(cause)}`,
      hint: `npm install ${PACKAGE}`,
      cause,
    });
  }
  // the library reads blobs as workers of browsers do
  (globalThis as { FileReaderSync?: unknown }).FileReaderSync ??= BytesReader;
  loaded.initSync({ module: wasm });
  return loaded;
}

const useLibrary = (): Promise<C2paLibrary> => (library ??= loadLibrary());

const blobOf = async (file: string): Promise<BytesBlob> =>
  new BytesBlob(new Uint8Array(await readFile(file)));

/**
 * Signs a film with C2PA content credentials: that it was made by putting the takes together, how it came about, and the
 * credentials that the takes themselves carry. No time stamp is asked for, so that nothing leaves the machine; film and
 * takes lie in memory while it runs. Sign last: any later change of the file breaks the signature.
 * Source: C2PA Technical Specification 2.1, actions and ingredients.
 *
 * @throws BeatcutError `PACKAGE_MISSING`, `SIGNING_KEY_INVALID`, `SIGNING_FAILED`; the file is as it was then.
 */
export async function signFilm(options: SignFilmOptions): Promise<void> {
  const { path: film, title, digitalSourceType, ingredients, certificatePem, privateKeyPem } = options;
  const identity = readSigningIdentity({ certificatePem, privateKeyPem });
  const { WasmBuilder } = await useLibrary();
  const softwareAgent = { name: 'beatcut', version: packageJson.version };
  const placed = ingredients.map(({ title: name }, index) => ({ label: `clip-${index + 1}`, name }));
  const builder = WasmBuilder.fromJson(
    JSON.stringify({
      title,
      format: FORMAT,
      claim_generator_info: [softwareAgent],
      assertions: [
        {
          label: 'c2pa.actions.v2',
          data: {
            actions: [
              { action: 'c2pa.created', digitalSourceType, softwareAgent },
              ...placed.map(({ label }) => ({
                action: 'c2pa.placed',
                parameters: { ingredientIds: [label] },
              })),
            ],
          },
        },
      ],
    }),
  );
  try {
    for (const [index, ingredient] of ingredients.entries()) {
      const description = {
        title: ingredient.title,
        relationship: 'componentOf',
        label: placed[index]!.label,
        instance_id: placed[index]!.label,
      };
      const extension = path.extname(ingredient.path).toLowerCase();
      const format = INGREDIENT_FORMATS[extension];
      if (format === undefined) {
        builder.addIngredient(JSON.stringify({ ...description, format: `video/${extension.slice(1)}` }));
      } else {
        await builder.addIngredientFromBlob(
          JSON.stringify(description),
          format,
          await blobOf(ingredient.path),
        );
      }
    }
    const signed = await builder.sign(
      {
        alg: identity.algorithm,
        reserveSize: RESERVED_BYTES,
        sign: async (claim) => signCose(claim, identity, RESERVED_BYTES),
      },
      FORMAT,
      await blobOf(film),
    );
    await replaceFileAtomic({
      path: path.resolve(film),
      write: (temporaryPath) => writeFile(temporaryPath, signed),
    });
  } catch (cause) {
    if (BeatcutError.isInstance(cause)) throw cause;
    throw new BeatcutError({
      code: 'SIGNING_FAILED',
      message: `${path.basename(film)} could not be signed: ${messageOf(cause)}`,
      hint: 'The certificate must be one for signing (key usage digitalSignature, extended key usage emailProtection or C2PA) and not its own issuer.',
      cause,
    });
  } finally {
    builder.free();
  }
}

interface ManifestStore {
  active_manifest?: string;
  validation_state?: string;
  validation_status?: { code: string }[];
  manifests?: Record<
    string,
    {
      ingredients?: { title?: string }[];
      assertions?: { label: string; data: { actions?: { digitalSourceType?: string }[] } }[];
    }
  >;
}

/**
 * Reads a file's content credentials with C2PA's own library; `null` when it has none.
 *
 * @throws BeatcutError `PACKAGE_MISSING`.
 */
export async function readContentCredentials(file: string): Promise<ContentCredentials | null> {
  const { WasmReader } = await useLibrary();
  const reader = await WasmReader.fromBlob(FORMAT, await blobOf(file)).catch((error: unknown) => {
    if (/JumbfNotFound|no JUMBF data found|no claim/i.test(messageOf(error))) return null;
    throw error;
  });
  if (reader === null) return null;
  const store = JSON.parse(reader.json()) as ManifestStore; // the library's own format
  reader.free();
  const manifest = store.manifests?.[store.active_manifest ?? ''];
  const actions = (manifest?.assertions ?? []).flatMap(({ data }) => data.actions ?? []);
  return {
    state: store.validation_state ?? 'Unknown',
    ingredients: (manifest?.ingredients ?? []).flatMap(({ title }) => (title === undefined ? [] : [title])),
    digitalSourceTypes: actions.flatMap(({ digitalSourceType }) =>
      digitalSourceType === undefined ? [] : [digitalSourceType],
    ),
    failures: (store.validation_status ?? []).map(({ code }) => code),
  };
}
