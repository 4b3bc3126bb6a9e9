import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { InvalidationPublisher } from '../cluster/invalidation-publisher.js';
import { linkTarget } from '../cluster/invalidation-target.js';
import type { Beside } from '../platform/database/beside.js';
import { Database } from '../platform/database/database.js';
import { LinkBatch, type Refusal } from './link-batch.js';
import type { Link } from './link.entity.js';
import { toLinkRow, type NewLink } from './new-link.js';

/** What became of a link that was to be made. */
export type Outcome = Link | Refusal;

/** Makes many links at once. */
@Injectable()
export class LinkBatchStore {
  constructor(
    private readonly database: Database,
    private readonly publisher: InvalidationPublisher,
  ) {}

  /**
   * In one transaction. Each has an outcome of its own; they are in the order of the links.
   * @throws KeysTaken: then nothing has happened.
   */
  insert(newLinks: readonly NewLink[], beside?: Beside<Outcome[]>): Promise<Outcome[]> {
    const links = newLinks.map(toLinkRow);
    const aliases = links.filter(({ isAlias }) => isAlias);
    const insert = async (manager: EntityManager): Promise<Outcome[]> => {
      await beside?.before(manager);
      const refusals = await new LinkBatch(manager, this.database.dialect).insert(links);
      const outcomes = links.map((link) => refusals.get(link) ?? link);
      await beside?.after(manager, outcomes);
      return outcomes;
    };
    if (aliases.length === 0) return this.database.transaction(insert);
    const targets = [...new Set(aliases.map(({ key }) => key))].map(linkTarget);
    return this.publisher.commitAndInvalidate(targets, insert);
  }
}
