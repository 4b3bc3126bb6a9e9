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
import { hashOf, Random } from './random.js';
import { Timeline } from './timeline.js';

const BOT_SHARE = 0.25;
/** How many of the humans had their browser fetch ahead. */
const PREFETCH_SHARE = 0.02;
const NOBODY = -1;
const NO_BYTES = Buffer.alloc(0);

/**
 * @typedef {import('../../src/click/rollup/click-day.entity.js').ClickDay} ClickDay
 * @typedef {{ humans: number, bots: number, prefetches: number }} ClassCounts
 */

/**
 * Draws the clicks of links, and makes of them the rows that the program would have made.
 * Keeps what all links have together.
 */
export class ClickSource {
  #random;
  #timeline;
  #peoplePerDay;
  #weight;
  /** @type {Day[]} */
  #days;
  /** @type {Map<number, string>} */
  #quarterTexts = new Map();

  /**
   * @param {object} options
   * @param {number} options.dayCount
   * @param {number} options.nowMs
   * @param {number} options.peoplePerDay how many different people click on a day, on any link
   * @param {number} [options.weight] each that is drawn counts as so many clicks of the same person
   * @param {number} [options.seed]
   */
  constructor({ dayCount, nowMs, peoplePerDay, weight = 1, seed = 1 }) {
    this.#random = new Random(seed);
    this.#timeline = new Timeline(dayCount, nowMs);
    this.#peoplePerDay = peoplePerDay;
    this.#weight = weight;
    this.#days = Array.from(
      { length: dayCount },
      (_, index) => new Day(this.#timeline.firstDay + index),
    );
  }

  /**
   * The days of a link, in order.
   * @param {number} linkId
   * @param {number} drawCount
   * @returns {Generator<ClickDay>}
   */
  *daysOf(linkId, drawCount) {
    const quarters = Uint32Array.from({ length: drawCount }, () =>
      this.#timeline.pick(this.#random),
    ).sort();
    for (let from = 0, to; from < drawCount; from = to) {
      const day = Math.floor((quarters[from] ?? 0) / QUARTERS_PER_DAY);
      const endOfDay = (day + 1) * QUARTERS_PER_DAY;
      for (to = from + 1; to < drawCount && (quarters[to] ?? 0) < endOfDay;) to++;
      const isOne = to === from + 1 && this.#weight === 1;
      yield isOne
        ? this.#oneClick(linkId, day, quarters[from] ?? 0)
        : this.#manyClicks(linkId, day, quarters.subarray(from, to));
    }
  }

  /** The days of all links drawn so far together. */
  *daysOfAll() {
    for (const day of this.#days) if (day.hasClicks) yield day.toRow();
  }

  /**
   * @param {number} linkId
   * @param {number} day
   * @param {Uint32Array} quarters
   */
  #manyClicks(linkId, day, quarters) {
    const aggregate = new DailyAggregate(linkId, day);
    for (const quarter of quarters) {
      const person = this.#person();
      if (person === NOBODY) {
        aggregate.quarters.count(quarter, 'bot', this.#weight);
        this.#dayAt(day).count(quarter, 'bot', this.#weight);
        continue;
      }
      const visitor = hashOf(day, person);
      aggregate.quarters.count(quarter, 'human', this.#weight);
      aggregate.breakdown.count(visitOf(person), this.#weight);
      aggregate.visitors.add(visitor);
      this.#dayAt(day).count(quarter, 'human', this.#weight);
      this.#dayAt(day).countPerson(person, visitor, this.#weight);
      if (!this.#fetchesAhead()) continue;
      aggregate.quarters.count(quarter, 'prefetch', this.#weight);
      this.#dayAt(day).count(quarter, 'prefetch', this.#weight);
    }
    return mergeIntoRow(emptyDay(linkId, day), aggregate);
  }

  /**
   * Most rows are of one click. To make them as others are made takes ten times as long.
   * @param {number} linkId
   * @param {number} day
   * @param {number} quarter
   * @returns {ClickDay}
   */
  #oneClick(linkId, day, quarter) {
    const person = this.#person();
    const isHuman = person !== NOBODY;
    const prefetches = isHuman && this.#fetchesAhead() ? 1 : 0;
    const sums = this.#dayAt(day);
    sums.count(quarter, isHuman ? 'human' : 'bot', 1);
    if (prefetches > 0) sums.count(quarter, 'prefetch', 1);
    const counts = { humans: isHuman ? 1 : 0, bots: isHuman ? 0 : 1, prefetches };
    const sketch = VisitorSketch.empty();
    if (isHuman) {
      const visitor = hashOf(day, person);
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
      quarterHours: this.#quarterText(quarter % QUARTERS_PER_DAY, counts),
      breakdown: isHuman ? (BREAKDOWN_TEXTS[person % AUDIENCE.length] ?? '') : '{}',
      sketch: sketch.toBytes(),
    };
  }

  /** @returns {number} one of today's people, or nobody: a bot */
  #person() {
    return this.#random.next() < BOT_SHARE ? NOBODY : this.#random.below(this.#peoplePerDay);
  }

  #fetchesAhead() {
    return this.#random.next() < PREFETCH_SHARE;
  }

  /** @param {number} day */
  #dayAt(day) {
    return /** @type {Day} */ (this.#days[day - this.#timeline.firstDay]);
  }

  /**
   * @param {number} quarter
   * @param {ClassCounts} counts
   */
  #quarterText(quarter, counts) {
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

/** All links on a day, in a form that is quick to add to. */
class Day {
  #day;
  #quarters = new Float64Array(QUARTERS_PER_DAY * CLICK_CLASSES.length);
  #kinds = new Float64Array(AUDIENCE.length);
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
    add(this.#kinds, person % AUDIENCE.length, count);
    this.#sketch.add(visitor);
  }

  toRow() {
    const aggregate = new DailyAggregate(ALL_LINKS, this.#day);
    for (const [index, count] of this.#quarters.entries()) {
      const clickClass = CLICK_CLASSES[index % CLICK_CLASSES.length] ?? 'human';
      const quarter = Math.floor(index / CLICK_CLASSES.length);
      if (count > 0) aggregate.quarters.count(quarter, clickClass, count);
    }
    for (const [kind, count] of this.#kinds.entries()) {
      if (count > 0) aggregate.breakdown.count(visitOf(kind), count);
    }
    return mergeIntoRow(emptyDay(ALL_LINKS, this.#day, this.#sketch.toBytes()), aggregate);
  }
}

/**
 * @param {number} linkId
 * @param {number} day
 * @param {Uint8Array} [sketch]
 */
function emptyDay(linkId, day, sketch = NO_BYTES) {
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
function visitOf(person) {
  return /** @type {import('../../src/click/visit/visit.js').Visit} */ (
    AUDIENCE[person % AUDIENCE.length]
  );
}
