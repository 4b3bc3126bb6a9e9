import { IsNull, Raw, type EntityManager } from 'typeorm';
import { hashOfUrl } from './link-columns.js';
import type { EditableLinkFields } from './editable-link-fields.js';
import { LinkExternalId } from './link-external-id.entity.js';
import { Link } from './link.entity.js';

/** The external ids of deleted links are free, and so lead to none. */
export function selectByExternalId(
  manager: EntityManager,
  externalId: string,
): Promise<Link | null> {
  return manager
    .createQueryBuilder(Link, 'link')
    .innerJoin(LinkExternalId, 'claim', 'claim.linkId = link.id')
    .where('claim.externalId = :externalId', { externalId })
    .getOne();
}

/** The oldest link of this caller that has a generated key and exactly this content. */
export function selectIdentical(
  manager: EntityManager,
  content: EditableLinkFields,
  apiKeyId: string,
): Promise<Link | null> {
  const { tags, title, externalId, validFromMs, expiresAtMs, maxClicks, ...columns } = content;
  return manager.findOne(Link, {
    where: {
      ...columns,
      apiKeyId,
      urlHash: hashOfUrl(content.url),
      tags: Raw((column) => `${column} = :tags`, { tags: JSON.stringify(tags) }),
      isAlias: false,
      deletedAtMs: IsNull(),
      title: title ?? IsNull(),
      externalId: externalId ?? IsNull(),
      validFromMs: validFromMs ?? IsNull(),
      expiresAtMs: expiresAtMs ?? IsNull(),
      maxClicks: maxClicks ?? IsNull(),
    },
    order: { createdAtMs: 'ASC', id: 'ASC' },
  });
}
