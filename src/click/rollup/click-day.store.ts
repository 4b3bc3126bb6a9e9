import { Injectable } from '@nestjs/common';
import { Between } from 'typeorm';
import { Database } from '../../platform/database/database.js';
import { ClickDay } from './click-day.entity.js';

export type DayOfClicks = Pick<ClickDay, 'day' | 'clicks' | 'bots' | 'prefetches' | 'visitors'>;

export type DayDetail = 'quarterHours' | 'breakdown';

@Injectable()
export class ClickDayStore {
  constructor(private readonly database: Database) {}

  /** Returns the days with clicks on a link, or on all links, in order, both ends included. */
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
