import { Injectable } from '@nestjs/common';
import { dayOf } from '../click/day.js';
import { TopLinksStore, type LinkTotal } from '../click/rollup/top-links.store.js';
import { toClicksDto } from '../click/clicks.dto.js';
import type { Link } from '../link/link.entity.js';
import { LinkStore } from '../link/link.store.js';
import { DatabaseClock } from '../platform/database/database-clock.js';
import { parsePeriod } from './period.js';
import type { TopLinksQueryDto } from './stats-query.dto.js';
import type { TopLinkDto } from './stats.dto.js';

/** Finds the links with the most clicks, without deleted links. */
@Injectable()
export class TopLinksService {
  constructor(
    private readonly clicks: TopLinksStore,
    private readonly links: LinkStore,
    private readonly clock: DatabaseClock,
  ) {}

  /** @throws Problem `validation-failed` for an invalid period. */
  async getTopLinks({ limit = 10, ...query }: TopLinksQueryDto): Promise<TopLinkDto[]> {
    const { fromMs, toMs } = parsePeriod(
      { ...query, unit: 'day', timezone: 'UTC' },
      this.clock.nowMs(),
    );
    for (let count = addSpares(limit); ; count *= 2) {
      const totals = await this.clicks.find(dayOf(fromMs), dayOf(toMs - 1), count);
      const found = await this.links.findByIds(totals.map(({ linkId }) => linkId));
      const isComplete = totals.length < count;
      if (found.length >= limit || isComplete) return toTopLinks(totals, found).slice(0, limit);
    }
  }
}

/** Allows for some deleted links, since a second query costs more than a few extra rows. */
function addSpares(limit: number): number {
  return Math.ceil(limit * 1.1) + 2;
}

function toTopLinks(totals: readonly LinkTotal[], links: readonly Link[]): TopLinkDto[] {
  const byId = new Map(links.map((link) => [link.id, link]));
  return totals.flatMap(({ linkId, clicks, bots }) => {
    const link = byId.get(linkId);
    if (link === undefined) return [];
    return [{ key: link.key, url: link.url, clicks: toClicksDto({ humans: clicks - bots, bots }) }];
  });
}
