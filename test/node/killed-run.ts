/**
 * Run by the tests in a process of its own: makes clips in the project given, and kills itself with SIGKILL at the n-th
 * time that a step is reached. Arguments: project folder, server, step, n, prompts.
 */
import { generateClips } from '../../src/node/generate.ts';
import { openaiVideos } from '../../src/providers/openai-videos.ts';
import { openProjectAt, orderFor } from './test-project.ts';

const [dir = '', baseURL = '', killAt = '', times = '1', ...prompts] = process.argv.slice(2);
const provider = openaiVideos({ baseURL, apiKey: 'sk-killed-run', model: 'wan', env: {} });
let reached = 0;

const result = await generateClips({
  orders: prompts.map((prompt, index) => orderFor(prompt, index + 1)),
  providers: [provider],
  provider: provider.id,
  ...openProjectAt(dir),
  onProgress: (event) => {
    if (event.type !== 'step' || event.step.step !== killAt) return;
    reached += 1;
    if (reached === Number(times)) process.kill(process.pid, 'SIGKILL');
  },
});
console.log(JSON.stringify(result.clips.map(({ jobs }) => jobs.map(({ status }) => status))));
