import { describe, expect, it, jest } from '@jest/globals';
import type { Request, Response } from 'express';
import { loadConfig } from '../platform/config/config.js';
import { generateSecretKey } from './api-key.js';
import { SessionCookie, sessionCookieName } from './session-cookie.js';

const SECRET = generateSecretKey();
const OTHER = generateSecretKey();

const over = (publicUrl: string) => new SessionCookie(loadConfig({ PUBLIC_URL: publicUrl }));

function requestWith(cookie: string | undefined, rest: object = {}): Request {
  return { method: 'GET', headers: { cookie }, ...rest } as unknown as Request;
}

describe(SessionCookie.name, () => {
  it.each([
    ['https://sho.rt', '__Host-shortcore'],
    ['https://sho.rt/s', '__Host-shortcore'],
    ['http://localhost:3000', 'shortcore'],
  ])('of %s is called %s', (publicUrl, name) => {
    expect(sessionCookieName({ publicUrl })).toBe(name);
    expect(over(publicUrl).read(requestWith(`${name}=${SECRET}`))).toBe(SECRET);
  });

  it.each([
    [`a=b; shortcore=${SECRET}; c=d`],
    [`shortcore=${SECRET};`],
    [`  shortcore=${SECRET}  `],
    [`not-shortcore=${OTHER}; shortcore=${SECRET}`],
    [`;;=;shortcore=${SECRET};=`],
  ])('is read from %j', (cookie) => {
    expect(over('http://x').read(requestWith(cookie))).toBe(SECRET);
  });

  it.each([
    [undefined],
    [''],
    ['shortcore'],
    ['shortcore='],
    [`shortcore="${SECRET}"`],
    [`shortcore=${SECRET}x`],
    [`shortcore=${SECRET.toUpperCase()}`],
    [`Shortcore=${SECRET}`],
    [`__Host-shortcore=${SECRET}`],
    [`shortcore=${SECRET}; shortcore=${OTHER}`],
    [`shortcore=; shortcore=${SECRET}`],
    [`shortcore=${'x'.repeat(15_000)}`],
    [`shortcore=${encodeURIComponent('\0')}`],
  ])('is not read from %.60j', (cookie) => {
    expect(over('http://x').read(requestWith(cookie))).toBeUndefined();
  });

  it.each(['https://sho.rt', 'http://x'])('of %s is set for this host only', (publicUrl) => {
    const cookie = jest.fn();
    over(publicUrl).set({ cookie } as unknown as Response, SECRET);
    const secure = publicUrl.startsWith('https:');
    const options = { httpOnly: true, sameSite: 'strict', path: '/', secure };
    expect(cookie).toHaveBeenCalledWith(sessionCookieName({ publicUrl }), SECRET, options);
  });
});
