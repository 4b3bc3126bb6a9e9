/** What may stand in a query (RFC 3986, 3.4); the rest is percent-encoded. */
const NOT_IN_QUERY = /[^A-Za-z0-9._~!$&'()*+,;=:@/?%-]/g;

/** Appends a visitor's raw query to a destination's: behind its own query, before its fragment, nowhere else. */
export function withForwardedQuery(url: string, query: string): string {
  if (query === '') return url;
  const added = query.replace(NOT_IN_QUERY, percentEncoded);
  const hashAt = url.indexOf('#');
  const base = hashAt === -1 ? url : url.slice(0, hashAt);
  const fragment = hashAt === -1 ? '' : url.slice(hashAt);
  return base + separatorAfter(base) + added + fragment;
}

function separatorAfter(base: string): string {
  if (!base.includes('?')) return '?';
  return base.endsWith('?') || base.endsWith('&') ? '' : '&';
}

/** Node hands over the bytes of a request target as Latin-1 characters. */
function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
