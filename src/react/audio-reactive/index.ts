export { ParticleField, type ParticleFieldProps } from './particle-field.tsx';
export { useReaction, type EnergyBand, type Reaction } from './reaction.ts';
export { Reactive, type ReactiveProps } from './reactive.tsx';
export { ReactiveCamera, type ReactiveCameraProps } from './reactive-camera.tsx';
export { useReactiveColor } from './reactive-color.ts';
export { Spectrum, type SpectrumProps } from './spectrum.tsx';
export { Waveform, type WaveformProps } from './waveform.tsx';
