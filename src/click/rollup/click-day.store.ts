import { Injectable } from '@nestjs/common';
import { Between, In } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { ClickDay } from './click-day.entity.js';

export type DayOfClicks = Pick<ClickDay, 'day' | 'clicks' | 'bots' | 'prefetches' | 'visitors'>;

const SUMS = {
  linkId: true,
  day: true,
  clicks: true,
  bots: true,
  prefetches: true,
  visitors: true,
} as const;

export type DayDetail = 'quarterHours' | 'breakdown';

/** Both ends are included. */
export type DayRange = readonly [firstDay: number, lastDay: number];

export interface DayCount {
  readonly linkId: number;
  readonly count: number;
}

@Injectable()
export class ClickDayStore {
  constructor(private readonly database: Database) {}

  /** Returns the days with clicks on a link, or on all links, in order, both ends included. */
  findDays<D extends DayDetail>(
    linkId: number,
    [firstDay, lastDay]: DayRange,
    details: readonly D[],
  ): Promise<(DayOfClicks & Pick<ClickDay, D>)[]> {
    return this.database.read((manager) =>
      manager.find(ClickDay, {
        select: {
          ...SUMS,
          ...Object.fromEntries(details.map((name) => [name, true])),
        },
        where: { linkId, day: Between(firstDay, lastDay) },
        order: { day: 'ASC' },
      }),
    );
  }

  /** Returns the number of days with clicks of each of the links that have any, in the order of ids. */
  async countDaysOfLinks(
    linkIds: readonly number[],
    [firstDay, lastDay]: DayRange,
  ): Promise<DayCount[]> {
    if (linkIds.length === 0) return [];
    const rows = await this.database.read((manager) =>
      manager
        .createQueryBuilder(ClickDay, 'day')
        .select('day.linkId', 'linkId')
        .addSelect('COUNT(*)', 'count')
        .where({ linkId: In(linkIds), day: Between(firstDay, lastDay) })
        .groupBy('day.linkId')
        .orderBy('day.linkId')
        .getRawMany<Record<'linkId' | 'count', number | string>>(),
    );
    return rows.map(({ linkId, count }) => ({ linkId: Number(linkId), count: Number(count) }));
  }

  findDaysOfLinks(linkIds: readonly number[], [firstDay, lastDay]: DayRange) {
    return this.database.read((manager): Promise<(DayOfClicks & Pick<ClickDay, DayDetail>)[]> =>
      manager.find(ClickDay, {
        select: { ...SUMS, quarterHours: true, breakdown: true },
        where: { linkId: In(linkIds), day: Between(firstDay, lastDay) },
      }),
    );
  }
}
