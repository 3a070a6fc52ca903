import { sha256Hex } from '../../core/hash.ts';
import type { ShownClip, SweptPicture } from '../../edit/page-protocol.ts';
import { CLIP_STAND_IN_SELECTOR, clipOf } from './clip-stand-in.tsx';
import { findFullFrameLayers } from './full-frame-layers.ts';
import type { PageWitness } from './page-witness.ts';
import { readFonts, type LoadedFonts } from './read-fonts.ts';

/** Reads what the page shows on one frame after the other. */
export interface PictureReader {
  read(): { picture: SweptPicture; clips: ShownClip[] };
  /** Whether any frame so far has named a file of another host. */
  hasSeenOtherHosts(): boolean;
}

/** Elements whose picture the markup does not tell, and what they are called. */
const OPAQUE_ELEMENTS: Record<string, string> = {
  canvas: 'a canvas',
  video: 'a video element',
  iframe: 'an iframe',
  object: 'an embedded object',
  embed: 'an embedded object',
  dialog: 'a dialog',
  input: 'a form field',
  textarea: 'a form field',
  select: 'a form field',
  animate: 'an SVG animation',
  animateTransform: 'an SVG animation',
  animateMotion: 'an SVG animation',
  set: 'an SVG animation',
  marquee: 'a marquee',
};
const OPAQUE_SELECTOR = Object.keys(OPAQUE_ELEMENTS).join(',');

/** A drawing of beatcut's own on a canvas, which depends on nothing but this attribute and beatcut's version. */
const KNOWN_DRAWING = 'data-beatcut-drawing';

const NO_FONTS: LoadedFonts = { description: '', addresses: [], unknowns: [] };

