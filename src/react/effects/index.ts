export { Flash, type FlashProps } from './flash.tsx';
export { FlashGuard, type FlashGuardProps } from './flash-guard.tsx';
export { limitFlashes, type LimitFlashesOptions } from './limit-flashes.ts';
export {
  momentsOf,
  pulseAt,
  usePulse,
  type EffectMoment,
  type EffectPulse,
  type EffectTrigger,
  type MomentOptions,
  type UsePulseOptions,
} from './moments.ts';
export { PunchIn, type PunchInProps } from './punch-in.tsx';
export { RgbSplit, type RgbSplitProps } from './rgb-split.tsx';
export { Shake, type ShakeProps } from './shake.tsx';
export { Strobe, type StrobeProps } from './strobe.tsx';
