import { Injectable } from '@nestjs/common';
import { DestinationPolicy } from '../link/destination/destination-policy.js';
import type { Link } from '../link/link.entity.js';
import { LinkStore } from '../link/link.store.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import type { ListLinksDto } from './list-links.dto.js';

@Injectable()
export class ListService {
  constructor(
    private readonly store: LinkStore,
    private readonly destinations: DestinationPolicy,
  ) {}

  /** @throws Problem `validation-failed` for a cursor that is none. */
  async page(query: ListLinksDto): Promise<{ items: Link[]; nextCursor: string | null }> {
    const { limit = 50, order = '-createdAt', cursor, tag = [], url } = query;
    const found = await this.store.findPage({
      search: query.search,
      state: query.state,
      externalId: query.externalId,
      // One more than asked for tells whether there is a next page.
      limit: limit + 1,
      order,
      after: cursor === undefined ? undefined : decodeCursor(cursor),
      tags: tag,
      url: url === undefined ? undefined : this.#asStored(url),
      nowMs: Date.now(),
    });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const hasMore = found.length > limit && last !== undefined;
    return { items, nextCursor: hasMore ? encodeCursor(last) : null };
  }

  #asStored(url: string): string {
    const verdict = this.destinations.judge(url);
    return 'url' in verdict ? verdict.url : url;
  }
}