/** Creates a reader of the page's pictures for a frame of a size in CSS pixels. */
export function createPictureReader({
  width,
  height,
  witness,
}: {
  width: number;
  height: number;
  witness: PageWitness;
}): PictureReader {
  let last: { source: string; picture: SweptPicture } | undefined;
  let otherHosts = false;
  // as Remotion makes it black for each picture that it takes as JPEG: what the body shows nevertheless belongs to the film
  document.body.style.background = 'transparent';
  return {
    hasSeenOtherHosts: () => otherHosts,
    read() {
      const { css, unknowns: cssUnknowns } = readStyleSheets();
      if (cssUnknowns.length > 0) otherHosts = true;
      const html = withoutOrigin(readMarkup());
      const clips = readClips();
      const unknowns = new Set([...witness.take(), ...cssUnknowns, ...clips.unknowns]);
      const fonts = mayShowLetters(html, css) ? readFonts() : NO_FONTS;
      for (const unknown of fonts.unknowns) unknowns.add(unknown);
      const source = [html, css, fonts.description, ...fonts.addresses, ...unknowns].join('\0');
      if (last?.source === source) return { picture: last.picture, clips: clips.shown };

      for (const element of document.querySelectorAll(OPAQUE_SELECTOR)) {
        if (element.matches(CLIP_STAND_IN_SELECTOR) || element.hasAttribute(KNOWN_DRAWING)) continue;
        unknowns.add(OPAQUE_ELEMENTS[element.localName] ?? element.localName);
      }
      if (/<[a-z]+-[a-z]/.test(html)) unknowns.add('a custom element');
      if (/\bpaint\(/.test(css) || /\bpaint\(/.test(html)) unknowns.add('a paint worklet');
      if (document.getAnimations().length > 0) unknowns.add('a CSS animation or transition');
      const {
        files,
        hosts,
        unknowns: fileUnknowns,
      } = readAddresses([html, css, ...fonts.addresses.map((address) => `url("${address}")`)]);
      for (const unknown of fileUnknowns) unknowns.add(unknown);
      for (const host of hosts) unknowns.add(`a file from ${host}`);
      if (hosts.length > 0) otherHosts = true;
      const found = unknowns.size === 0 && !hasOddParts(css) ? findFullFrameLayers({ width, height }) : null;
      const digest = sha256Hex([html, css, fonts.description].join('\0'));
      const picture: SweptPicture = {
        digest,
        files,
        unknowns: [...unknowns].sort(),
        ...(found !== null && { layers: found.layers }),
        ...(found?.overlay && {
          overlay: selectsByStyle(css)
            ? digest
            : sha256Hex([withoutMoves(found.overlay), css, fonts.description].join('\0')),
        }),
      };
      last = { source, picture };
      return { picture, clips: clips.shown };
    },
  };
}

/** Whether a font may count: there are letters in the markup, or the styles or the elements bring some of their own. */
const mayShowLetters = (html: string, css: string): boolean =>
  />\s*[^<\s]/.test(html) ||
  /<(li|summary|details|q)[\s>]|\salt="[^"]|list-item/i.test(html) ||
  /content:|list-item/.test(css);

/** Whether rules may look at the styles by which the elements around clips fade and move, or write them out. */
const selectsByStyle = (css: string): boolean => /\[\s*style|attr\(\s*style/i.test(css);

/**
 * Whether rules bring parts of elements that are seen by themselves, as buttons to scroll with. Those before and after what an
 * element holds are looked for; others are seen only where something else tells of them.
 */
const hasOddParts = (css: string): boolean =>
  /::(?!before|after|first-|marker|selection|placeholder|backdrop|file-|-)[a-z]/i.test(css);

/** Styles of clips and of what holds them, by which clips fade and move. */
const MOVES = [
  ...['opacity', 'transform', 'transform-origin', 'translate', 'rotate', 'scale'],
  ...['mask-image', 'mask-composite'],
];

/**
 * The markup of what the page shows in which clips and what holds them are opaque and in their place, and marked: how they fade
 * and move says nothing about what is laid over them.
 */
function withoutMoves({ movable }: { movable: ReadonlySet<Element> }): string {
  const still = (node: Element): Element => {
    const copy = node.cloneNode(true) as Element; // as its original
    const copies = [copy, ...copy.querySelectorAll<HTMLElement>('*')];
    for (const [index, original] of [node, ...node.querySelectorAll('*')].entries()) {
      if (!movable.has(original)) continue;
      const { style } = copies[index] as HTMLElement; // as all that holds clips
      for (const property of MOVES) style.removeProperty(property);
      copies[index]!.setAttribute('data-beatcut-moves', '');
    }
    return copy;
  };
  return withoutOrigin(readMarkup(still));
}

/** The page's visible markup: no scripts, which hold what Remotion tells the page. */
function readMarkup(prepare: (node: Element) => Element = (node) => node): string {
  const rootOf = (element: Element): string => (element.cloneNode(false) as Element).outerHTML;
  return [
    // the colour scheme, and what addresses are counted from
    ...[...document.head.querySelectorAll('meta, base')].map((element) => element.outerHTML),
    rootOf(document.documentElement),
    rootOf(document.body),
    ...[...document.body.childNodes, ...strayNodes()]
      .filter((node) => node.nodeName !== 'SCRIPT')
      .map((node) => (node instanceof Element ? prepare(node).outerHTML : (node.nodeValue ?? ''))),
  ].join('\n');
}

/** What a script has put beside head and body: it is seen. */
const strayNodes = (): ChildNode[] =>
  [...document.documentElement.childNodes].filter((node) => node !== document.head && node !== document.body);

/** The page's server has another port each time. */
const withoutOrigin = (text: string): string => text.replaceAll(location.origin, '');

function readStyleSheets(): { css: string; unknowns: string[] } {
  const unknowns: string[] = [];
  const rules: string[] = [];
  const read = (sheet: CSSStyleSheet): void => {
    try {
      rules.push(`${sheet.disabled} ${sheet.media.mediaText}`);
      for (const rule of sheet.cssRules) {
        rules.push(withAbsoluteAddresses(rule.cssText, sheet.href));
        if (rule instanceof CSSImportRule && rule.styleSheet !== null) read(rule.styleSheet);
      }
    } catch {
      unknowns.push(`a style sheet from ${hostOf(sheet.href)}`); // the browser shows its rules to no one
    }
  };
  for (const sheet of [...document.styleSheets, ...document.adoptedStyleSheets]) read(sheet);
  return { css: withoutOrigin(rules.join('\n')), unknowns };
}

/** Addresses in the rules of a file are meant from that file, not from the page. */
const withAbsoluteAddresses = (css: string, base: string | null): string =>
  base === null
    ? css
    : css.replaceAll(URL_FUNCTION, (whole, ...parts: (string | undefined)[]) => {
        const address = addressOf(parts);
        return address !== '' && !address.startsWith('#') && URL.canParse(address, base)
          ? `url("${new URL(address, base).href}")`
          : whole;
      });

/** `url(…)` in any way of writing: browsers leave it as it is in custom properties. */
const URL_FUNCTION = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')]*?))\s*\)/g;
const addressOf = ([double, single, plain]: readonly (string | undefined)[]): string =>
  double ?? single ?? plain ?? '';

function readClips(): { shown: ShownClip[]; unknowns: string[] } {
  const found = [...document.querySelectorAll(CLIP_STAND_IN_SELECTOR)].map(clipOf);
  const shown = found.filter((clip) => clip !== undefined);
  return { shown, unknowns: shown.length < found.length ? ['a copy of a clip'] : [] };
}

const hostOf = (address: string | null): string =>
  URL.canParse(address ?? '') ? new URL(address!).host : 'elsewhere';

/** The files that markup and style sheets name, and those among them whose contents can't be known. */
function readAddresses(texts: readonly string[]): { files: string[]; hosts: string[]; unknowns: string[] } {
  const files = new Set<string>();
  const hosts = new Set<string>();
  const unknowns = new Set<string>();
  for (const text of texts) {
    const plain = text.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
    const addresses = [
      ...[...plain.matchAll(URL_FUNCTION)].map((match) => addressOf(match.slice(1))),
      ...[...plain.matchAll(/\s(?:src|href|xlink:href|poster|data|background)="([^"]*)"/g)].map(
        ([, address]) => address,
      ),
      ...[...plain.matchAll(/\ssrcset="([^"]*)"/g)].map(([, set]) =>
        set!.split(',').map((part) => part.trim().split(/\s+/)[0]),
      ),
      ...[...plain.matchAll(/@import\s+(?:"([^"]*)"|'([^']*)')/g)].map((match) => addressOf(match.slice(1))),
      // the strings in image-set(), which need no url()
      ...[...plain.matchAll(/image-set\(([^;{}]*)\)/g)].flatMap(([, set]) =>
        [...set!.matchAll(/["']([^"']*)["']/g)].map(([, address]) => address),
      ),
    ].flat();
    for (const address of addresses) {
      if (address === undefined || address === '' || address.startsWith('#')) continue;
      if (address.startsWith('data:')) continue; // its contents are in the text
      const url = URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI) : null;
      if (url === null) continue;
      if (url.protocol === 'blob:') unknowns.add('a picture made by a script');
      else if (url.origin !== location.origin) hosts.add(url.host);
      else if (/\.(gif|apng)$/i.test(url.pathname)) unknowns.add('an animated picture');
      else files.add(url.pathname);
    }
  }
  return { files: [...files].sort(), hosts: [...hosts], unknowns: [...unknowns] };
}
