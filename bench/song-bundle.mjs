// Bundles what the benchmarks of the song analysis measure, as it is shipped, out of the sources as they are now.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsdown';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Bundles a module that exports what is asked for. The folder lies in node_modules, where the packages that the bundle
 * imports are found; `remove` deletes it.
 *
 * @param {{ source: string; platform: 'node' | 'browser' }} options source: a TypeScript module; `@src` is the folder src.
 */
export async function bundleForBench({ source, platform }) {
  const folder = mkdtempSync(join(root, 'node_modules/.song-bench-'));
  const entry = join(folder, 'entry.ts');
  writeFileSync(entry, source.replaceAll('@src', join(root, 'src')));
  await build({
    entry: { bundle: entry },
    outDir: join(folder, 'out'),
    config: false,
    format: 'esm',
    platform,
    dts: false,
    clean: false,
    fixedExtension: true,
    logLevel: 'error',
    deps: platform === 'node' ? { neverBundle: [/^node:/, /^[^./]/] } : { alwaysBundle: [/./] },
  });
  return {
    path: join(folder, 'out/bundle.mjs'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
