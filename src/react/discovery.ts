import { continueRender, delayRender } from 'remotion';
import { CATALOGUE_PATH } from '../clips/catalogue.ts';
import { canonicalJson } from '../core/json.ts';
import { BeatcutError, messageOf } from '../core/error.ts';
import type { ClipWish } from '../clips/treatment.ts';
import {
  clipIdentityOf,
  type DiscoveredAutoCut,
  type DiscoveredClip,
  type DiscoveredSlot,
  type DiscoveryReport,
  type PageOrders,
  type SweptSound,
} from '../edit/page-protocol.ts';
import type { PlannedCut, PlannedSlot } from '../edit/edit-plan.ts';
import { describeMissingLetters, type ShownText } from './missing-letters.ts';
import { pageOrders, reportToNode, tellErrors } from './page.ts';
import { isFrameMarked } from './sweep/frame-mark.tsx';
import { createPictureList, type PictureList } from './sweep/picture-list.ts';
import { installPageWitness } from './sweep/page-witness.ts';
import { createPictureReader, type PictureReader } from './sweep/read-picture.ts';

/** A clip that is mounted on one frame. */
export interface SeenClip {
  wish: ClipWish;
  /** The composition's frame. */
  frame: number;
  /** The sequence and the shot around it. */
  place: Omit<DiscoveredSlot, 'firstFrame' | 'lastFrame'>;
}

/** What components tell a running sweep about themselves; each call may come any number of times. */
export interface DiscoverySweep {
  addClip(seen: SeenClip): void;
  addCuts(cuts: readonly PlannedCut[]): void;
  /** The slots of a series, gaps among them, in frames of the composition. */
  addShots(slots: readonly PlannedSlot[]): void;
  addAutoCut(autoCut: DiscoveredAutoCut): void;
  /** A text whose letters some font must have. */
  addText(text: ShownText): void;
}

/** Collects what components tell, and turns the frames of each clip into slots. */
export function createDiscoverySweep(): DiscoverySweep & {
  report(framesSwept: number): Omit<DiscoveryReport, 'pictures' | 'warnings'>;
  texts(): ShownText[];
} {
  const clips = new Map<
    string,
    { wish: ClipWish; places: Map<string, { place: SeenClip['place']; frames: Set<number> }> }
  >();
  const cuts = new Map<string, PlannedCut>();
  const shots = new Map<string, PlannedSlot & { shotId: string }>();
  const autoCuts = new Map<string, DiscoveredAutoCut>();
  const texts = new Map<string, ShownText>();

  return {
    addClip({ wish, frame, place }) {
      const key = clipIdentityOf({ wish, shotId: place.shotId });
      const clip = clips.get(key) ?? { wish, places: new Map() };
      clips.set(key, clip);
      const placeKey = canonicalJson(place);
      const seen = clip.places.get(placeKey) ?? { place, frames: new Set() };
      clip.places.set(placeKey, seen);
      seen.frames.add(frame);
    },
    addCuts(added) {
      for (const cut of added) cuts.set(`${cut.frame} ${cut.fromShot} ${cut.toShot}`, cut);
    },
    addShots(slots) {
      for (const slot of slots) {
        const { shotId, startFrame } = slot;
        if (shotId !== null) shots.set(shotKeyOf(shotId, startFrame), { ...slot, shotId });
      }
    },
    addAutoCut(autoCut) {
      autoCuts.set(`${autoCut.startFrame} ${autoCut.name}`, autoCut);
    },
    addText(text) {
      texts.set(canonicalJson(text), text);
    },
    texts: () => [...texts.values()],
    report(framesSwept) {
      const seen = [...clips.values()].map(({ wish, places }): DiscoveredClip => ({
        wish,
        slots: [...places.values()]
          .flatMap(({ place, frames }) => runsOf(frames).map((run) => ({ ...run, ...place })))
          .sort((a, b) => a.firstFrame - b.firstFrame),
      }));
      requireDistinctShots(seen);
      // each series counts its own shots; the film counts them all
      const inOrder = [...shots.values()].sort((a, b) => a.startFrame - b.startFrame);
      const numbers = new Map(
        inOrder.map(({ shotId, startFrame }, index) => [shotKeyOf(shotId, startFrame), index + 1]),
      );
      for (const slot of seen.flatMap(({ slots }) => slots)) {
        if (slot.shotId === null || slot.shotStartFrame === null) continue;
        slot.shotNumber = numbers.get(shotKeyOf(slot.shotId, slot.shotStartFrame)) ?? slot.shotNumber;
      }
      return {
        clips: seen.sort((a, b) => a.slots[0]!.firstFrame - b.slots[0]!.firstFrame),
        cuts: [...cuts.values()].sort((a, b) => a.frame - b.frame),
        shots: inOrder,
        autoCuts: [...autoCuts.values()].sort((a, b) => a.startFrame - b.startFrame),
        framesSwept,
      };
    },
  };
}

