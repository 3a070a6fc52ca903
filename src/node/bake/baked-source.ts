import MagicString from 'magic-string';
import { BeatcutError } from '../../core/error.ts';
import type { BakedShot } from './baked-shot.ts';
import { readModuleNames, type ImportableName } from './module-names.ts';
import {
  attributesOf,
  elementName,
  elementsInside,
  findNodes,
  literalOf,
  parseSource,
  type SyntaxNode,
} from './syntax.ts';

/** A baked file as it is. */
export interface BakedSource {
  text: string;
  program: SyntaxNode;
  /** The `<CutList>` and its shots. */
  list: SyntaxNode;
  shots: { shot: BakedShot; element: SyntaxNode }[];
}

const SHOT = 'CutList.Shot';
/** Lines are at most this wide where that is possible. */
const LINE_WIDTH = 110;

/**
 * Reads a baked file.
 *
 * @throws BeatcutError `SOURCE_BROKEN`; `BAKED_FILE_CHANGED` when it has no `<CutList>` any more, or a shot whose place is no
 * literal.
 */
export function readBakedSource({ text, path }: { text: string; path: string }): BakedSource {
  const program = parseSource({ text, path });
  const [list] = findNodes(program, (node) => elementName(node) === 'CutList');
  if (list === undefined) {
    throw new BeatcutError({
      code: 'BAKED_FILE_CHANGED',
      message: `${path} has no <CutList>, so the edit in it can't be baked again.`,
      hint: 'Put the file out of the way to bake afresh.',
    });
  }
  const shots = elementsInside(list, SHOT).map((element) => ({
    element,
    shot: readShot({ element, text, path }),
  }));
  return { text, program, list, shots };
}

function readShot({ element, text, path }: { element: SyntaxNode; text: string; path: string }): BakedShot {
  const attributes = attributesOf(element);
  const [id, from, durationInFrames] = ['id', 'from', 'durationInFrames'].map((name) =>
    literalOf(attributes.get(name)),
  );
  if (typeof id !== 'string' || typeof from !== 'number' || typeof durationInFrames !== 'number') {
    const line = text.slice(0, element.start).split('\n').length;
    throw new BeatcutError({
      code: 'BAKED_FILE_CHANGED',
      message: `${path}, line ${line}: a <CutList.Shot> has no literal id, from and durationInFrames.`,
      hint: 'Write a text and two numbers there; Remotion Studio needs that too.',
    });
  }
  const enterInFrames = literalOf(attributes.get('enterInFrames')) ?? 0;
  const enter = attributes.get('enter')?.['value'] as SyntaxNode | undefined;
  const expression = enter?.['expression'] as SyntaxNode | undefined;
  return {
    id,
    from,
    durationInFrames,
    enterInFrames: typeof enterInFrames === 'number' ? enterInFrames : 0,
    enter: expression === undefined ? null : text.slice(expression.start, expression.end),
    content: contentOf(element, text),
  };
}

/** The code inside an element, moved to the left margin. */
export function contentOf(element: SyntaxNode, text: string): string {
  const closing = element['closingElement'] as SyntaxNode | null;
  if (closing === null) return '';
  const inside = text.slice((element['openingElement'] as SyntaxNode).end, closing.start);
  // lines inside a template text are part of it
  const hasTemplate = findNodes(element, ({ type }) => type === 'TemplateLiteral').length > 0;
  return hasTemplate ? inside.trim() : dedent(inside);
}

function dedent(code: string): string {
  const lines = code
    .replace(/^\s*\n/, '')
    .trimEnd()
    .split('\n');
  const margins = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const margin = margins.length === 0 ? 0 : Math.min(...margins);
  return lines
    .map((line) => line.slice(margin))
    .join('\n')
    .trim();
}

