import type { Shared } from './instance-fixture.js';

export const SESSION = '/api/v1/session';

/** What a browser sends with a call from a page of the service. */
export const SAME_ORIGIN = { 'Sec-Fetch-Site': 'same-origin' };

interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Sends a call without an API key. */
export function send(
  { instance }: Pick<Shared, 'instance'>,
  path: string,
  { method = 'GET', headers = {}, body }: Call = {},
): Promise<Response> {
  return fetch(instance.url + path, {
    method,
    redirect: 'manual',
    headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

/** Signs in and returns what a browser sends from then on. */
export async function signIn(
  running: Pick<Shared, 'instance'>,
  apiKey: string,
  rest: object = {},
): Promise<{ Cookie: string }> {
  const headers = SAME_ORIGIN;
  const response = await send(running, SESSION, {
    method: 'POST',
    headers,
    body: { apiKey, ...rest },
  });
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`);
  return { Cookie: cookieOf(response) };
}

/** The pair of name and value that a response sets. */
export function cookieOf({ headers }: Response): string {
  return (headers.getSetCookie()[0] ?? '').split(';', 1)[0] ?? '';
}
