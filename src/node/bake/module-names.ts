import { childrenOf, findNodes, type SyntaxNode } from './syntax.ts';

/** A name that can be imported. */
export interface ImportableName {
  /** What the module calls it; `default` or `*` for those imports. */
  imported: string;
  /** What the code calls it. */
  local: string;
  source: string;
}

/** What a module can hand to another one. */
export interface ModuleNames {
  /** What it imports, by its own names. */
  imports: ReadonlyMap<string, ImportableName>;
  /** What it exports by name. */
  exports: ReadonlySet<string>;
}

const nameOf = (node: SyntaxNode): string => String(node['name'] ?? node['value']);

/** The imports and named exports of a module. */
export function readModuleNames(program: SyntaxNode): ModuleNames {
  const imports = new Map<string, ImportableName>();
  const exports = new Set<string>();
  for (const statement of program['body'] as SyntaxNode[]) {
    if (statement.type === 'ImportDeclaration') {
      const source = String((statement['source'] as SyntaxNode)['value']);
      for (const specifier of statement['specifiers'] as SyntaxNode[]) {
        const local = nameOf(specifier['local'] as SyntaxNode);
        const imported =
          specifier.type === 'ImportSpecifier'
            ? nameOf(specifier['imported'] as SyntaxNode)
            : specifier.type === 'ImportDefaultSpecifier'
              ? 'default'
              : '*';
        imports.set(local, { imported, local, source });
      }
    }
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement['declaration'] : null;
    if (declaration === null || declaration === undefined) continue;
    const { id, declarations = [] } = declaration as SyntaxNode & {
      id?: SyntaxNode;
      declarations?: SyntaxNode[];
    };
    for (const declared of [id, ...declarations.map((one) => one['id'] as SyntaxNode)])
      if (declared?.type === 'Identifier') exports.add(nameOf(declared));
  }
  return { imports, exports };
}

/** The names that some code takes from around it: identifiers and components that it does not declare itself. */
export function freeNames(code: SyntaxNode): Set<string> {
  const used = new Set<string>();
  const declared = new Set<string>();
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Identifier') used.add(nameOf(node));
    // <Name>, <Name.Part>; lower case is HTML
    if (node.type === 'JSXIdentifier' && /^[A-Z]/.test(nameOf(node))) used.add(nameOf(node));
    for (const { member, child } of childrenOf(node)) {
      const isKey = member === 'key' && node['computed'] !== true;
      const isProperty = member === 'property' && node['computed'] !== true;
      const isAttribute = node.type === 'JSXAttribute' && member === 'name';
      if (!isKey && !isProperty && !isAttribute) visit(child);
    }
  };
  visit(code);
  const binders = new Set(['ArrowFunctionExpression', 'FunctionExpression', 'VariableDeclarator']);
  for (const node of findNodes(code, ({ type }) => binders.has(type))) {
    const patterns = [
      ...((node['params'] as SyntaxNode[] | undefined) ?? []),
      node['id'] as SyntaxNode | null,
    ];
    for (const pattern of patterns)
      if (pattern)
        for (const id of findNodes(pattern, ({ type }) => type === 'Identifier')) declared.add(nameOf(id));
  }
  return new Set([...used].filter((name) => !declared.has(name)));
}
