import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { BeatcutError } from '../../core/error.ts';
import { contentOf } from './baked-source.ts';
import { freeNames, readModuleNames, type ImportableName } from './module-names.ts';
import {
  attributesOf,
  elementName,
  elementsInside,
  findNodes,
  literalOf,
  parseSource,
  type SyntaxNode,
} from './syntax.ts';

/** What a shot shows, as code that stands by itself. */
export interface ShotContent {
  code: string;
  imports: ImportableName[];
}

/** An `<AutoCut>` in a source file. */
export interface AutoCutSource {
  file: string;
  /** The content of each shot that is written as an element, by its id. */
  contents: ReadonlyMap<string, ShotContent>;
}

/** What `findAutoCut` takes. */
export interface FindAutoCutOptions {
  /** Where the project's sources lie. */
  projectDir: string;
  /** The `<AutoCut>`'s name. */
  name: string;
  /** The file that it stands in, when it can't be told. */
  file?: string | undefined;
}

/** Folders without sources of the project. */
const SKIPPED = new Set(['node_modules', 'dist', 'build', 'out', 'public', 'test', 'tests', 'coverage']);
const DEFAULT_NAME = 'auto-cut';
/** Names that code may use anywhere. */
const GLOBALS = new Set([
  'undefined',
  'NaN',
  'Infinity',
  'Math',
  'Number',
  'String',
  'Array',
  'Object',
  'JSON',
]);

/**
 * Finds the source file of an `<AutoCut>`.
 *
 * @throws BeatcutError `AUTO_CUT_NOT_FOUND` when no file or several have one of that name; `BAKE_CONTENT_LOCAL` when a shot uses
 * something that can't be imported from elsewhere.
 */
export async function findAutoCut({ projectDir, name, file }: FindAutoCutOptions): Promise<AutoCutSource> {
  const found: { file: string; text: string; program: SyntaxNode; element: SyntaxNode }[] = [];
  for (const candidate of file === undefined ? await listSources(projectDir) : [path.resolve(file)]) {
    const text = await readFile(candidate, 'utf8');
    if (!text.includes('<AutoCut')) continue;
    const program = parseSource({ text, path: candidate });
    for (const element of findNodes(program, (node) => elementName(node) === 'AutoCut')) {
      if ((literalOf(attributesOf(element).get('name')) ?? DEFAULT_NAME) === name)
        found.push({ file: candidate, text, program, element });
    }
  }
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) {
    throw new BeatcutError({
      code: 'AUTO_CUT_NOT_FOUND',
      message:
        only === undefined
          ? `No source file below ${projectDir} has an <AutoCut> named "${name}".`
          : `Several files have an <AutoCut> named "${name}": ${found.map((one) => path.relative(projectDir, one.file)).join(', ')}.`,
      hint: 'Name the file with --source, or give each <AutoCut> a name="…" of its own.',
    });
  }
  return { file: only.file, contents: readContents(only) };
}

async function listSources(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED.has(entry.name))
      files.push(...(await listSources(full)));
    else if (entry.isFile() && /\.[jt]sx$/.test(entry.name) && !/\.baked\.|\.test\./.test(entry.name))
      files.push(full);
  }
  return files;
}

function readContents({
  file,
  text,
  program,
  element,
}: {
  file: string;
  text: string;
  program: SyntaxNode;
  element: SyntaxNode;
}): Map<string, ShotContent> {
  const { imports, exports } = readModuleNames(program);
  const contents = new Map<string, ShotContent>();
  for (const shot of elementsInside(element, 'AutoCut.Shot')) {
    const id = literalOf(attributesOf(shot).get('id'));
    const code = contentOf(shot, text);
    if (typeof id !== 'string' || code === '') continue;
    const names = (shot['children'] as SyntaxNode[]).flatMap((child) => [...freeNames(child)]);
    const needed = [...new Set(names)]
      .filter((local) => !GLOBALS.has(local))
      .map((local): ImportableName => {
        const known = imports.get(local);
        if (known !== undefined) return known;
        // the baked file lies beside this one
        if (exports.has(local)) return { imported: local, local, source: `./${path.basename(file)}` };
        throw new BeatcutError({
          code: 'BAKE_CONTENT_LOCAL',
          message: `Shot "${id}" in ${file} uses "${local}", which only that file knows.`,
          hint: `Export "${local}", so that the baked file can import it.`,
        });
      });
    contents.set(id, { code, imports: needed });
  }
  return contents;
}
