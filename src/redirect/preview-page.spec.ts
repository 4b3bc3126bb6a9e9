import { describe, expect, it } from '@jest/globals';
import { previewPage } from './preview-page.js';

const PUBLIC_URL = 'https://sho.rt';

/** The text of the page, as a visitor sees it, and its markup. */
function show(key: string, ...destinations: string[]): { text: string; markup: string } {
  const shortUrl = `${PUBLIC_URL}/${encodeURIComponent(key)}`;
  const isLimited = destinations.length === 0;
  const { content } = previewPage({ key, shortUrl, destinations, isLimited }, PUBLIC_URL);
  const text = content.text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
  return { text, markup: content.text };
}

describe(previewPage.name, () => {
  it('shows the short link, the host and the whole destination, and leads to the short link', () => {
    const { text, markup } = show('abc', 'https://example.com:8443/a?b=c#d');
    expect(text).toContain('sho.rt/ abc');
    expect(text).toContain(' example.com:8443 ');
    expect(text).toContain('https://example.com:8443/a?b=c#d');
    expect(text).not.toContain('not encrypted');
    expect(text).not.toContain('technical form');
    expect(markup).toContain('href="https://sho.rt/abc" rel="noreferrer nofollow"');
    expect(markup).not.toContain('href="https://example.com');
    expect(markup.match(/<h1>/g)).toHaveLength(1);
  });

  it.each([
    ['https://xn--mnchen-3ya.de/', 'münchen.de', 'xn--mnchen-3ya.de'],
    ['https://xn--80ak6aa92e.com/', 'аррӏе.com', 'xn--80ak6aa92e.com'],
    ['https://xn--mnchen-3ya.de:444/', 'münchen.de:444', 'xn--mnchen-3ya.de:444'],
  ])('shows the host of %s as people and as machines write it', (url, unicode, ascii) => {
    const { text } = show('abc', url);
    expect(text).toContain(` ${unicode} `);
    expect(text).toContain(`technical form is ${ascii} .`);
  });

  it('warns of a connection that is not encrypted', () => {
    expect(show('abc', 'http://example.com/').text).toContain('not encrypted (http)');
  });

  it('shows links to apps, which may have no host', () => {
    const { text } = show('abc', 'myapp:open/7');
    expect(text).toContain(' myapp: ');
    expect(text).toContain('myapp:open/7');
  });

  it('does not show the destination of a limited link', () => {
    const { text, markup } = show('abc');
    expect(text).toContain('limited number of times');
    expect(markup).toContain('href="https://sho.rt/abc"');
  });

  it.each(['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onclick='alert(1)"])(
    'shows %s as text',
    (text) => {
      const url = `https://example.com/#${text}`;
      for (const { markup } of [show(text, 'https://example.com/'), show('abc', url)]) {
        expect(markup).not.toMatch(/<(?:script|img)/);
        expect(markup).not.toContain(text);
      }
    },
  );
});
