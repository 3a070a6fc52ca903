/** One of two ways from where they part down to an element. */
interface Way {
  /** Whether the first element on it is positioned, at its own place in the order. */
  isPositioned: boolean;
  /** The lowest and the highest z-index of the elements on it. */
  bottom: number;
  top: number;
  /** The z-index that lifts it over others; `null` when it isn't known whether there is one. */
  level: number | null;
}

/**
 * Things in the order in which their elements are painted, lowest first, from the order of the document; `null` when it
 * isn't known. None of the elements holds another.
 */
export function inPaintedOrder<T extends { element: Element }>(things: readonly T[]): T[] | null {
  const ordered: T[] = [];
  for (const thing of things) {
    let place = ordered.length;
    for (const [index, other] of ordered.entries()) {
      const [below, above] = parting(other.element, thing.element);
      if (!below.isPositioned || !above.isPositioned || below.level === null || above.level === null)
        return null;
      if (below.level > above.level) place = Math.min(place, index);
    }
    ordered.splice(place, 0, thing);
  }
  return ordered;
}

/** Whether an element comes before a clip in the document and is painted before it, too. */
export const isPaintedBefore = (element: Element, clip: Element): boolean => {
  const [own, other] = parting(element, clip);
  return precedes(element, clip) && own.isPositioned && other.isPositioned && own.top <= other.bottom;
};

/** Whether an element comes after a clip in the document and is painted after it, too. */
export const isPaintedAfter = (element: Element, clip: Element): boolean => {
  const [own, other] = parting(element, clip);
  return precedes(clip, element) && own.isPositioned && other.isPositioned && own.bottom >= other.top;
};

/** Whether an element comes before another in the document; neither holds the other. */
const precedes = (element: Element, other: Element): boolean =>
  element.compareDocumentPosition(other) === Node.DOCUMENT_POSITION_FOLLOWING;

/** The two ways to two elements, neither of which holds the other, from where they part. */
function parting(a: Element, b: Element): [Way, Way] {
  const wayTo = (element: Element, other: Element): Way => {
    const way = [element];
    for (let side = element.parentElement; side !== null && !side.contains(other); side = side.parentElement)
      way.unshift(side);
    const indices = way.map(zIndexOf);
    const { position, order } = getComputedStyle(way[0]!);
    return {
      isPositioned: position !== 'static' && order === '0',
      bottom: Math.min(...indices),
      top: Math.max(...indices),
      level: levelOf(way),
    };
  };
  return [wayTo(a, b), wayTo(b, a)];
}

/** A z-index lifts all that is in the element over what is beside its holders, unless one of these keeps it in. */
function levelOf(way: readonly Element[]): number | null {
  const lifted = way.findIndex((element) => zIndexOf(element) !== 0);
  if (lifted < 0) return 0;
  const isLifted =
    getComputedStyle(way[lifted]!).position !== 'static' &&
    way.slice(0, lifted).every((element) => letsThrough(getComputedStyle(element)));
  return isLifted ? zIndexOf(way[lifted]!) : null;
}

/** Whether what is lifted in an element is lifted over what is beside the element, too. */
const letsThrough = (style: CSSStyleDeclaration): boolean =>
  (style.position === 'absolute' || style.position === 'relative') &&
  style.zIndex === 'auto' &&
  style.opacity === '1' &&
  style.isolation === 'auto' &&
  style.willChange === 'auto' &&
  ['normal', ''].includes(style.getPropertyValue('container-type')) &&
  [
    style.transform,
    style.translate,
    style.rotate,
    style.scale,
    style.perspective,
    style.filter,
    style.backdropFilter,
    style.maskImage,
    style.clipPath,
    style.contain,
    style.getPropertyValue('view-transition-name'),
    style.getPropertyValue('offset-path'),
  ].every((value) => value === 'none' || value === '') &&
  style.transformStyle === 'flat' &&
  style.mixBlendMode === 'normal';

const zIndexOf = (element: Element): number => Number.parseInt(getComputedStyle(element).zIndex, 10) || 0;
