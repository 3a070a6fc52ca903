import { clipKeyOf, type ClipRequest } from '../../src/clips/clip-request.ts';
import type { TakeOrder } from '../../src/providers/video-provider.ts';

/** An order of a take of 4.2 s at 1280 × 720 and 30 fps with seed 0; `changes` change that. */
export const orderOf = (request: ClipRequest, changes: Partial<TakeOrder> = {}): TakeOrder => ({
  clipKey: clipKeyOf(request),
  request,
  minDurationInSeconds: 4.2,
  fps: 30,
  width: 1280,
  height: 720,
  seed: 0,
  ...changes,
});
