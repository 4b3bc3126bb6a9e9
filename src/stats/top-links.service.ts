import { Injectable } from '@nestjs/common';
import { dayOf } from '../click/day.js';
import { TopLinksStore, type LinkTotal } from '../click/rollup/top-links.store.js';
import { toClicksDto } from '../click/clicks.dto.js';
import type { Link } from '../link/link.entity.js';
import { LinkStore } from '../link/link.store.js';
import { periodOf } from './period.js';
import type { TopLinksQueryDto } from './stats-query.dto.js';
import type { TopLinkDto } from './stats.dto.js';

/** Finds the links that are clicked most; deleted ones make room for others. */
@Injectable()
export class TopLinksService {
  constructor(
    private readonly clicks: TopLinksStore,
    private readonly links: LinkStore,
  ) {}

  /** @throws Problem `validation-failed` for a period that cannot be. */
  async getTopLinks({ limit = 10, ...query }: TopLinksQueryDto): Promise<TopLinkDto[]> {
    const { fromMs, toMs } = periodOf({ ...query, unit: 'day', timezone: 'UTC' }, Date.now());
    for (let asked = withSpares(limit); ; asked *= 2) {
      const totals = await this.clicks.find(dayOf(fromMs), dayOf(toMs - 1), asked);
      const found = await this.links.findByIds(totals.map(({ linkId }) => linkId));
      const areAll = totals.length < asked;
      if (found.length >= limit || areAll) return toTopLinks(totals, found).slice(0, limit);
    }
  }
}

/** Some may be deleted, and to ask twice costs more. */
function withSpares(limit: number): number {
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
