/** Tokens stand in guests' addresses and in OAuth callbacks: what is logged of an address is the path without them. */
export function withoutTokens(url: string): string {
  const path = url.split('?')[0] ?? '';
  return path.replace(/\/(appointments|holds|a)\/[^/]{40,}/, '/$1/…').replace(/\/(join|feeds)\/[^/]+/, '/$1/…');
}
