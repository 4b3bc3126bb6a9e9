import { Injectable } from '@nestjs/common';
import { ApiKeyNames, type NamedApiKey } from '../auth/api-key-names.js';
import { LinkClicksStore, NO_CLICKS, type ClickCounts } from '../click/link-clicks.store.js';
import type { Link } from '../link/link.entity.js';

export interface CountedLink {
  readonly link: Link;
  readonly clicks: ClickCounts;
  /** `null` if the key was revoked before names were kept. */
  readonly createdBy: NamedApiKey | null;
}

/** A link that was just created. */
export function unclicked(link: Link, createdBy: NamedApiKey | null): CountedLink {
  return { link, clicks: NO_CLICKS, createdBy };
}

/** Reads what the answers about links show beside their columns. */
@Injectable()
export class LinkDetails {
  constructor(
    private readonly clicks: LinkClicksStore,
    private readonly names: ApiKeyNames,
  ) {}

  async complete(link: Link): Promise<CountedLink> {
    const [counted = unclicked(link, null)] = await this.completeAll([link]);
    return counted;
  }

  /** In the order of the links. */
  async completeAll(links: readonly Link[]): Promise<CountedLink[]> {
    const [clicks, names] = await Promise.all([
      this.clicks.getMany(links.map(({ id }) => id)),
      this.names.getMany(links.map(({ apiKeyId }) => apiKeyId)),
    ]);
    return links.map((link) => ({
      link,
      clicks: clicks.get(link.id) ?? NO_CLICKS,
      createdBy: names.get(link.apiKeyId) ?? null,
    }));
  }

  getCreator(apiKeyId: string): Promise<NamedApiKey | null> {
    return this.names.get(apiKeyId);
  }
}
