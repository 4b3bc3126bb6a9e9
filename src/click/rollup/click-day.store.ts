import { Injectable } from '@nestjs/common';
import { Between } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { ClickDay } from './click-day.entity.js';

/** The numbers of a day. */
export type DayOfClicks = Pick<ClickDay, 'day' | 'clicks' | 'bots' | 'prefetches' | 'visitors'>;

/** What else there is of a day, to be asked for. */
export type DayDetail = 'quarterHours' | 'breakdown';

/** The sums of clicks, to be read. */
@Injectable()
export class ClickDayStore {
  constructor(private readonly database: Database) {}

  /** Days with clicks on a link, or on all links, in order; both ends included. */
  findDays<D extends DayDetail>(
    linkId: number,
    [firstDay, lastDay]: readonly [number, number],
    details: readonly D[],
  ): Promise<(DayOfClicks & Pick<ClickDay, D>)[]> {
    return this.database.read((manager) =>
      manager.find(ClickDay, {
        select: {
          linkId: true,
          day: true,
          clicks: true,
          bots: true,
          prefetches: true,
          visitors: true,
          ...Object.fromEntries(details.map((name) => [name, true])),
        },
        where: { linkId, day: Between(firstDay, lastDay) },
        order: { day: 'ASC' },
      }),
    );
  }
}
