import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../platform/config/config.js';
import { robotsText } from './robots.js';

const textFor = (variables: Record<string, string>): string => robotsText(loadConfig(variables));

/** The rules of RFC 9309, 2.2.2: the longest match decides, and what no rule matches is allowed. */
function isAllowed(text: string, path: string): boolean {
  const rules = [...text.matchAll(/^(Allow|Disallow): (.*)$/gm)].map(([, name, pattern = '']) => {
    const source = pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return {
      name,
      pattern,
      regExp: new RegExp(`^${source.replace(/\\\*/g, '.*').replace(/\\\$$/, '$')}`),
    };
  });
  const matches = rules.filter(({ regExp }) => regExp.test(path));
  matches.sort((one, other) => other.pattern.length - one.pattern.length);
  return matches[0]?.name !== 'Disallow';
}

const LINKS = ['/aZ3kP9x', '/docs-team', '/admin2', '/apis', '/metrics-2026', '/healthy', '/a?b=c'];
const OWN = ['/api/v1/links', '/docs', '/docs/', '/admin', '/admin/x', '/health/live', '/metrics'];

describe(robotsText.name, () => {
  it.each(['', '/s', '/a/b', '/k%C3%BCrzer'])(
    'below "%s" allows short links, and forbids the rest of the service',
    (prefix) => {
      const text = textFor({ PUBLIC_URL: `https://sho.rt${prefix}` });
      for (const path of LINKS)
        expect([path, isAllowed(text, prefix + path)]).toEqual([path, true]);
      for (const path of OWN) expect([path, isAllowed(text, prefix + path)]).toEqual([path, false]);
    },
  );

  it('leaves alone the rest of a host that the service shares', () => {
    for (const ROBOTS of ['links', 'none']) {
      const text = textFor({ PUBLIC_URL: 'https://sho.rt/s', ROBOTS });
      for (const path of ['/', '/shop', '/docs', '/api/v1']) {
        expect([path, isAllowed(text, path)]).toEqual([path, true]);
      }
    }
  });

  it.each(['', '/s'])('with ROBOTS=none forbids everything below "%s"', (prefix) => {
    const text = textFor({ PUBLIC_URL: `https://sho.rt${prefix}`, ROBOTS: 'none' });
    expect(text).toBe(`User-agent: *\nDisallow: ${prefix}/\n`);
  });

  it('encodes characters that have a meaning in rules', () => {
    const text = textFor({ PUBLIC_URL: 'https://sho.rt/a*b$', ROBOTS: 'none' });
    expect(text).toBe('User-agent: *\nDisallow: /a%2Ab%24/\n');
  });
});
