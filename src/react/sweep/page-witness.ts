/** What was noticed in a page since it was last asked. */
export interface PageWitness {
  /** Reasons why a picture may depend on more than the page's markup; asking forgets them. */
  take(): string[];
}

/**
 * Notices what a page's markup does not tell: videos that are not drawn in a page without pictures, scrolling, animations
 * started by script, and shadow trees. Called once, before the components to watch are mounted.
 */
export function installPageWitness(): PageWitness {
  const noticed = new Set<string>();
  /** What stays true for the rest of the page's life. */
  const lasting = new Set<string>();
  const page = window as unknown as Record<string, unknown>;

  // Remotion's components for videos ask for it on every frame, and show nothing without pictures
  let videoEnabled = page['remotion_videoEnabled'];
  Object.defineProperty(window, 'remotion_videoEnabled', {
    configurable: true,
    get: () => {
      noticed.add('a video that is not a <GeneratedClip>');
      return videoEnabled;
    },
    set: (value: unknown) => {
      videoEnabled = value;
    },
  });

  watchMethods(Element.prototype, ['scrollTo', 'scrollBy', 'scrollIntoView', 'scroll'], () =>
    lasting.add('scrolling'),
  );
  for (const name of ['scrollTop', 'scrollLeft']) {
    const property = Object.getOwnPropertyDescriptor(Element.prototype, name);
    if (property?.set === undefined) continue;
    const { set } = property;
    Object.defineProperty(Element.prototype, name, {
      ...property,
      set(value: unknown) {
        lasting.add('scrolling');
        set.call(this, value);
      },
    });
  }
  watchMethods(Element.prototype, ['animate'], () => lasting.add('an animation started by a script'));
  watchMethods(Element.prototype, ['attachShadow'], () => lasting.add('a shadow tree'));
  watchMethods(HTMLElement.prototype, ['showPopover', 'togglePopover'], () => lasting.add('a popover'));
  watchMethods(HTMLElement.prototype, ['focus'], () => lasting.add('a focused element'));
  watchMethods(
    Selection.prototype,
    ['addRange', 'selectAllChildren', 'setBaseAndExtent', 'extend', 'modify', 'collapse'],
    () => lasting.add('selected text'),
  );
  watchMethods(Document.prototype, ['startViewTransition'], () => lasting.add('a view transition'));
  watchMethods(CSS, ['registerProperty'], () => lasting.add('a CSS property registered by a script'));
  if ('highlights' in CSS) {
    const registry = Object.getPrototypeOf(CSS.highlights) as object;
    watchMethods(registry, ['set'], () => lasting.add('a text highlight set by a script'));
  }

  // the browser's list of what was loaded must not run full
  performance.setResourceTimingBufferSize(100_000);

  return {
    take() {
      const all = [...noticed, ...lasting];
      noticed.clear();
      return all;
    },
  };
}

function watchMethods(prototype: object, names: readonly string[], onCall: () => void): void {
  const methods = prototype as Record<string, unknown>;
  for (const name of names) {
    const original = methods[name];
    if (typeof original !== 'function') continue;
    methods[name] = function (this: unknown, ...given: unknown[]): unknown {
      onCall();
      return original.apply(this, given) as unknown;
    };
  }
}
