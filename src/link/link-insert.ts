import type { EntityManager } from 'typeorm';
import type { Link } from './link.entity.js';

/** As the columns hold it. */
const VALUES: { readonly [C in keyof Link]: (link: Link) => unknown } = {
  id: ({ id }) => id,
  key: ({ key }) => key,
  isAlias: ({ isAlias }) => Number(isAlias),
  url: ({ url }) => url,
  urlHash: ({ urlHash }) => urlHash,
  title: ({ title }) => title,
  tags: ({ tags }) => JSON.stringify(tags),
  externalId: ({ externalId }) => externalId,
  searchText: ({ searchText }) => searchText,
  redirectStatus: ({ redirectStatus }) => redirectStatus,
  cacheSeconds: ({ cacheSeconds }) => cacheSeconds,
  forwardQuery: ({ forwardQuery }) => Number(forwardQuery),
  validFromMs: ({ validFromMs }) => validFromMs,
  expiresAtMs: ({ expiresAtMs }) => expiresAtMs,
  disabled: ({ disabled }) => Number(disabled),
  maxClicks: ({ maxClicks }) => maxClicks,
  deletedAtMs: ({ deletedAtMs }) => deletedAtMs,
  createdAtMs: ({ createdAtMs }) => createdAtMs,
  updatedAtMs: ({ updatedAtMs }) => updatedAtMs,
  version: ({ version }) => version,
  apiKeyId: ({ apiKeyId }) => apiKeyId,
};
const COLUMNS = Object.keys(VALUES).map((name) => `\`${name}\``);
const ROW = `(${COLUMNS.map(() => '?').join(', ')})`;
const INSERT = `INSERT INTO \`link\` (${COLUMNS.join(', ')}) VALUES `;
const valuesOf = Object.values(VALUES);

/**
 * All of them or none, in one statement. Written by hand, since most of the time of making a link went
 * into TypeORM's making of this statement.
 */
export async function insertLinks(manager: EntityManager, links: readonly Link[]): Promise<void> {
  await manager.query(
    INSERT + links.map(() => ROW).join(', '),
    links.flatMap((link) => valuesOf.map((valueOf) => valueOf(link))),
  );
}
