import { domainToUnicode } from 'node:url';
import { html, Html } from '../platform/http/html.js';
import type { VisitorPage } from '../platform/http/visitor-page.js';
import type { Preview } from './preview.service.js';

/** Shows where a link leads before it is opened. Everything that a stranger chose is text. */
export function previewPage(preview: Preview, publicUrl: string): VisitorPage {
  const { key, shortUrl, destinations } = preview;
  const base = publicUrl.replace(/^[a-z]+:\/\//, '');
  const content = html`
    <h1>Where this short link leads</h1>
    <p class="muted" dir="ltr">${base}/<bdi>${key}</bdi></p>
    ${join(destinations.length === 0 ? [hiddenDestination()] : destinations.map(describe))}
    <a class="button" href="${shortUrl}" rel="noreferrer nofollow">${goOnText(destinations)}</a>
  `;
  return { title: 'Where this short link leads', content };
}

function hiddenDestination(): Html {
  return html`
    <p>
      This link can be opened a limited number of times. Its destination is shown only to those who
      open it.
    </p>
  `;
}

function describe(destination: string): Html {
  const url = new URL(destination);
  return html`
    <p class="label">Destination</p>
    <p class="host"><bdi>${hostOf(url)}</bdi></p>
    <p class="url" dir="ltr" role="group" aria-label="Full address" tabindex="0">${destination}</p>
    ${join(warningsOf(url))}
  `;
}

/** In Unicode, as browsers show it. Links to apps may have none. */
function hostOf({ host, hostname, protocol }: URL): string {
  if (host === '') return protocol;
  const unicode = domainToUnicode(hostname);
  return unicode === '' ? host : host.replace(hostname, () => unicode);
}

function warningsOf(url: URL): Html[] {
  const warnings: Html[] = [];
  if (hostOf(url) !== url.host && url.host !== '') {
    warnings.push(html`
      <p class="warning">
        The name has letters beyond a to z, which can look alike. Its technical form is
        <strong>${url.host}</strong>.
      </p>
    `);
  }
  if (url.protocol === 'http:') {
    warnings.push(html`
      <p class="warning">
        The connection is not encrypted (http). Others on the way can read and change what you see
        and send.
      </p>
    `);
  }
  return warnings;
}

function goOnText([destination]: readonly string[]): Html {
  if (destination === undefined) return html`Open the link`;
  return html`Go on to <bdi>${hostOf(new URL(destination))}</bdi>`;
}

function join(parts: readonly Html[]): Html {
  return new Html(parts.map(({ text }) => text).join(''));
}
