import { Injectable } from '@nestjs/common';
import { DestinationPolicy } from '../link/destination-policy.js';
import { LinkClicksStore, NO_CLICKS, type ClickCounts } from '../click/link-clicks.store.js';
import type { Link } from '../link/link.entity.js';
import { LinkStore } from '../link/link.store.js';
import { ReportedLinks } from '../link/reported-links.js';
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
    private readonly reported: ReportedLinks,
  ) {}

  /** @throws Problem `link-not-found`, `link-gone`. */
  async get(key: string): Promise<CountedLink> {
    return this.#visibleWithClicks(await this.reported.get(key));
  }

  /** Finds a link that can take the place of a new one, if the request allows that. */
  async findReusable(input: CreateLinkDto, apiKeyId: string): Promise<CountedLink | undefined> {
    if (!input.reuseExisting || !isPlain(input)) return undefined;
    const link = await this.links.findIdentical({ url: input.url, ...DEFAULT_SETTINGS }, apiKeyId);
    return link === null ? undefined : this.#visibleWithClicks(link);
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
    const [clicks] = await Promise.all([
      this.clicks.getMany(links.map(({ id }) => id)),
      this.reported.awaitVisible(links),
    ]);
    return {
      items: links.map((link) => ({ link, clicks: clicks.get(link.id) ?? NO_CLICKS })),
      nextCursor: next && encodeCursor(next),
    };
  }

  async #visibleWithClicks(link: Link): Promise<CountedLink> {
    const [counted] = await Promise.all([
      this.withClicks(link),
      this.reported.awaitVisible([link]),
    ]);
    return counted;
  }

  #toStoredForm(url: string): string {
    const check = this.destinations.check(url);
    return 'url' in check ? check.url : url;
  }
}
