import { getRemotionEnvironment } from 'remotion';
import { BeatcutError } from '../core/error.ts';
import {
  PAGE_ORDERS_VARIABLE,
  PAGE_REPORT_PREFIX,
  type PageOrders,
  type PageReport,
} from '../edit/page-protocol.ts';

/** The orders of this page; empty outside of beatcut's own commands. */
export function pageOrders(): PageOrders {
  const text = typeof process === 'undefined' ? undefined : process.env?.[PAGE_ORDERS_VARIABLE];
  return text === undefined ? {} : (JSON.parse(text) as PageOrders); // written by src/node alone
}

/** Whether the page sweeps all frames to find clips; nothing needs to be drawn then. */
export const isDiscovering = (): boolean => pageOrders().discover !== undefined;

/** Tells the Node process that drives this page something; does nothing elsewhere. */
export function reportToNode(report: PageReport): void {
  if (!pageOrders().report) return;
  // Remotion echoes the page's log on the terminal, except for lines that no source file wrote
  // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- the text is constant
  const log = new Function('line', 'console.log(line)') as (line: string) => void;
  log(PAGE_REPORT_PREFIX + JSON.stringify(report));
}

let isTellingErrors = false;

/** From the first call on, tells Node each error that the page throws, with what to do about it where the error says so. */
export function tellErrors(): void {
  if (isTellingErrors || !pageOrders().report) return;
  isTellingErrors = true;
  const tell = (error: unknown): void => {
    if (!(error instanceof Error)) return;
    const hint = BeatcutError.isInstance(error) ? error.hint : undefined;
    reportToNode({ kind: 'threw', message: error.message, hint });
  };
  window.addEventListener('error', ({ error }) => tell(error));
  window.addEventListener('unhandledrejection', ({ reason }) => tell(reason));
}

/** Whether what is drawn now goes into a film: a missing clip is an error then, and an animatic elsewhere. */
export function isRenderingFilm(): boolean {
  const environment = getRemotionEnvironment();
  return environment.isRendering && !environment.isStudio;
}

/**
 * The path below the public folder that an address made by `staticFile()` stands for, or `null` for any other address.
 */
export function staticPathOf(src: string): string | null {
  const base = (typeof window === 'undefined' ? undefined : window.remotion_staticBase) ?? '';
  if (base !== '' && src.startsWith(`${base}/`)) return decodeURIComponent(src.slice(base.length + 1));
  if (base === '' && src.startsWith('/') && !src.startsWith('//')) return decodeURIComponent(src.slice(1));
  return null;
}
