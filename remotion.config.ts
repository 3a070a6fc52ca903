import { Config } from '@remotion/cli/config';
import { configureRemotion } from 'beatcut/remotion-config';

configureRemotion({ config: Config, publicDir: 'examples/public' });
