import { useEffect, useState } from 'react';
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

/** What `useStaticDocument` takes. */
export interface UseStaticDocumentOptions<T> {
  /** Path below the public folder; `null` loads nothing. */
  path: string | null;
  /** Turns the file's text (or `null` for no file) into the document. Must be stable between renders. */
  load: (text: string | null) => T | Promise<T>;
}

/**
 * A document from the public folder. A render waits for it; in Studio it is loaded again whenever its file changes.
 *
 * @returns `null` until it is there.
 */
export function useStaticDocument<T>({ path, load }: UseStaticDocumentOptions<T>): T | null {
  const { delayRender, continueRender, cancelRender } = useDelayRender();
  const [loaded, setLoaded] = useState<{ path: string; document: T } | null>(null);
  const [handle] = useState(() => (path === null ? null : delayRender(`Loading ${path}`)));

  useEffect(() => {
    if (path === null) return undefined;
    const controller = new AbortController();
    const refresh = (): void => {
      fetchStaticText({ path, signal: controller.signal })
        .then(load)
        .then((document) => {
          if (controller.signal.aborted) return;
          setLoaded({ path, document });
        })
        .catch((error: unknown) => {
          if (!controller.signal.aborted) cancelRender(error);
        });
    };
    refresh();
    const watcher = getRemotionEnvironment().isStudio ? watchStaticFile(path, refresh) : null;
    return () => {
      controller.abort();
      watcher?.cancel();
    };
  }, [path, load, cancelRender]);

  // only once the document is drawn may the frame be taken
  const ready = loaded !== null && loaded.path === path;
  useEffect(() => {
    if (ready && handle !== null) continueRender(handle);
  }, [ready, handle, continueRender]);

  return ready ? loaded.document : null;
}
