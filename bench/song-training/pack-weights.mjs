// Writes trained weights as the module that ships: node pack-weights.mjs <weights.json> <module.ts>
import { readFileSync, writeFileSync } from 'node:fs';

const [from, to] = process.argv.slice(2);
const { inputs, channels, dilations, layers } = JSON.parse(readFileSync(from, 'utf8'));
const LARGEST = 32_767;
const packed = Object.entries(layers).map(([name, values]) => {
  const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9) / LARGEST;
  return { name, scale: Number(scale.toPrecision(6)), values };
});
const data = Int16Array.from(
  packed.flatMap(({ values, scale }) => values.map((value) => Math.round(value / scale))),
);
const lines = packed.map(
  ({ name, scale, values }) => `    { name: '${name}', scale: ${scale}, count: ${values.length} },`,
);
writeFileSync(
  to,
  `import type { PackedWeights } from './beat-network.ts';

/**
 * What the beat network has learned, from synthesised songs only. Written by \`bench/song-training/pack-weights.mjs\`:
 * little-endian 16-bit integers in base64, layer after layer; times its scale, a number is a weight.
 */
export const BEAT_NETWORK_WEIGHTS: PackedWeights = {
  inputs: ${inputs},
  channels: ${channels},
  dilations: [${dilations.join(', ')}],
  layers: [
${lines.join('\n')}
  ],
  data: '${Buffer.from(data.buffer).toString('base64')}',
};
`,
);
