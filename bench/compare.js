import { measure } from './load.js';
import { HAS_PROCESSOR_TIMES, readProcessorMs } from './processor-time.js';

const ROUND_COUNT = 12;
const SECONDS_PER_ROUND = 1;
const WARM_UP_SECONDS = 4;
const MICROSECONDS_PER_MS = 1000;

/**
 * A server under load.
 * @typedef {{ pid: number, load: import('./load.js').Load }} Contender
 * @typedef {{ perSecond: number, microseconds: number }} Round processor time is per request
 * @typedef {{ ours: number, baseline: number, ratio: number, spread: string }} Figures
 * @typedef {{ name: string, goal: string, rates: Figures, processor?: Figures }} Comparison
 */

/**
 * Loads ours and the baseline alternately (A B A B …), so that a slower machine slows both.
 * Processor time is the lower quartile, which other programs on the machine disturb least; rates are medians.
 * @param {{ name: string, goal: string, ours: Contender, baseline: Contender }} testCase
 * @returns {Promise<Comparison>} ratios above 1 are in our favour
 */
export async function compare({ name, goal, ours, baseline }) {
  for (const contender of [ours, baseline]) await measure(contender.load, WARM_UP_SECONDS);
  /** @type {[Round, Round][]} */
  const rounds = [];
  for (let round = 0; round < ROUND_COUNT; round++) {
    rounds.push([await measureRound(ours), await measureRound(baseline)]);
  }
  const rates = summarize(
    rounds,
    0.5,
    ({ perSecond }) => perSecond,
    (our, their) => our / their,
  );
  if (!HAS_PROCESSOR_TIMES) return { name, goal, rates };
  const times = summarize(
    rounds,
    0.25,
    ({ microseconds }) => microseconds,
    (our, their) => their / our,
  );
  return { name, goal, rates, processor: times };
}

/** @param {Contender} contender @returns {Promise<Round>} */
async function measureRound({ pid, load }) {
  const before = HAS_PROCESSOR_TIMES ? readProcessorMs(pid) : 0;
  const { perSecond, count } = await measure(load, SECONDS_PER_ROUND);
  const after = HAS_PROCESSOR_TIMES ? readProcessorMs(pid) : 0;
  return { perSecond, microseconds: ((after - before) * MICROSECONDS_PER_MS) / count };
}

/**
 * @param {[Round, Round][]} rounds
 * @param {number} part the quantile
 * @param {(round: Round) => number} pick
 * @param {(ours: number, baseline: number) => number} toRatio
 * @returns {Figures} with the middle half of the ratios of the rounds
 */
function summarize(rounds, part, pick, toRatio) {
  const ours = quantile(
    rounds.map(([our]) => pick(our)),
    part,
  );
  const baseline = quantile(
    rounds.map(([, their]) => pick(their)),
    part,
  );
  const ratios = rounds.map(([our, their]) => toRatio(pick(our), pick(their)));
  const [low, high] = [quantile(ratios, 0.25), quantile(ratios, 0.75)];
  const ratio = toRatio(ours, baseline);
  return { ours, baseline, ratio, spread: `${low.toFixed(2)}–${high.toFixed(2)}` };
}

/** @param {number[]} values */
export function median(values) {
  return quantile(values, 0.5);
}

/** @param {number[]} values @param {number} part the part of the values that is smaller, from 0 to 1 */
export function quantile(values, part) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
}
