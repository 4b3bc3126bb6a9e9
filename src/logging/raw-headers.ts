import type { IncomingMessage } from 'node:http';

/**
 * Whether the request has a header, without `request.headers`: Node makes that object on demand, at a
 * price that a redirect from memory would feel.
 * @param name in lower case.
 */
export function hasHeader({ rawHeaders }: IncomingMessage, name: string): boolean {
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const candidate = rawHeaders[index];
    if (candidate?.length === name.length && candidate.toLowerCase() === name) return true;
  }
  return false;
}
