/** What a model can make. */
export interface ModelAbilities {
  /** Sizes such as `1280x720`; any size when absent. */
  sizes?: readonly string[] | undefined;
  /** Lengths in seconds; any whole number when absent. */
  secondsAllowed?: readonly number[] | undefined;
}

/** An order as the model will make it. */
export interface SnappedOrder {
  durationInSeconds: number;
  width: number;
  height: number;
  warnings: string[];
}

/**
 * Fits length and size to what a model can make: the shortest length that fills the slot, else the longest there is; of
 * the sizes the one whose shape is closest, and of those the one whose height is closest. What can't be had is a warning.
 */
export function snapOrder(
  order: { minDurationInSeconds: number; width: number; height: number },
  { sizes, secondsAllowed }: ModelAbilities,
  model: string,
): SnappedOrder {
  const warnings: string[] = [];
  const needed = order.minDurationInSeconds;
  const lengths = secondsAllowed?.toSorted((a, b) => a - b);
  const durationInSeconds =
    lengths === undefined
      ? Math.max(1, Math.ceil(needed))
      : (lengths.find((length) => length >= needed) ?? lengths.at(-1)!);
  if (durationInSeconds < needed) {
    warnings.push(
      `The longest clip of ${model} is ${durationInSeconds} s, the slot needs ${needed.toFixed(2)} s.`,
    );
  }
  const shape = Math.log(order.width / order.height);
  const [best] = (sizes ?? [`${even(order.width)}x${even(order.height)}`])
    .map(parseSize)
    .map(({ width, height }) => ({
      width,
      height,
      shapeError: Math.abs(Math.log(width / height) - shape),
      sizeError: Math.abs(Math.log(height / order.height)),
    }))
    .sort((a, b) => a.shapeError - b.shapeError || a.sizeError - b.sizeError);
  const { width, height, shapeError } = best!; // a factory refuses an empty list
  // 1 % is 13 pixels of 1280: a crop that nobody sees
  if (shapeError > 0.01) {
    warnings.push(
      `${model} makes no clip in the shape ${order.width}×${order.height}; ${width}×${height} will be cropped.`,
    );
  }
  return { durationInSeconds, width, height, warnings };
}

/** `1280x720` → width and height in pixels. Throws RangeError for anything else. */
export function parseSize(size: string): { width: number; height: number } {
  const match = /^(\d+)x(\d+)$/.exec(size);
  if (match === null) throw new RangeError(`A size such as 1280x720 was expected, got "${size}".`);
  return { width: Number(match[1]), height: Number(match[2]) };
}

/** Codecs want even sizes. */
const even = (pixels: number): number => 2 * Math.round(pixels / 2);
