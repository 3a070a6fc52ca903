import { defineConfig, type BeatcutConfig } from 'beatcut/node';

const config: BeatcutConfig = defineConfig({ publicDir: 'examples/public' });

export default config;
