import { Inserts } from './inserts.js';
import { QuarterHours, QUARTERS_PER_DAY } from './program.js';

/** @typedef {import('../../src/click/rollup/click-day.entity.js').ClickDay} ClickDay */

const DAY_COLUMNS = [
  'linkId',
  'day',
  'clicks',
  'bots',
  'prefetches',
  'visitors',
  'quarterHours',
  'breakdown',
  'sketch',
];
const TOTAL_COLUMNS = [
  'linkId',
  'humans',
  'bots',
  'prefetches',
  'redirects',
  'archivedHumans',
  'archivedBots',
  'archivedPrefetches',
  'lastQuarterHour',
];

/** Writes the rows of days and the totals of links. */
export class ClickTables {
  #days;
  #totals;

  /** @param {import('mysql2/promise').Connection} connection */
  constructor(connection) {
    this.#days = new Inserts(connection, 'click_day', DAY_COLUMNS);
    this.#totals = new Inserts(connection, 'link_clicks', TOTAL_COLUMNS);
  }

  get dayCount() {
    return this.#days.rowCount;
  }

  /**
   * @param {number} linkId
   * @param {Iterable<ClickDay>} days
   */
  async write(linkId, days) {
    const sum = { clicks: 0, bots: 0, prefetches: 0 };
    let last = 0;
    for (const day of days) {
      last = Math.max(last, lastQuarterHourOf(day));
      sum.clicks += day.clicks;
      sum.bots += day.bots;
      sum.prefetches += day.prefetches;
      const full = this.#days.add(toSqlValues(day));
      if (full !== undefined) await full;
    }
    const { clicks, bots, prefetches } = sum;
    if (clicks === 0) return;
    const counts = [clicks - bots, bots, prefetches, clicks + prefetches];
    const full = this.#totals.add(`${linkId},${counts.join(',')},0,0,0,${last || 'NULL'}`);
    if (full !== undefined) await full;
  }

  async flush() {
    await this.#days.flush();
    await this.#totals.flush();
  }
}

/** @param {ClickDay} day whose texts have no quotes or backslashes */
function toSqlValues({ linkId, day, clicks, bots, prefetches, visitors, ...rest }) {
  const { quarterHours, breakdown, sketch } = rest;
  return (
    `${linkId},${day},${clicks},${bots},${prefetches},${visitors},` +
    `'${quarterHours}','${breakdown}',x'${sketch.toString('hex')}'`
  );
}

/**
 * Returns the last quarter of an hour with a click by a human, or 0.
 * @param {ClickDay} day
 */
function lastQuarterHourOf({ day, quarterHours }) {
  const last = QuarterHours.parse(quarterHours).lastOfHumans;
  return last === undefined ? 0 : day * QUARTERS_PER_DAY + last;
}
