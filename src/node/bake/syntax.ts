import { parse } from '@babel/parser';
import { BeatcutError, messageOf } from '../../core/error.ts';

/** A node of a syntax tree, as far as baking looks at it. */
export interface SyntaxNode {
  type: string;
  start: number;
  end: number;
  [member: string]: unknown;
}

/** What `parseSource` takes. */
export interface ParseSourceOptions {
  text: string;
  /** The file's path, for messages. */
  path: string;
}

/**
 * Parses TypeScript with JSX.
 *
 * @throws BeatcutError `SOURCE_BROKEN` with the place of the fault.
 */
export function parseSource({ text, path }: ParseSourceOptions): SyntaxNode {
  try {
    // babel's own types describe each kind of node; walking needs only what they have in common
    return parse(text, { sourceType: 'module', plugins: ['typescript', 'jsx'] })
      .program as unknown as SyntaxNode;
  } catch (cause) {
    throw new BeatcutError({
      code: 'SOURCE_BROKEN',
      message: `${path} can't be read as TypeScript with JSX: ${messageOf(cause)}`,
      hint: 'Mend the file; Remotion Studio shows the same error in place.',
      cause,
    });
  }
}

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string';

/** The nodes right below one, with the names of the members that hold them. */
export function childrenOf(node: SyntaxNode): { member: string; child: SyntaxNode }[] {
  return Object.entries(node).flatMap(([member, value]) =>
    (Array.isArray(value) ? value : [value]).filter(isNode).map((child) => ({ member, child })),
  );
}

/** All nodes at and below one, outer ones first, for which a test holds. */
export function findNodes(node: SyntaxNode, test: (node: SyntaxNode) => boolean): SyntaxNode[] {
  return [...(test(node) ? [node] : []), ...childrenOf(node).flatMap(({ child }) => findNodes(child, test))];
}

/** The name of a JSX element as it is written: `CutList.Shot`; `null` for other nodes. */
export function elementName(node: SyntaxNode): string | null {
  if (node.type !== 'JSXElement') return null;
  const spell = (name: SyntaxNode): string =>
    name.type === 'JSXMemberExpression'
      ? `${spell(name['object'] as SyntaxNode)}.${spell(name['property'] as SyntaxNode)}`
      : String(name['name']);
  return spell((node['openingElement'] as SyntaxNode)['name'] as SyntaxNode);
}

/** The attributes of a JSX element by their names. */
export function attributesOf(element: SyntaxNode): ReadonlyMap<string, SyntaxNode> {
  const attributes = (element['openingElement'] as SyntaxNode)['attributes'] as SyntaxNode[];
  return new Map(
    attributes
      .filter(({ type }) => type === 'JSXAttribute')
      .map((attribute) => [String((attribute['name'] as SyntaxNode)['name']), attribute]),
  );
}

/** The literal value of a JSX attribute: a text, or a number that may be negative; `null` for anything else. */
export function literalOf(attribute: SyntaxNode | undefined): string | number | null {
  const value = attribute?.['value'];
  if (!isNode(value)) return null;
  const expression = value.type === 'JSXExpressionContainer' ? (value['expression'] as SyntaxNode) : value;
  if (expression.type === 'StringLiteral' || expression.type === 'NumericLiteral')
    return expression['value'] as string | number;
  if (expression.type === 'UnaryExpression' && expression['operator'] === '-') {
    const { type, value: number } = expression['argument'] as SyntaxNode;
    return type === 'NumericLiteral' ? -(number as number) : null;
  }
  return null;
}

/** The JSX elements of a name right inside an element, also in fragments. */
export function elementsInside(element: SyntaxNode, name: string): SyntaxNode[] {
  return (element['children'] as SyntaxNode[]).flatMap((child) => {
    if (elementName(child) === name) return [child];
    return child.type === 'JSXFragment' ? elementsInside(child, name) : [];
  });
}
