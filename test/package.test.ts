import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const packageJson: {
  exports: Record<string, string | { types: string; default: string }>;
  peerDependencies: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
} = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** Everything that a built file imports, directly or through other built files. */
function reachableFrom(file: string, seen = new Set<string>()): Set<string> {
  // examples in doc comments import files of their own
  const source = readFileSync(file, 'utf8').replaceAll(/\/\*\*[^]*?\*\//g, '');
  for (const [, specifier] of source.matchAll(/(?:from\s*|import\s*\(?\s*)["']([^"']+)["']/g)) {
    const target = specifier!.startsWith('.') ? resolve(dirname(file), specifier!) : specifier!;
    if (seen.has(target)) continue;
    seen.add(target);
    if (specifier!.startsWith('.')) reachableFrom(target, seen);
  }
  return seen;
}

const entryOf = (subpath: string): string => {
  const entry = packageJson.exports[subpath]!;
  return join(ROOT, typeof entry === 'string' ? entry : entry.default);
};

describe('the package', () => {
  it('has a built file and types for every export', () => {
    const missing = Object.values(packageJson.exports)
      .flatMap((entry) => (typeof entry === 'string' ? [entry] : [entry.types, entry.default]))
      .filter((file) => !existsSync(join(ROOT, file)));
    expect(missing).toEqual([]);
  });

  it.each(['.', './song', './transitions', './effects', './audio-reactive'])(
    'reaches no Node module and no provider SDK from the browser entry %s',
    (subpath) => {
      const packages = [...reachableFrom(entryOf(subpath))].filter((target) => !target.startsWith(ROOT));
      const forbidden = new Set([
        ...builtinModules,
        ...['openai', '@napi-rs/canvas', '@remotion/renderer', '@remotion/bundler', 'jiti', 'music-metadata'],
      ]);
      expect(packages.filter((name) => name.startsWith('node:') || forbidden.has(name))).toEqual([]);
      expect(packages.length).toBeGreaterThan(0);
    },
  );

  it('takes React and all of Remotion from the project, at one version here', () => {
    const names = Object.keys(packageJson.dependencies);
    expect(names.filter((name) => name === 'remotion' || name.startsWith('@remotion/'))).toEqual([]);
    expect(Object.keys(packageJson.peerDependencies)).toEqual(
      expect.arrayContaining(['react', 'react-dom', 'remotion', '@remotion/media', '@remotion/transitions']),
    );
    const versions = Object.entries(packageJson.devDependencies)
      .filter(([name]) => name === 'remotion' || name.startsWith('@remotion/'))
      .map(([, version]) => version);
    expect(new Set(versions).size).toBe(1);
  });

  it('shows in the README the commands that package.json has', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const commands = [...readme.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block!.trim());
    expect(commands.slice(0, 2)).toEqual(['npm install && npm run film', 'npm install && npm test']);
  });
});
