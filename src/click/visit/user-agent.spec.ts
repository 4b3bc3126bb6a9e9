import { describe, expect, it } from '@jest/globals';
import { BROWSER_MAP, OS_MAP } from 'bowser';
import fc from 'fast-check';
import { USER_AGENTS } from '../../../test/corpus/user-agents.js';
import { parseUserAgent } from './user-agent.js';

const MAX_HEADER_LENGTH = 16_384;
/** Far above what it takes, and far below what a pattern that backtracks without end takes. */
const MAX_MS = 250;

const fill = (unit: string): string => unit.repeat(MAX_HEADER_LENGTH / unit.length);

describe(parseUserAgent.name, () => {
  it('is judged by many', () => {
    expect(new Set(USER_AGENTS.map(({ text }) => text)).size).toBe(USER_AGENTS.length);
    expect(USER_AGENTS.length).toBeGreaterThanOrEqual(400);
    expect(USER_AGENTS.filter(({ class: is }) => is === 'bot').length).toBeGreaterThanOrEqual(200);
  });

  it.each(USER_AGENTS)('takes for a $class: $text', ({ text, class: is, ...expected }) => {
    expect(parseUserAgent(text)).toMatchObject({ isBot: is === 'bot', ...expected });
  });

  it.each([
    'Gullible/1.0 (Windows NT 10.0; Win64; x64) Toaster',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gullible/1.0 Toaster',
    '<script>alert(1)</script>/1.0 (Windows NT 10.0) x',
    'constructor/1.0 (Windows NT 10.0) __proto__',
    'PlayStation 4/1.0 (Windows NT 10.0; Win64; x64) Toaster',
  ])('lets nobody name a browser: %s', (text) => {
    expect(parseUserAgent(text).browser).toBeNull();
  });

  it('believes either library that it is a bot', () => {
    const chrome = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0.0.0 Safari/537.36';
    expect(parseUserAgent(chrome)).toMatchObject({ isBot: false, browser: 'Chrome' });
    expect(parseUserAgent(`${chrome} Claude-User/1.0`)).toMatchObject({
      isBot: true,
      browser: null,
    });
    expect(parseUserAgent(`${chrome} StatusCake`)).toMatchObject({ isBot: true, browser: null });
  });

  it('says nothing but words that it knows, and never throws', () => {
    const browsers = [...Object.values(BROWSER_MAP), 'Miui', 'Opera Touch', null];
    const word = fc.constantFrom('Mozilla/5.0 ', '(', ')', '; ', '/1.0 ', 'Android 9', 'Safari');
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(word, fc.string()), { maxLength: 30 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (anything) => {
        const { browser, operatingSystem, device } = parseUserAgent(anything);
        expect(browsers).toContain(browser);
        expect([...Object.values(OS_MAP), null]).toContain(operatingSystem);
        expect(['desktop', 'mobile', 'tablet', 'tv', null]).toContain(device);
      }),
    );
  });

  it.each(
    [' ', '/', '(', '()', ')', '0', '.', '1.', '0_', ';', ' ;', 'a', 'a/', '/ (', ' Ddg/1', ',']
      .concat(['version/1', 'os 1', 'opt/1', 'Windows ', 'compatible; ', 'alipaydefined(', 'bot'])
      .flatMap((unit) => [fill(unit), `Mozilla/5.0 (Macintosh) ${fill(unit)}!`]),
  )('takes no time for what was made to take long (%#)', (text) => {
    const startedAt = performance.now();
    parseUserAgent(text);
    expect(performance.now() - startedAt).toBeLessThan(MAX_MS);
  });
});
