import type { CSSProperties, ReactNode } from 'react';
import { Video } from '@remotion/media';
import { Freeze, Sequence, staticFile, useCurrentFrame, useVideoConfig } from 'remotion';
import { Fill } from './fill.tsx';
import type { CatalogueClip } from '../clips/catalogue.ts';
import type { FitSlot } from '../clips/fit-wish.ts';
import { fitTake, type FittedSegment } from '../edit/fit-clip.ts';
import { objectPositionOf, type FocusPoint } from '../edit/object-position.ts';
import { frameSegments, stillTimeAt, trimOfSegment, type FramedSegment } from '../edit/take-time.ts';

/** How a picture fills a place of another aspect ratio. */
export type ClipObjectFit = 'cover' | 'contain' | 'fill' | 'blur';

/** Props of `<FittedTake>`. */
export interface FittedTakeProps {
  clip: CatalogueClip;
  slot: FitSlot;
  objectFit: ClipObjectFit;
  focus: FocusPoint;
}

/** The blurred surround: how far it is blurred, as a share of the picture's height, and how dark it is. */
const SURROUND = { blurShare: 0.04, brightness: 0.7, scale: 1.12 } as const;

/** A take as it is fitted into its slot, over the whole picture. */
export function FittedTake({ clip, slot, objectFit, focus }: FittedTakeProps): ReactNode {
  const { width, height } = useVideoConfig();
  const { segments } = fitTake({ take: clip, slot });
  if (objectFit !== 'blur') {
    const objectPosition =
      objectFit === 'cover'
        ? objectPositionOf({ picture: clip, place: { width, height }, focus })
        : '50% 50%';
    return <Segments clip={clip} segments={segments} objectFit={objectFit} objectPosition={objectPosition} />;
  }
  const { blurShare, brightness, scale } = SURROUND;
  return (
    <>
      {/* larger than the picture: a blur is transparent at its edges */}
      <Fill
        style={{ filter: `blur(${blurShare * height}px) brightness(${brightness})`, scale: String(scale) }}
      >
        <Segments clip={clip} segments={segments} objectFit="cover" objectPosition="50% 50%" />
      </Fill>
      <Fill>
        <Segments clip={clip} segments={segments} objectFit="contain" objectPosition="50% 50%" />
      </Fill>
    </>
  );
}

interface SegmentsProps {
  clip: CatalogueClip;
  segments: readonly FittedSegment[];
  objectFit: 'cover' | 'contain' | 'fill';
  objectPosition: string;
}

/** The stretches of a take one after the other. A take that runs at one speed is one plain video. */
function Segments({ segments, ...picture }: SegmentsProps): ReactNode {
  const { fps } = useVideoConfig();
  const framed = frameSegments(segments, fps);
  const [first] = framed;
  if (framed.length === 1 && first !== undefined && first.speed > 0) {
    return <Run {...picture} segment={first} />;
  }
  return framed.map((segment) => (
    <Sequence
      key={segment.startFrame}
      from={segment.startFrame}
      durationInFrames={segment.endFrame - segment.startFrame}
      layout="none"
      showInTimeline={false}
    >
      {segment.speed > 0 ? <Run {...picture} segment={segment} /> : <Still {...picture} segment={segment} />}
    </Sequence>
  ));
}

interface StretchProps extends Omit<SegmentsProps, 'segments'> {
  segment: FramedSegment;
}

/** A take that runs forward. */
function Run({ clip, segment, objectFit, objectPosition }: StretchProps): ReactNode {
  const { fps } = useVideoConfig();
  const trimInFrames = trimOfSegment(segment, fps);
  return (
    <Video
      src={staticFile(clip.file)}
      muted
      playbackRate={segment.speed}
      {...(trimInFrames > 0 && { trimBefore: trimInFrames })}
      objectFit={objectFit}
      style={videoStyle(objectPosition)}
    />
  );
}

/** While a picture is held it grows by this share in a second: nothing on the screen ever stands quite still. */
const HOLD_GROWTH_PER_SECOND = 0.015;

/** A take that stands or runs backwards: each frame seeks its own picture. */
function Still({ clip, segment, objectFit, objectPosition }: StretchProps): ReactNode {
  const { fps } = useVideoConfig();
  const frame = useCurrentFrame();
  const time = stillTimeAt(segment, segment.startFrame + frame, { take: clip, fps });
  const growth = segment.speed === 0 ? 1 + (HOLD_GROWTH_PER_SECOND * (frame + 1)) / fps : 1;
  return (
    <Fill style={{ overflow: 'hidden' }}>
      <Fill style={growth === 1 ? {} : { scale: String(growth) }}>
        <Freeze frame={0}>
          <Video
            src={staticFile(clip.file)}
            muted
            trimBefore={time * fps}
            objectFit={objectFit}
            style={videoStyle(objectPosition)}
          />
        </Freeze>
      </Fill>
    </Fill>
  );
}

const videoStyle = (objectPosition: string): CSSProperties => ({
  width: '100%',
  height: '100%',
  ...(objectPosition !== '50% 50%' && { objectPosition }),
});
