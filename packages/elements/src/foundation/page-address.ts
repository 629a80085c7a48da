/** The address of a page that a person may be sent to; null for what is none, and for other schemes than those of the web. */
export function pageOf(address: string | null): URL | null {
  if (address === null || !URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : null;
}
