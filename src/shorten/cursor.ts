import type { ListOrder, PagePosition, SectionName } from '../link/link-query.js';
import { isInOrder } from '../link/list-sections.js';
import { invalidFields } from '../platform/errors/problem.js';

const PREFIXES = { created: '', clicked: 'c', unclicked: 'u' } as const;

export function encodeCursor({ section, value, id }: PagePosition): string {
  return Buffer.from(`${PREFIXES[section]}${value}.${id}`).toString('base64url');
}

/** @throws Problem `validation-failed` if `encodeCursor` did not return the text for a list in this order. */
export function decodeCursor(cursor: string, order: ListOrder): PagePosition {
  const [, prefix, value, id] = /^([cu]?)(\d{1,16})\.(\d{1,16})$/.exec(decodeBase64(cursor)) ?? [];
  const section = (Object.keys(PREFIXES) as SectionName[]).find(
    (name) => PREFIXES[name] === prefix,
  );
  if (section !== undefined) {
    const position = { section, value: Number(value), id: Number(id) };
    if (isInOrder(position, order)) return position;
  }
  throw invalidFields([{ pointer: '?cursor', detail: 'is not a cursor of this list' }]);
}

function decodeBase64(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString('latin1');
}
