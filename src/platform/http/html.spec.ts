import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Html, html } from './html.js';

describe(html.name, () => {
  it('escapes text, and leaves HTML as it is', () => {
    const inner = html`<b>${`<script>"it's"</script> & more`}</b>`;
    expect(html`<p title="${'a"b'}">${inner} ${7}</p>`.text).toBe(
      '<p title="a&quot;b"><b>&lt;script&gt;&quot;it&#39;s&quot;&lt;/script&gt; &amp; more</b> 7</p>',
    );
    expect(inner).toBeInstanceOf(Html);
  });

  it('lets no text out of an element or an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const [, escaped = ''] = /^<i>(.*)<\/i>$/s.exec(html`<i>${text}</i>`.text) ?? [];
        expect(escaped).not.toMatch(/[<>"']/);
        expect(escaped.replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
      }),
    );
  });
});
