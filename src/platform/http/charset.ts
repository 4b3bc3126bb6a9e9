import { Problem } from '../errors/problem.js';

const CHARSET = /;\s*charset\s*=\s*["']?([^\s;"']*)/i;

/** `utf8` is no registered name, but clients send it. An empty parameter counts as absent. */
const UTF_8 = new Set(['utf-8', 'utf8', '']);

/** More than any registered name has. */
const MAX_NAME_LENGTH = 64;

/** JSON is always UTF-8 (RFC 8259, 8.1). @throws Problem `unsupported-media-type` for another charset. */
export function assertUtf8(contentType = ''): void {
  const [, charset = ''] = CHARSET.exec(contentType) ?? [];
  if (UTF_8.has(charset.toLowerCase())) return;
  const detail = `The charset "${charset.slice(0, MAX_NAME_LENGTH)}" is not supported. Use utf-8.`;
  throw new Problem('unsupported-media-type', { detail });
}
