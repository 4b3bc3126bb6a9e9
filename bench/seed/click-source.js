import { AUDIENCE, BREAKDOWN_TEXTS } from './audience.js';
import {
  ALL_LINKS,
  CLICK_CLASSES,
  DailyAggregate,
  QuarterHours,
  QUARTERS_PER_DAY,
  VisitorSketch,
  mergeIntoRow,
} from './program.js';
import { hashPair, Random } from './random.js';
import { Timeline } from './timeline.js';

const BOT_SHARE = 0.25;
/** The share of humans whose browser has prefetched the page. */
const PREFETCH_SHARE = 0.02;
const NOBODY = -1;
const NO_BYTES = Buffer.alloc(0);

/**
 * @typedef {import('../../src/click/rollup/click-day.entity.js').ClickDay} ClickDay
 * @typedef {{ humans: number, bots: number, prefetches: number }} ClassCounts
 */

/** Draws random clicks, and computes the rows of links and of all links together. */
export class ClickSource {
  #random;
  #timeline;
  #peoplePerDay;
  #weight;
  /** @type {DaySum[]} */
  #days;
  /** @type {Map<number, string>} */
  #quarterTexts = new Map();

  /**
   * @param {object} options
   * @param {number} options.dayCount
   * @param {number} options.nowMs
   * @param {number} options.peoplePerDay how many people click on any link on a day
   * @param {number} [options.weight] the number of clicks that each drawn click counts for
   * @param {number} [options.seed]
   */
  constructor({ dayCount, nowMs, peoplePerDay, weight = 1, seed = 1 }) {
    this.#random = new Random(seed);
    this.#timeline = new Timeline(dayCount, nowMs);
    this.#peoplePerDay = peoplePerDay;
    this.#weight = weight;
    this.#days = Array.from(
      { length: dayCount },
      (_, index) => new DaySum(this.#timeline.firstDay + index),
    );
  }

