import { describe, expect, it } from '@jest/globals';
import { BROWSER_MAP, OS_MAP } from 'bowser';
import fc from 'fast-check';
import { USER_AGENTS } from '../../../test/corpus/user-agents.js';
import { parseUserAgent } from './user-agent.js';

const MAX_HEADER_LENGTH = 16_384;
/** Far above the usual time, and far below that of catastrophic backtracking. */
const MAX_MS = 250;

const repeatToMaxLength = (unit: string): string => unit.repeat(MAX_HEADER_LENGTH / unit.length);

describe(parseUserAgent.name, () => {
  it('has a corpus of at least 400 different texts', () => {
    expect(new Set(USER_AGENTS.map(({ text }) => text)).size).toBe(USER_AGENTS.length);
    expect(USER_AGENTS.length).toBeGreaterThanOrEqual(400);
    expect(
      USER_AGENTS.filter(({ class: clickClass }) => clickClass === 'bot').length,
    ).toBeGreaterThanOrEqual(200);
  });

  it.each(USER_AGENTS)('is a $class: $text', ({ text, class: clickClass, ...expected }) => {
    expect(parseUserAgent(text)).toMatchObject({ isBot: clickClass === 'bot', ...expected });
  });

  it.each([
    'Gullible/1.0 (Windows NT 10.0; Win64; x64) Toaster',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gullible/1.0 Toaster',
    '<script>alert(1)</script>/1.0 (Windows NT 10.0) x',
    'constructor/1.0 (Windows NT 10.0) __proto__',
    'PlayStation 4/1.0 (Windows NT 10.0; Win64; x64) Toaster',
  ])('has no browser that a client made up: %s', (text) => {
    expect(parseUserAgent(text).browser).toBeNull();
  });

  it('is a bot if either library says so', () => {
    const chrome = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0.0.0 Safari/537.36';
    expect(parseUserAgent(chrome)).toMatchObject({ isBot: false, browser: 'Chrome' });
    expect(parseUserAgent(`${chrome} Claude-User/1.0`)).toMatchObject({
      isBot: true,
      browser: null,
    });
    expect(parseUserAgent(`${chrome} StatusCake`)).toMatchObject({ isBot: true, browser: null });
  });

  it('returns known words only, and never throws', () => {
    const browsers = [...Object.values(BROWSER_MAP), 'Miui', 'Opera Touch', null];
    const word = fc.constantFrom('Mozilla/5.0 ', '(', ')', '; ', '/1.0 ', 'Android 9', 'Safari');
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(word, fc.string()), { maxLength: 30 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (anyText) => {
        const { browser, operatingSystem, device } = parseUserAgent(anyText);
        expect(browsers).toContain(browser);
        expect([...Object.values(OS_MAP), null]).toContain(operatingSystem);
        expect(['desktop', 'mobile', 'tablet', 'tv', null]).toContain(device);
      }),
    );
  });

  it.each(
    [' ', '/', '(', '()', ')', '0', '.', '1.', '0_', ';', ' ;', 'a', 'a/', '/ (', ' Ddg/1', ',']
      .concat(['version/1', 'os 1', 'opt/1', 'Windows ', 'compatible; ', 'alipaydefined(', 'bot'])
      .flatMap((unit) => [
        repeatToMaxLength(unit),
        `Mozilla/5.0 (Macintosh) ${repeatToMaxLength(unit)}!`,
      ]),
  )('parses hostile text in bounded time (%#)', (text) => {
    const startedAt = performance.now();
    parseUserAgent(text);
    expect(performance.now() - startedAt).toBeLessThan(MAX_MS);
  });
});
