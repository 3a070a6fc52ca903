import {
  boundsOf,
  composeTransforms,
  coversFrame,
  isUnmoved,
  isShift,
  UNMOVED,
  type MovedBox,
} from '../../edit/moved-box.ts';
import type { FullFrameLayer } from '../../edit/page-protocol.ts';
import { CLIP_STAND_IN_SELECTOR, focusOf } from './clip-stand-in.tsx';
import { inPaintedOrder, isPaintedAfter, isPaintedBefore } from './painted-order.ts';
import { readMasks, readTransform } from './read-moved-box.ts';

/** Elements that paint nothing of their own but what their styles say. */
const PLAIN_ELEMENTS = new Set([
  ...['BODY', 'DIV', 'SPAN', 'SECTION', 'ARTICLE', 'MAIN', 'HEADER', 'FOOTER', 'ASIDE', 'FIGURE', 'P'],
  ...['H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'B', 'I', 'EM', 'STRONG'],
]);
const TRANSPARENT = /^(rgba\(.*, 0\)|transparent)$/;
/** Half a pixel's hundredth: what rounding in a layout may cost. */
const TOLERANCE_IN_PIXELS = 0.01;

const isNone = (value: string): boolean => value === '' || value === 'none' || value === 'normal';
const isZero = (length: string): boolean => Number.parseFloat(length) === 0;

/** Whether an element changes how what is in it looks, other than by its opacity, an affine transform and masks. */
const altersContents = (style: CSSStyleDeclaration): boolean =>
  !(
    isNone(style.filter) &&
    isNone(style.backdropFilter) &&
    isNone(style.mixBlendMode) &&
    isNone(style.getPropertyValue('-webkit-mask-box-image-source')) &&
    isNone(style.clipPath) &&
    isNone(style.perspective) &&
    (style.contentVisibility === 'visible' || style.contentVisibility === '') &&
    isNone(style.getPropertyValue('offset-path')) &&
    (style.clip === 'auto' || style.clip === '') &&
    isNone(style.contain) &&
    isNone(style.getPropertyValue('-webkit-box-reflect')) &&
    !style.zIndex.startsWith('-') &&
    // 0 on all four corners; cut off only where the box hides what leaves it, but who draws such corners means it
    style.borderRadius.split(/[ /]+/).every(isZero) &&
    isNone(style.getPropertyValue('border-shape'))
  );

/** Whether something is painted over what is in the element. */
const paintsOver = (element: Element, style: CSSStyleDeclaration): boolean =>
  // browsers choose the width of an `auto` outline themselves
  !(style.outlineStyle === 'none' || (style.outlineStyle !== 'auto' && isZero(style.outlineWidth))) ||
  // a corner to pull at
  !isNone(style.resize) ||
  // a picture in place of all that is in it
  !isNone(style.content) ||
  // lines go on below spaces and what else stands in a line; dots stand where it is cut off
  !isNone(style.textDecorationLine) ||
  (style.textOverflow !== 'clip' && style.overflow !== 'visible') ||
  !isNone(style.webkitLineClamp) ||
  style.display.includes('list-item') ||
  hasGeneratedContent(element);

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
  PLAIN_ELEMENTS.has(element.tagName) && hasNoGround(style) && !paintsOver(element, style);

/** Whether nothing is painted below what is in an element. */
const hasNoGround = (style: CSSStyleDeclaration): boolean =>
  TRANSPARENT.test(style.backgroundColor) &&
  isNone(style.backgroundImage) &&
  isNone(style.boxShadow) &&
  // may be a flood
  isNone(style.filter) &&
  isNone(style.backdropFilter) &&
  hasNoBorder(style) &&
  isNone(style.columnRuleStyle) &&
  isNone(style.getPropertyValue('row-rule-style')) &&
  // scroll bars
  !/scroll|auto/.test(style.overflow);

/** A picture as a border is seen also where the border has no width. */
const hasNoBorder = (style: CSSStyleDeclaration): boolean =>
  [style.borderTopWidth, style.borderRightWidth, style.borderBottomWidth, style.borderLeftWidth].every(
    isZero,
  ) && isNone(style.borderImageSource);

/** Other spaces than these may be seen: there is one that is a line. */
const hasText = (element: Element): boolean =>
  [...element.childNodes].some(
    (node) => node.nodeType === Node.TEXT_NODE && /[^ \t\n\r\f]/.test(node.nodeValue ?? ''),
  );

/** What a frame is made of when clips fill it. */
export interface FullFrameClips {
  /** Bottom first; that one is opaque. */
  layers: FullFrameLayer[];
  /** What else may be seen; `null` when nothing is. */
  overlay: {
    /** Clips and what holds them, if all that is seen lies over all clips and in none of these: they may move and fade below it. */
    movable: ReadonlySet<Element>;
  } | null;
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

/** What holds an element. */
interface Surroundings extends MovedBox {
  opacity: number;
  /** Whether nothing in it may move any further: what leaves the box would be cut off there. */
  isRigid: boolean;
  /** The outermost element that changes its size or turns it. */
  scaledBy: Element | null;
}

const isPlace = ({ transform, masks }: MovedBox): boolean => isUnmoved(transform) && masks.length === 0;

/**
 * The clips of a page if each of them fills a box that is as large as the frame, moved or not, and all else that is seen is
 * laid over them; else `null`. It is a proof from the elements' computed styles: whatever isn't known to be harmless makes it
 * fail. Boxes may be moved by affine transforms and masked by gradients.
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
  const frame = { width, height };
  const clips = [...document.querySelectorAll(CLIP_STAND_IN_SELECTOR)];
  if (clips.length === 0) return null;
  const layers: SeenLayer[] = [];
  /** What is painted besides clips; `layerCount` clips come before it in the document. */
  const others: OtherPaint[] = [];
  /** How many things lie in what changes their size, seen or not. */
  const scaledTogether = new Map<Element, number>();
  const countIn = ({ scaledBy }: Surroundings): void => {
    if (scaledBy !== null) scaledTogether.set(scaledBy, (scaledTogether.get(scaledBy) ?? 0) + 1);
  };

  /** Whether nothing that an element paints speaks against the proof; adds to the layers and to what else is painted. */
  const look = (element: Element, above: Surroundings): boolean => {
    const style = getComputedStyle(element);
    const ownOpacity = Number(style.opacity);
    if (style.display === 'none') return true;
    // without a box it is neither faded nor placed by its style
    if (style.display === 'contents') return false;
    if (ownOpacity === 0) {
      countIn(above);
      return true;
    }
    if (element.shadowRoot !== null || looksAtBackdrop(element, style)) return false;
    const isClip = element.matches(CLIP_STAND_IN_SELECTOR);
    const holdsClip = !isClip && element.querySelector(CLIP_STAND_IN_SELECTOR) !== null;
    if (!isClip && !holdsClip) {
      // what is before and after it may be visible by itself
      const isSeen = style.visibility === 'visible' || hasGeneratedContent(element);
      if (isSeen && (!paintsNothing(element, style) || hasText(element))) {
        countIn(above);
        others.push({
          element,
          kind: 'element',
          layerCount: layers.length,
          isSeparate: above.opacity === 1 && isPlace(above),
        });
      }
      return [...element.children].every((child) => look(child, above));
    }
    if (style.visibility !== 'visible' || altersContents(style)) return false;
    const box = boxOf(element, style, above);
    if (box === null) return false;
    const own: Surroundings = { ...box, opacity: above.opacity * ownOpacity };
    if (isClip) {
      const layer = layerOf(element, style, own);
      if (layer === null || paintsOver(element, style)) return false;
      countIn(own);
      if (!hasNoGround(style)) countIn(own);
      layers.push({ ...layer, ...own, clip: clips.indexOf(element), element });
      return true;
    }
    if (!PLAIN_ELEMENTS.has(element.tagName)) return false;
    // of several clips in a half-transparent or masked box the upper ones hide the lower ones before all are blended
    const isGroup = ownOpacity < 1 || own.masks.length > above.masks.length;
    if (isGroup && element.querySelectorAll(CLIP_STAND_IN_SELECTOR).length > 1) return false;
    const cutsOff = style.overflow !== 'visible';
    if (cutsOff && !(liesAt(element, own) && cutsAtItsSides(element, style))) return false;
    const below = layers.length;
    const inside = { ...own, isRigid: own.isRigid || (cutsOff && !isUnmoved(own.transform)) };
    if (![...element.children].every((child) => look(child, inside))) return false;
    const paint = { element, layerCount: below, isSeparate: own.opacity === 1 && isPlace(own) };
    const isPainted = !paintsNothing(element, style);
    const isPaintedOver = hasText(element) || (isPainted && paintsOver(element, style));
    if (isPainted || isPaintedOver) countIn(own);
    if (isPaintedOver) others.push({ ...paint, kind: 'around' });
    if (isPainted && !layers.slice(below).some((layer) => hidesBox(layer, element, own)))
      others.push({ ...paint, kind: 'box' });
    return true;
  };

  /** Where an element in its surroundings is seen; `null` when that isn't known. */
  const boxOf = (element: Element, style: CSSStyleDeclaration, above: Surroundings): Surroundings | null => {
    const own = readTransform(style, frame);
    const masks = readMasks(style);
    if (own === null || masks === null) return null;
    if (isUnmoved(own) && masks.length === 0) return above;
    if (above.isRigid && !isUnmoved(own)) return null;
    const box = {
      ...above,
      transform: composeTransforms(above.transform, own),
      masks: [...above.masks, ...masks],
      isRigid: above.isRigid || masks.length > 0,
      scaledBy: above.scaledBy ?? (isShift(own) ? null : element),
    };
    return liesAt(element, box) && style.zoom === '1' ? box : null;
  };

  /** Whether an element's box has the frame's size and is seen where its surroundings move a box at the frame's place. */
  const liesAt = (element: Element, { transform }: MovedBox): boolean => {
    const box = element.getBoundingClientRect();
    const expected = boundsOf(transform, frame);
    return (
      (isUnmoved(transform) || !(element instanceof HTMLElement) || element.offsetWidth === width) &&
      (['left', 'top', 'right', 'bottom'] as const).every(
        (side) =>
          Math.abs(box[side] - expected[side]) <= TOLERANCE_IN_PIXELS * Math.max(1, sizeOf(transform)),
      )
    );
  };

  /** Whether what leaves an element is cut off at the outer sides of its box. */
  const cutsAtItsSides = ({ clientWidth, clientHeight }: Element, style: CSSStyleDeclaration): boolean =>
    clientWidth === width && clientHeight === height && isZero(style.overflowClipMargin);

  /**
   * Whether a clip hides all that a box paints below what is in it. The soft edges of a moved clip let some of it through, and
   * it may be painted around the box.
   */
  const hidesBox = (layer: SeenLayer, element: Element, box: Surroundings): boolean =>
    layer.opacity === box.opacity &&
    layer.masks.length === box.masks.length &&
    layer.transform.every((value, index) => value === box.transform[index]) &&
    (isPlace(box) || (liesAt(element, box) && coversFrame(box.transform, frame, TOLERANCE_IN_PIXELS)));

  const layerOf = (
    element: Element,
    style: CSSStyleDeclaration,
    box: MovedBox,
  ): Pick<FullFrameLayer, 'objectFit' | 'focus'> | null => {
    const { objectFit } = style;
    const isPlain =
      liesAt(element, box) &&
      [style.paddingTop, style.paddingRight, style.paddingBottom, style.paddingLeft].every(isZero) &&
      hasNoBorder(style) &&
      isNone(style.boxShadow) &&
      isNone(style.backgroundImage) &&
      style.objectPosition === '50% 50%' &&
      isNone(style.getPropertyValue('object-view-box')) &&
      style.imageRendering === 'auto';
    const focus = focusOf(element);
    // a blurred surround is larger than the box
    if (focus === null && !isUnmoved(box.transform)) return null;
    return isPlain && (objectFit === 'cover' || objectFit === 'contain' || objectFit === 'fill')
      ? { objectFit, focus }
      : null;
  };

  const whole: Surroundings = { opacity: 1, transform: UNMOVED, masks: [], isRigid: false, scaledBy: null };
  if (!isPlainRoot(document.documentElement) || !look(document.body, whole)) return null;
  const ordered = inPaintedOrder(layers);
  if (ordered === null) return null;
  const isLifted = ordered.some((layer, index) => layer !== layers[index]);
  // what else is seen is placed by the order of the document
  if (isLifted && others.length > 0) return null;
  const bottom = ordered.findLastIndex(
    ({ opacity, transform, masks }) =>
      opacity === 1 && masks.length === 0 && coversFrame(transform, frame, TOLERANCE_IN_PIXELS),
  );
  const isOnBlack = bottom < 0;
  if (
    isOnBlack &&
    !(others.length === 0 && layers.length > 0 && hasNoGround(getComputedStyle(document.documentElement)))
  )
    return null;
  const seen = ordered.slice(Math.max(0, bottom));
  const isHidden = ({ element, kind, layerCount }: OtherPaint): boolean =>
    layerCount <= bottom &&
    ((kind === 'box' && element.contains(ordered[bottom]!.element)) ||
      (kind !== 'around' && isPaintedBefore(element, ordered[bottom]!.element)));
  const isAbove = ({ element, kind, layerCount, isSeparate }: OtherPaint): boolean =>
    kind === 'element' &&
    isSeparate &&
    layerCount === layers.length &&
    seen.every((layer) => isPaintedAfter(element, layer.element));
  const overlay = others.filter((other) => !isHidden(other));
  if (seen.length > 1 && !overlay.every((other) => isAbove(other))) return null;
  // what is scaled together is drawn as one picture first, whose pixels are then moved (measured: 3–16 dB off)
  if ([...scaledTogether.values()].some((count) => count > 1)) return null;
  return {
    layers: seen.map(({ clip, opacity, objectFit, focus, transform, masks }) => ({
      ...{ clip, opacity, objectFit, focus },
      ...(!isPlace({ transform, masks }) && { moved: { transform, masks } }),
    })),
    overlay: overlay.length === 0 ? null : { movable: findMovable({ clips, layers, overlay }) },
  };
}

/**
 * Clips below an overlay and what holds them, without what holds any of the overlay. None if a clip that is looked at, hidden by
 * others or not, isn't below it: what is seen of the overlay then depends on that clip.
 */
function findMovable({
  clips,
  layers,
  overlay,
}: {
  clips: readonly Element[];
  layers: readonly SeenLayer[];
  overlay: readonly OtherPaint[];
}): Set<Element> {
  const movable = new Set<Element>();
  if (overlay.some(({ kind }) => kind !== 'element')) return movable;
  const below = new Set(
    clips.filter((clip) => overlay.every(({ element }) => isPaintedAfter(element, clip))),
  );
  if (!layers.every(({ element }) => below.has(element))) return movable;
  for (const clip of below) {
    let holder: Element | null = clip;
    while (holder !== null && !overlay.some(({ element }) => holder!.contains(element))) {
      movable.add(holder);
      holder = holder.parentElement;
    }
  }
  return movable;
}

/** A clip with all that is known of it. */
interface SeenLayer extends Omit<FullFrameLayer, 'moved'>, MovedBox {
  element: Element;
}

/** By how much a transform enlarges at most. */
const sizeOf = ([a, b, c, d]: MovedBox['transform']): number => Math.max(Math.hypot(a, b), Math.hypot(c, d));

/** Whether the document itself shows nothing but its body, unaltered. What it paints lies below everything. */
function isPlainRoot(root: Element): boolean {
  const style = getComputedStyle(root);
  return (
    style.opacity === '1' &&
    style.visibility === 'visible' &&
    !altersContents(style) &&
    [style.transform, style.translate, style.rotate, style.scale, style.maskImage].every(isNone) &&
    !paintsOver(root, style) &&
    [...root.children].every((child) => child === document.body || getComputedStyle(child).display === 'none')
  );
}
