import {
  composeTransforms,
  UNMOVED,
  type BoxTransform,
  type GradientStop,
  type MaskGradient,
} from '../../edit/moved-box.ts';

/** What is read of an element's computed style. */
export type BoxStyle = Pick<
  CSSStyleDeclaration,
  | 'transform'
  | 'transformOrigin'
  | 'transformStyle'
  | 'translate'
  | 'rotate'
  | 'scale'
  | 'backfaceVisibility'
  | 'willChange'
  | 'maskImage'
  | 'maskComposite'
  | 'maskMode'
  | 'maskSize'
  | 'maskPosition'
  | 'maskOrigin'
  | 'maskClip'
>;

const isUnset = (value: string): boolean => value === '' || value === 'none';

/**
 * The affine transform of a box at the frame's own place, from its computed style: from its own points to where they are
 * seen. `null` for whatever has depth or isn't known.
 */
export function readTransform(
  style: BoxStyle,
  { width, height }: { width: number; height: number },
): BoxTransform | null {
  const transform = isUnset(style.transform) ? UNMOVED : readMatrix(style.transform);
  const translate = isUnset(style.translate)
    ? [0, 0]
    : readLengths(style.translate, [width, height], /^(?:\S+)(?: \S+)?$/);
  const turn = isUnset(style.rotate) ? 0 : readNumber(style.rotate, 'deg');
  const scales = isUnset(style.scale) ? [1, 1] : style.scale.split(' ').map((part) => readNumber(part, ''));
  if (transform === null || translate === null || turn === null) return null;
  const [scaleX, scaleY = scaleX, scaleZ] = scales;
  if (scaleX === null || scaleY === null || scaleX === undefined || scaleY === undefined) return null;
  if (scaleZ !== undefined) return null;
  const [shiftX = 0, shiftY = 0] = translate;
  const own = [
    [1, 0, 0, 1, shiftX, shiftY],
    rotation(turn),
    [scaleX, 0, 0, scaleY, 0, 0],
    transform,
  ] as const satisfies readonly BoxTransform[];
  const moved = own.reduce<BoxTransform>((outer, inner) => composeTransforms(outer, inner), UNMOVED);
  if (moved.every((value, index) => value === UNMOVED[index])) return UNMOVED;
  const isFlat =
    style.transformStyle === 'flat' && style.backfaceVisibility === 'visible' && style.willChange === 'auto';
  const origin = readLengths(style.transformOrigin, [width, height], /^\S+px \S+px$/);
  if (!isFlat || origin === null) return null;
  const [x, y] = origin as [number, number]; // the pattern has two
  return composeTransforms(composeTransforms([1, 0, 0, 1, x, y], moved), [1, 0, 0, 1, -x, -y]);
}

function rotation(degrees: number): BoxTransform {
  const radians = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  return degrees === 0 ? UNMOVED : [cos, sin, -sin, cos, 0, 0];
}

function readMatrix(transform: string): BoxTransform | null {
  const inner = /^matrix\(([^()]*)\)$/.exec(transform)?.[1];
  const numbers = inner?.split(', ').map((part) => readNumber(part, ''));
  if (numbers?.length !== 6 || numbers.includes(null)) return null;
  return numbers as unknown as BoxTransform; // six numbers
}

