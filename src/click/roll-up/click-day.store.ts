import { Injectable } from '@nestjs/common';
import { Between } from 'typeorm';
import { Database } from '../../database/database.js';
import { ClickDay } from './click-day.entity.js';

/** A day without what tells its visitors apart. */
export type DayOfClicks = Omit<ClickDay, 'sketch'>;

/** The sums of clicks, to be read. */
@Injectable()
export class ClickDayStore {
  constructor(private readonly database: Database) {}

  /** Days with clicks on a link, or on all links, in order; both ends included. */
  daysOf(linkId: number, firstDay: number, lastDay: number): Promise<DayOfClicks[]> {
    return this.database.read((manager) =>
      manager.find(ClickDay, {
        select: {
          linkId: true,
          day: true,
          clicks: true,
          bots: true,
          prefetches: true,
          visitors: true,
          quarters: true,
          breakdown: true,
        },
        where: { linkId, day: Between(firstDay, lastDay) },
        order: { day: 'ASC' },
      }),
    );
  }
}
