import { Injectable } from '@nestjs/common';
import { DestinationPolicy } from '../link/destination-policy.js';
import { LinkClicksStore, NO_CLICKS, type ClickCounts } from '../click/link-clicks.store.js';
import type { Link } from '../link/link.entity.js';
import { LinkStore } from '../link/link.store.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import type { ListLinksDto } from './list-links.dto.js';

export interface CountedLink {
  readonly link: Link;
  readonly clicks: ClickCounts;
}

/** Reads links together with their clicks. */
@Injectable()
export class LinkReader {
  constructor(
    private readonly store: LinkStore,
    private readonly clicks: LinkClicksStore,
    private readonly destinations: DestinationPolicy,
  ) {}

  /** @throws Problem `link-not-found`, `link-gone`. */
  async get(key: string): Promise<CountedLink> {
    return this.withClicks(await this.store.get(key));
  }

  async withClicks(link: Link): Promise<CountedLink> {
    return { link, clicks: await this.clicks.get(link.id) };
  }

  /** @throws Problem `validation-failed` for a cursor that is none. */
  async page(query: ListLinksDto): Promise<{ items: CountedLink[]; nextCursor: string | null }> {
    const { limit = 50, order = '-createdAt', cursor, tag = [], url } = query;
    const { links, next } = await this.store.findPage({
      search: query.search,
      state: query.state,
      externalId: query.externalId,
      limit,
      order,
      after: cursor === undefined ? undefined : decodeCursor(cursor),
      tags: [...new Set(tag)],
      url: url === undefined ? undefined : this.#asStored(url),
      nowMs: Date.now(),
    });
    const clicks = await this.clicks.getMany(links.map(({ id }) => id));
    return {
      items: links.map((link) => ({ link, clicks: clicks.get(link.id) ?? NO_CLICKS })),
      nextCursor: next && encodeCursor(next),
    };
  }

  #asStored(url: string): string {
    const check = this.destinations.check(url);
    return 'url' in check ? check.url : url;
  }
}