function readNumber(text: string | undefined, unit: string): number | null {
  const match = /^(-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(.*)$/.exec(text ?? '');
  return match !== null && match[2] === unit ? Number(match[1]) : null;
}

/** Lengths in pixels or in shares of a whole, one after the other. */
function readLengths(text: string, wholes: readonly number[], pattern: RegExp): number[] | null {
  if (!pattern.test(text)) return null;
  const lengths = text.split(' ').map((part, index) => {
    const share = readNumber(part, '%');
    return share === null ? readNumber(part, 'px') : (share / 100) * wholes[index]!;
  });
  return lengths.includes(null) ? null : (lengths as number[]);
}

/** What masks let through of a box, as gradients that must all let it through; `null` when any isn't known. */
export function readMasks(style: BoxStyle): MaskGradient[] | null {
  if (isUnset(style.maskImage)) return [];
  const images = splitList(style.maskImage);
  const composites = splitList(style.maskComposite);
  const isKnown =
    // how the lowest is laid over nothing makes no difference
    composites.length === images.length &&
    composites.slice(0, -1).every((composite) => composite === 'intersect') &&
    splitList(style.maskMode).every((mode) => mode === 'match-source' || mode === 'alpha') &&
    splitList(style.maskSize).every((size) => size === 'auto') &&
    splitList(style.maskPosition).every((position) => position === '0% 0%') &&
    [...splitList(style.maskOrigin), ...splitList(style.maskClip)].every((box) => box === 'border-box');
  if (!isKnown) return null;
  const gradients = images.map(readGradient);
  return gradients.includes(null) ? null : (gradients as MaskGradient[]);
}

/** The parts of a list between commas that stand outside of brackets. */
function splitList(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const letter of text) {
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (letter === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim());
}

/** Where a linear gradient leads: its axis, and whether it runs towards the beginning of it. */
const DIRECTIONS: Record<string, { axis: 'x' | 'y'; isReversed: boolean }> = {
  'to right': { axis: 'x', isReversed: false },
  '90deg': { axis: 'x', isReversed: false },
  'to left': { axis: 'x', isReversed: true },
  '270deg': { axis: 'x', isReversed: true },
  'to bottom': { axis: 'y', isReversed: false },
  '180deg': { axis: 'y', isReversed: false },
  'to top': { axis: 'y', isReversed: true },
  '0deg': { axis: 'y', isReversed: true },
};

function readGradient(image: string): MaskGradient | null {
  const [, kind, inner] = /^(linear|radial)-gradient\((.*)\)$/.exec(image) ?? [];
  if (kind === undefined || inner === undefined) return null;
  const parts = splitList(inner);
  const hasShape = !/^rgba?\(/.test(parts[0]!);
  const shape = hasShape ? parts[0]! : kind === 'linear' ? 'to bottom' : '';
  const stops = readStops(hasShape ? parts.slice(1) : parts);
  if (stops === null) return null;
  if (kind === 'linear') {
    const direction = DIRECTIONS[shape];
    if (direction === undefined) return null;
    const { axis, isReversed } = direction;
    return {
      kind: 'linear',
      axis,
      stops: isReversed ? stops.map(({ at, opacity }) => ({ at: 1 - at, opacity })).reverse() : stops,
    };
  }
  const [radius, center = '50% 50%'] = shape.replace(/^ellipse /, '').split(' at ');
  const [radiusX, radiusY] = readShares(radius);
  const [x, y] = readShares(center);
  if (!radiusX || !radiusY || x === undefined || y === undefined) return null;
  return { kind: 'radial', center: { x, y }, radius: { x: radiusX, y: radiusY }, stops };
}

const readShares = (text: string | undefined): number[] =>
  /^\S+% \S+%$/.test(text ?? '') ? (readLengths(text!, [1, 1], /%/) ?? []) : [];

/** Only how opaque they are counts for a mask. Colours are mixed premultiplied, so opacity runs evenly between them. */
function readStops(parts: readonly string[]): GradientStop[] | null {
  const stops: GradientStop[] = [];
  for (const [index, part] of parts.entries()) {
    const [whole, rgb, opacity, place] =
      /^(?:(rgb)\(\d+, \d+, \d+\)|rgba\(\d+, \d+, \d+, ([\d.]+)\))(?: (\S+))?$/.exec(part) ?? [];
    // the first and the last stop may leave their place out
    const usual = index === 0 ? '0%' : index === parts.length - 1 ? '100%' : undefined;
    const share = readNumber(place ?? usual, '%');
    if (whole === undefined || share === null) return null;
    stops.push({
      // a stop never lies before the one in front of it
      at: Math.max(share / 100, stops.at(-1)?.at ?? -Infinity),
      opacity: rgb === undefined ? Number(opacity) : 1,
    });
  }
  return stops.length >= 2 ? stops : null;
}
