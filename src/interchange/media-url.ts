/** What every unreserved character stands for itself in a URL's path (RFC 3986, section 3.3), besides those of encodeURIComponent. */
const encodeSegment = (segment: string): string =>
  encodeURIComponent(segment).replaceAll(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/**
 * A path as a URL: relative ones stay relative, absolute ones get `file://`. Every byte that a URL can't hold is
 * percent-encoded as UTF-8 (RFC 3986), so that spaces, `#`, `%` and umlauts survive.
 */
export function mediaUrlOf(path: string): string {
  const drive = /^([A-Za-z]):[\\/]/.exec(path);
  const normal = drive === null ? path : path.replaceAll('\\', '/');
  if (drive !== null) return `file:///${drive[1]}:${normal.slice(2).split('/').map(encodeSegment).join('/')}`;
  const encoded = normal.split('/').map(encodeSegment).join('/');
  return normal.startsWith('/') ? `file://${encoded}` : encoded;
}
