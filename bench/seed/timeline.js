import { dayOf, quarterOf, QUARTERS_PER_DAY } from './program.js';
import { Weighted } from './random.js';

const NIGHT_SHARE = 0.35;
const WEEKEND_SHARE = 0.6;
const HALF_PAST_TWO_PM = 58;

/** Draws times of clicks, with fewer at night and at weekends. */
export class Timeline {
  #firstQuarter;
  #quarters;

  /**
   * @param {number} dayCount UTC days up to today
   * @param {number} nowMs
   */
  constructor(dayCount, nowMs) {
    this.firstDay = dayOf(nowMs) - dayCount + 1;
    this.#firstQuarter = this.firstDay * QUARTERS_PER_DAY;
    const length = quarterOf(nowMs) - this.#firstQuarter + 1;
    this.#quarters = new Weighted(
      Float64Array.from({ length }, (_, index) => computeWeight(this.#firstQuarter + index)),
    );
  }

  /**
   * @param {import('./random.js').Random} random
   * @returns {number} a quarter of an hour since 1970-01-01
   */
  pick(random) {
    return this.#firstQuarter + this.#quarters.pick(random);
  }
}

/** @param {number} quarter */
function computeWeight(quarter) {
  const angle = ((quarter % QUARTERS_PER_DAY) - HALF_PAST_TWO_PM) / QUARTERS_PER_DAY;
  const light = (1 + Math.cos(2 * Math.PI * angle)) / 2;
  // 1970-01-01 was a Thursday.
  const isWeekend = (Math.floor(quarter / QUARTERS_PER_DAY) + 3) % 7 >= 5;
  return (NIGHT_SHARE + (1 - NIGHT_SHARE) * light) * (isWeekend ? WEEKEND_SHARE : 1);
}
