import { createRequire } from 'node:module';
import path from 'node:path';
import { Config } from '@remotion/cli/config';
import type { configureRemotion } from 'beatcut/remotion-config';

// Remotion resolves a config's packages from its own folder, where a project has beatcut and this repository has not
const require = createRequire(path.resolve('package.json'));
const beatcut = require('beatcut/remotion-config') as { configureRemotion: typeof configureRemotion };

beatcut.configureRemotion({ config: Config, publicDir: 'examples/public' });