const shotKeyOf = (shotId: string, startFrame: number): string => `${startFrame} ${shotId}`;

/**
 * Makes sure that an id means one shot, so that takes, notes and chains can name it. A shot that is repeated, as in a
 * `<Loop>`, asks for the same clips each time and may come again.
 */
function requireDistinctShots(clips: readonly DiscoveredClip[]): void {
  const wishes = new Map<string, Map<number, Set<DiscoveredClip>>>();
  for (const clip of clips) {
    for (const { shotId, shotStartFrame } of clip.slots) {
      if (shotId === null || shotStartFrame === null) continue;
      const places = wishes.get(shotId) ?? new Map<number, Set<DiscoveredClip>>();
      wishes.set(shotId, places);
      places.set(shotStartFrame, (places.get(shotStartFrame) ?? new Set()).add(clip));
    }
  }
  for (const [shotId, places] of wishes) {
    const [first, ...others] = places;
    const other = others.find(
      ([, asked]) => asked.size !== first![1].size || [...asked].some((clip) => !first![1].has(clip)),
    );
    if (other === undefined) continue;
    throw new BeatcutError({
      code: 'SHOT_ID_TWICE',
      message: `Two shots of the film have the id "${shotId}": at frame ${first![0]} and at frame ${other[0]}. Give one <BeatSeries> a name="…", or one of the shots another id.`,
    });
  }
}

/** Stretches of consecutive frames. */
function runsOf(frames: ReadonlySet<number>): { firstFrame: number; lastFrame: number }[] {
  const runs: { firstFrame: number; lastFrame: number }[] = [];
  for (const frame of [...frames].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run.lastFrame === frame - 1) run.lastFrame = frame;
    else runs.push({ firstFrame: frame, lastFrame: frame });
  }
  return runs;
}

/** Hosts whose addresses name one version of a file for ever. */
const isUnchanging = (url: URL): boolean => url.host === 'fonts.gstatic.com';

/** The addresses from which the page has loaded anything. */
const loadedAddresses = (): URL[] =>
  performance.getEntriesByType('resource').map(({ name }) => new URL(name));

/** Whether the page has loaded anything that isn't in the project. */
const hasLoadedFromElsewhere = (): boolean =>
  loadedAddresses().some(
    (url) =>
      url.protocol !== 'data:' &&
      url.protocol !== 'blob:' &&
      url.origin !== location.origin &&
      !isUnchanging(url),
  );

/** Whether the page has loaded the list of picked takes, which a sweep does not need. */
const hasLoadedCatalogue = (): boolean =>
  loadedAddresses().some(({ pathname }) => pathname.endsWith(`/${CATALOGUE_PATH}`));

let running: DiscoverySweep | null = null;
let sweptFrame = 0;

/**
 * Lets a component tell a discovery sweep about itself while it renders. Outside of discovery it does nothing. The first
 * component of beatcut that is mounted on any frame starts the sweep.
 */
export function tellDiscovery(tell: (sweep: DiscoverySweep) => void): void {
  const orders = pageOrders().discover;
  if (orders === undefined) return;
  if (running === null) {
    tellErrors();
    const sweep = createDiscoverySweep();
    running = sweep;
    const pictures = createPictureList();
    const reader = createPictureReader({ ...orders, witness: installPageWitness() });
    sweepAllFrames({ orders, reader, pictures })
      .then(async (framesSwept) => {
        const warnings = await describeMissingLetters(sweep.texts());
        const isFromElsewhere = hasLoadedFromElsewhere();
        reportToNode({
          kind: 'discovery',
          report: {
            ...sweep.report(framesSwept),
            warnings,
            pictures: {
              ...pictures.report(),
              isRepeatable: pictures.isSteady() && !isFromElsewhere && !hasLoadedCatalogue(),
              usesOtherHosts: isFromElsewhere || reader.hasSeenOtherHosts(),
            },
          },
        });
      })
      .catch((error: unknown) => {
        reportToNode({ kind: 'discovery-failed', frame: sweptFrame, message: messageOf(error) });
      });
  }
  tell(running);
}

