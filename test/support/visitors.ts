import { rawRequest } from './raw-request.js';

type Headers = Readonly<Record<string, string>>;

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';
const GOOGLEBOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

/** Request headers of visitors behind a proxy that sets `X-Forwarded-For`. */
export const AMERICAN = { 'User-Agent': CHROME, 'X-Forwarded-For': '8.8.8.8' } as const;
export const GERMAN = { 'User-Agent': SAFARI, 'X-Forwarded-For': '85.214.132.117' } as const;
export const BOT = { 'User-Agent': GOOGLEBOT, 'X-Forwarded-For': '8.8.8.8' } as const;

/** Requests a link, and returns the status. */
export async function visit(
  baseUrl: string,
  path: string,
  headers: Headers = AMERICAN,
  method = 'GET',
): Promise<number> {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return (await rawRequest(baseUrl, `${method} ${path} HTTP/1.1`, lines)).status;
}
