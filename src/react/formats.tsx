import { useMemo, type ComponentType, type ReactNode } from 'react';
import { Composition, Folder, type CalculateMetadataFunction } from 'remotion';
import { BeatcutError } from '../core/error.ts';
import { Reframe } from './reframe.tsx';

/** Props of `<FormatCompositions>`. */
export interface FormatCompositionsProps {
  /** Begins each composition's id: `Film` gives `Film-16x9`, `Film-9x16` … */
  id: string;
  component: ComponentType<Record<string, unknown>>;
  /** Width to height of each format; `16:9`, `9:16`, `1:1` and `4:5` by default. */
  formats?: readonly string[];
  /** The shorter side of each picture in pixels; 1080 by default. */
  shortSideInPixels?: number;
  /**
   * The aspect ratio in which clips are asked for in all formats, so that one set of clips is cut to each of them. By default
   * each format asks for clips of its own.
   */
  clipsFrom?: string;
  fps?: number;
  durationInFrames?: number;
  /** Usually `songMetadata({src})`. */
  calculateMetadata?: CalculateMetadataFunction<Record<string, unknown>>;
  defaultProps?: Record<string, unknown>;
}

const DEFAULT_FORMATS = ['16:9', '9:16', '1:1', '4:5'] as const;

/**
 * The size of a format in whole, even pixels: encoders take no odd ones.
 *
 * @throws BeatcutError `FORMAT_INVALID`.
 */
export function sizeOfFormat(format: string, shortSideInPixels: number): { width: number; height: number } {
  const [, across = '', down = ''] = /^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/.exec(format) ?? [];
  const [width, height] = [Number(across), Number(down)];
  if (!(width > 0 && height > 0)) {
    throw new BeatcutError({
      code: 'FORMAT_INVALID',
      message: `The format "${format}" is none; expected width:height.`,
      hint: 'For example 16:9, 9:16, 1:1 or 4:5.',
    });
  }
  const scale = shortSideInPixels / Math.min(width, height);
  const even = (value: number): number => 2 * Math.round((value * scale) / 2);
  return { width: even(width), height: even(height) };
}

/** One film as compositions of several formats, in a folder of its id. Put it into Remotion's root component. */
export function FormatCompositions({
  id,
  component: Component,
  formats = DEFAULT_FORMATS,
  shortSideInPixels = 1080,
  clipsFrom,
  fps = 30,
  durationInFrames = 1,
  calculateMetadata,
  defaultProps = {},
}: FormatCompositionsProps): ReactNode {
  // a component that is made anew on each render would lose its state each time
  const Film = useMemo(() => {
    if (clipsFrom === undefined) return Component;
    return function Reframed(props: Record<string, unknown>): ReactNode {
      return (
        <Reframe from={clipsFrom}>
          <Component {...props} />
        </Reframe>
      );
    };
  }, [Component, clipsFrom]);
  return (
    <Folder name={id}>
      {formats.map((format) => (
        <Composition
          key={format}
          id={`${id}-${format.replace(':', 'x').replaceAll('.', '-')}`}
          component={Film}
          {...sizeOfFormat(format, shortSideInPixels)}
          fps={fps}
          durationInFrames={durationInFrames}
          defaultProps={defaultProps}
          {...(calculateMetadata && { calculateMetadata })}
        />
      ))}
    </Folder>
  );
}
