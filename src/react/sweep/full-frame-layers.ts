import type { FullFrameLayer } from '../../edit/page-protocol.ts';
import { CLIP_STAND_IN_SELECTOR, focusOf } from './clip-stand-in.tsx';

/** Elements that paint nothing of their own but what their styles say. */
const PLAIN_ELEMENTS = new Set([
  ...['BODY', 'DIV', 'SPAN', 'SECTION', 'ARTICLE', 'MAIN', 'HEADER', 'FOOTER', 'ASIDE', 'FIGURE', 'P'],
  ...['H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'B', 'I', 'EM', 'STRONG'],
]);
/** Elements that never paint anything. */
const SILENT_ELEMENTS = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT', 'LINK', 'META', 'AUDIO']);
/** Half a pixel's hundredth: what rounding in a layout may cost. */
const TOLERANCE_IN_PIXELS = 0.01;

const isNone = (value: string): boolean => value === '' || value === 'none' || value === 'normal';
const isIdentity = (transform: string): boolean =>
  isNone(transform) || /^matrix\(1, 0, 0, 1, 0, 0\)$/.test(transform);
const isZero = (length: string): boolean => Number.parseFloat(length) === 0;

/** Whether an element changes how what is in it looks, other than by its opacity. */
const altersContents = (style: CSSStyleDeclaration): boolean =>
  !(
    isNone(style.filter) &&
    isNone(style.backdropFilter) &&
    isNone(style.mixBlendMode) &&
    isNone(style.maskImage) &&
    isNone(style.clipPath) &&
    isIdentity(style.transform) &&
    isNone(style.translate) &&
    (isNone(style.rotate) || style.rotate === '0deg') &&
    (isNone(style.scale) || style.scale === '1') &&
    isNone(style.perspective) &&
    isNone(style.getPropertyValue('offset-path')) &&
    (style.clip === 'auto' || style.clip === '') &&
    isNone(style.contain) &&
    isNone(style.getPropertyValue('-webkit-box-reflect')) &&
    (style.zIndex === 'auto' || style.zIndex === '0') &&
    // 0 on all four corners; cut off only where the box hides what leaves it, but who draws such corners means it
    style.borderRadius.split(/[ /]+/).every(isZero)
  );

/** Whether something is painted over what is in the element. */
const paintsOver = (element: Element, style: CSSStyleDeclaration): boolean =>
  !(style.outlineStyle === 'none' || isZero(style.outlineWidth)) || hasGeneratedContent(element);

const hasGeneratedContent = (element: Element): boolean =>
  ['::before', '::after'].some((part) => !isNone(getComputedStyle(element, part).content));

/** Whether what an element paints depends on what lies below it. */
const looksAtBackdrop = (element: Element, style: CSSStyleDeclaration): boolean =>
  !isNone(style.mixBlendMode) ||
  !isNone(style.backdropFilter) ||
  (hasGeneratedContent(element) &&
    ['::before', '::after']
      .map((part) => getComputedStyle(element, part))
      .some((part) => !isNone(part.mixBlendMode) || !isNone(part.backdropFilter)));

/** Whether an element without children would leave no mark. */
const paintsNothing = (element: Element, style: CSSStyleDeclaration): boolean =>
  PLAIN_ELEMENTS.has(element.tagName) &&
  /^(rgba\(.*, 0\)|transparent)$/.test(style.backgroundColor) &&
  isNone(style.backgroundImage) &&
  isNone(style.boxShadow) &&
  isNone(style.backdropFilter) &&
  [style.borderTopWidth, style.borderRightWidth, style.borderBottomWidth, style.borderLeftWidth].every(
    isZero,
  ) &&
  style.display !== 'list-item' &&
  isNone(style.columnRuleStyle) &&
  // scroll bars
  !/scroll|auto/.test(style.overflow) &&
  !paintsOver(element, style);

const hasText = (element: Element): boolean =>
  [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && /\S/.test(node.nodeValue ?? ''));

/** What a frame is made of when clips fill it. */
export interface FullFrameClips {
  /** Bottom first; that one is opaque. */
  layers: FullFrameLayer[];
  /**
   * Whether anything else may be seen. `separate`: nothing that holds a fading clip holds any of it, so that it is the same
   * however opaque the clips are.
   */
  overlay: 'none' | 'separate' | 'mixed';
}

/** Something that is painted besides clips. */
interface OtherPaint {
  element: Element;
  /** `box`: what an element paints below the clips in it; `around`: what it paints over them. */
  kind: 'element' | 'box' | 'around';
  /** How many clips come before it in the document. */
  layerCount: number;
  /** Whether all that holds both clips and it is opaque. */
  isSeparate: boolean;
}

/**
 * The clips of a page if each of them fills the whole frame undistorted, and all else that is seen is laid over them; else
 * `null`. It is a proof from the elements' computed styles: whatever isn't known to be harmless makes it fail.
 *
 * What else is seen must not look at the clips, as blend modes and backdrop filters do: each pixel of the frame is then a
 * mixture of one colour and the clip, in shares that don't depend on the clip. With one clip in sight that is so whatever
 * the order in which elements are painted; where clips fade into each other all else must be painted after them.
 */
export function findFullFrameLayers({
  width,
  height,
}: {
  /** Of the frame, in CSS pixels. */
  width: number;
  height: number;
}): FullFrameClips | null {
  const clips = [...document.querySelectorAll(CLIP_STAND_IN_SELECTOR)];
  if (clips.length === 0) return null;
  const layers: (FullFrameLayer & { element: Element })[] = [];
  /** What is painted besides clips; `layerCount` clips come before it in the document. */
  const others: OtherPaint[] = [];

  /** Whether nothing that an element paints speaks against the proof; adds to the layers and to what else is painted. */
  const look = (element: Element, opacityAbove: number): boolean => {
    if (SILENT_ELEMENTS.has(element.tagName)) return true;
    const style = getComputedStyle(element);
    const opacity = Number(style.opacity);
    if (style.display === 'none' || opacity === 0) return true;
    if (element.shadowRoot !== null || looksAtBackdrop(element, style)) return false;
    const isClip = element.matches(CLIP_STAND_IN_SELECTOR);
    const holdsClip = !isClip && element.querySelector(CLIP_STAND_IN_SELECTOR) !== null;
    if (!isClip && !holdsClip) {
      if (style.visibility === 'visible' && (!paintsNothing(element, style) || hasText(element)))
        others.push({
          element,
          kind: 'element',
          layerCount: layers.length,
          isSeparate: opacityAbove === 1,
        });
      return [...element.children].every((child) => look(child, opacityAbove));
    }
    if (style.visibility !== 'visible' || altersContents(style)) return false;
    const total = opacityAbove * opacity;
    if (isClip) {
      const layer = layerOf(element, style);
      if (layer === null || paintsOver(element, style)) return false;
      layers.push({ ...layer, clip: clips.indexOf(element), opacity: total, element });
      return true;
    }
    if (!PLAIN_ELEMENTS.has(element.tagName)) return false;
    // of several clips in a half-transparent box the upper ones hide the lower ones before both are blended
    if (opacity < 1 && element.querySelectorAll(CLIP_STAND_IN_SELECTOR).length > 1) return false;
    if (style.overflow !== 'visible' && !fillsFrame(element)) return false;
    const below = layers.length;
    if (![...element.children].every((child) => look(child, total))) return false;
    // a clip that is as opaque as the box hides all that the box paints below what is in it
    const coversBox = layers.slice(below).some((layer) => layer.opacity === total);
    const own = { element, layerCount: below, isSeparate: total === 1 };
    if (hasText(element) || paintsOver(element, style)) others.push({ ...own, kind: 'around' });
    if (!coversBox && !paintsNothing(element, style)) others.push({ ...own, kind: 'box' });
    return true;
  };

  const fillsFrame = (element: Element): boolean => {
    const box = element.getBoundingClientRect();
    return (
      Math.abs(box.left) <= TOLERANCE_IN_PIXELS &&
      Math.abs(box.top) <= TOLERANCE_IN_PIXELS &&
      Math.abs(box.width - width) <= TOLERANCE_IN_PIXELS &&
      Math.abs(box.height - height) <= TOLERANCE_IN_PIXELS
    );
  };

  const layerOf = (
    element: Element,
    style: CSSStyleDeclaration,
  ): Pick<FullFrameLayer, 'objectFit' | 'focus'> | null => {
    const { objectFit } = style;
    const isPlain =
      fillsFrame(element) &&
      [style.paddingTop, style.paddingRight, style.paddingBottom, style.paddingLeft].every(isZero) &&
      [style.borderTopWidth, style.borderRightWidth, style.borderBottomWidth, style.borderLeftWidth].every(
        isZero,
      ) &&
      isNone(style.boxShadow) &&
      isNone(style.backgroundImage) &&
      style.objectPosition === '50% 50%' &&
      style.imageRendering === 'auto';
    return isPlain && (objectFit === 'cover' || objectFit === 'contain' || objectFit === 'fill')
      ? { objectFit, focus: focusOf(element) }
      : null;
  };

  if (!isPlainRoot(document.documentElement) || !look(document.body, 1)) return null;
  if (!arePaintedInOrder(layers.map(({ element }) => element))) return null;
  const bottom = layers.findLastIndex(({ opacity }) => opacity === 1);
  if (bottom < 0) return null;
  const seen = layers.slice(bottom);
  const isHidden = ({ element, kind, layerCount }: OtherPaint): boolean =>
    layerCount <= bottom &&
    (kind === 'box' || (kind === 'element' && isPaintedBefore(element, layers[bottom]!.element)));
  const isAbove = ({ element, kind, layerCount, isSeparate }: OtherPaint): boolean =>
    kind === 'element' &&
    isSeparate &&
    layerCount === layers.length &&
    seen.every((layer) => isPaintedAfter(element, layer.element));
  const overlay = others.filter((other) => !isHidden(other));
  if (seen.length > 1 && !overlay.every((other) => isAbove(other))) return null;
  return {
    layers: seen.map(({ clip, opacity, objectFit, focus }) => ({ clip, opacity, objectFit, focus })),
    overlay:
      overlay.length === 0 ? 'none' : overlay.every(({ isSeparate }) => isSeparate) ? 'separate' : 'mixed',
  };
}

/** Whether the document itself shows nothing but its body, unaltered. What it paints lies below everything. */
function isPlainRoot(root: Element): boolean {
  const style = getComputedStyle(root);
  return (
    style.opacity === '1' &&
    style.visibility === 'visible' &&
    !altersContents(style) &&
    !paintsOver(root, style) &&
    [...root.children].every(
      (child) => child === document.head || child === document.body || SILENT_ELEMENTS.has(child.tagName),
    ) &&
    getComputedStyle(document.head).display === 'none'
  );
}

/**
 * Whether elements are painted in the order of the document: where the ways to two of them part, both sides are positioned.
 * None of the elements on the way has a z-index then.
 */
const arePaintedInOrder = (elements: readonly Element[]): boolean =>
  elements
    .slice(1)
    .every((element, index) => parting(elements[index]!, element).every(({ isPositioned }) => isPositioned));

/** Whether an element that comes before a clip in the document is painted before it, too. */
const isPaintedBefore = (element: Element, clip: Element): boolean =>
  parting(element, clip).every(({ isPositioned }) => isPositioned) && parting(element, clip)[0].top <= 0;

/** Whether an element that comes after a clip in the document is painted after it, too. */
const isPaintedAfter = (element: Element, clip: Element): boolean =>
  parting(element, clip).every(({ isPositioned }) => isPositioned) && parting(element, clip)[0].bottom >= 0;

/** One of two ways from where they part down to an element. */
interface Way {
  /** Whether the first element on it is positioned. */
  isPositioned: boolean;
  /** The lowest and the highest z-index of the elements on it. */
  bottom: number;
  top: number;
}

/** The two ways to two elements, neither of which holds the other, from where they part. */
function parting(a: Element, b: Element): [Way, Way] {
  const wayTo = (element: Element, other: Element): Way => {
    const indices = [zIndexOf(element)];
    let side = element;
    while (side.parentElement !== null && !side.parentElement.contains(other)) {
      side = side.parentElement;
      indices.push(zIndexOf(side));
    }
    return {
      isPositioned: getComputedStyle(side).position !== 'static',
      bottom: Math.min(...indices),
      top: Math.max(...indices),
    };
  };
  return [wayTo(a, b), wayTo(b, a)];
}

const zIndexOf = (element: Element): number => Number.parseInt(getComputedStyle(element).zIndex, 10) || 0;
