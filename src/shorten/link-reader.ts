import { Injectable } from '@nestjs/common';
import { DestinationPolicy } from '../link/destination-policy.js';
import { LinkClicksStore, NO_CLICKS, type ClickCounts } from '../click/link-clicks.store.js';
import type { Link } from '../link/link.entity.js';
import { LinkStore } from '../link/link.store.js';
import type { CreateLinkDto } from './create-link.dto.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { DEFAULT_SETTINGS, isPlain } from './link-draft.js';
import type { ListLinksDto } from './list-links.dto.js';

export interface CountedLink {
  readonly link: Link;
  readonly clicks: ClickCounts;
}

/** Reads links together with their clicks. */
@Injectable()
export class LinkReader {
  constructor(
    private readonly links: LinkStore,
    private readonly clicks: LinkClicksStore,
    private readonly destinations: DestinationPolicy,
  ) {}

  /** @throws Problem `link-not-found`, `link-gone`. */
  async get(key: string): Promise<CountedLink> {
    return this.withClicks(await this.links.get(key));
  }

  /** Finds a link that can take the place of a new one, if the request allows that. */
  async findReusable(input: CreateLinkDto, apiKeyId: string): Promise<CountedLink | undefined> {
    if (!input.reuseExisting || !isPlain(input)) return undefined;
    const link = await this.links.findIdentical({ url: input.url, ...DEFAULT_SETTINGS }, apiKeyId);
    return link === null ? undefined : this.withClicks(link);
  }

  async withClicks(link: Link): Promise<CountedLink> {
    return { link, clicks: await this.clicks.get(link.id) };
  }

  /** @throws Problem `validation-failed` for an invalid cursor. */
  async page(query: ListLinksDto): Promise<{ items: CountedLink[]; nextCursor: string | null }> {
    const { limit = 50, order = '-createdAt', cursor, tag = [], url } = query;
    const { links, next } = await this.links.findPage({
      search: query.search,
      state: query.state,
      externalId: query.externalId,
      limit,
      order,
      after: cursor === undefined ? undefined : decodeCursor(cursor),
      tags: [...new Set(tag)],
      url: url === undefined ? undefined : this.#toStoredForm(url),
      nowMs: Date.now(),
    });
    const clicks = await this.clicks.getMany(links.map(({ id }) => id));
    return {
      items: links.map((link) => ({ link, clicks: clicks.get(link.id) ?? NO_CLICKS })),
      nextCursor: next && encodeCursor(next),
    };
  }

  #toStoredForm(url: string): string {
    const check = this.destinations.check(url);
    return 'url' in check ? check.url : url;
  }
}
