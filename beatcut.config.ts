import { createAnimaticProvider, defineConfig, type BeatcutConfig } from 'beatcut/node';

const config: BeatcutConfig = defineConfig({
  publicDir: 'examples/public',
  // the examples have words of their own on the picture
  providers: [createAnimaticProvider({ slate: false })],
});

export default config;
