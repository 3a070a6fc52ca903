import { defineConfig, type UserConfig } from 'tsdown';

/** One entry per subpath of package.json's `exports`, plus the binary. */
const config: UserConfig = defineConfig({
  entry: {
    index: './src/index.ts',
    interchange: './src/interchange/index.ts',
    song: './src/song/index.ts',
    transitions: './src/react/transitions/index.ts',
    effects: './src/react/effects/index.ts',
    'audio-reactive': './src/react/audio-reactive/index.ts',
    'providers/ai-sdk': './src/providers/ai-sdk.ts',
    'providers/animatic': './src/providers/animatic.ts',
    'providers/comfyui': './src/providers/comfyui.ts',
    'providers/openai-videos': './src/providers/openai-videos.ts',
    node: './src/node/index.ts',
    'remotion-config': './src/node/remotion-config.ts',
    testing: './src/testing/index.ts',
    cli: './src/cli/main.ts',
  },
  format: 'esm',
  platform: 'neutral',
  fixedExtension: false,
  target: 'node20.19',
  dts: true,
  clean: true,
  logLevel: 'warn',
  deps: { neverBundle: [/^node:/, /^[^./]/] },
});

export default config;
