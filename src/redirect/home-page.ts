import type { Config } from '../platform/config/config.js';
import { html } from '../platform/http/html.js';
import type { VisitorPage } from '../platform/http/visitor-page.js';

/** Says what the host is for, and nothing of the program. */
export function homePage({
  publicUrl,
  linkPreview,
}: Pick<Config, 'publicUrl' | 'linkPreview'>): VisitorPage {
  const example = `${publicUrl.replace(/^[a-z]+:\/\//, '')}/`;
  const hint = html`<p class="muted">
    To see where a short link leads before you open it, add a <strong>+</strong> to its end.
  </p>`;
  const content = html`
    <h1>A URL shortener</h1>
    <p>Addresses that begin with <bdi>${example}</bdi> are short links to pages elsewhere.</p>
    ${linkPreview ? hint : ''}
  `;
  return { title: new URL(publicUrl).host, content, isIndexed: true };
}
