/** The path below the public folder of an address that a page has for one of its files; `null` for any other address. */
export function publicPathOf(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  const parts = url === null ? [] : decodeURIComponent(url.pathname).split('/').filter(Boolean);
  return url?.hostname === 'localhost' && parts[0] === 'public' ? parts.slice(1).join('/') : null;
}
