import type { PagePosition } from '../link/link-query.js';
import { invalidFields } from '../platform/errors/problem.js';

export function encodeCursor({ createdAtMs, id }: PagePosition): string {
  return Buffer.from(`${createdAtMs}.${id}`).toString('base64url');
}

/** @throws Problem `validation-failed` if `encodeCursor` did not return the text. */
export function decodeCursor(cursor: string): PagePosition {
  const [, createdAtMs, id] = /^(\d{1,16})\.(\d{1,16})$/.exec(decodeBase64(cursor)) ?? [];
  if (createdAtMs === undefined || id === undefined) {
    throw invalidFields([{ pointer: '?cursor', detail: 'is not a cursor of this list' }]);
  }
  return { createdAtMs: Number(createdAtMs), id: Number(id) };
}

function decodeBase64(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString('latin1');
}
