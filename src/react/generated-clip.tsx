import type { ComponentType, CSSProperties, ReactNode } from 'react';
import {
  cancelRender,
  Interactive,
  Sequence,
  useCurrentFrame,
  useVideoConfig,
  type InteractivitySchema,
  type SequenceControls,
} from 'remotion';
import { Fill } from './fill.tsx';
import type { Catalogue } from '../clips/catalogue.ts';
import { chainKeyOf } from '../clips/chains.ts';
import { aspectRatioOf, clipKeyOf, takeSeedOf } from '../clips/clip-request.ts';
import type { FitSlot, FitWish } from '../clips/fit-wish.ts';
import { completeRequest, describeClip, type ClipWish } from '../clips/treatment.ts';
import { BeatcutError } from '../core/error.ts';
import type { FocusPoint } from '../edit/object-position.ts';
import { Animatic } from './animatic.tsx';
import { useCatalogue } from './catalogue.ts';
import { tellDiscovery, type SeenClip } from './discovery.ts';
import { FittedTake, type ClipObjectFit } from './fitted-take.tsx';
import { isDiscovering, isRenderingFilm, pageOrders } from './page.ts';
import { useSourceAspectRatio } from './reframe.tsx';
import { useShot } from './shot.ts';
import { shortPrompt } from './short-prompt.ts';
import { firstThatWorks, labelControls, propsInSource } from './studio-controls.ts';
import { useAbsoluteStartFrame } from './timeline.ts';
import { ClipStandIn } from './sweep/clip-stand-in.tsx';
import { useTreatment } from './treatment.tsx';
import { useEndFrame } from './use-end-frame.ts';
import { parseFitWish, useFitSlot } from './use-fit-slot.ts';

/** Props of `<GeneratedClip>`. */
export interface GeneratedClipProps extends Omit<FitWish, 'sync'> {
  /** `action` lets the strongest movement of the take fall on a beat of the slot; `none` by default. */
  sync?: 'action' | 'none';
  /** What the shot shows. `{name}` stands for a character of the treatment. */
  prompt: string;
  /** A name for the clip outside of a `<BeatSeries>`; inside, the shot's id counts. */
  id?: string;
  /** Width to height: `9:16`. The composition's by default. */
  aspectRatio?: string;
  /** Pictures that the clip shall follow, as paths below the public folder. */
  references?: readonly string[];
  /**
   * Begin with the last frame of another shot's picked take: `previous`, or the shot's id. After a change of what it
   * continues, `beatcut plan`, `generate` or `render` must look at the composition before the clip is found again.
   */
  continueFrom?: string;
  /**
   * How the clip fills its place when the aspect ratios differ; `cover` by default. `blur` shows all of it before itself,
   * blurred.
   */
  objectFit?: ClipObjectFit;
  /** The point of the picture that `cover` keeps in sight, in 0–1 of width and height; the middle by default. */
  focus?: Partial<FocusPoint>;
  style?: CSSProperties;
  /** What Studio calls its track; the prompt by default. */
  name?: string;
}

/** A clip; in Studio inside a track of its own, in which its props can be changed. */
function InteractiveClip({
  controls,
  name,
  ...clip
}: GeneratedClipProps & { controls: SequenceControls | undefined }): ReactNode {
  // Remotion gives controls in Studio alone
  if (!controls) return <Clip {...clip} source={clip} />;
  const source = propsInSource(clip, controls);
  const label = name ?? shortPrompt(source.prompt);
  return (
    <Sequence name={label} controls={labelControls(controls, label)} layout="none">
      <Clip {...clip} source={source} />
    </Sequence>
  );
}

interface ClipProps extends Omit<GeneratedClipProps, 'name'> {
  /** What stands in the source: shown while what is typed or dragged in Studio makes no sense. */
  source: Omit<GeneratedClipProps, 'name'>;
}

function Clip({
  prompt,
  id,
  aspectRatio,
  references,
  continueFrom,
  objectFit = 'cover',
  focus: { x = 0.5, y = 0.5 } = {},
  style,
  source,
  ...fitProps
}: ClipProps): ReactNode {
  const focus = { x, y };
  const treatment = useTreatment();
  const { width, height } = useVideoConfig();
  const sourceAspectRatio = useSourceAspectRatio();
  const wishFor = (text: string): ClipWish =>
    describeClip({
      prompt: text,
      treatment,
      aspectRatio: aspectRatio ?? sourceAspectRatio ?? aspectRatioOf({ width, height }),
      ...(references && { references }),
      continueFrom,
    });
  const wish = firstThatWorks([() => wishFor(prompt), () => wishFor(source.prompt)]);
  const fitSlot = useFitSlot(firstThatWorks([() => parseFitWish(fitProps), () => parseFitWish(source)]));
  const place = usePlace(id, fitSlot);
  const frame = useAbsoluteStartFrame() + useCurrentFrame();
  tellDiscovery((sweep) => sweep.addClip({ wish, frame, place }));
  return (
    <Fill style={style}>
      {isDiscovering() ? (
        <ClipStandIn
          clip={{
            wish,
            shotId: place.shotId,
            sequenceFrame: frame - place.sequenceStartFrame,
            sequenceDurationInFrames: place.sequenceDurationInFrames,
            fit: fitSlot,
          }}
          objectFit={objectFit}
          focus={focus}
        />
      ) : pageOrders().plates !== undefined ? (
        <ClipPlate color={pageOrders().plates!} />
      ) : (
        <ResolvedClip wish={wish} place={place} fitSlot={fitSlot} objectFit={objectFit} focus={focus} />
      )}
    </Fill>
  );
}

