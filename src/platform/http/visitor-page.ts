import { createHash } from 'node:crypto';
import type { Response } from 'express';
import { Html, html } from './html.js';

/** Each text colour has a contrast of at least 4.5 on the surface that it is used on. */
const STYLE = `
:root{color-scheme:light dark;--canvas:#f4f4f1;--surface:#fff;--sunken:#f7f7f5;--line:#e6e5df;--text:#1d1d1a;
--muted:#5d5c55;--accent:#0f766e;--accent-hover:#0b5f59;--on-accent:#fff;--accent-text:#0b5f59;
--warn:#6f4800;--warn-soft:#fdf3dc;--warn-line:#ecd7a2;
--shadow:0 1px 2px rgb(30 30 20/.05),0 8px 28px -12px rgb(30 30 20/.14)}
@media(prefers-color-scheme:dark){:root{--canvas:#131312;--surface:#1b1b19;--sunken:#161615;--line:#2f2f2b;
--text:#ededea;--muted:#aeada5;--accent:#4fd1c0;--accent-hover:#74e0d2;--on-accent:#06231f;--accent-text:#74e0d2;
--warn:#f0bd5c;--warn-soft:#33280f;--warn-line:#5a4718;--shadow:none}}
*{box-sizing:border-box;margin:0}
body{min-height:100vh;min-height:100dvh;display:grid;place-content:center;grid-template-columns:minmax(0,34rem);gap:1.25rem;
padding:2rem 1rem;background:var(--canvas);color:var(--text);-webkit-text-size-adjust:100%;text-size-adjust:100%;
font:1rem/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Liberation Sans',sans-serif;overflow-wrap:anywhere}
main{padding:clamp(1.5rem,6vw,2.5rem);background:var(--surface);border:1px solid var(--line);border-radius:14px;
box-shadow:var(--shadow)}
h1{font-size:1.5rem;font-weight:650;line-height:1.25;letter-spacing:-.018em;text-wrap:balance}
p{margin-top:.75rem}
a{color:var(--accent-text);text-underline-offset:.18em}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:6px}
.brand{display:inline-flex;align-items:center;gap:.625rem;min-height:2rem;color:inherit;font-weight:600;text-decoration:none}
.brand:hover bdi{text-decoration:underline}
.brand svg{flex:none}
.muted{color:var(--muted)}
.label{margin-top:1.5rem;color:var(--muted);font-size:.8125rem}
.code{margin:0 0 .5rem;color:var(--muted);font-size:.8125rem;font-weight:600;letter-spacing:.06em}
.host{margin-top:.125rem;font-size:1.375rem;font-weight:600;line-height:1.3}
.url{max-height:12rem;overflow:auto;margin-top:.625rem;padding:.625rem .75rem;background:var(--sunken);border:1px solid var(--line);border-radius:8px;
font:.875rem/1.5 ui-monospace,'SF Mono','Cascadia Code','DejaVu Sans Mono',Consolas,monospace}
.warning{margin-top:.75rem;padding:.625rem .75rem;color:var(--warn);background:var(--warn-soft);
border:1px solid var(--warn-line);border-radius:8px;font-size:.9375rem}
.button{display:block;margin-top:1.75rem;padding:.75rem 1.25rem;background:var(--accent);color:var(--on-accent);
border:1px solid transparent;border-radius:8px;font-weight:600;text-align:center;text-decoration:none}
.button:hover{background:var(--accent-hover)}
`.replaceAll('\n', '');

/** Its text is exactly what the policy allows. */
const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);

/** The icon of the service, also served as `favicon.svg`. */
export const ICON_SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#0f766e"/>' +
  '<g fill="none" stroke="#fff" stroke-width="3.2" stroke-linecap="round"><path d="M20.5 9.5h-7a4 4 0 0 0 0 8H16"/>' +
  '<path d="M11.5 22.5h7a4 4 0 0 0 0-8H16"/></g></svg>';

const ICON = new Html(ICON_SVG.replace('<svg ', '<svg width="28" height="28" aria-hidden="true" '));

/** Allows the inline style of the page and the icon of this service, and nothing else. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': POLICY,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

export interface VisitorPage {
  readonly title: string;
  /** What is in `main`, with one `h1`. */
  readonly content: Html;
  /** Whether search engines may list the page. */
  readonly isIndexed?: boolean;
}

/** Sends a small page without scripts. The caller sets the status and `Cache-Control`. */
export function sendPage(response: Response, page: VisitorPage, publicUrl: string): void {
  response.set(HEADERS).type('html').send(renderPage(page, publicUrl));
}

function renderPage({ title, content, isIndexed = false }: VisitorPage, publicUrl: string): string {
  const { host, pathname } = new URL(publicUrl);
  const base = pathname.replace(/\/$/, '');
  const robots = isIndexed ? '' : html`<meta name="robots" content="noindex" />`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${robots}
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" type="image/svg+xml" href="${base}/favicon.svg" />
        ${STYLE_ELEMENT}
      </head>
      <body>
        <header>
          <a class="brand" href="${base}/">${ICON}<bdi>${host}${base}</bdi></a>
        </header>
        <main>${content}</main>
      </body>
    </html> `.text;
}
