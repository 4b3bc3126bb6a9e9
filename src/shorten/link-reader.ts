import { Injectable } from '@nestjs/common';
import type { NamedApiKey } from '../auth/api-key-names.js';
import { DestinationPolicy } from '../link/destination-policy.js';
import type { Link } from '../link/link.entity.js';
import { LinkStore } from '../link/link.store.js';
import { ReportedLinks } from '../link/reported-links.js';
import type { CreateLinkDto } from './create-link.dto.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { DEFAULT_SETTINGS, isPlain } from './link-draft.js';
import { LinkDetails, type CountedLink } from './link-details.js';
import type { ListLinksDto } from './list-links.dto.js';

/** Reads links together with their clicks and creators. */
@Injectable()
export class LinkReader {
  constructor(
    private readonly links: LinkStore,
    private readonly details: LinkDetails,
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

  /** Returns the link that each text names, deleted ones too. */
  async findNamed(texts: readonly string[]): Promise<(CountedLink | undefined)[]> {
    const links = await this.links.findNamed(texts);
    const counted = await this.details.completeAll(links.flatMap((link) => link ?? []));
    const countedById = new Map(counted.map((each) => [each.link.id, each]));
    return links.map((link) => link && countedById.get(link.id));
  }

  complete(link: Link): Promise<CountedLink> {
    return this.details.complete(link);
  }

  /** Whom the links show that the API key creates. */
  getCreator(apiKeyId: string): Promise<NamedApiKey | null> {
    return this.details.getCreator(apiKeyId);
  }

  /** Waits until every instance redirects by what an answer says of the links, deleted ones too. */
  awaitNamed(links: readonly Link[]): Promise<void> {
    return this.reported.awaitNamed(links);
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
      after: cursor === undefined ? undefined : decodeCursor(cursor, order),
      tags: [...new Set(tag)],
      anyTags: [...new Set(query.anyTag)],
      withoutTags: [...new Set(query.withoutTag)],
      createdFromMs: parseTime(query.createdFrom),
      createdToMs: parseTime(query.createdTo),
      url: url === undefined ? undefined : this.#toStoredForm(url),
      nowMs: Date.now(),
    });
    const [items] = await Promise.all([
      this.details.completeAll(links),
      this.reported.awaitVisible(links),
    ]);
    return { items, nextCursor: next && encodeCursor(next) };
  }

  async #visibleWithClicks(link: Link): Promise<CountedLink> {
    const [counted] = await Promise.all([
      this.details.complete(link),
      this.reported.awaitVisible([link]),
    ]);
    return counted;
  }

  #toStoredForm(url: string): string {
    const check = this.destinations.check(url);
    return 'url' in check ? check.url : url;
  }
}

function parseTime(timestamp: string | undefined): number | undefined {
  return timestamp === undefined ? undefined : Date.parse(timestamp);
}