  /**
   * Generates the rows of a link, in order.
   * @param {number} linkId
   * @param {number} drawCount
   * @param {number} [firstDay] clicks that are drawn before it are dropped
   * @returns {Generator<ClickDay>}
   */
  *drawDays(linkId, drawCount, firstDay = 0) {
    const drawn = Uint32Array.from({ length: drawCount }, () => this.#timeline.pick(this.#random));
    const quarters = drawn.filter((quarter) => quarter >= firstDay * QUARTERS_PER_DAY).sort();
    const { length } = quarters;
    for (let from = 0, to; from < length; from = to) {
      const day = Math.floor((quarters[from] ?? 0) / QUARTERS_PER_DAY);
      const endOfDay = (day + 1) * QUARTERS_PER_DAY;
      for (to = from + 1; to < length && (quarters[to] ?? 0) < endOfDay;) to++;
      const isSingle = to === from + 1 && this.#weight === 1;
      yield isSingle
        ? this.#toSingleClickRow(linkId, day, quarters[from] ?? 0)
        : this.#toRow(linkId, day, quarters.subarray(from, to));
    }
  }

  /** Generates the rows of all links drawn so far together. */
  *sumDays() {
    for (const day of this.#days) if (day.hasClicks) yield day.toRow();
  }

  /**
   * @param {number} linkId
   * @param {number} day
   * @param {Uint32Array} quarters
   */
  #toRow(linkId, day, quarters) {
    const aggregate = new DailyAggregate(linkId, day);
    for (const quarter of quarters) {
      const person = this.#drawPerson();
      if (person === NOBODY) {
        aggregate.quarterHours.count(quarter, 'bot', this.#weight);
        this.#dayAt(day).count(quarter, 'bot', this.#weight);
        continue;
      }
      const visitor = hashPair(day, person);
      aggregate.quarterHours.count(quarter, 'human', this.#weight);
      aggregate.breakdown.count(toVisit(person), this.#weight);
      aggregate.visitors.add(visitor);
      this.#dayAt(day).count(quarter, 'human', this.#weight);
      this.#dayAt(day).countPerson(person, visitor, this.#weight);
      if (!this.#drawPrefetch()) continue;
      aggregate.quarterHours.count(quarter, 'prefetch', this.#weight);
      this.#dayAt(day).count(quarter, 'prefetch', this.#weight);
    }
    return mergeIntoRow(createEmptyRow(linkId, day), aggregate);
  }

  /**
   * A shortcut for rows with one click, which are the most frequent. The general way takes ten times as long.
   * @param {number} linkId
   * @param {number} day
   * @param {number} quarter
   * @returns {ClickDay}
   */
  #toSingleClickRow(linkId, day, quarter) {
    const person = this.#drawPerson();
    const isHuman = person !== NOBODY;
    const prefetches = isHuman && this.#drawPrefetch() ? 1 : 0;
    const sums = this.#dayAt(day);
    sums.count(quarter, isHuman ? 'human' : 'bot', 1);
    if (prefetches > 0) sums.count(quarter, 'prefetch', 1);
    const counts = { humans: isHuman ? 1 : 0, bots: isHuman ? 0 : 1, prefetches };
    const sketch = VisitorSketch.empty();
    if (isHuman) {
      const visitor = hashPair(day, person);
      sketch.add(visitor);
      sums.countPerson(person, visitor, 1);
    }
    return {
      linkId,
      day,
      clicks: 1,
      bots: counts.bots,
      prefetches,
      visitors: counts.humans,
      quarterHours: this.#getQuarterText(quarter % QUARTERS_PER_DAY, counts),
      breakdown: isHuman ? (BREAKDOWN_TEXTS[person % AUDIENCE.length] ?? '') : '{}',
      sketch: sketch.toBytes(),
    };
  }

  /** @returns {number} the index of a person, or `NOBODY` for a bot */
  #drawPerson() {
    return this.#random.next() < BOT_SHARE ? NOBODY : this.#random.below(this.#peoplePerDay);
  }

  #drawPrefetch() {
    return this.#random.next() < PREFETCH_SHARE;
  }

  /** @param {number} day */
  #dayAt(day) {
    return /** @type {DaySum} */ (this.#days[day - this.#timeline.firstDay]);
  }

  /**
   * @param {number} quarter
   * @param {ClassCounts} counts
   */
  #getQuarterText(quarter, counts) {
    const key = quarter * 4 + counts.humans * 2 + counts.prefetches;
    let text = this.#quarterTexts.get(key);
    if (text === undefined) {
      const quarters = new QuarterHours();
      quarters.add(quarter, counts);
      text = quarters.toString();
      this.#quarterTexts.set(key, text);
    }
    return text;
  }
}

/** Sums a day of all links. Arrays make adding a click fast. */
class DaySum {
  #day;
  #quarters = new Float64Array(QUARTERS_PER_DAY * CLICK_CLASSES.length);
  #profiles = new Float64Array(AUDIENCE.length);
  #sketch = VisitorSketch.empty();
  hasClicks = false;

  /** @param {number} day */
  constructor(day) {
    this.#day = day;
  }

  /**
   * @param {number} quarter
   * @param {import('../../src/click/visit/visit.js').ClickClass} clickClass
   * @param {number} count
   */
  count(quarter, clickClass, count) {
    const index = (quarter % QUARTERS_PER_DAY) * CLICK_CLASSES.length;
    add(this.#quarters, index + CLICK_CLASSES.indexOf(clickClass), count);
    this.hasClicks = true;
  }

  /**
   * @param {number} person
   * @param {number} visitor
   * @param {number} count
   */
  countPerson(person, visitor, count) {
    add(this.#profiles, person % AUDIENCE.length, count);
    this.#sketch.add(visitor);
  }

  toRow() {
    const aggregate = new DailyAggregate(ALL_LINKS, this.#day);
    for (const [index, count] of this.#quarters.entries()) {
      const clickClass = CLICK_CLASSES[index % CLICK_CLASSES.length] ?? 'human';
      const quarter = Math.floor(index / CLICK_CLASSES.length);
      if (count > 0) aggregate.quarterHours.count(quarter, clickClass, count);
    }
    for (const [profile, count] of this.#profiles.entries()) {
      if (count > 0) aggregate.breakdown.count(toVisit(profile), count);
    }
    return mergeIntoRow(createEmptyRow(ALL_LINKS, this.#day, this.#sketch.toBytes()), aggregate);
  }
}

/**
 * @param {number} linkId
 * @param {number} day
 * @param {Uint8Array} [sketch]
 */
function createEmptyRow(linkId, day, sketch = NO_BYTES) {
  return { linkId, day, quarterHours: '', breakdown: '', sketch };
}

/**
 * @param {Float64Array} counts
 * @param {number} index
 * @param {number} count
 */
function add(counts, index, count) {
  counts[index] = (counts[index] ?? 0) + count;
}

/** @param {number} person */
function toVisit(person) {
  return /** @type {import('../../src/click/visit/visit.js').Visit} */ (
    AUDIENCE[person % AUDIENCE.length]
  );
}
