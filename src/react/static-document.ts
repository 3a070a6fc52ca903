import { useLayoutEffect, useSyncExternalStore } from 'react';
import { getRemotionEnvironment, staticFile, useDelayRender, watchStaticFile } from 'remotion';

/** What `fetchStaticText` takes. */
export interface FetchStaticTextOptions {
  /** Path below the public folder. */
  path: string;
  signal?: AbortSignal | undefined;
}

/**
 * The text of a file in the public folder, or `null` when there is no such file. Some servers answer a missing file with
 * their start page, so anything that is HTML counts as missing.
 */
export async function fetchStaticText({ path, signal }: FetchStaticTextOptions): Promise<string | null> {
  const response = await fetch(staticFile(path), { cache: 'no-store', ...(signal && { signal }) });
  if (!response.ok || (response.headers.get('content-type') ?? '').includes('text/html')) return null;
  return response.text();
}

/** A document of the public folder that all components of a page share. */
export interface StaticDocument<T> {
  path: string;
  /** The newest state of the file. */
  read: () =>
    | { status: 'loading' }
    | { status: 'loaded'; document: T }
    | { status: 'failed'; error: unknown };
  subscribe: (listener: () => void) => () => void;
}

/**
 * Creates a document that is loaded when the first component asks for it; in Studio it is loaded again whenever its file
 * changes.
 */
function createStaticDocument<T>(
  path: string,
  parse: (text: string | null) => T | Promise<T>,
): StaticDocument<T> {
  type State = ReturnType<StaticDocument<T>['read']>;
  let state: State = { status: 'loading' };
  const listeners = new Set<() => void>();
  let newest = 0;
  const load = async (): Promise<void> => {
    const own = ++newest;
    const loaded = await fetchStaticText({ path })
      .then(parse)
      .then(
        (document): State => ({ status: 'loaded', document }),
        (error: unknown): State => ({ status: 'failed', error }),
      );
    // a load that began later knows better
    if (own !== newest) return;
    state = loaded;
    for (const listener of listeners) listener();
  };
  let isStarted = false;
  return {
    path,
    read: () => state,
    subscribe(listener) {
      listeners.add(listener);
      if (!isStarted) {
        isStarted = true;
        void load();
        if (getRemotionEnvironment().isStudio) watchStaticFile(path, () => void load());
      }
      return () => listeners.delete(listener);
    },
  };
}

/**
 * A function that gives each path its one document in this page: a cache of what the public folder holds, which every
 * shot would otherwise load for itself.
 */
export function createDocumentCache<T>(
  parse: (text: string | null, path: string) => T | Promise<T>,
): (path: string) => StaticDocument<T> {
  const documents = new Map<string, StaticDocument<T>>();
  return (path) => {
    const known = documents.get(path) ?? createStaticDocument(path, (text) => parse(text, path));
    documents.set(path, known);
    return known;
  };
}

/**
 * The contents of a document of the public folder. A render waits for it and fails with it.
 *
 * @param source `null` for none: nothing is loaded then.
 * @returns `null` until it is there.
 */
export function useStaticDocument<T>(source: StaticDocument<T> | null): T | null {
  const { delayRender, continueRender, cancelRender } = useDelayRender();
  const state = useSyncExternalStore(
    source?.subscribe ?? subscribeToNothing,
    source?.read ?? readNothing,
    readNothing,
  );
  // before the frame can be taken, and for as long as nothing is drawn
  useLayoutEffect(() => {
    if (state?.status === 'failed') cancelRender(state.error);
    if (source === null || state?.status !== 'loading') return undefined;
    const handle = delayRender(`Loading ${source.path}`);
    return () => continueRender(handle);
  }, [source, state, delayRender, continueRender, cancelRender]);
  return state?.status === 'loaded' ? state.document : null;
}

const subscribeToNothing = (): (() => void) => () => undefined;
const readNothing = (): null => null;
