import { randomBytes } from 'node:crypto';

/** The columns of a link's row, in the order of the values. */
export const COLUMNS =
  '`id`, `key`, `isAlias`, `url`, `urlHash`, `title`, `tags`, `externalId`, `searchText`, `redirectStatus`, ' +
  '`cacheSeconds`, `forwardQuery`, `validFromMs`, `expiresAtMs`, `disabled`, `deletedAtMs`, `createdAtMs`, ' +
  '`updatedAtMs`, `version`, `apiKeyId`';

let id = 0;

/** @param {string} url */
export function createLinkRow(url) {
  const key = randomBytes(6).toString('base64url');
  const now = Date.now();
  const hash = '0123456789abcdef0123456789abcdef';
  const row = [++id, key, false, url, hash, null, '[]', null, `${key}\n${url}\n`, 302];
  const values = [...row, 0, false, null, null, false, null, now, now, 1, 'bench'];
  return { key, values };
}
