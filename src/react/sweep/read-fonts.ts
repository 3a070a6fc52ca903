/** The fonts that scripts have loaded into a page. */
export interface LoadedFonts {
  /** What tells one set of fonts from another, apart from the contents of files. */
  description: string;
  /** Addresses of their files. */
  addresses: string[];
  unknowns: string[];
}

const FONT_FILE = /\.(woff2?|ttf|otf|ttc)$/i;
/** Hosts whose addresses name one version of a font for ever. */
const UNCHANGING_HOSTS = new Set(['fonts.gstatic.com']);

/** Reads the fonts that scripts have loaded; those of style sheets stand in the style sheets. */
export function readFonts(): LoadedFonts {
  const unknowns = new Set<string>();
  const addresses = new Set<string>();
  const unchanging: string[] = [];
  /** Those that the browser has loaded as fonts, not a script as bytes: those may become anything. */
  const asFonts = new Set<string>();
  for (const entry of performance.getEntriesByType('resource')) {
    const { name } = entry;
    const { pathname, host, origin } = new URL(name);
    if (!FONT_FILE.test(pathname)) continue;
    const address = UNCHANGING_HOSTS.has(host) || origin !== location.origin ? name : pathname;
    if (UNCHANGING_HOSTS.has(host)) unchanging.push(name);
    else addresses.add(address);
    const { initiatorType } = entry as PerformanceResourceTiming; // the type that was asked for
    if (!/^(fetch|xmlhttprequest)$/.test(initiatorType)) asFonts.add(address);
  }
  const faces = [...document.fonts].map(
    ({ family, weight, style, stretch, unicodeRange, featureSettings, status }) =>
      [family, weight, style, stretch, unicodeRange, featureSettings, status].join(' '),
  );
  const rules = readFontRules();
  // files that style sheets name tell nothing about the fonts of scripts
  const ofScripts = [...asFonts].filter(
    (address) => !rules.text.includes(address.slice(address.lastIndexOf('/'))),
  );
  if (faces.length - rules.count > ofScripts.length) unknowns.add('a font from bytes');
  return {
    description: [...faces, ...unchanging].sort().join('\n'),
    addresses: [...addresses],
    unknowns: [...unknowns],
  };
}

function readFontRules(): { count: number; text: string } {
  let [count, text] = [0, ''];
  const read = (rules: CSSRuleList): void => {
    for (const rule of rules) {
      if (rule instanceof CSSFontFaceRule) {
        count += 1;
        text += rule.cssText;
      } else if (rule instanceof CSSImportRule) readSheet(rule.styleSheet);
      else if (rule instanceof CSSGroupingRule) read(rule.cssRules);
    }
  };
  const readSheet = (sheet: CSSStyleSheet | null): void => {
    try {
      if (sheet !== null) read(sheet.cssRules);
    } catch {
      // a style sheet from elsewhere shows its rules to no one, and is said to be unknown
    }
  };
  for (const sheet of document.styleSheets) readSheet(sheet);
  return { count, text };
}
