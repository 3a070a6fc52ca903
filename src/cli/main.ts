#!/usr/bin/env node
import { defineCommand } from 'citty';
import packageJson from '../../package.json' with { type: 'json' };
import type { ClipCommandsContext } from './clip-commands-context.ts';
import { runCli } from './run-cli.ts';

// commands are loaded when they are called: `beatcut --help` should not wait for a renderer
const context = async (): Promise<ClipCommandsContext> => (await import('./context.ts')).clipCommandsContext;

const main = defineCommand({
  meta: {
    name: 'beatcut',
    version: packageJson.version,
    description:
      'Music videos as code: hears the song, generates the clips, cuts them to the beat and renders the film.',
  },
  subCommands: {
    analyze: async () => (await import('./commands/analyze.ts')).createAnalyzeCommand(await context()),
    storyboard: async () =>
      (await import('./commands/storyboard.ts')).createStoryboardCommand(await context()),
    plan: () => import('./commands/plan.ts').then((module) => module.planCommand),
    bake: () => import('./commands/bake.ts').then((module) => module.bakeCommand),
    generate: async () => (await import('./commands/generate.ts')).createGenerateCommand(await context()),
    cancel: async () => (await import('./commands/cancel.ts')).createCancelCommand(await context()),
    clips: async () => (await import('./commands/clips.ts')).createClipsCommand(await context()),
    show: async () => (await import('./commands/show.ts')).createShowCommand(await context()),
    pick: async () => (await import('./commands/pick.ts')).createPickCommand(await context()),
    unpick: async () => (await import('./commands/pick.ts')).createUnpickCommand(await context()),
    rate: async () => (await import('./commands/judge.ts')).createRateCommand(await context()),
    reject: async () => (await import('./commands/judge.ts')).createRejectCommand(await context()),
    note: async () => (await import('./commands/judge.ts')).createNoteCommand(await context()),
    import: async () => (await import('./commands/import.ts')).createImportCommand(await context()),
    render: () => import('./commands/render.ts').then((module) => module.renderCommand),
    verify: () => import('./commands/verify.ts').then((module) => module.verifyCommand),
    export: () => import('./commands/export.ts').then((module) => module.exportCommand),
    ledger: async () => (await import('./commands/ledger.ts')).createLedgerCommand(await context()),
    sync: async () => (await import('./commands/sync.ts')).createSyncCommand(await context()),
    push: async () => (await import('./commands/share.ts')).createPushCommand(await context()),
    pull: async () => (await import('./commands/share.ts')).createPullCommand(await context()),
    'verify-store': async () =>
      (await import('./commands/store.ts')).createVerifyStoreCommand(await context()),
    gc: async () => (await import('./commands/store.ts')).createGcCommand(await context()),
    profile: () => import('./commands/profile.ts').then((module) => module.profileCommand),
    browser: () => import('./commands/browser.ts').then((module) => module.browserCommand),
  },
});

process.exitCode = await runCli({ main, rawArgs: process.argv.slice(2) });
