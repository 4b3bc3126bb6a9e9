import { createHash } from 'node:crypto';

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;margin:0;display:grid;place-items:center;min-height:100vh;' +
  'background:#fafafa;color:#222}main{max-width:32rem;padding:2rem;text-align:center}' +
  'h1{font-size:1.5rem;margin:0 0 .5rem}p{margin:.25rem 0;color:#666}' +
  '@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}p{color:#aaa}}';

/** Allows only the inline style of the page. */
export const PROBLEM_PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** An HTML page for visitors. `title` is not escaped; it comes from the list of problems. */
export function problemPage(status: number, title: string): string {
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>` +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    '<meta name="robots" content="noindex">' +
    `<style>${STYLE}</style></head>` +
    `<body><main><h1>${title}</h1><p>${status}</p></main></body></html>\n`
  );
}