/** One colour in place of a clip. */
const ClipPlate = ({ color }: { color: string }): ReactNode => (
  <div style={{ width: '100%', height: '100%', backgroundColor: color }} />
);

/** Where a clip stands, as discovery sees it. */
function usePlace(id: string | undefined, { wish, beats }: FitSlot): SeenClip['place'] {
  const shot = useShot();
  const sequenceStartFrame = useAbsoluteStartFrame();
  return {
    sequenceStartFrame,
    sequenceDurationInFrames: useEndFrame() - sequenceStartFrame,
    shotId: shot?.shotId ?? id ?? null,
    shotNumber: shot?.shotNumber ?? null,
    shotStartFrame: shot?.startFrame ?? null,
    shotEndFrame: shot?.endFrame ?? null,
    ...(Object.keys(wish).length > 0 && { wish }),
    ...(beats && { beats }),
  };
}

interface ResolvedClipProps {
  wish: ClipWish;
  place: SeenClip['place'];
  fitSlot: FitSlot;
  objectFit: ClipObjectFit;
  focus: FocusPoint;
}

/** The picked take of a clip, or what stands in for it. */
function ResolvedClip({ wish, place, fitSlot, objectFit, focus }: ResolvedClipProps): ReactNode {
  const { id: compositionId } = useVideoConfig();
  const catalogue = useCatalogue();
  if (catalogue === null) return null;
  const clipKey = keyOf({ wish, catalogue, compositionId, shotId: place.shotId });
  const clip = clipKey === undefined ? undefined : catalogue.clips[clipKey];
  if (clip !== undefined)
    return <FittedTake clip={clip} slot={fitSlot} objectFit={objectFit} focus={focus} />;
  if (isRenderingFilm() && !pageOrders().animatics) {
    cancelRender(
      new BeatcutError({
        code: 'CLIP_MISSING',
        message: `The clip of ${place.shotId === null ? 'a shot' : `shot "${place.shotId}"`} has not been generated: "${wish.request.prompt}". Run "npx beatcut plan <composition>" to see all that are missing, "npx beatcut generate <composition>" to make them, or add --drafts for free drafts.`,
      }),
    );
  }
  // the picture that the first draft will have
  const seed = clipKey === undefined ? 1 : takeSeedOf(clipKey, 1);
  const slate = !pageOrders().animatics;
  return <Animatic request={wish.request} seed={seed} shotNumber={place.shotNumber} slate={slate} />;
}

/** A clip's key as far as it can be known: that of a chained clip stands in the catalogue. */
function keyOf({
  wish,
  catalogue,
  compositionId,
  shotId,
}: {
  wish: ClipWish;
  catalogue: Catalogue;
  compositionId: string;
  shotId: string | null;
}): string | undefined {
  if (wish.continueFrom !== undefined) return catalogue.chains?.[chainKeyOf({ compositionId, shotId, wish })];
  const request = completeRequest(wish, catalogue.references);
  return request === null ? undefined : clipKeyOf(request);
}

const seconds = { type: 'number', default: undefined, min: 0, step: 0.05, hiddenFromList: false } as const;
const speed = {
  type: 'number',
  default: undefined,
  min: 0.05,
  max: 16,
  step: 0.05,
  hiddenFromList: false,
} as const;
const share = { type: 'number', default: 0.5, min: 0, max: 1, step: 0.01, hiddenFromList: false } as const;

/** What can be changed in Studio, and is written back to the source. Keyframes make no sense of what chooses a take's part. */
const STUDIO_SCHEMA: InteractivitySchema = {
  prompt: { type: 'text-content', default: '', description: 'Prompt' },
  fit: {
    type: 'enum',
    default: 'trim',
    description: 'Fit',
    variants: { trim: {}, speed: {}, hold: {}, loop: {}, boomerang: {} },
    keyframable: false,
  },
  sync: {
    type: 'enum',
    default: 'none',
    description: 'Sync',
    variants: { none: {}, action: {} },
    keyframable: false,
  },
  inPointInSeconds: { ...seconds, description: 'In-point (s)', keyframable: false },
  outPointInSeconds: { ...seconds, min: 0.05, description: 'Out-point (s)', keyframable: false },
  minSpeed: { ...speed, description: 'Slowest', keyframable: false },
  maxSpeed: { ...speed, description: 'Fastest', keyframable: false },
  objectFit: {
    type: 'enum',
    default: 'cover',
    description: 'Object fit',
    variants: { cover: {}, contain: {}, fill: {}, blur: {} },
    keyframable: false,
  },
  'focus.x': { ...share, description: 'Focus, across' },
  'focus.y': { ...share, description: 'Focus, down' },
};

/**
 * An AI-generated shot. It plays the picked take of its clip, muted, from the beginning of the sequence or shot that it
 * stands in. A take that is too short for it is slowed down. A clip that is not there yet is shown as an animatic in Studio and the Player; in a
 * render it is an error.
 */
export const GeneratedClip: ComponentType<GeneratedClipProps> = Interactive.withSchema<
  InteractivitySchema,
  GeneratedClipProps
>({
  Component: InteractiveClip,
  componentName: '<GeneratedClip>',
  // without an identity, as <CutList.Shot>
  schema: STUDIO_SCHEMA,
  supportsEffects: false,
});