/** The longest that a sweep may take. */
const SWEEP_TIMEOUT_MS = 15 * 60_000;

/** How many frames are shown a second time, from the end to the beginning. */
const REVISITED_FRAMES = 48;

/** How long a frame is given to run its components' effects; a frozen sequence has none to run. */
const MAX_EFFECT_TASKS = 20;

/** Lets everything that is due run, without waiting for a repaint. */
const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });

/**
 * Shows every frame of the composition inside the page, without the renderer's round trip for each, and waits on every
 * frame for whatever delays it. Remotion waits for an animation frame after each seek, 60 a second at most; as nothing is
 * painted here, animation frames come at once instead while the sweep runs.
 */
async function sweepAllFrames({
  orders: { compositionId, durationInFrames },
  reader,
  pictures,
}: {
  orders: NonNullable<PageOrders['discover']>;
  reader: PictureReader;
  pictures: PictureList;
}): Promise<number> {
  const page = window as unknown as {
    remotion_audioEnabled?: boolean;
    remotion_collectAssets?: () => SweptSound[];
    remotion_setFrame?: (frame: number, composition: string, attempt: number) => void;
    remotion_delayRenderHandles?: readonly number[];
    remotion_cancelledError?: string;
  };
  const originalRequest = window.requestAnimationFrame;
  const originalCancel = window.cancelAnimationFrame;
  const waiting = new Map<number, FrameRequestCallback>();
  let lastHandle = 0;
  window.requestAnimationFrame = (callback) => {
    const handle = ++lastHandle;
    waiting.set(handle, callback);
    void nextTask().then(() => {
      if (waiting.delete(handle)) callback(performance.now());
    });
    return handle;
  };
  window.cancelAnimationFrame = (handle) => void waiting.delete(handle);
  // holds the renderer off while the sweep seeks by itself
  const ownHandle = delayRender('Looking for clips on all frames', {
    timeoutInMilliseconds: SWEEP_TIMEOUT_MS,
  });
  const isDelayed = (): boolean => (page.remotion_delayRenderHandles?.length ?? 0) > 1;
  const failIfCancelled = (): void => {
    if (page.remotion_cancelledError !== undefined) throw new Error(page.remotion_cancelledError);
  };
  const wasAudioEnabled = page.remotion_audioEnabled ?? false;
  try {
    // components then tell what is heard
    page.remotion_audioEnabled = true;
    await nextTask();
    const show = async (frame: number): Promise<ReturnType<PictureReader['read']>> => {
      sweptFrame = frame;
      page.remotion_setFrame?.(frame, compositionId, 1);
      await nextTask();
      await nextTask();
      while (isDelayed()) {
        failIfCancelled();
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      failIfCancelled();
      for (let task = 0; task < MAX_EFFECT_TASKS && !isFrameMarked(frame); task++) await nextTask();
      return reader.read();
    };
    const digests: string[] = [];
    for (let frame = 0; frame < durationInFrames; frame++) {
      const shown = await show(frame);
      digests.push(shown.picture.digest);
      pictures.add({ ...shown, sounds: page.remotion_collectAssets?.() ?? [] });
    }
    // what is random, or depends on what was shown before, looks different the second time
    const step = Math.ceil(durationInFrames / REVISITED_FRAMES);
    for (let frame = durationInFrames - 1; frame >= 0; frame -= step) {
      if ((await show(frame)).picture.digest !== digests[frame]) pictures.distrust(frame);
      page.remotion_collectAssets?.();
    }
    return durationInFrames;
  } finally {
    page.remotion_audioEnabled = wasAudioEnabled;
    window.requestAnimationFrame = originalRequest;
    window.cancelAnimationFrame = originalCancel;
    continueRender(ownHandle);
  }
}