/** Code moved to the right; the lines of a template text stay, as they are part of it. */
export const indent = (code: string, by: string): string =>
  code.includes('`')
    ? by + code
    : code
        .split('\n')
        .map((line) => (line === '' ? line : by + line))
        .join('\n');

/** The code of one shot, without the margin of its first line. */
function printShot(
  { id, from, durationInFrames, enter, enterInFrames, content }: BakedShot,
  margin: string,
): string {
  const name = /["\\\n&{}]/.test(id) ? `{${JSON.stringify(id)}}` : `"${id}"`;
  const attributes = [
    `id=${name}`,
    // Studio calls the track so
    `name=${name}`,
    `from={${from}}`,
    `durationInFrames={${durationInFrames}}`,
    ...(enter === null ? [] : [`enter={${enter}}`]),
    ...(enterInFrames === 0 ? [] : [`enterInFrames={${enterInFrames}}`]),
  ];
  const end = content === '' ? ' />' : '>';
  const oneLine = `<${SHOT} ${attributes.join(' ')}${end}`;
  const opening =
    margin.length + oneLine.length <= LINE_WIDTH
      ? oneLine
      : `<${SHOT}\n${attributes.map((attribute) => `${margin}  ${attribute}\n`).join('')}${margin}${end.trim()}`;
  return content === '' ? opening : `${opening}\n${indent(content, `${margin}  `)}\n${margin}</${SHOT}>`;
}

/** What `printBakedSource` takes. */
export interface PrintBakedSourceOptions {
  shots: readonly BakedShot[];
  imports: readonly ImportableName[];
  /** Name of the component that is exported. */
  componentName: string;
  composition: string;
  /** The `<AutoCut>`'s name. */
  name: string;
}

/** A new baked file. */
export function printBakedSource({
  shots,
  imports,
  componentName,
  composition,
  name,
}: PrintBakedSourceOptions): string {
  const needed: ImportableName[] = [{ imported: 'CutList', local: 'CutList', source: 'beatcut' }, ...imports];
  return [
    `// The edit that \`beatcut bake ${composition}\` made of <AutoCut>. Change it by hand or in Remotion Studio: baking again`,
    '// keeps what you have changed.',
    "import type { ReactNode } from 'react';",
    ...printImports(needed),
    '',
    `/** The baked edit of "${name}"; for \`<AutoCut baked={<${componentName} />}>\`. */`,
    `export const ${componentName} = (): ReactNode => (`,
    '  <CutList>',
    ...shots.map((shot) => `    ${printShot(shot, '    ')}`),
    '  </CutList>',
    ');',
    '',
  ].join('\n');
}

/** One import declaration for each module; those of packages first. */
function printImports(names: readonly ImportableName[]): string[] {
  const sources = [...new Set(names.map(({ source }) => source))].sort(
    (a, b) => Number(a.startsWith('.')) - Number(b.startsWith('.')) || (a < b ? -1 : 1),
  );
  return sources.flatMap((source) => {
    const unique = new Map(names.filter((name) => name.source === source).map((name) => [name.local, name]));
    const all = [...unique.values()].sort((a, b) => (a.local < b.local ? -1 : 1));
    const named = all
      .filter(({ imported }) => imported !== 'default' && imported !== '*')
      .map(({ imported, local }) => (imported === local ? local : `${imported} as ${local}`));
    return [
      ...all
        .filter(({ imported }) => imported === 'default')
        .map(({ local }) => `import ${local} from '${source}';`),
      ...all
        .filter(({ imported }) => imported === '*')
        .map(({ local }) => `import * as ${local} from '${source}';`),
      ...(named.length === 0 ? [] : [`import { ${named.join(', ')} } from '${source}';`]),
    ];
  });
}

/** What `updateBakedSource` takes. */
export interface UpdateBakedSourceOptions {
  source: BakedSource;
  /** The shots as they shall be, in order. */
  shots: readonly BakedShot[];
  /** What their code takes from other modules. */
  imports: readonly ImportableName[];
}

/**
 * A baked file with its shots as they shall be. Everything else stays as it is, to the byte: comments, other attributes, code
 * around the list. A comment before a shot moves and goes with it.
 */
export function updateBakedSource({
  source: { text, program, list, shots: old },
  shots,
  imports,
}: UpdateBakedSourceOptions): string {
  const changed = new MagicString(text);
  const opening = list['openingElement'] as SyntaxNode;
  const first = opening.end;
  const end = (list['closingElement'] as SyntaxNode).start;
  const lastEnd = old.at(-1)?.element.end ?? first;
  const margin = /\n([ \t]*)$/.exec(text.slice(first, old[0]?.element.start ?? first))?.[1] ?? '    ';
  const chunks = new Map(
    old.map(({ shot, element }, index) => {
      const from = old[index - 1]?.element.end ?? first;
      return [shot.id, { shot, element, lead: text.slice(from, element.start) }];
    }),
  );
  const body = shots.map((shot) => {
    const chunk = chunks.get(shot.id);
    if (chunk === undefined) return `\n${margin}${printShot(shot, margin)}`;
    const { element, shot: before } = chunk;
    // what nobody has touched is printed anew: its lines break where a formatter would break them
    const isAsPrinted = text.slice(element.start, element.end) === printShot(before, margin);
    if (isAsPrinted) return chunk.lead + printShot(shot, margin);
    return chunk.lead + patchShot({ text, element, old: before, shot, margin });
  });
  changed.overwrite(first, end, body.join('') + text.slice(lastEnd, end));
  addImports({ changed, program, imports });
  return changed.toString();
}

/** The code of a shot with those attributes changed that differ. */
function patchShot({
  text,
  element,
  old,
  shot,
  margin,
}: {
  text: string;
  element: SyntaxNode;
  old: BakedShot;
  shot: BakedShot;
  margin: string;
}): string {
  const code = new MagicString(text);
  const attributes = attributesOf(element);
  const opening = element['openingElement'] as SyntaxNode;
  const set = (name: string, before: string | number | null, after: string | number | null): void => {
    if (before === after) return;
    const attribute = attributes.get(name);
    const isNone = after === null || (name === 'enterInFrames' && after === 0);
    if (attribute === undefined) {
      if (!isNone) code.appendLeft(attributes.get('durationInFrames')!.end, ` ${name}={${after}}`);
    } else if (isNone) {
      const lead = /\s*$/.exec(text.slice(0, attribute.start))![0].length;
      code.remove(attribute.start - lead, attribute.end);
    } else {
      const value = attribute['value'] as SyntaxNode;
      code.overwrite(value.start, value.end, `{${after}}`);
    }
  };
  set('from', old.from, shot.from);
  set('durationInFrames', old.durationInFrames, shot.durationInFrames);
  set('enter', old.enter, shot.enter);
  set('enterInFrames', old.enterInFrames, shot.enterInFrames);
  const closing = element['closingElement'] as SyntaxNode | null;
  if (shot.content !== old.content && closing !== null && shot.content !== '') {
    code.overwrite(opening.end, closing.start, `\n${indent(shot.content, `${margin}  `)}\n${margin}`);
  }
  return code.slice(element.start, element.end);
}

/** Adds declarations for names that are not imported yet, after the last import. */
function addImports({
  changed,
  program,
  imports,
}: {
  changed: MagicString;
  program: SyntaxNode;
  imports: readonly ImportableName[];
}): void {
  const known = readModuleNames(program).imports;
  const missing = imports.filter(({ local }) => !known.has(local));
  if (missing.length === 0) return;
  const last = (program['body'] as SyntaxNode[]).findLast(({ type }) => type === 'ImportDeclaration');
  const lines = printImports(missing).join('\n');
  if (last === undefined) changed.prepend(`${lines}\n`);
  else changed.appendLeft(last.end, `\n${lines}`);
}
