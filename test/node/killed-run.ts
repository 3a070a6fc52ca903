/**
 * Run in a process of its own, to be killed: makes clips in a project and writes a line for each step that it reaches.
 * Arguments: project folder, server, key, takes per clip, "resubmit" or "keep", prompts.
 */
import { writeSync } from 'node:fs';
import { generateClips } from '../../src/node/generate.ts';
import { openaiVideos } from '../../src/providers/openai-videos.ts';
import { openProjectAt, orderFor } from './test-project.ts';

const [dir = '', baseURL = '', apiKey = '', takes = '1', resubmit = '', ...prompts] = process.argv.slice(2);
const provider = openaiVideos({ baseURL, apiKey, model: 'wan', env: {}, limits: { concurrentJobs: 2 } });
// at once, not when the event loop gets to it: whoever reads the line may kill in answer
const say = (line: string): void => void writeSync(1, `${line}\n`);

const { clips } = await generateClips({
  orders: prompts.map((prompt, index) => orderFor(prompt, index + 1)),
  providers: [provider],
  provider: provider.id,
  takes: Number(takes),
  resubmit: resubmit === 'resubmit',
  ...openProjectAt(dir),
  onProgress: (event) => {
    if (event.type === 'step') say(`step ${event.step.step}`);
  },
});
for (const { jobs, error } of clips) {
  if (error !== undefined) say(`end error ${error.message}`);
  for (const { jobId, status } of jobs) say(`end ${status} ${jobId}`);
}
say('finished');
