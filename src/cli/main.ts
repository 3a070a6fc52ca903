#!/usr/bin/env node
import { defineCommand } from 'citty';
import packageJson from '../../package.json' with { type: 'json' };
import { runCli } from './run-cli.ts';

const main = defineCommand({
  meta: {
    name: 'beatcut',
    version: packageJson.version,
    description:
      'Music videos as code: hears the song, generates the clips, cuts them to the beat and renders the film.',
  },
  subCommands: {
    //analyze: () => import('./commands/analyze.ts').then((module) => module.analyzeCommand),
    //plan: () => import('./commands/plan.ts').then((module) => module.planCommand),
    //generate: () => import('./commands/generate.ts').then((module) => module.generateCommand),
    //clips: () => import('./commands/clips.ts').then((module) => module.clipsCommand),
    //pick: () => import('./commands/pick.ts').then((module) => module.pickCommand),
    //sync: () => import('./commands/sync.ts').then((module) => module.syncCommand),
    //render: () => import('./commands/render.ts').then((module) => module.renderCommand),
    browser: () => import('./commands/browser.ts').then((module) => module.browserCommand),
  },
});

process.exitCode = await runCli({ main, rawArgs: process.argv.slice(2) });
