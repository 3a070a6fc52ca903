import { messageOf } from '../core/error.ts';
import { parseRetryAfter, troubleOf } from './http-trouble.ts';
import { ProviderError, type Download } from './video-provider.ts';

/** What `openDownload` takes. */
export interface OpenDownloadOptions {
  /** The provider's id, for messages. */
  id: string;
  url: string;
  headers?: Readonly<Record<string, string>>;
  fetch: typeof fetch;
  /** Takes secrets out of a message. */
  hide: (text: string) => string;
  signal?: AbortSignal | undefined;
}

/**
 * Opens a finished clip at an address.
 *
 * @throws ProviderError; never with the address in it, which may be signed.
 */
export async function openDownload(options: OpenDownloadOptions): Promise<Download> {
  const { id, url, headers = {}, fetch, hide, signal } = options;
  let response: Response;
  try {
    response = await fetch(url, { headers, ...(signal !== undefined && { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    throw new ProviderError({
      trouble: 'passing',
      code: 'PROVIDER_REQUEST_FAILED',
      message: `${id}: the clip could not be fetched: ${hide(messageOf(error))}.`,
    });
  }
  if (!response.ok) {
    await response.body?.cancel();
    const retryAfterInSeconds = parseRetryAfter(response.headers.get('retry-after'), new Date());
    throw new ProviderError({
      trouble: troubleOf(response.status),
      code: 'PROVIDER_REQUEST_FAILED',
      message: `${id}: the clip could not be fetched: HTTP ${response.status}.`,
      ...(retryAfterInSeconds !== undefined && { retryAfterInSeconds }),
    });
  }
  return downloadOf({ id, response });
}

/**
 * A clip's bytes on their way, out of a server's answer.
 *
 * @throws ProviderError when the answer is text instead of a video.
 */
export async function downloadOf({ id, response }: { id: string; response: Response }): Promise<Download> {
  const mediaType = response.headers.get('content-type')?.split(';')[0]?.trim() ?? '';
  if (response.body === null || /^(text\/|application\/(json|xml))/.test(mediaType)) {
    await response.body?.cancel();
    throw new ProviderError({
      trouble: 'passing',
      code: 'PROVIDER_ANSWER_INVALID',
      message: `${id} answered the download with ${mediaType || 'nothing'} instead of a video.`,
    });
  }
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  const isEncoded = response.headers.get('content-encoding') !== null; // then the length is of something else
  return {
    mediaType,
    body: response.body,
    ...(Number.isSafeInteger(length) && !isEncoded && { sizeInBytes: length }),
  };
}
