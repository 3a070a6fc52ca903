export { defineConfig, type BeatcutConfig } from './config.ts';
export { openProject, type OpenProjectOptions, type Project } from './project.ts';
