import type { FullFrameLayer } from '../../edit/page-protocol.ts';
import { CLIP_STAND_IN_SELECTOR } from './clip-stand-in.tsx';

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

/**
 * The clips of a page, bottom first, if nothing else can be seen and each of them fills the whole frame undistorted; else
 * `null`. It is a proof from the elements' computed styles: whatever isn't known to be harmless makes it fail.
 */
export function findFullFrameLayers({
  width,
  height,
}: {
  /** Of the frame, in CSS pixels. */
  width: number;
  height: number;
}): FullFrameLayer[] | null {
  const clips = [...document.querySelectorAll(CLIP_STAND_IN_SELECTOR)];
  if (clips.length === 0) return null;
  const layers: (FullFrameLayer & { element: Element })[] = [];
  /** Boxes that paint something below what is in them, by how many layers lie below that; those hidden at once left out. */
  const painted: number[] = [];

  /** Whether all that an element paints is clips that fill the frame; adds them to the layers. */
  const look = (element: Element, opacityAbove: number): boolean => {
    if (SILENT_ELEMENTS.has(element.tagName)) return true;
    const style = getComputedStyle(element);
    const opacity = Number(style.opacity);
    if (style.display === 'none' || opacity === 0) return true;
    if (element.shadowRoot !== null) return false;
    const isClip = element.matches(CLIP_STAND_IN_SELECTOR);
    const holdsClip = !isClip && element.querySelector(CLIP_STAND_IN_SELECTOR) !== null;
    if (!isClip && !holdsClip) {
      if (style.visibility === 'visible' && (!paintsNothing(element, style) || hasText(element)))
        return false;
      return [...element.children].every((child) => look(child, opacityAbove));
    }
    if (style.visibility !== 'visible' || altersContents(style) || paintsOver(element, style)) return false;
    const total = opacityAbove * opacity;
    if (isClip) {
      const layer = layerOf(element, style);
      if (layer === null) return false;
      layers.push({ ...layer, clip: clips.indexOf(element), opacity: total, element });
      return true;
    }
    if (!PLAIN_ELEMENTS.has(element.tagName) || hasText(element)) return false;
    // of several clips in a half-transparent box the upper ones hide the lower ones before both are blended
    if (opacity < 1 && element.querySelectorAll(CLIP_STAND_IN_SELECTOR).length > 1) return false;
    if (style.overflow !== 'visible' && !fillsFrame(element)) return false;
    const below = layers.length;
    if (![...element.children].every((child) => look(child, total))) return false;
    // a clip that is as opaque as the box hides all that the box paints itself
    const isHidden = layers.slice(below).some((layer) => layer.opacity === total);
    if (!isHidden && !paintsNothing(element, style)) painted.push(below);
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
  ): Pick<FullFrameLayer, 'objectFit'> | null => {
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
      ? { objectFit }
      : null;
  };

  if (!isPlainRoot(document.documentElement) || !look(document.body, 1)) return null;
  const bottom = layers.findLastIndex(({ opacity }) => opacity === 1);
  if (bottom < 0 || painted.some((below) => below > bottom)) return null;
  if (!arePaintedInOrder(layers.map(({ element }) => element))) return null;
  return layers.slice(bottom).map(({ clip, opacity, objectFit }) => ({ clip, opacity, objectFit }));
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
function arePaintedInOrder(elements: readonly Element[]): boolean {
  return elements.slice(1).every((element, index) => {
    const before = elements[index]!;
    let [a, b] = [before, element];
    while (a.parentElement !== null && !a.parentElement.contains(element)) a = a.parentElement;
    while (b.parentElement !== null && !b.parentElement.contains(before)) b = b.parentElement;
    return [a, b].every((side) => getComputedStyle(side).position !== 'static');
  });
}
